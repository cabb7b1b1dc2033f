# METADATA
# title: Settings in files
# description: |
#   As `envpolicy.values.files` reads them: a line each, and what stands around a line is part of its name.
package hosts.conftest.files

import data.hosts.conftest.tables

# METADATA
# description: Name and value of each line that has both.
lines(text) := [[name, value] |
	rows := split(text, "\n")
	count(rows) <= 400
	headings := {index: match[1] |
		some index, row in rows
		some match in regex.find_all_string_submatch_n(tables.files.section, row, 1)
	}
	read := {index: match |
		some index, row in rows
		not headings[index]
		some match in regex.find_all_string_submatch_n(tables.files.line, row, 1)
	}
	depths := {index: count(match[1]) | some index, match in read}
	some index, match in read
	start := max(array.concat([-1], [at | some at, _ in headings; at < index]))
	above := _above(depths, index, start)
	value := trim(trim_right(trim_space(match[3]), ","), "\"'")
	value != ""
	around := array.concat([object.get(headings, start, "")], [read[at][2] | some at in above])
	name := concat(".", [part | some part in array.concat(around, [match[2]]); part != ""])
] if {
	contains(text, "\n")
	count(text) <= 65536
	regex.match(tables.contents.telling, text)
} else := []

# The lines that one stands below, the farther first; two of them count.
_above(depths, index, start) := [upper, parent] if {
	parent := _parent(depths, index, start)
	upper := _parent(depths, parent, start)
} else := [parent] if {
	parent := _parent(depths, index, start)
} else := []

_parent(depths, index, start) := max(found) if {
	found := [at | some at, depth in depths; at < index; at > start; depth < depths[index]]
	count(found) > 0
}

# METADATA
# description: How a name begins.
beginning(name) := regex.replace(lower(name), tables.files.ending, "")
