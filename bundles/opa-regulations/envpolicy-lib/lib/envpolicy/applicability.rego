# METADATA
# title: When a requirement applies
# description: Facts of the organisation, the deployments, the Environments and the changes; an absent fact is unknown.
package lib.envpolicy.applicability

import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.selectors

# METADATA
# description: |
#   `{"value": true|false|null, "reason": text, "missing": [names of facts]}` for the `appliesWhen` of a requirement.
of(parameters) := {"value": value, "reason": _reason(value, parts), "missing": missing} if {
	parts := _parts(object.get(parameters, "appliesWhen", {}))
	value := logic.all_of({part.value | some part in parts})
	missing := sort({fact |
		some part in parts
		part.value == null
		some fact in object.get(part, "facts", [part.missing])
	})
}

_parts(condition) := array.concat(
	[_organisation(literal) | some literal in object.get(condition, "organisation", [])],
	[part |
		some name, part in {
			"deployments": _deployments(condition),
			"environments": _environments(condition),
			"changes": _changes(condition),
		}
		object.get(condition, name, null) != null
	],
)

_organisation(literal) := {"value": value, "what": what, "missing": missing} if {
	value := _with_default(literal, object.get(input.organisation, literal.fact, null))
	missing := concat("", ["organisation.", literal.fact])
	what := concat("", [missing, " is given otherwise"])
}

_with_default(literal, fact) := object.get(literal, "absent", null) if {
	fact == null
} else := selectors.holds(literal, fact)

_deployments(condition) := {
	"value": logic.any_of({value |
		some deployment in placement.deployments
		value := selectors.matches(condition.deployments, deployment)
	}),
	"what": "no deployment is of the sort that it speaks of",
	"missing": "facts of deployments",
	"facts": {fact |
		some deployment in placement.deployments
		some fact in selectors.lacks(condition.deployments, deployment)
	},
} if {
	condition.deployments
} else := {}

_environments(condition) := {
	"value": logic.any_of({_all_hold(condition.environments, environment) | some environment in placement.environments}),
	"what": "no Environment is of the class that it speaks of",
	"missing": "environments[].class",
	"facts": {sprintf("%v of Environment %v", [literal.field, environment.name]) |
		some environment in placement.environments
		some literal in condition.environments
		object.get(environment, literal.field, null) == null
	},
} if {
	condition.environments
} else := {}

_changes(condition) := {
	"value": records.some_entry("changes", logic.any_of({_all_hold(condition.changes, change) |
		some change in records.entries("changes")
	})),
	"what": "no change of the sort that it speaks of is on record",
	"missing": "records.changes",
} if {
	condition.changes
} else := {}

_all_hold(literals, item) := logic.all_of({selectors.holds(literal, object.get(item, literal.field, null)) |
	some literal in literals
})

_reason(true, _) := null

_reason(false, parts) := concat("", ["does not apply: ", concat("; ", sort([part.what |
	some part in parts
	part.value == false
]))])

_reason(null, parts) := concat("", [
	"not known whether it applies: ", concat(", ", sort([part.missing |
		some part in parts
		part.value == null
	])),
	" is not given",
])
