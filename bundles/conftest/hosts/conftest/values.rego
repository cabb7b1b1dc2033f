# METADATA
# title: Views of values
# description: |
#   As `envpolicy.values` makes them: digests to compare, the hosts a value names, what its name says. The key of the
#   digests is made anew for each query, so that they mean nothing outside of it. No value leaves this module.
package hosts.conftest.values

import data.hosts.conftest.addresses
import data.hosts.conftest.commands
import data.hosts.conftest.files
import data.hosts.conftest.names
import data.hosts.conftest.tables
import data.hosts.conftest.telemetry

# regal ignore:forbidden-function-call
_key := uuid.rfc4122("hosts.conftest.values")

# METADATA
# description: The keyed digest of a text; "" for the empty one.
digest("") := ""

# regal ignore:forbidden-function-call
digest(text) := substring(crypto.hmac.sha256(text, _key), 0, 32) if text != ""

# METADATA
# description: The view of a text called `name`; `secret` says that it stands in a Secret.
view(text, name, secret) := object.union_n([base, _told(text, name, base.credential), _kubeconfig(text), _registries(text)]) if {
	base := object.union_n([_base(text, names.says(name), secret), _inner(text, secret), _sent(text)])
}

# METADATA
# description: The view of an entry of a Secret's `data`, which is base64 (or a placeholder that is none).
data_view(text, name, secret) := view(base64.decode(plain), name, secret) if {
	plain := regex.replace(text, `\s`, "")
	_is_base64(plain)
	not contains(base64.decode(plain), "\ufffd")
} else := view(text, name, secret)

_is_base64(text) if {
	count(text) % 4 == 0
	regex.match(`^[A-Za-z0-9+/]*={0,2}$`, text)
	base64.is_valid(text)
}

_base(text, meaning, secret) := {
	"digests": _unique([digest(part) | some part in array.concat(_forms(stripped, text), counted); part != ""]),
	"credential": _is_credential(stripped, meaning, secret, {"address": count(found) > 0, "inner": _is_telling(inner)}),
	"urls": [_url(one) | some one in _unique([object.remove(each, ["password"]) | some each in found; _is_url(each)])],
	"hosts": _unique([one.host | some one in found]),
} if {
	stripped := trim_space(text)
	named := _named_values(stripped)
	whole := commands.with_roles(addresses.of_value(text, meaning == "address", _only_explicit(meaning, secret)), stripped)
	found := array.concat(
		whole,
		[one |
			some pair in named
			names.says(pair[0]) == "address"
			some one in addresses.of_value(pair[1], true, secret)
		],
	)
	inner := [value |
		some value in array.concat(
			[_password_of(one) | some one in whole],
			[pair[1] | some pair in named; names.says(pair[0]) == "credential"],
		)
		value != ""
		not is_filled_later(value)
	]
	counted := [value | some value in inner; count(value) >= 8; not _is_setting(value)]
}

_password_of(one) := one.password if {
	one.password != ""
} else := one.user if {
	one.scheme == "https"
	_is_token(one.user)
} else := ""

# Whether the user in a URL is a token in the place of a name, as in a DSN of Sentry.
_is_token(text) if regex.match(`^[0-9a-f]{24,}$`, text)

_is_token(text) if _is_random(text) == true

_is_token(text) if _is_marked(text)

_only_explicit(_, true) := true

_only_explicit(meaning, false) := meaning == "credential"

_forms(stripped, text) := [text, stripped, under, trim_space(under)] if {
	under := _decoded(stripped)
} else := [text, stripped]

_unique(list) := [one | some index, one in list; not one in array.slice(list, 0, index)]

_is_telling(inner) := count([1 | some value in inner; not _is_setting(value)]) > 0

_is_url(one) if one.scheme != ""

_is_url(one) if {
	one.scheme == ""
	one.port > 0
}

_url(one) := object.union(
	{
		"scheme": one.scheme,
		"host": one.host,
		"port": one.port,
		"path": digest(_path(one)),
		"user": digest(one.user),
	},
	object.union(
		{"schema": digest(one.schema) | one.schema != ""},
		{"role": role | role := object.get(one, "role", ""); role != ""},
	),
)

# What an address without a path means all the same.
_path(one) := "" if {
	one.path == tables.addresses.usual[one.scheme]
} else := one.path

# --- what is a credential

_is_credential(text, _, _, _) := false if {
	count(text) < 8
} else := false if {
	is_filled_later(text)
}

_is_credential(text, meaning, secret, has) := _judged(text, meaning, secret, has) if {
	count(text) >= 8
	not is_filled_later(text)
}

_judged(text, meaning, secret, has) if {
	has.inner
} else if {
	_is_marked(text)
} else := false if {
	_is_public(text)
} else := _by_name(text, has) if {
	meaning == "credential"
} else := false if {
	_is_dull(text)
} else := _in_secret(text, meaning, has) if {
	secret
} else := _has_random_path(text) if {
	contains(text, "://")
} else := _is_random(text) if {
	meaning == "nothing"
} else := false

_by_name(text, has) := false if {
	_is_setting(text)
} else := _has_random_path(text) if {
	has.address
	contains(text, "://")
} else := true

_in_secret(text, meaning, has) := _may_hold_one(text) if {
	meaning == "nothing"
	not _is_address(text, has)
} else := _has_random_path(text)

_may_hold_one(text) := false if {
	not contains(text, "\n")
	regex.match(tables.credentials.wording, text)
} else if {
	not contains(text, "\n")
} else if {
	regex.match(tables.credentials.tells, text)
} else if {
	some word in regex.split(`[\s:=,;'"]+`, text)
	_is_random(word) == true
} else := false

_is_address(text, has) if {
	has.address
	not contains(text, "\n")
}

_private_key := `-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----`

_jwt := `\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}`

_is_marked(text) if {
	some form in [_private_key, _jwt, tables.credentials.marked]
	regex.match(form, text)
}

_is_public(text) if regex.match(tables.credentials.for_all, text)

_is_public(text) if {
	not contains(text, "PRIVATE KEY")
	regex.match(tables.credentials.public, text)
}

_is_dull(text) if regex.match(tables.credentials.dull, text)

_is_setting(text) if {
	_is_dull(text)
	not regex.match(`^[0-9]+$`, text)
}

# METADATA
# description: Whether a value stands for another one.
# scope: document
is_filled_later(text) if regex.match(tables.credentials.filled_later, text)

_has_random_path(text) := count([1 |
	contains(text, "://")
	some step in array.slice(split(text, "/"), 3, 1000)
	_is_random(step)
]) > 0

_is_random(text) if {
	regex.match(`^[A-Za-z0-9+/=_-]{20,}$`, text)
	not regex.match(`^(?:[0-9a-f-]+|[0-9A-F-]+)$`, text)
	not startswith(text, "/")
	regex.match(`[0-9]`, text)
	regex.match(`[A-Za-z]`, text)
	_is_without_order(text)
} else := false

# n*log2(n) comes from a table, since Rego has no logarithm. What is longer than it is told by its letters alone.
_is_without_order(text) if {
	size := count(text)
	letters := split(text, "")
	counts := [count(indexof_n(text, letter)) | some letter in {letter | some letter in letters}]
	logs := tables.credentials.n_log_n
	logs[size] - sum([logs[n] | some n in counts]) >= size * tables.credentials.random_bits
}

_is_without_order(text) if {
	count(text) >= count(tables.credentials.n_log_n)
	count({letter | some letter in split(text, "")}) >= 20
}

_decoded(text) := inner if {
	count(text) % 4 == 0
	regex.match(`^[A-Za-z0-9+/]{8,}={0,2}$`, text)
	base64.is_valid(text)
	inner := base64.decode(text)
	_is_sensible(inner)
}

_is_sensible(text) if {
	count(text) > 4
	not regex.match(`[\x00-\x1f\x7f-\x9f\x{fffd}]`, trim_space(text))
}

_is_sensible(text) if {
	contains(text, "\n")
	not regex.match(`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{fffd}]`, text)
}

# --- what stands inside longer values

_named_values(text) := array.concat(
	[[match[1], trim(match[3], "\\\"'")] |
		some match in regex.find_all_string_submatch_n(tables.contents.pair, text, -1)
		_is_told(match[1])
	],
	array.concat(
		[[match[1], trim_space(concat("", [match[3], match[4]]))] |
			some match in regex.find_all_string_submatch_n(tables.contents.whole_line, text, -1)
			names.says(match[1]) == "credential"
		],
		array.concat(
			[[match[1], trim(match[3], "\"'")] |
				some match in regex.find_all_string_submatch_n(tables.contents.option, text, -1)
				_is_told(match[1])
			],
			[["requirepass", trim(match[1], "\"'")] |
				some match in regex.find_all_string_submatch_n(tables.contents.directive, text, -1)
			],
		),
	),
) if {
	count(text) <= 1048576
	regex.match(`[\s=:]`, text)
	regex.match(tables.contents.telling, text)
} else := []

_is_told(name) if names.says(name) in {"credential", "address"}

_kubeconfig(text) := {"kubeconfig": {"servers": servers}} if {
	contains(text, "server")
	contains(text, "clusters")
	contains(text, "context")
	servers := _unique([match[1] |
		some match in regex.find_all_string_submatch_n(`["']?\bserver["']?\s*:\s*["']?(https?://[^\s"',}]+)`, text, -1)
		not contains(match[1], "@")
	])
	count(servers) > 0
} else := {}

_registries(text) := {"registries": found} if {
	startswith(trim_space(text), "{")
	regex.match(`"(?:auth|password")`, text)
	json.is_valid(text)
	entries := _logins(json.unmarshal(text))
	found := [{"registry": host, "user": digest(login.user), "auth": digest(_counted(login.password))} |
		some registry, entry in entries
		is_object(entry)
		count(object.keys(entry) & {"auth", "password", "username", "identitytoken"}) > 0
		host := lower(split(regex.replace(registry, `^https?://`, ""), "/")[0])
		login := _login(entry)
	]
	count(found) > 0
} else := {}

_counted(text) := text if {
	count(text) >= 8
	not _is_setting(text)
} else := ""

_logins(value) := value.auths if {
	is_object(value.auths)
} else := value if {
	is_object(value)
	every name, entry in value {
		is_object(entry)
		regex.match(`[.:]`, name)
		count(object.remove(entry, tables.credentials.login)) == 0
	}
}

_login(entry) := {"user": entry.username, "password": _password(entry)} if {
	is_string(entry.username)
	is_string(_password(entry))
} else := {"user": user, "password": password} if {
	is_string(entry.auth)
	base64.is_valid(entry.auth)
	[user, password] := addresses.halves(base64.decode(entry.auth), ":")
} else := {"user": object.get(entry, "username", ""), "password": entry.auth} if {
	is_string(entry.auth)
} else := {"user": object.get(entry, "username", ""), "password": _password(entry)}

_password(entry) := entry.password if {
	object.get(entry, "password", "") != ""
} else := object.get(entry, "identitytoken", "")

# --- what names say

_told(text, name, credential) := object.union_n([
	_port(plain, subject),
	{"says": says | count(said) > 0},
	{"clients": clients | count(clients) > 0},
	{"issuers": issuers | count(issuers) > 0},
	{"about": about | about := _about(subject); about != ""},
	{"role": role | role := _role(stripped, subject); role != ""},
	{"usual": true | subject.usual},
	{"plugins": _plugins(text) | name == "Corefile"},
	{"buckets": buckets | count(buckets) > 0},
	{"service": true | credential; _is_of_a_service(stripped, subject, urls)},
]) if {
	stripped := trim_space(text)
	[subject, plain] := _with_option(names.subject(name), stripped)
	settings := array.concat(_inner_settings(stripped), _itself(stripped, subject))
	said := array.concat(
		[[setting[0], _said(setting[0], setting[1])] | some setting in settings],
		[["queue", [digest(resource)]] | some resource in _resources(stripped)],
	)
	says := {pair[0]: _unique([one | some other in said; other[0] == pair[0]; some one in other[1]]) | some pair in said}
	clients := _unique([digest(setting[1]) |
		some setting in settings
		setting[0] == "client-id"
		regex.match(tables.subjects.global_client, setting[1])
	])
	issuers := _unique([issuer |
		some setting in settings
		setting[0] == "issuer"
		some issuer in _issuers(setting[1])
	])
	urls := [one | contains(stripped, "://"); some one in addresses.of_text(stripped)]
	buckets := _unique([_bucket_view(one) | some one in urls])
}

_about(subject) := subject.about if {
	subject.about != ""
} else := "service" if {
	subject.service
} else := ""

# An argument `--source-url=...` names its role itself.
_role(text, subject) := subject.role if {
	subject.role != ""
} else := names.subject(match[1]).role if {
	some match in regex.find_all_string_submatch_n(`^--?([A-Za-z][\w.-]*)=`, text, 1)
} else := ""

_plugins(text) := sort({match[1] | some match in regex.find_all_string_submatch_n(`(?m)^\s*(acl|firewall|policy)\b`, text, -1)})

_issuers(value) := [{"host": one.host, "path": digest(trim(split(one.path, ".well-known")[0], "/"))} | some one in found] if {
	found := addresses.of_value(value, true, true)
	count(found) > 0
} else := [{"host": "", "path": digest(value)}]

# Queues and topics of cloud providers, each in one form.
_resources(text) := array.concat(
	[concat(" ", [service, match[1], match[2], match[3]]) |
		some form, service in {tables.subjects.queue_url: "sqs", tables.subjects.old_queue_url: "sqs"}
		some match in regex.find_all_string_submatch_n(form, text, -1)
	],
	array.concat(
		[concat(" ", array.slice(match, 1, 5)) |
			some match in regex.find_all_string_submatch_n(tables.subjects.arn, text, -1)
		],
		regex.find_n(tables.subjects.google_topic, text, -1),
	),
)

_port(text, subject) := {"port": to_number(text)} if {
	subject.word == "port"
	regex.match(`^[0-9]{1,5}$`, text)
} else := {}

_itself(text, subject) := [[subject.word, text]] if {
	not subject.word in {"", "port"}
	_is_there(text)
} else := []

_is_there(text) if {
	count(text) > 0
	count(text) <= 512
	not contains(text, "\n")
	not text in tables.subjects.opening
	not is_filled_later(text)
}

_inner_settings(text) := array.concat(_in_pairs(text), [[word, line[1]] |
	some line in files.lines(text)
	word := names.subject(line[0]).word
	word in tables.files.around
	_is_there(line[1])
]) if {
	count(text) <= 65536
	regex.match(`[\s=:]`, text)
	regex.match(tables.contents.setting, text)
} else := []

_in_pairs(text) := [[word, value] |
	some form in [tables.contents.pair, tables.contents.option]
	some match in regex.find_all_string_submatch_n(form, text, -1)
	word := names.subject(match[1]).word
	not word in {"", "port", "user"}
	value := trim(match[3], "\\\"'")
	_is_there(value)
]

# What the name of an argument says where no other does.
_with_option(subject, text) := [object.union(option, {"word": _only_port(option.word)}), substring(text, count(match[0]), -1)] if {
	subject == names.nothing
	some match in regex.find_all_string_submatch_n(`^--?([A-Za-z][\w.-]*)=`, text, 1)
	option := names.subject(match[1])
} else := [subject, text]

_only_port("port") := "port"

_only_port(word) := "" if word != "port"

_sent(text) := {"telemetry": {"hosts": found, "sender": digest(telemetry.sender(text))} | count(found) > 0} if {
	found := telemetry.destinations(text)
}

# What the lines of a file tell.
_inner(text, secret) := {"settings": kept | count(kept) > 0} if {
	found := [object.union_n([
		{
			"start": digest(files.beginning(line[0])),
			"urls": [_url(one) | some one in _unique([object.remove(each, ["password"]) | some each in ends; _is_url(each)])],
			"hosts": _unique([one.host | some one in ends]),
		},
		{"says": {subject.word: _said(subject.word, line[1])} | not subject.word in {"", "port"}},
		_port(line[1], subject),
		{"about": subject.about | subject.about != ""},
		{"role": subject.role | subject.role != ""},
		{"usual": true | subject.usual},
	]) |
		some line in files.lines(text)
		_is_there(line[1])
		subject := names.subject(line[0])
		steps := split(line[0], ".")
		named := names.says(steps[count(steps) - 1]) == "address"
		ends := addresses.of_value(line[1], named, _is_explicit(secret, named))
		_is_worth_it(subject.word, line[1], ends)
	]
	starts := {one.start | some one in found; _tells(one)}
	kept := [one | some one in found; one.start in starts]
}

# Mostly lines tell of nothing that is compared: what counts is what is beside those that do.
_tells(line) if line.about

_tells(line) if line.says

_tells(line) if line.port in tables.files.ports

_is_explicit(true, _) := true

_is_explicit(false, named) := named == false

_is_worth_it(_, _, ends) if count(ends) > 0

_is_worth_it("port", value, _) if regex.match(`^[0-9]{1,5}$`, value)

_is_worth_it(word, _, _) if not word in {"", "port"}

_said("prefix", value) := _above(value)

# An alias is another key in every account.
_said("kms-key", value) := [] if startswith(value, "alias/")

_said("kms-key", value) := [digest(value)] if not startswith(value, "alias/")

_said("vhost", value) := [""] if value in {"0", "/"}

_said("vhost", value) := [digest(value)] if not value in {"0", "/"}

_said("repository", value) := [digest(trim_right(value, "/"))]

_said(word, value) := [digest(value)] if not word in {"prefix", "kms-key", "vhost", "repository"}

_above(path) := [digest(concat("/", array.slice(steps, 0, count(steps) - index))) |
	some index in numbers.range(0, count(steps))
] if {
	steps := [step | some step in split(path, "/"); step != ""]
}

_is_of_a_service(_, subject, _) if subject.service

_is_of_a_service(text, _, _) if {
	some match in regex.find_n(tables.credentials.marked, text, 1)
	not startswith(match, "hvs.")
	not startswith(match, "AGE-")
}

_is_of_a_service(_, _, urls) if {
	some one in urls
	one.scheme in {"http", "https", "smtp", "smtps"}
	not regex.match(tables.addresses.local, one.host)
}

_bucket_view(one) := {"endpoint": _storage(found[0]), "bucket": digest(found[1]), "above": _above(found[2])} if {
	found := _bucket(one)
}

# An account is a digest, since settings name it as well.
_storage(endpoint) := endpoint if {
	endpoint in {"s3", "gs"}
} else := digest(endpoint)

_bucket(one) := [_short(one.scheme), one.host, one.path] if {
	one.scheme in {"s3", "s3a", "s3n", "gs", "gcs"}
} else := [account, one.user, one.path] if {
	account := _azure(one.host)
	one.user != ""
	regex.match(`^(abfs|wasb)`, one.scheme)
} else := [account, halves[0], halves[1]] if {
	account := _azure(one.host)
	halves := addresses.halves(one.path, "/")
	halves[0] != ""
} else := [endpoint, found[0], found[1]] if {
	some endpoint, form in tables.addresses.buckets
	some match in regex.find_all_string_submatch_n(form, one.host, 1)
	found := _in_bucket(match[1], one.path)
	found[0] != ""
}

_in_bucket("", path) := addresses.halves(path, "/")

_in_bucket(name, path) := [name, path] if name != ""

_azure(host) := match[1] if {
	some match in regex.find_all_string_submatch_n(`^([a-z0-9-]+)\.(?:blob|dfs)\.core\.windows\.net$`, host, 1)
}

_short(scheme) := "gs" if {
	startswith(scheme, "g")
} else := "s3"
