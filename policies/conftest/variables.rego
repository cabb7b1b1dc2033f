# METADATA
# title: Variables and arguments
# description: Environment variables and command lines, their values as views.
package hosts.conftest.variables

import data.hosts.conftest.values

# METADATA
# description: A list of environment variables, the literal values as views.
environment(entries) := [_variable(entry) | some entry in entries]

_variable(entry) := object.union(entry, {"value": view}) if {
	is_object(entry)
	is_scalar(entry.value)
	view := values.view(text(entry.value), text(object.get(entry, "name", "")), false)
} else := entry

# METADATA
# description: Whether a value is one that a text can hold.
# scope: document
is_scalar(value) if is_string(value)

is_scalar(value) if is_number(value)

is_scalar(value) if is_boolean(value)

# METADATA
# description: A scalar as text.
# scope: document
text(null) := ""

text(value) := value if is_string(value)

text(value) := sprintf("%v", [value]) if {
	not is_string(value)
	value != null
}

# METADATA
# description: A command or its arguments as views; what follows `--password` is named by it.
arguments(entries) := [_argument(entry, entries, index) | some index, entry in entries] if {
	is_array(entries)
} else := [values.view(entries, "", false)] if {
	is_string(entries)
} else := entries

_argument(entry, entries, index) := values.view(text(entry), _naming(entries, index), false) if {
	is_scalar(entry)
} else := entry

_naming(entries, index) := entries[index - 1] if {
	index > 0
	regex.match(`^-[^= ]*$`, entries[index - 1])
} else := ""
