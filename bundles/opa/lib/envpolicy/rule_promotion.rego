# METADATA
# title: "Block `promotion`: how changes reach production"
# description: |
#   Reads the registers `changes` (each change with what was done before and after it) and `updates` (which
#   release reached which Environment when). A change without `production` has not gone there yet. What is missing
#   is a failure in a register given whole, and unknown in any other; a whole register without such an entry makes
#   the block not applicable.
package lib.envpolicy.rule_promotion

import data.lib.envpolicy.logic
import data.lib.envpolicy.placement
import data.lib.envpolicy.records
import data.lib.envpolicy.soak

# METADATA
# description: Findings for the changes or updates of the layers and kinds that the block names.
judge(parameters) := soak.judge(parameters) if {
	parameters.promotion.register == "updates"
} else := records.nothing_of("changes", "change") if {
	count(_relevant(parameters.promotion)) == 0
} else := {"base": "pass", "findings": [finding |
	block := object.union(parameters.promotion, {"requirement": parameters.id})
	some [change, concerned] in _relevant(block)
	some asked in block.records
	verdict := _soften(_verdict(change, asked, block), concerned)
	finding := {
		"kind": "change",
		"verdict": verdict,
		"message": sprintf("change %v: %v", [change.id, _wanted(asked)]),
		"place": sprintf("change %v, %v", [change.id, asked.field]),
		"missing": [sprintf("%v of change %v", [asked.field, change.id]) | verdict == "unknown"],
	}
]}

# What stands against a change of which it is not known whether the clause speaks of it is not known either.
_soften(verdict, true) := verdict

_soften(_, null) := "unknown"

# `[change, true|null]` for each change that reached production, of the layers and kinds that the block speaks of.
_relevant(block) := [[change, concerned] |
	some change in records.entries("changes")
	object.get(change, "production", null) != null
	_one_of(change, "layer", object.get(block, "layer", []))
	_one_of(change, "change", object.get(block, "change", []))
	not object.get(change, "change", "") in object.get(block, "exempt", [])
	concerned := logic.all_of({_concerned(change, block), _says(change, block)})
	concerned != false
]

_one_of(_, _, []) := true

_one_of(change, field, words) if object.get(change, field, null) in array.concat(words, [null])

# Whether a change says its layer and kind, where the block goes by them: one that does not may be one that counts.
_says(change, block) := null if {
	some field in ["layer", "change"]
	block[field]
	object.get(change, field, null) == null
} else := true

# A clause about medical devices leaves out the changes of applications that are known to be none.
_concerned(change, block) if {
	object.get(block, "medicalDevice", false) == false
} else if {
	object.get(change, "layer", "") == "platform"
} else if {
	count(_applications(change)) == 0
} else := logic.any_of({object.get(deployment, "medicalDevice", null) |
	some deployment in placement.deployments
	deployment.application in _applications(change)
})

# The application that a change names, or that its description begins with.
_applications(change) := {change.application} if {
	change.application
} else := {deployment.application |
	some deployment in placement.deployments
	what := split(object.get(change, "what", ""), " ")
	what[0] == deployment.application
}

# --- one record of one change

# Lateness is excused by a record, where the block asks for one.
_excused(block) if {
	not block.afterwardsRecord
} else := records.recorded({"record": block.afterwardsRecord, "requirement": block.requirement})

_verdict(change, asked, _) := records.absent("changes") if {
	object.get(change, asked.field, null) == null
}

_verdict(change, asked, block) := _late(change, asked, block) if {
	value := object.get(change, asked.field, null)
	value != null
	not _holds(change, asked, value, block)
}

_late(change, asked, block) := "unknown" if {
	asked.by
	change.change in object.get(block, "afterwards", [])
	_excused(block) == null
} else := "fail"

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
	_excused(block) == true
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
