# METADATA
# title: What roles are worth
# description: |
#   Says which rows of the table (rbac_table) the rules of a role meet, as the RBAC authorizer matches them: `*` covers
#   everything, `pods` no subresource of pods, `*/exec` that subresource of everything, and `pods/*` nothing at all.
package lib.envpolicy.rbac_rules

import data.lib.envpolicy.rbac_roles
import data.lib.envpolicy.rbac_table

_strings(value) := {item | some item in value; is_string(item)} if {
	is_array(value)
} else := set()

# METADATA
# description: |
#   Rules by role: `{"entry", "index", "verbs", "groups", "resources", "names"}`, lists as sets; `names` is empty where
#   a rule has no resourceNames.
rules_of := {key: found |
	some key, declarations in rbac_roles.all
	found := [rule |
		some role in declarations
		some index, item in role.rules
		is_object(item)
		rule := {
			"entry": _slim(role.entry),
			"index": index,
			"verbs": _strings(object.get(item, "verbs", [])),
			"groups": _strings(object.get(item, "apiGroups", [])),
			"resources": _strings(object.get(item, "resources", [])),
			"names": _strings(object.get(item, "resourceNames", [])),
		}
	]
}

# What a witness needs of an entry, without the object itself.
_slim(entry) := object.remove(entry, ["object", "owners"]) if {
	is_object(entry)
} else := null

# METADATA
# description: |
#   What a role's rules meet, by role: `{"row", "resource", "names", "scope", "severity", "era", "rule"}`. The row
#   `rbac-cluster-admin` stands for everything, `rbac-crossns-grant` for any other change of something namespaced.
meets := {key: found |
	some key, rules in rules_of
	found := [object.union(met, {"rule": rule}) |
		some rule in rules
		some met in _worth[_words(rule)]
	]
}

# Many roles say the same: each set of words is looked up in the table once.
_words(rule) := [rule.verbs, rule.groups, rule.resources, rule.names]

_worth := {words: found |
	some words in {_words(rule) | some rules in rules_of; some rule in rules}
	found := _met({"verbs": words[0], "groups": words[1], "resources": words[2], "names": words[3]})
}

_met(rule) := [_whole(rule, "rbac-cluster-admin", "*")] if {
	"*" in rule.verbs
	"*" in rule.groups
	"*" in rule.resources
	count(rule.names) == 0
} else := array.concat(_specific(rule), _other(rule, _spoken(_specific(rule))))

# Being watched by a controller, or moving a pod to another node, does not make a change any less of a change.
_spoken(specific) := {met.resource |
	some met in specific
	not met.row in {"rbac-crossns-grant", "rbac-controller-proxy", "rbac-node-write"}
}

_specific(rule) := [met |
	some resource in _covered(rule.resources)
	some permission in rbac_table.by_resource[resource]
	_any(permission.group, rule.groups)
	_allowed(rule, permission)
	met := {
		"row": permission.row,
		"resource": resource,
		"names": rule.names,
		"scope": permission.scope,
		"severity": permission.severity,
		"era": permission.era,
	}
]

_whole(rule, row, resource) := {
	"row": row,
	"resource": resource,
	"names": rule.names,
	"scope": "namespace",
	"severity": "",
	"era": "",
}

_covered(resources) := object.keys(rbac_table.by_resource) if {
	"*" in resources
} else := {resource | some resource in resources; rbac_table.by_resource[resource]} | {resource |
	some resource, name in rbac_table.subresources
	concat("/", ["*", name]) in resources
}

_any(wanted, found) if wanted in found

_any(_, found) if "*" in found

_allowed(rule, permission) if {
	count(rule.names) == 0
	_meets_verb(rule.verbs, permission.verbs)
}

_allowed(rule, permission) if {
	count(rule.names) > 0
	_meets_verb(rule.verbs, permission.named)
}

_meets_verb(verbs, wanted) if count(verbs & wanted) > 0

_meets_verb(verbs, wanted) if {
	"*" in verbs
	count(wanted) > 0
}

# Any other change, of anything that lives in a namespace. What a specific row has spoken of is not said twice.
_other(rule, spoken) := [_whole(rule, "rbac-crossns-grant", resource) |
	some resource in rule.resources
	not resource in spoken
	not endswith(resource, "/*")
	not split(resource, "/")[0] in _not_written
	not _cluster_by_name(resource)
	count(rule.groups - rbac_table.cluster_groups) > 0
	_meets_verb(rule.verbs, _changing(resource, rule.names))
]

_not_written := rbac_table.cluster_scoped | rbac_table.harmless

# Kinds like ClusterIssuer are cluster-scoped by custom; whatever else is not known to be is taken to live in a
# namespace.
_cluster_by_name(resource) if {
	startswith(resource, "cluster")
	resource != "clusters"
}

_changing(resource, names) := rbac_table.changing if {
	count(names) == 0
} else := rbac_table.changing if {
	contains(resource, "/")
} else := rbac_table.changing - {"create", "deletecollection"}
