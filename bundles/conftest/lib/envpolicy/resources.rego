# METADATA
# title: What deployments have, as the API server names it in requests
# description: |
#   Objects in namespaces by group and resource (the plural: `deployments`), those that controllers make of them among
#   them: pods of workloads, claims of StatefulSets, endpoints of Services.
package lib.envpolicy.resources

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.workloads

_plurals := {[entry.cluster, key]: plural |
	some entry in estate.all("CustomResourceDefinition.apiextensions.k8s.io")
	spec := object.get(entry.object, "spec", {})
	key := concat(".", [object.get(spec, ["names", "kind"], ""), object.get(spec, "group", "")])
	plural := object.get(spec, ["names", "plural"], "")
}

_group(kind) := concat(".", array.slice(parts, 1, count(parts))) if parts := split(kind, ".")

_plural(cluster, kind) := _plurals[[cluster, kind]] if {
	_plurals[[cluster, kind]]
} else := _regular(lower(split(kind, ".")[0]))

_regular(word) := word if {
	word == "endpoints"
} else := concat("", [trim_suffix(word, "y"), "ies"]) if {
	regex.match(`[^aeiou]y$`, word)
} else := concat("", [word, "es"]) if {
	regex.match(`(s|x|ch|sh)$`, word)
} else := concat("", [word, "s"])

_version(item) := parts[count(parts) - 1] if parts := split(object.get(item, "apiVersion", ""), "/")

_kinds := {[cluster, kind]: [_group(kind), _plural(cluster, kind)] |
	some kind, entries in estate.of_kind
	some cluster in {entry.cluster | some entry in entries; entry.namespace != ""}
}

_items[key] contains item if {
	some kind, entries in estate.of_kind
	some entry in entries
	entry.namespace != ""
	named := _kinds[[entry.cluster, kind]]
	some name in entry.owners
	key := [entry.cluster, named[0], named[1], name]
	item := {
		"labels": labels.of(entry.object),
		"version": _version(entry.object),
		"witness": estate.witness(entry, []),
	}
}

_items[key] contains item if {
	some workload in workloads.all
	some made in object.get(_made, workload.kind, [["", "pods"]])
	workload.kind != "Pod"
	some name in workload.owners
	key := [workload.cluster, made[0], made[1], name]
	item := {
		"labels": workload.labels,
		"version": "v1",
		"witness": estate.witness(workload.entry, workload.path),
	}
}

_items[key] contains item if {
	some kind, made in {
		"StatefulSet.apps": [["", "persistentvolumeclaims"]],
		"Service": [["", "endpoints"], ["discovery.k8s.io", "endpointslices"]],
	}
	some entry in estate.all(kind)
	_makes(entry)
	some resource in made
	some name in entry.owners
	key := [entry.cluster, resource[0], resource[1], name]
	item := {"labels": labels.of(entry.object), "version": "v1", "witness": estate.witness(entry, ["spec"])}
}

_made := {
	"Deployment.apps": [["", "pods"], ["apps", "replicasets"]],
	"Rollout.argoproj.io": [["", "pods"], ["apps", "replicasets"]],
	"CronJob.batch": [["", "pods"], ["batch", "jobs"]],
}

_makes(entry) if {
	entry.kind == "StatefulSet.apps"
	object.get(entry.object, ["spec", "volumeClaimTemplates"], null) != null
}

_makes(entry) if {
	entry.kind == "Service"
	object.get(entry.object, ["spec", "selector"], null) != null
}

# METADATA
# description: |
#   `{"labels", "version", "witness"}` of everything that a deployment has of a resource, by `[cluster, group, resource,
#   deployment]`.
owned := {key: items | some key, items in _items}

_keys[cluster] contains key if {
	some key, _ in owned
	cluster := key[0]
}

# METADATA
# description: The keys of `owned`, by cluster.
in_cluster := {cluster: keys | some cluster, keys in _keys}
