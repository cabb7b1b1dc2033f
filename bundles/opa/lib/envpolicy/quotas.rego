# METADATA
# title: What the quotas of a namespace bound
# description: |
#   ResourceQuotas (core/v1) without scopes, which bound a namespace as a whole, and what they bound; beside them the
#   quotas that OpenShift, HNC and Capsule keep elsewhere, where they bound one namespace alone.
package lib.envpolicy.quotas

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_bound[space] contains resource if {
	some [space, hard] in _hard
	is_object(hard)
	some resource, amount in hard
	amount != null
}

# METADATA
# description: The names of the resources that are bounded, by `[cluster, namespace]`.
bounded := {space: resources | some space, resources in _bound}

_hard := array.concat(_of_namespaces, [[space, joint.hard] |
	some joint in _joint
	some space in joint.spaces
	count(joint.spaces) == 1 # a quota that several share keeps none of them from the others
])

_of_namespaces := [[space, hard] |
	some kind in ["ResourceQuota", "HierarchicalResourceQuota.hnc.x-k8s.io"]
	some entry in estate.all(kind)
	spec := object.get(entry.object, "spec", {})
	is_object(spec)
	object.get(spec, "scopes", null) in {null, []}
	object.get(spec, "scopeSelector", null) in {null, {}}
	hard := object.get(spec, "hard", {})
	space := [entry.cluster, entry.namespace]
]

_joint := array.concat(
	[{"spaces": spaces, "hard": hard} |
		some entry in estate.all("ClusterResourceQuota.quota.openshift.io")
		hard := object.get(entry.object, ["spec", "quota", "hard"], {})
		spaces := {space |
			some space, namespace in _namespaces
			space[0] == entry.cluster
			_selects(object.get(entry.object, ["spec", "selector"], {}), namespace.object)
		}
	],
	[{"spaces": spaces, "hard": item.hard} |
		some entry in estate.all("Tenant.capsule.clastix.io")
		items := object.get(entry.object, ["spec", "resourceQuotas", "items"], [])
		is_array(items)
		some item in items
		some spaces in _tenant_spaces(entry)
	],
)

_selects(selector, namespace) if {
	is_object(selector)
	_some_selector(selector)
	labels.matches(_mapping(object.get(selector, "labels", {})), labels.of(namespace))
	every key, value in _mapping(object.get(selector, "annotations", {})) {
		labels.annotations(namespace)[key] == value
	}
}

_some_selector(selector) if {
	some field in ["annotations", "labels"]
	not object.get(selector, field, null) in {null, {}}
}

# Each namespace of a tenant by itself, or all of them together (which is the default).
_tenant_spaces(entry) := {{space} | some space in _members(entry)} if {
	object.get(entry.object, ["spec", "resourceQuotas", "scope"], "Tenant") == "Namespace"
} else := {_members(entry)}

_members(entry) := {space |
	some space, namespace in _namespaces
	space[0] == entry.cluster
	labels.of(namespace.object)["capsule.clastix.io/tenant"] == entry.name
}

_mapping(value) := value if {
	is_object(value)
} else := {}

_namespaces := {[entry.cluster, entry.name]: entry | some entry in estate.all("Namespace")}

# --- what is left open

# METADATA
# description: |
#   By namespace with a deployment: which of cpu and memory no quota bounds; only namespaces where one is open.
open_compute := {space: resources |
	some space, _ in placement.residents
	resources := [resource |
		some resource in ["cpu", "memory"]
		not _bounds(object.get(bounded, [space], set()), resource)
	]
	count(resources) > 0
}

_bounds(resources, resource) if {
	some prefix in ["", "requests.", "limits."]
	concat("", [prefix, resource]) in resources
}

# METADATA
# scope: document
# description: Whether a quota of a namespace ends how many pods there may be, by their number or by what they ask for.
bounds_pods(space) if {
	resources := bounded[space]
	count({"count/pods", "pods"} & resources) > 0
}

bounds_pods(space) if {
	some resource in ["cpu", "memory"]
	_bounds(bounded[space], resource)
}

# METADATA
# description: The namespaces with a deployment in which no quota bounds the number of any sort of object.
open_counts := {space |
	some space, _ in placement.residents
	not _counted(object.get(bounded, [space], set()))
}

_counted(resources) if {
	some resource in resources
	_is_count(resource)
}

_is_count(resource) if startswith(resource, "count/")

_is_count(resource) if endswith(resource, ".storageclass.storage.k8s.io/persistentvolumeclaims")

_is_count(resource) if {
	resource in {
		"configmaps",
		"persistentvolumeclaims",
		"pods",
		"replicationcontrollers",
		"resourcequotas",
		"secrets",
		"services",
		"services.loadbalancers",
		"services.nodeports",
	}
}

# METADATA
# description: |
#   What shows that a namespace is open: its quotas, where it has some that are not enough, else the namespace itself.
witnesses(space) := found if {
	found := object.get(_quotas, [space], [])
	count(found) > 0
} else := [estate.witness(_namespaces[space], ["metadata", "name"])] if {
	_namespaces[space]
} else := object.get(_inhabitants, [space], [])

_quotas := {space: [one | some one in several] | some space, several in _quotas_of}

_quotas_of[space] contains estate.witness(entry, ["spec", "hard"]) if {
	some entry in estate.all("ResourceQuota")
	space := [entry.cluster, entry.namespace]
}

# Without the Namespace object, something that stands there.
_inhabitants := {space: [min(several)] | some space, several in _inhabitants_of}

_inhabitants_of[space] contains estate.witness(entry, ["metadata", "namespace"]) if {
	some kind in ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "CronJob.batch", "Job.batch", "Pod"]
	some entry in estate.all(kind)
	space := [entry.cluster, entry.namespace]
	not _namespaces[space]
}

# METADATA
# description: By cluster, what is missing to be sure that there is no quota.
missing := {cluster: texts |
	some cluster, _ in placement.facts
	texts := {sprintf("inventory of %v", [cluster]) | not placement.listed_in_full(cluster, "ResourceQuota")}
}
