# METADATA
# title: Selectors of deployments
# description: |
#   A selector stands in disjunctive normal form: any of some lists of literals, where a literal is
#   `{"field": ["data", "class"], "in": [...], "negated": false}`. A fact that is missing makes a literal unknown.
package lib.envpolicy.selectors

import data.lib.envpolicy.logic
import data.lib.envpolicy.placement

# METADATA
# description: Whether the selector matches the deployment (true, false, or null for unknown).
matches(selector, deployment) := logic.any_of({matched |
	some literals in selector
	matched := logic.all_of({_literal(literal, deployment) | some literal in literals})
})

# METADATA
# description: The facts, as `stage of name`, that leave it open whether the selector matches the deployment.
lacks(selector, deployment) := {text |
	matches(selector, deployment) == null
	some literals in selector
	some literal in literals
	_literal(literal, deployment) == null
	text := _called(literal, deployment)
}

_called(literal, deployment) := sprintf("%v of Environment %v", [
	literal.field[1],
	object.get(deployment, ["placement", "environment"], "?"),
]) if {
	literal.field[0] == "environment"
} else := sprintf("%v of %v", [concat(".", literal.field), deployment.name])

_literal(literal, deployment) := value if {
	literal.field == ["data", "qualities"]
	value := _signed(literal, has_quality(literal["in"], deployment))
} else := holds(literal, _fact(deployment, literal.field))

# METADATA
# description: Whether a literal holds of a value (a scalar, a list that holds any of the words, or null).
holds(literal, value) := null if {
	value == null
} else := _signed(literal, _among(value, literal["in"]))

_signed(literal, value) := logic.negate(value) if {
	object.get(literal, "negated", false) == true
} else := value

_among(value, words) if {
	some item in _listed(value)
	item in words
} else := false

_listed(value) := value if {
	is_array(value)
} else := [value]

_fact(deployment, field) := value if {
	field[0] == "environment"
	name := object.get(deployment, ["placement", "environment"], null)
	value := object.get(placement.environments, [name, field[1]], null)
} else := object.get(deployment, field, null)

# METADATA
# description: |
#   Whether any of some qualities is left of a deployment's data. Qualities say where data came from, treatment
#   what is left: anonymised, randomised and synthetic data are no longer personal or patient data, pseudonymised
#   data are.
has_quality(words, deployment) := null if {
	not is_array(object.get(deployment, ["data", "qualities"], null))
} else := logic.any_of({left |
	some quality in deployment.data.qualities
	quality in words
	left := _left(quality, object.get(deployment, ["data", "treatment"], null))
})

_left(quality, treatment) if {
	not quality in {"personal", "patient"}
} else := null if {
	treatment == null
} else := false if {
	treatment in {"anonymised", "randomised", "synthetic"}
} else := true
