# METADATA
# title: Variables and arguments
# description: Environment variables and command lines, their values as views.
package hosts.conftest.variables

import data.hosts.conftest.addresses
import data.hosts.conftest.tables
import data.hosts.conftest.values

# METADATA
# description: A list of environment variables, the literal values as views.
environment(entries) := [_variable(entry) | some entry in entries]

_variable(entry) := object.union(entry, {"value": view}) if {
	is_object(entry)
	is_scalar(entry.value)
	view := named(text(entry.value), text(object.get(entry, "name", "")))
} else := entry

# METADATA
# description: The view of a value, and what setting it is where it is one that checks read.
named(value, name) := object.union(values.view(value, name, false), setting(name, value))

# METADATA
# description: What a value says as a setting of a controller; nothing for most.
setting(name, value) := object.union_n([
	{"setting": called, "value": values.digest(trim_space(value))},
	{"word": word | word in tables.settings.words[called]},
	{"hosts": [trim_left(word, ".")] |
		not word in tables.settings.words[called]
		called in tables.settings.domains
		regex.match(tables.settings.domain, word)
	},
]) if {
	value != ""
	plain := lower(trim_left(name, "-"))
	called := object.get(tables.settings.variables, plain, plain)
	tables.settings.words[called]
	word := lower(trim_space(value))
} else := {}

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

_argument(entry, entries, index) := object.union(values.view(written, before, false), setting(pair[0], pair[1])) if {
	is_scalar(entry)
	written := text(entry)
	before := _naming(entries, index)
	pair := _flag(written, before)
} else := entry

_flag(written, before) := [before, written] if {
	not startswith(written, "--")
} else := addresses.halves(written, "=") if {
	contains(written, "=")
} else := [written, "true"] if {
	"true" in tables.settings.words[lower(substring(written, 2, -1))]
} else := [written, ""]

_naming(entries, index) := entries[index - 1] if {
	index > 0
	regex.match(`^-[^= ]*$`, entries[index - 1])
} else := ""
