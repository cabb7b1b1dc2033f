# METADATA
# title: Which namespaces admission policies cover
# description: |
#   ValidatingAdmissionPolicies by their bindings, constraints of Gatekeeper, and ClusterPolicies of Kyverno: whether
#   each is asked about a namespace (true, false, or null where that takes labels that are not known). What kinds of
#   objects it is about does not matter here.
package lib.envpolicy.admission_policies

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.logic
import data.lib.envpolicy.namespaces

# METADATA
# description: |
#   `{"entry", "path", "match"}`: `path` leads to what selects, `match` is what `covers` takes.
all := array.concat(_bindings, array.concat(_constraints, _cluster_policies))

# METADATA
# description: Whether a policy is asked about a namespace.
covers(policy, cluster, namespace) := logic.any_of({_block(block, cluster, namespace) | some block in policy.match})

# A block covers a namespace that meets all that it wants, and nothing of what it leaves out.
_block(block, cluster, namespace) := logic.all_of(array.concat(
	[_condition(condition, cluster, namespace) | some condition in block.wanted],
	[logic.negate(_condition(condition, cluster, namespace)) | some condition in block.excluded],
))

_condition(condition, cluster, namespace) := logic.all_of({answer |
	some field, value in condition
	answer := _answer(field, value, cluster, namespace)
})

_answer("selector", value, cluster, namespace) := namespaces.selected(value, cluster, namespace)

_answer("names", value, _, namespace) := _any_name(value, namespace)

_any_name(patterns, namespace) if {
	some pattern in patterns
	regex.match(`^[a-z0-9*?.-]+$`, pattern)
	regex.match(concat("", ["^", replace(replace(pattern, "*", ".*"), "?", "."), "$"]), namespace)
} else := false

# --- admissionregistration.k8s.io: the policy's constraints and the binding's

_bindings := [policy |
	some prefix in ["Validating", "Mutating"]
	some entry in estate.all(concat("", [prefix, "AdmissionPolicyBinding.admissionregistration.k8s.io"]))
	kind := concat("", [prefix, "AdmissionPolicy.admissionregistration.k8s.io"])
	constraints := [{"selector": selector} |
		some bound in estate.all(kind)
		bound.cluster == entry.cluster
		bound.name == fields.text(entry.object, ["spec", "policyName"])
		selector := fields.mapping(bound.object, ["spec", "matchConstraints", "namespaceSelector"])
	]
	own := {"selector": fields.mapping(entry.object, ["spec", "matchResources", "namespaceSelector"])}
	policy := {
		"entry": entry,
		"path": ["spec"],
		"match": [{"wanted": array.concat([own], constraints), "excluded": []}],
	}
]

# --- Gatekeeper: spec.match of a constraint

_constraints := [policy |
	some kind, entries in estate.of_kind
	endswith(kind, ".constraints.gatekeeper.sh")
	some entry in entries
	match := fields.mapping(entry.object, ["spec", "match"])
	names := [{"names": found} | found := fields.texts(match, ["namespaces"]); count(found) > 0]
	selector := [{"selector": fields.mapping(match, ["namespaceSelector"])}]
	left_out := [{"names": found} | found := fields.texts(match, ["excludedNamespaces"]); count(found) > 0]
	policy := {
		"entry": entry,
		"path": ["spec", "match"],
		"match": [{"wanted": array.concat(selector, names), "excluded": left_out}],
	}
]

# --- Kyverno: each rule by itself

_cluster_policies := [policy |
	some entry in estate.all("ClusterPolicy.kyverno.io")
	policy := {
		"entry": entry,
		"path": ["spec", "rules"],
		"match": [block |
			some rule in fields.list(entry.object, ["spec", "rules"])
			some wanted in _wanted(rule)
			block := {"wanted": wanted, "excluded": _filters(fields.mapping(rule, ["exclude"]))}
		],
	}
]

# One of `any`, or all of `all`, or the filter itself, as it was once written.
_wanted(rule) := [[_filter(part)] | some part in fields.list(rule, ["match", "any"])] if {
	count(fields.list(rule, ["match", "any"])) > 0
} else := [[_filter(part) | some part in fields.list(rule, ["match", "all"])]] if {
	count(fields.list(rule, ["match", "all"])) > 0
} else := [[_filter(fields.mapping(rule, ["match"]))]]

_filters(exclude) := [found |
	parts := array.concat(array.concat(fields.list(exclude, ["any"]), fields.list(exclude, ["all"])), [exclude])
	some part in parts
	found := _filter(part)
	count(found) > 0
	count(_other(part)) == 0
]

# What else a filter asks for: it does not leave the namespace out as a whole then.
_other(part) := [name |
	some name, value in fields.mapping(part, ["resources"])
	not name in {"namespaces", "namespaceSelector", "kinds"}
	value != null
]

_filter(part) := object.union(
	{"names": names | names := fields.texts(part, ["resources", "namespaces"]); count(names) > 0},
	{"selector": found |
		found := object.get(part, ["resources", "namespaceSelector"], null)
		is_object(found)
	},
)
