# METADATA
# title: Selectors of Calico
# description: |
#   Expressions over labels, as label selectors of Kubernetes: terms joined by `&&`. Those with `||`, brackets, or words
#   that Kubernetes has none for are not understood.
package lib.envpolicy.calico_selectors

_all := {"", "all()"}

# METADATA
# description: |
#   `{"pods", "spaces"}` for an expression over pods and one over namespaces ("" for none); undefined where they are not
#   understood. A pod's label for its namespace is a label of the namespace.
read(pods, spaces) := {"pods": _selector(own), "spaces": _selector(array.concat(around, theirs))} if {
	terms := _terms(pods)
	theirs := [_renamed(term) | some term in _terms(spaces)]
	_understood(spaces)
	_understood(pods)
	own := [term | some term in terms; not _of_space(term.key); not _always(term)]
	around := [_renamed(term) | some term in terms; _of_space(term.key)]
}

_selector(terms) := {"matchLabels": {}, "matchExpressions": terms}

_terms(text) := [] if {
	_plain(text) in _all
} else := [term |
	some part in split(_plain(text), "&&")
	term := _term(part)
]

_understood(text) if _plain(text) in _all

_understood(text) if {
	every part in split(_plain(text), "&&") {
		_term(part)
	}
	every term in _terms(text) {
		_decided(term)
	}
}

_plain(text) := trim_space(text)

_decided(term) if not startswith(term.key, "projectcalico.org/")

_decided(term) if term.key in {
	"projectcalico.org/name",
	"projectcalico.org/namespace",
	"projectcalico.org/orchestrator",
}

# Every pod is the orchestrator's.
_always(term) if term.key == "projectcalico.org/orchestrator"

_of_space("projectcalico.org/namespace") := true

_of_space(key) if startswith(key, "pcns.")

_renamed(term) := object.union(term, {"key": "kubernetes.io/metadata.name"}) if {
	term.key in {"projectcalico.org/namespace", "projectcalico.org/name"}
} else := object.union(term, {"key": trim_prefix(term.key, "pcns.")})

_key := `([A-Za-z0-9_./-]+)`

_term(part) := {"key": found[0][1], "operator": "In", "values": [found[0][2]]} if {
	found := _match(concat("", [_key, `\s*==\s*['"]([^'"]*)['"]`]), part)
} else := {"key": found[0][1], "operator": "NotIn", "values": [found[0][2]]} if {
	found := _match(concat("", [_key, `\s*!=\s*['"]([^'"]*)['"]`]), part)
} else := {"key": found[0][1], "operator": "Exists", "values": []} if {
	found := _match(concat("", [`has\(\s*`, _key, `\s*\)`]), part)
} else := {"key": found[0][1], "operator": "DoesNotExist", "values": []} if {
	found := _match(concat("", [`!\s*has\(\s*`, _key, `\s*\)`]), part)
} else := {"key": found[0][1], "operator": "NotIn", "values": _values(found[0][2])} if {
	found := _match(concat("", [_key, `\s+not\s+in\s*\{([^}]*)\}`]), part)
} else := {"key": found[0][1], "operator": "In", "values": _values(found[0][2])} if {
	found := _match(concat("", [_key, `\s+in\s*\{([^}]*)\}`]), part)
}

_match(pattern, part) := found if {
	found := regex.find_all_string_submatch_n(concat("", [`^\s*`, pattern, `\s*$`]), part, 1)
	count(found) == 1
}

_values(text) := [trim(trim_space(value), `'"`) | some value in split(text, ",")]
