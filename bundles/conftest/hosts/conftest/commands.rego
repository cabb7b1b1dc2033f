# METADATA
# title: Command lines that dump and load data
# description: As `envpolicy.values.commands` reads them.
package hosts.conftest.commands

import data.hosts.conftest.addresses
import data.hosts.conftest.tables

# METADATA
# description: The addresses found in a text; those that a program is given have its `role` where it has one.
with_roles(found, text) := array.concat([one | some one in found; not one in plain], told) if {
	told := [one |
		some match in regex.find_all_string_submatch_n(tables.commands.line, text, -1)
		some one in _given(tables.commands.tools[match[1]], match[2])
	]
	plain := {object.remove(one, ["role"]) | some one in told}
}

_given([scheme, role], rest) := [_with_role(one, role) | some one in named] if {
	named := [one | some one in addresses.of_text(rest); one.scheme == scheme]
	count(named) > 0
} else := [_with_role(one, role) | some one in addresses.hosts(scheme, where, _by_options(rest))] if {
	some host in _option(tables.commands.host, rest)
	where := concat(":", array.concat([host], _option(tables.commands.port, rest)))
} else := []

_with_role(one, "") := one

_with_role(one, role) := object.union(one, {"role": role}) if role != ""

_by_options(rest) := {"path": concat("", _option(tables.commands.base, rest)), "user": "", "password": "", "schema": ""}

_option(form, rest) := [trim(match[1], "\"'") | some match in regex.find_all_string_submatch_n(form, rest, 1)]
