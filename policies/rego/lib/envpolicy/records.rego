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
#   Whether evidence of a name is on record that covers all of some words: true, false, or null where the register is not
#   given whole. Evidence without `covers` covers everything.
has_evidence(name, covers) if {
	some entry in entries("evidence")
	entry.record == name
	object.get(entry, "date", "") <= input.today
	_covers(entry, covers)
} else := false if {
	is_whole("evidence")
} else := null

_covers(entry, _) if not entry.covers

_covers(entry, covers) if {
	every word in covers {
		word in entry.covers
	}
}
