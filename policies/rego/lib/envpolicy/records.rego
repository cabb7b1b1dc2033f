# METADATA
# title: Records
# description: |
#   The plan's history. A register named in `records.complete` is given whole: only there is absence a fact.
package lib.envpolicy.records

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
#   Whether evidence of a name is on record that covers all of some words: true, false, or null where the register
#   is not given whole. Evidence without `covers` covers everything.
has_evidence(name, covers) := has_fresh_evidence(name, covers, null)

# METADATA
# description: The same for evidence that is not older than `{"years", "months", "days"}` (null for any age).
has_fresh_evidence(name, covers, age) if {
	some entry in entries("evidence")
	entry.record == name
	object.get(entry, "date", input.today) <= input.today
	_covers(entry, covers)
	_is_fresh(entry, age)
} else := false if {
	is_whole("evidence")
} else := null

_covers(entry, _) if not entry.covers

_covers(entry, covers) if {
	every word in covers {
		word in entry.covers
	}
}

_is_fresh(_, null) := true

_is_fresh(entry, age) if {
	age != null
	oldest := time.add_date(_instant(input.today), 0 - age.years, 0 - age.months, 0 - age.days)
	_instant(entry.date) >= oldest
}

_instant(day) := time.parse_rfc3339_ns(concat("", [day, "T00:00:00Z"]))

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
