# METADATA
# title: A second look at objects
# description: |
#   Hides what is secret in fields that nobody knows: in custom resources by the names of fields, everywhere by marks
#   that tokens and keys bear, and users in URLs. Within longer texts only URLs are mended: see docs/bundles.md.
package hosts.conftest.swept

import data.hosts.conftest.addresses
import data.hosts.conftest.names
import data.hosts.conftest.tables
import data.hosts.conftest.values
import data.hosts.conftest.variables

# METADATA
# description: The object of a `Kind.group` with everything hidden that was not yet.
hidden(key, value) := json.patch(value, array.concat(_lists(key, value), _texts(key, value))) if {
	_is_suspect(key, value)
} else := value

_is_suspect(key, _) if _is_open(key)

_is_suspect(_, value) if regex.match(tables.credentials.marks, json.marshal(value))

_is_open(key) if key in tables.drivers

_is_open(key) if {
	group := concat(".", array.slice(split(key, "."), 1, 100))
	not group in tables.built_in_groups
}

_commands := {"env", "args", "command"}

# In custom resources variables and command lines stand anywhere.
_lists(key, value) := [{"op": "replace", "path": path, "value": new} |
	_is_open(key)
	walk(value, [path, part])
	is_array(part)
	path[0] != "metadata"
	field := path[count(path) - 1]
	field in _commands
	not _is_inside(path)
	new := _as_views(field, part)
]

# Whether something above a path is such a list already.
_is_inside(path) if {
	some step in array.slice(path, 0, count(path) - 1)
	step in _commands
}

_as_views("env", part) := variables.environment(part)

_as_views(field, part) := variables.arguments(part) if field != "env"

_texts(key, value) := [{"op": "replace", "path": path, "value": new} |
	walk(value, [path, part])
	not is_array(part)
	not is_object(part)
	path[0] != "metadata"
	not _is_view(value, path)
	not _is_command(key, path)
	new := _hidden(key, value, path, part)
	new != part
]

_is_command(key, path) if {
	_is_open(key)
	some step in path
	step in _commands
}

# Whether some part above is a view: what is in it was hidden already.
_is_view(value, path) if {
	some size in numbers.range(1, count(path))
	around := object.get(value, array.slice(path, 0, size), null)
	is_object(around)
	around.digests
	"credential" in object.keys(around)
}

_hidden(key, value, path, part) := values.view(variables.text(part), name, true) if {
	_is_open(key)
	not is_boolean(part)
	part != null
	part != ""
	name := _credential_name(key, value, path)
} else := values.view(part, "", false) if {
	is_string(part)
	regex.match(tables.credentials.whole, trim_space(part))
} else := _without_users(part) if {
	is_string(part)
	contains(part, "://")
} else := part

# The name of a credential that a field bears, or the field around one that only holds a value, or the name beside it.
_credential_name(key, _, path) := name if {
	name := _field(path)
	not _is_harmless(key, name)
	not _is_label(path)
	names.says(name) == "credential"
} else := name if {
	lower(_field(path)) in tables.holders
	name := _around(path)
	names.says(name) == "credential"
}

_credential_name(_, value, path) := name if {
	path[count(path) - 1] == "value"
	name := object.get(value, array.concat(array.slice(path, 0, count(path) - 1), ["name"]), "")
	is_string(name)
	names.says(name) == "credential"
	names.says(_around(path)) != "credential"
}

# Labels and what matches them have to stay as they are.
_is_label(path) if _around(path) in tables.labels

_field(path) := [step | some step in path; is_string(step)][count([1 | some step in path; is_string(step)]) - 1]

_around(path) := steps[count(steps) - 2] if {
	steps := [step | some step in path; is_string(step)]
}

_is_harmless(key, "secretKey") if endswith(key, ".external-secrets.io")

_is_harmless(key, "secrets") if endswith(key, ".secrets-store.csi.x-k8s.io")

# A URL that carries a user loses user, password and everything behind a `?`.
_without_users(text) := concat("", [_mended(piece) | some piece in regex.find_n(`\s+|\S+`, text, -1)])

_mended(piece) := sprintf("%v://%v%v", [scheme, parts[1], addresses.halves(parts[2], "?")[0]]) if {
	contains(piece, "://")
	[scheme, rest] := addresses.halves(piece, "://")
	parts := addresses.apart(rest)
	parts[0] != ""
} else := piece
