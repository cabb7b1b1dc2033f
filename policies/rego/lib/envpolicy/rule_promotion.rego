# METADATA
# title: "Block `promotion`: how changes reach production"
# description: |
#   Reads the registers `changes` (each change with what was done before and after it) and `updates` (which release reached
#   which Environment when). A change without `production` has not gone there yet. What is missing is a failure in a register
#   given whole, and unknown in any other; a whole register without such an entry makes the block not applicable.
package lib.envpolicy.rule_promotion

import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.soak

# METADATA
# description: Findings for the changes or updates of the layers and kinds that the block names.
judge(parameters) := soak.judge(parameters) if {
	parameters.promotion.register == "updates"
} else := {"base": "not-applicable", "reason": "no change of this sort is on record", "findings": []} if {
	count(_relevant(parameters.promotion)) == 0
	records.is_whole("changes")
} else := {"base": "unknown", "reason": "no change of this sort is on record, and the register is not given whole", "findings": [{
	"kind": "change",
	"verdict": "unknown",
	"message": "no change of this sort is on record, and the register is not given whole",
	"place": "records.changes",
	"missing": ["records.changes"],
}]} if {
	count(_relevant(parameters.promotion)) == 0
} else := {"base": "pass", "findings": [finding |
	some change in _relevant(parameters.promotion)
	some asked in parameters.promotion.records
	verdict := _verdict(change, asked, parameters.promotion)
	finding := {
		"kind": "change",
		"verdict": verdict,
		"message": sprintf("change %v: %v", [change.id, _wanted(asked)]),
		"place": sprintf("change %v, %v", [change.id, asked.field]),
		"missing": [sprintf("%v of change %v", [asked.field, change.id]) | verdict == "unknown"],
	}
]}

_relevant(block) := [change |
	some change in records.entries("changes")
	object.get(change, "production", null) != null
	_one_of(change, "layer", object.get(block, "layer", []))
	_one_of(change, "change", object.get(block, "change", []))
	not object.get(change, "change", "") in object.get(block, "exempt", [])
	_concerned(change, block)
]

_one_of(_, _, []) := true

_one_of(change, field, words) if object.get(change, field, "") in words

# A clause about medical devices speaks of changes to the platform, and of changes to applications that are such devices.
_concerned(_, block) if object.get(block, "medicalDevice", false) == false

_concerned(change, _) if object.get(change, "layer", "") == "platform"

_concerned(change, _) if {
	some application in _applications(change)
	some deployment in placement.deployments
	deployment.application == application
	object.get(deployment, "medicalDevice", false) == true
}

_concerned(change, _) if {
	object.get(change, "layer", "") != "platform"
	count(_applications(change)) == 0
}

# The application that a change names, or that its description begins with.
_applications(change) := {change.application} if {
	change.application
} else := {deployment.application |
	some deployment in placement.deployments
	what := split(object.get(change, "what", ""), " ")
	what[0] == deployment.application
}

# --- one record of one change

_verdict(change, asked, _) := records.absent("changes") if {
	object.get(change, asked.field, null) == null
}

_verdict(change, asked, block) := "fail" if {
	value := object.get(change, asked.field, null)
	value != null
	not _holds(change, asked, value, block)
}

_holds(change, asked, value, block) if {
	_in_time(change, asked, value, block)
	_is_one_of(asked, value)
	_has_result(change, asked)
}

_in_time(_, asked, _, _) if {
	not asked.by
	not asked.after
}

_in_time(change, asked, value, _) if value <= change[asked.by]

_in_time(change, asked, _, block) if {
	asked.by
	change.change in object.get(block, "afterwards", [])
}

_in_time(change, asked, value, _) if value >= change[asked.after]

_is_one_of(asked, _) if not asked["in"]

_is_one_of(asked, value) if value in asked["in"]

_has_result(_, asked) if not asked.result

_has_result(change, asked) if object.get(change, "result", "") == asked.result

_wanted(asked) := concat("", [asked.field, " is asked for", _timing(asked), _choice(asked), _outcome(asked)])

_timing(asked) := sprintf(" by %v", [asked.by]) if {
	asked.by
} else := sprintf(" after %v", [asked.after]) if {
	asked.after
} else := ""

_choice(asked) := sprintf(", one of %v", [concat(", ", asked["in"])]) if {
	asked["in"]
} else := ""

_outcome(asked) := sprintf(", with result %v", [asked.result]) if {
	asked.result
} else := ""
