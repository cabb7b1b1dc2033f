# METADATA
# title: Pods that can run
# description: |
#   A pod that the Pod Security level of its namespace refuses never runs, whatever makes it; one that has ended
#   runs no more. The level is the namespace's label `enforce`, else the cluster's default (fact podSecurity, else
#   privileged); audit and warn refuse nothing. A pod that a cluster shows as running was admitted.
package lib.envpolicy.admitted

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.pod_security_profiles
import data.lib.envpolicy.workloads

_enforce := "pod-security.kubernetes.io/enforce"

_declared[space] contains found if {
	some entry in estate.all("Namespace")
	space := [entry.cluster, entry.name]
	found := labels.of(entry.object)
}

_labels := {space: found[0] | some space, several in _declared; found := [one | some one in several]}

_spaces := {space |
	some workload in workloads.all
	space := [workload.cluster, workload.namespace]
} | object.keys(_labels)

# METADATA
# description: |
#   What each namespace enforces, by `[cluster, namespace]`: `{"level", "minors"}`. The level is null where the
#   Namespace object was not given. A version that is not known stands between the first with Pod Security as a
#   stable feature and the latest.
policies := {space: policy |
	some space in _spaces
	policy := {"level": _level(space), "minors": _minors(space)}
}

_level(space) := "privileged" if {
	space[1] in object.get(_defaults, [space[0], "exemptNamespaces"], [])
} else := _parsed(_labels[space][_enforce]) if {
	_labels[space][_enforce]
} else := _default(space[0]) if {
	_known(space)
} else := null

_known(space) if _labels[space]

_known(space) if placement.listed_in_full(space[0], "Namespace")

_defaults := {cluster: declared |
	some cluster, facts in placement.facts
	declared := object.get(facts, "podSecurity", null)
	is_object(declared)
}

_default(cluster) := object.get(_defaults, [cluster, "enforce"], "privileged")

# A level that does not exist is taken for the strictest.
_parsed(level) := level if {
	level in {"privileged", "baseline", "restricted"}
} else := "restricted"

# The first version in which the admission plugin is stable, and the last that changed a check.
_oldest := 25

_latest := 35

_minors(space) := [minor] if {
	minor := min([_labelled(space), _running(space[0])])
	minor <= _latest
} else := [_oldest, _latest]

_labelled(space) := _minor(_labels[space]["pod-security.kubernetes.io/enforce-version"]) if {
	regex.match(`^v1\.[0-9]+$`, _labels[space]["pod-security.kubernetes.io/enforce-version"])
} else := 1000

_running(cluster) := minor if {
	version := placement.cluster_fact(cluster, "kubernetesVersion")
	is_string(version)
	regex.match(`^v?1\.[0-9]+`, version)
	minor := min([_minor(version), _latest])
} else := 1000

_minor(version) := to_number(regex.find_n(`[0-9]+`, version, 2)[1])

_ended(workload) if object.get(workload.entry.object, ["status", "phase"], "") in {"Succeeded", "Failed"}

_runs(workload) if object.get(workload.entry.object, ["status", "phase"], "") == "Running"

# Pods of which the level has to say something, by their place in `workloads.all`: `[policy, what the checks see]`.
_asked := {index: [policy, view] |
	some index, workload in workloads.all
	policy := policies[[workload.cluster, workload.namespace]]
	policy.level != "privileged"
	not _ended(workload)
	not _runs(workload)
	view := pod_security_profiles.view_of(workload.spec, _notes(workload))
}

_notes(workload) := labels.annotations(object.get(workload.entry.object, workload.path, {}))

_questions := {question | some question in _asked}

# Pods that are alike to the checks are asked about once: true, false, or null for one that may have been refused.
_answers := {question: answer |
	some question in _questions
	[policy, view] := question
	passing := [minor |
		some minor in policy.minors
		pod_security_profiles.refuses(_strictest(policy.level), minor, view) == ""
	]
	answer := _answer(policy, count(passing))
}

_strictest(level) := "restricted" if {
	level == null
} else := level

# Refused in every version that it may be, in some, or in none; where the level is not known nothing is certain.
_answer(policy, passing) if {
	passing == count(policy.minors)
} else := false if {
	passing == 0
	policy.level != null
} else := null

_judged := {index: _answers[question] | some index, question in _asked}

# METADATA
# description: The places in `workloads.all` of the pods that run, or may run.
indices := {index |
	some index, workload in workloads.all
	object.get(_judged, index, true) != false
	not _ended(workload)
}

# METADATA
# description: |
#   For the pods of which it is not known whether they were refused: what is missing, by place in `workloads.all`.
doubts := {index: missing |
	some index, answer in _judged
	answer == null
	workload := workloads.all[index]
	missing := _missing(workload, policies[[workload.cluster, workload.namespace]])
}

_missing(workload, policy) := [sprintf("Namespace %v of %v", [workload.namespace, workload.cluster])] if {
	policy.level == null
} else := [sprintf("kubernetesVersion of %v", [workload.cluster])]
