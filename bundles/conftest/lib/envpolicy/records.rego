# METADATA
# title: Records
# description: |
#   The plan's history. A register named in `records.complete` is given whole: only there is absence a fact.
package lib.envpolicy.records

import data.lib.envpolicy.logic

_records := object.get(input, "records", {})

# METADATA
# description: The entries of a register (`changes`, `updates`, `evidence`).
entries(register) := object.get(_records, register, [])

# METADATA
# description: Whether a register is given whole.
is_whole(register) if register in object.get(_records, "complete", [])

# METADATA
# description: What an absent entry or field of a register means.
absent(register) := "fail" if {
	is_whole(register)
} else := "unknown"

# METADATA
# description: Whether some entry is like this; what was not found is false only in a whole register.
some_entry(register, found) := found if {
	found != false
} else := false if {
	is_whole(register)
} else := null

# METADATA
# description: |
#   Whether evidence is on record that holds today: true, false, or null where that is not known. `wanted` is
#   `{"record", "requirement", "deployments"?, "about"?, "covers"?, "age"?}`: the requirement and all of the deployments
#   must be among those that the evidence speaks of (of all, where it names none); of `about`, where it says what it
#   covers, one word must be among these; `covers` it must cover in full; `age` is `{"years", "months", "days"}`.
recorded(wanted) := logic.any_of({_absence("evidence")} | {_holds(entry, wanted) |
	some entry in entries("evidence")
	entry.record == wanted.record
})

_absence(register) := false if {
	is_whole(register)
} else := null

_holds(entry, wanted) := logic.all_of({
	_in_force(entry),
	_speaks_of(entry, "requirements", [wanted.requirement]),
	_speaks_of(entry, "deployments", object.get(wanted, "deployments", [])),
	_is_about(entry, object.get(wanted, "about", [])),
	_covers(entry, object.get(wanted, "covers", [])),
	_is_fresh(entry, object.get(wanted, "age", null)),
})

_in_force(entry) if {
	substring(object.get(entry, "date", ""), 0, 10) <= input.today
	input.today <= object.get(entry, "expires", "9999-12-31")
} else := false

_speaks_of(entry, field, names) if {
	every name in names {
		name in object.get(entry, field, names)
	}
} else := false

_is_about(entry, about) if {
	count(about) == 0
} else if {
	not entry.covers
} else if {
	some word in about
	word in entry.covers
} else := false

# What evidence covers that does not say so is not known.
_covers(entry, covers) if {
	count(covers) == 0
} else := null if {
	not entry.covers
} else if {
	every word in covers {
		word in entry.covers
	}
} else := false

_is_fresh(entry, age) if {
	age == null
} else := null if {
	not entry.date
} else if {
	_instant(input.today) <= _end(_instant(entry.date), age)
} else := false

# The last day on which evidence of an age is fresh enough: months are counted first, to the month's last day at most.
_end(made, age) := time.add_date(moved, 0, 0, age.days - _overflow(made, moved)) if {
	moved := time.add_date(made, age.years, age.months, 0)
}

_overflow(made, moved) := 0 if {
	time.date(made)[2] == time.date(moved)[2]
} else := time.date(moved)[2]

_instant(day) := time.parse_rfc3339_ns(concat("", [substring(day, 0, 10), "T00:00:00Z"]))

# METADATA
# description: |
#   What a block says where no entry of a register is of its sort: not applicable where the register is whole,
#   else unknown.
nothing_of(register, noun) := {"base": "not-applicable", "reason": reason, "findings": []} if {
	is_whole(register)
	reason := sprintf("no %v of this sort is on record", [noun])
} else := {"base": "unknown", "reason": reason, "findings": [finding]} if {
	reason := sprintf("no %v of this sort is on record, and the register is not given whole", [noun])
	finding := {
		"kind": noun,
		"verdict": "unknown",
		"message": reason,
		"place": concat(".", ["records", register]),
		"missing": [concat(".", ["records", register])],
	}
}
