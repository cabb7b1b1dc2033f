# METADATA
# title: Selectors of deployments
# description: |
#   A selector stands in disjunctive normal form: any of some lists of literals, where a literal is
#   `{"field": ["data", "class"], "in": [...], "negated": false}`. A fact that is missing makes a literal unknown.
package lib.envpolicy.selectors

import data.lib.envpolicy.logic

# METADATA
# description: Whether the selector matches the deployment (true, false, or null for unknown).
matches(selector, deployment) := logic.any_of({matched |
	some literals in selector
	matched := logic.all_of({value |
		some literal in literals
		value := holds(literal, fact(deployment, literal.field))
	})
})

# METADATA
# description: Whether a literal holds of a value (a scalar, a list that holds any of the words, or null).
holds(literal, value) := null if {
	value == null
} else := found if {
	object.get(literal, "negated", false) == false
	found := contains_any(value, literal["in"])
} else := missed if {
	missed := contains_any(value, literal["in"]) == false
}

# METADATA
# description: A fact of a deployment by its path; qualities are what the treatment has left of them.
fact(deployment, field) := left if {
	field == ["data", "qualities"]
	left := qualities(deployment)
} else := object.get(deployment, field, null)

# METADATA
# description: |
#   Qualities say where data came from, treatment says what is left: anonymised, randomised and synthetic data are no
#   longer personal or patient data, pseudonymised data are. Null where either fact is needed and missing.
qualities(deployment) := null if {
	not is_array(object.get(deployment, ["data", "qualities"], null))
} else := [quality |
	some quality in deployment.data.qualities
	not _cancelled(quality, object.get(deployment, ["data", "treatment"], "raw"))
]

_cancelled(quality, treatment) if {
	quality in {"personal", "patient"}
	treatment in {"anonymised", "randomised", "synthetic"}
}

contains_any(value, words) if {
	is_array(value)
	some word in value
	word in words
} else := false if {
	is_array(value)
} else if {
	value in words
} else := false
