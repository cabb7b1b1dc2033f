# METADATA
# title: Pods that no Pod Security level would let in
# description: |
#   Pods that break the profile baseline in namespaces that enforce neither it nor restricted.
package lib.envpolicy.standards

import data.lib.envpolicy.admitted
import data.lib.envpolicy.labels
import data.lib.envpolicy.pod_security_profiles
import data.lib.envpolicy.workloads

# METADATA
# description: Pods as `[place in workloads.all, path, what it does, what is missing]`.
unenforced := [[index, ["spec"], what, []] |
	some index, view in _views
	check := _checks[view]
	check != ""
	what := sprintf("is let in with what baseline forbids (%v)", [check])
]

_views := {index: view |
	some index in admitted.indices
	workload := workloads.all[index]
	admitted.policies[[workload.cluster, workload.namespace]].level in {"privileged", null}
	notes := labels.annotations(object.get(workload.entry.object, workload.path, {}))
	view := pod_security_profiles.view_of(workload.spec, notes)
}

# What every version of the profile forbids, once for pods that are alike.
_checks := {view: pod_security_profiles.refuses("baseline", 25, view) |
	some view in {seen | some _, seen in _views}
}
