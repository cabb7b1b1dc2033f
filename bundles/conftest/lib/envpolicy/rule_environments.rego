# METADATA
# title: "Block `environments`: how many Environments, and what they hold"
# description: An Environment without a class leaves the answer open.
package lib.envpolicy.rule_environments

import data.lib.envpolicy.placement

# METADATA
# description: Findings of the block; none where the estate is as it asks.
judge(parameters) := {"base": "pass", "findings": array.concat(
	[finding | some finding in _too_few(parameters.environments)],
	array.concat(
		[finding | some finding in _undesignated(parameters.environments)],
		[finding | some finding in _misplaced(parameters.environments)],
	),
)}

_classes := [object.get(environment, "class", null) | some environment in placement.environments]

_too_few(block) := {{
	"kind": "environments",
	"verdict": "fail",
	"message": sprintf("%v Environment(s) where at least %v are asked for", [count(_classes), block.atLeast]),
	"place": "environments",
}} if {
	count(_classes) < object.get(block, "atLeast", 0)
} else := set()

_undesignated(block) := {{
	"kind": "environments",
	"verdict": "fail",
	"message": "no Environment is designated as non-production",
	"place": "environments[].class",
}} if {
	count([class | some class in _classes; class == "non-production"]) < object.get(block, "designatedNonProduction", 0)
	not null in _classes
} else := {{
	"kind": "environments",
	"verdict": "unknown",
	"message": "an Environment without a class may or may not be non-production",
	"place": "environments[].class",
	"missing": sort([sprintf("class of Environment %v", [name]) |
		some name, environment in placement.environments
		object.get(environment, "class", null) == null
	]),
}} if {
	null in _classes
} else := set()

_misplaced(block) := {finding |
	some name, place in placement.places
	stage := object.get(placement.deployments[name], "stage", null)
	placement.environments[place.environment].class == "production"
	stage != object.get(block, "productionHoldsOnly", stage)
	finding := {
		"kind": "environments",
		"verdict": _stage_verdict(stage),
		"message": sprintf("%v, of stage %v, stands in production Environment %v", [name, _said(stage), place.environment]),
		"place": sprintf("environment %v, deployment %v", [place.environment, name]),
		"deployments": [name],
		"missing": [sprintf("stage of %v", [name]) | stage == null],
	}
}

_stage_verdict(null) := "unknown"

_stage_verdict(stage) := "fail" if stage != null

_said(null) := "unknown"

_said(stage) := stage if stage != null
