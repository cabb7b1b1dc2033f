# METADATA
# title: Addresses in values
# description: |
#   As `envpolicy.values.endpoints` finds them: URLs, JDBC URLs, `host:port`, connection strings of `key=value`. An
#   address is `{"scheme", "host", "port", "path", "user", "password", "schema"}`.
package hosts.conftest.addresses

import data.hosts.conftest.names
import data.hosts.conftest.tables

# METADATA
# description: |
#   The addresses in a value; `named` says that its name is that of one, `explicit` that only URLs count. Full names of
#   Services count wherever they stand.
of_value(text, named, explicit) := array.concat(found, _services(text, {one.host | some one in found})) if {
	found := _whole(text, named, explicit)
}

_services(text, known) := [object.union(_nothing, {"host": name}) |
	names_there := [match[1] | some match in regex.find_all_string_submatch_n(_service, doubled, -1)]
	some index, name in names_there
	not name in known
	not name in array.slice(names_there, 0, index)
] if {
	contains(text, ".svc")
	doubled := regex.replace(trim_space(text), `([^\w.-])`, "$1$1")
} else := []

_nothing := {"scheme": "", "host": "", "port": 0, "path": "", "user": "", "password": "", "schema": ""}

# What stands around a name is part of the match, which is why it was doubled.
_service := `(?:^|[^\w.-])((?:[a-z0-9_-]+\.){2,}svc(?:(?:\.[a-z0-9-]+){2,})?)(?:$|[^\w.-]|\.(?:$|\W))`

_whole(text, named, explicit) := found if {
	found := of_text(trim_space(text))
	count(found) > 0
} else := [] if {
	contains(trim_space(text), "\n")
} else := found if {
	found := _connection_string(trim_space(text))
	count(found) > 0
} else := [] if {
	explicit
	not named
} else := [endpoint |
	tokens := array.slice(regex.split(`[\s,;]+`, trim_space(text)), 0, 64)
	some index, token in tokens
	endpoint := _bare(_after_name(token, tokens, index), named)
]

# What follows the name of a credential may look like a host, and is none.
_after_name(token, tokens, index) := token if {
	not contains(token, "=")
	names.says(_before(tokens, index)) != "credential"
} else := value if {
	[name, value] := halves(token, "=")
	names.says(name) != "credential"
	contains(token, "=")
}

_before(tokens, index) := tokens[index - 1] if {
	index > 0
	not contains(tokens[index - 1], "=")
} else := ""

# METADATA
# description: A text before and after the first place where a mark stands; all of it and "" without one.
halves(text, mark) := [substring(text, 0, place), substring(text, place + count(mark), -1)] if {
	place := indexof(text, mark)
	place >= 0
} else := [text, ""]

# METADATA
# description: The same by the last place; "" and all of it without one.
last_halves(text, mark) := [concat(mark, array.slice(steps, 0, count(steps) - 1)), steps[count(steps) - 1]] if {
	steps := split(text, mark)
}

# METADATA
# description: The URLs in a text of any length.
of_text(text) := [endpoint |
	some match in regex.find_n(`(?:jdbc:)?[A-Za-z][A-Za-z0-9+.:-]*://\S+`, apart, -1)
	some endpoint in _parsed(_token(match))
] if {
	contains(text, "://")
	apart := regex.replace(text, `[,;|]([A-Za-z][A-Za-z0-9+.:-]*://)`, " $1")
} else := [endpoint |
	some match in regex.find_all_string_submatch_n(_mysql, text, 1)
	more := {"path": match[4], "user": match[1], "password": match[2], "schema": ""}
	some endpoint in hosts("mysql", match[3], more)
] if {
	regex.match(_mysql, text)
} else := [endpoint |
	some match in regex.find_all_string_submatch_n(`^([^:@\s/]+):(\S+)@([A-Za-z0-9_.\[\]:-]+)(?:/(\S*))?$`, text, 1)
	more := {"path": match[4], "user": match[1], "password": match[2], "schema": ""}
	some endpoint in hosts("", match[3], more)
]

# As the driver of Go has it: `user:password@tcp(host:3306)/shop`.
_mysql := `^(?:([^:@\s/]*)(?::(.*))?@)(?:tcp|tcp6)\(([^)\s]*)\)/([^?\s]*)\S*$`

# A URL out of running text ends at a quote or bracket, unless a user part follows.
_token(text) := pieces[0] if {
	pieces := regex.split("[\"'<>`)}\\]]", text)
	count(pieces) > 1
	not contains(text, "[")
	not contains(text, "(")
	not contains(substring(text, count(pieces[0]), -1), "@")
} else := trim_right(text, ".,;:!")

_parsed(url) := hosts(scheme, host, {
	"path": _or(unquoted(path), given, "path"),
	"user": _or(unquoted(user), given, "user"),
	"password": _or(unquoted(password), given, "password"),
	"schema": object.get(given, "schema", ""),
}) if {
	[head, rest] := halves(trim_prefix(url, "jdbc:"), "://")
	scheme := _scheme(head)
	[userinfo, authority, tail] := apart(rest)
	[user, password] := halves(userinfo, ":")
	path := trim(regex.split(`[?;#]`, tail)[0], "/")
	given := _parameters(tail)
	host := _or(authority, given, "host")
}

_or("", given, name) := object.get(given, name, "")

_or(text, _, _) := text if text != ""

_scheme(head) := object.get(tables.addresses.schemes, plain, plain) if {
	plain := last_halves(halves(lower(head), "+")[0], ":")[1]
}

# METADATA
# description: User part, authority, and the rest of what follows `://`. A password may hold what needs escaping.
apart(rest) := [user, host, tail] if {
	authority := regex.find_n(`^[^/?#;]*`, rest, 1)[0]
	_is_broken(authority, rest)
	[user, after] := last_halves(rest, "@")
	host := regex.find_n(`^[^/?#;]*`, after, 1)[0]
	tail := substring(after, count(host), -1)
} else := [user, host, substring(rest, count(authority), -1)] if {
	authority := regex.find_n(`^[^/?#;]*`, rest, 1)[0]
	[user, host] := last_halves(authority, "@")
}

_is_broken(authority, rest) if {
	not contains(authority, "@")
	contains(rest, "@")
	contains(authority, ":")
	not regex.match(`^[0-9]{1,5}$`, last_halves(authority, ":")[1])
}

_parameters(tail) := {name: values[count(values) - 1] |
	some _, name in tables.addresses.parameters
	values := [unquoted(value) |
		some pair in array.slice(regex.split(`[?&;]`, tail), 1, 1000)
		[key, value] := halves(pair, "=")
		tables.addresses.parameters[lower(unquoted(key))] == name
	]
	count(values) > 0
}

# METADATA
# description: A text without the escapes of URLs.
unquoted(text) := urlquery.decode(replace(text, "+", "%2B")) if {
	contains(text, "%")
	not regex.match(`%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)`, text)
} else := text

_label := `[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?`

_host_form := sprintf(`^%v(?:\.%v)*\.?$`, [_label, _label])

# METADATA
# description: The hosts of an authority; `more` is the rest of each.
hosts(scheme, authority, more) := [endpoint |
	some where in array.slice(split(authority, ","), 0, 64)
	[host, port] := _host_and_port(where)
	endpoint := object.union(more, {
		"scheme": scheme,
		"host": trim_right(lower(host), "."),
		"port": _port(scheme, port),
	})
]

_host_and_port(where) := [match[1], match[2]] if {
	some match in regex.find_all_string_submatch_n(`^\[([0-9A-Fa-f:.]+)(?:\]:?([0-9]{0,5}))?$`, where, 1)
}

_host_and_port(where) := [host, port] if {
	not startswith(where, "[")
	[host, port] := halves(where, ":")
	regex.match(_host_form, host)
	count(host) < 254
	regex.match(`^[0-9]{0,5}$`, port)
}

_port(scheme, "") := object.get(tables.addresses.ports, scheme, 0)

_port(_, port) := to_number(port) if port != ""

_bare(token, named) := endpoint if {
	some match in regex.find_all_string_submatch_n(
		`^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?(?:/([^\s@]*))?$`,
		trim(token, "\"'"),
		1,
	)
	host := trim(match[1], "[]")
	port := _port("", match[2])
	_is_host(match[1], host, port, named)
	endpoint := {
		"scheme": "",
		"host": trim_right(lower(host), "."),
		"port": port,
		"path": trim(match[3], "/"),
		"user": "",
		"password": "",
		"schema": "",
	}
}

_is_host(written, _, _, _) if startswith(written, "[")

_is_host(_, host, _, _) if regex.match(`^(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$`, host)

_is_host(_, host, _, _) if {
	regex.match(_host_form, host)
	contains(trim_right(host, "."), ".")
	regex.match(`[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]\.?$`, host)
}

_is_host(_, host, port, named) if {
	regex.match(_host_form, host)
	not regex.match(`^[0-9]+$`, host)
	not contains(host, ".")
	_may_stand_alone(named, port)
}

_may_stand_alone(true, _)

_may_stand_alone(false, port) if port >= 80

# `host=db user=shop password=x` (libpq) and `Server=db,1433;User Id=shop;Password=x` (ADO).
_connection_string(text) := hosts(scheme, where, {
	"path": object.get(given, "path", ""),
	"user": object.get(given, "user", ""),
	"password": object.get(given, "password", ""),
	"schema": "",
}) if {
	contains(text, "=")
	pairs := _pairs(text)
	given := {sort: values[count(values) - 1] |
		some _, sort in tables.addresses.parameters
		values := [value | some name, value in pairs; tables.addresses.parameters[name] == sort]
		count(values) > 0
	}
	given.host
	count(given) > 1
	scheme := _scheme_of(pairs)
	[host, written] := halves(trim_prefix(given.host, "tcp:"), _mark(scheme))
	port := object.get(given, "port", written)
	where := concat(":", [part | some part in [host, port]; part != ""])
} else := []

_pairs(text) := {name: values[count(values) - 1] |
	matches := regex.find_all_string_submatch_n(_pair_form(text), text, -1)
	some found in matches
	name := lower(found[1])
	values := [trim(match[2], "\"'") | some match in matches; lower(match[1]) == name]
}

_pair_form(text) := `\s*([A-Za-z][\w .-]*?)\s*=\s*("[^"]*"|'[^']*'|\{[^}]*\}|[^;]*?)\s*(?:;|$)` if {
	contains(text, ";")
} else := `([A-Za-z][\w.-]*)\s*=\s*('(?:[^'\\]|\\.)*'|\S*)`

_scheme_of(pairs) := "postgres" if {
	pairs.dbname
} else := "sqlserver" if {
	some name in ["server", "data source"]
	pairs[name]
} else := ""

_mark("sqlserver") := ","

_mark(scheme) := ":" if scheme != "sqlserver"
