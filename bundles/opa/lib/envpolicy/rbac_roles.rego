# METADATA
# title: Roles
# description: |
#   Resolves roles, aggregation included. A role is named by `cluster|name` (ClusterRole) or `cluster|namespace|name`
#   (Role).
package lib.envpolicy.rbac_roles

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.rbac_builtin

_declared[key] contains role if {
	some entry in estate.all("ClusterRole.rbac.authorization.k8s.io")
	key := concat("|", [entry.cluster, entry.name])
	role := {"entry": entry, "labels": labels.of(entry.object), "selectors": _selectors(entry), "rules": _rules(entry)}
}

_declared[key] contains role if {
	some entry in estate.all("Role.rbac.authorization.k8s.io")
	key := concat("|", [entry.cluster, entry.namespace, entry.name])
	role := {"entry": entry, "labels": {}, "selectors": null, "rules": _rules(entry)}
}

# The rules of an aggregated role are the control plane's to fill: whatever a manifest says there is overwritten. The
# three built-in ones stay aggregated, whatever a manifest leaves out.
_selectors(entry) := found if {
	found := object.get(entry.object, ["aggregationRule", "clusterRoleSelectors"], null)
	is_array(found)
} else := found if {
	entry.name in {"admin", "edit", "view"}
	found := rbac_builtin.roles[entry.name].selectors
} else := null

_rules(entry) := found if {
	found := object.get(entry.object, "rules", [])
	is_array(found)
} else := []

_built_in[key] contains role if {
	some cluster, _ in input.clusters
	some name, content in rbac_builtin.roles
	key := concat("|", [cluster, name])
	not _declared[key]
	role := {"entry": null, "labels": content.labels, "selectors": content.selectors, "rules": content.rules}
}

# METADATA
# description: Every role by key, as the set of its declarations (one, unless an inventory lists it twice).
all := object.union({key: found | some key, found in _declared}, {key: found | some key, found in _built_in})

_aggregating := {key: selectors |
	some key, found in all
	selectors := [selector | some role in found; role.selectors != null; some selector in role.selectors]
	count(selectors) > 0
}

_cluster_of := {key: parts[0] | some key, _ in all; parts := split(key, "|"); count(parts) == 2}

# Aggregated roles can be part of aggregated roles: `view` of `edit`, `edit` of `admin`.
_parts := {key: members |
	some key, _ in all
	members := {member |
		some selector in _aggregating[key]
		is_object(selector)
		some member, cluster in _cluster_of
		cluster == _cluster_of[key]
		some role in all[member]
		labels.matches(selector, role.labels)
	}
}

# METADATA
# description: The roles whose rules a role consists of, by key.
origins := {key: found |
	some key, _ in all
	found := _origins(key)
}

_origins(key) := {member | some member in graph.reachable(_parts, {key}); not _aggregating[member]} if {
	_aggregating[key]
} else := {key}
