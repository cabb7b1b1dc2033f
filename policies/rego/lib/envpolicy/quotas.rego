# METADATA
# title: What the quotas of a namespace bound
# description: ResourceQuotas (core/v1) without scopes, which bound a namespace as a whole, and what they bound.
package lib.envpolicy.quotas

import data.lib.envpolicy.estate

_bound[space] contains resource if {
	some entry in estate.all("ResourceQuota")
	spec := object.get(entry.object, "spec", {})
	is_object(spec)
	object.get(spec, "scopes", null) in {null, []}
	object.get(spec, "scopeSelector", null) in {null, {}}
	hard := object.get(spec, "hard", {})
	is_object(hard)
	some resource, amount in hard
	amount != null
	space := [entry.cluster, entry.namespace]
}

# METADATA
# description: The names of the resources that are bounded, by `[cluster, namespace]`.
bounded := {space: resources | some space, resources in _bound}
