# METADATA
# title: Secrets that policies of Kyverno make in several namespaces
# description: |
#   Reads `generate` rules of ClusterPolicy (kyverno.io) for Secrets: clones of one, of a list, or made from the rule's
#   own data, in each namespace that the rule chooses.
package lib.envpolicy.replication_policies

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.namespace_choice

_rules := [rule |
	some entry in estate.all("ClusterPolicy.kyverno.io")
	some index, item in fields.list(entry.object, ["spec", "rules"])
	generate := fields.mapping(item, ["generate"])
	_makes_secrets(generate)
	rule := {"entry": entry, "index": index, "rule": item, "generate": generate}
]

_makes_secrets(generate) if generate.kind == "Secret"

_makes_secrets(generate) if {
	some kind in fields.texts(generate, ["cloneList", "kinds"])
	kind in {"v1/Secret", "Secret"}
}

# METADATA
# description: |
#   `{"source", "type", "namespace", "chosen", "witness"}` as in `replication_marks`; `type` is that of a
#   Secret made from data.
copies := [copy |
	some rule in _rules
	cluster := rule.entry.cluster
	some namespace in object.get(namespace_choice.inhabited, cluster, set())
	chosen := _chosen(cluster, namespace, rule)
	chosen != false
	copy := {
		"source": _source(cluster, rule),
		"entry": null,
		"type": fields.text(rule.generate, ["data", "type"]),
		"namespace": namespace,
		"chosen": chosen,
		"witness": estate.witness(rule.entry, ["spec", "rules", rule.index, "generate"]),
	}
]

_source(cluster, rule) := [cluster, clone.namespace, clone.name] if {
	clone := fields.mapping(rule.generate, ["clone"])
	is_string(clone.namespace)
	is_string(clone.name)
} else := [cluster, list.namespace, sprintf("those of ClusterPolicy %v", [rule.entry.name])] if {
	list := fields.mapping(rule.generate, ["cloneList"])
	is_string(list.namespace)
} else := [cluster, "", sprintf("%v of ClusterPolicy %v", [fields.text(rule.generate, ["name"]), rule.entry.name])]

# A namespace that is written out is the only one.
_chosen(cluster, namespace, rule) := _globs(namespace, [target]) if {
	target := _target(rule.generate)
	target != ""
	not contains(target, "{{")
} else := answer if {
	answer := _all([_matches(cluster, namespace, rule.rule), _spared(cluster, namespace, rule.rule), _free(rule.rule)])
}

_target(generate) := fields.text(generate, ["namespace"]) if {
	fields.text(generate, ["namespace"]) != ""
} else := fields.text(generate, ["cloneList", "targetNamespace"])

_all(answers) := false if {
	false in answers
} else := null if {
	null in answers
} else := true

# What preconditions come to is not decided here.
_free(rule) := null if {
	rule.preconditions
} else := true

_matches(cluster, namespace, rule) := _told(cluster, namespace, fields.mapping(rule, ["match"]), true)

_spared(cluster, namespace, rule) := _not(_told(cluster, namespace, fields.mapping(rule, ["exclude"]), false))

_not(null) := null

_not(true) := false

_not(false) := true

_told(cluster, namespace, clause, otherwise) := namespace_choice.any(answers) if {
	answers := _filters(cluster, namespace, clause, "any")
	count(answers) > 0
} else := _all(answers) if {
	answers := _filters(cluster, namespace, clause, "all")
	count(answers) > 0
} else := _filter(cluster, namespace, clause) if {
	count(fields.mapping(clause, ["resources"])) > 0
} else := otherwise

_filters(cluster, namespace, clause, word) := {_filter(cluster, namespace, filter) |
	some filter in fields.list(clause, [word])
}

_filter(cluster, namespace, filter) := _all({
	_globs(namespace, _names(resources)),
	_globs(namespace, fields.texts(resources, ["namespaces"])),
	_selects(cluster, namespace, object.get(resources, "namespaceSelector", null)),
	_selects(cluster, namespace, _own_selector(resources)),
}) if {
	resources := fields.mapping(filter, ["resources"])
}

# Names and labels are the namespace's own where the rule waits for namespaces.
_is_about_namespaces(resources) if {
	some kind in fields.texts(resources, ["kinds"])
	kind in {"Namespace", "v1/Namespace"}
}

_names(resources) := array.concat(fields.texts(resources, ["names"]), [name |
	name := fields.text(resources, ["name"])
	name != ""
]) if {
	_is_about_namespaces(resources)
} else := []

_own_selector(resources) := selector if {
	_is_about_namespaces(resources)
	selector := object.get(resources, "selector", null)
} else := null

_globs(_, []) := true

_globs(namespace, patterns) if {
	some pattern in patterns
	glob.match(pattern, null, namespace)
} else := false if {
	count(patterns) > 0
}

_selects(_, _, null) := true

_selects(cluster, namespace, selector) := namespace_choice.selects(cluster, namespace, selector) if selector != null
