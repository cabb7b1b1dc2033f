# METADATA
# title: What the name of a value says
# description: As `envpolicy.values.names` and `envpolicy.values.subjects` have it, by the same lists of words.
package hosts.conftest.names

import data.hosts.conftest.tables

# METADATA
# description: The words of a name, in small letters.
parts(name) := [lower(word) | some word in regex.find_n(`[A-Za-z]+`, apart, -1)] if {
	first := regex.replace(name, `([A-Z]+)([A-Z][a-z])`, "$1 $2")
	apart := regex.replace(first, `([a-z])([A-Z])`, "$1 $2")
}

# METADATA
# description: Whether it says `credential`, `address`, `public`, or `nothing`.
says(name) := _says(parts(name))

_says([]) := "nothing"

_says(words) := "public" if {
	words[count(words) - 1] == "key"
	words[count(words) - 2] in tables.words.public_keys
} else := "credential" if {
	last := words[count(words) - 1]
	not last in tables.words.about
	some index, _ in words
	_is_credential(words, index)
} else := "address" if {
	some word in words
	word in tables.words.address
} else := "address" if {
	last := words[count(words) - 1]
	some ending in ["host", "addr", "url", "uri", "server"]
	last != "vhost"
	endswith(last, ending)
} else := "public" if {
	words[count(words) - 1] in tables.words.public
} else := "public" if {
	some ending in ["user", "username"]
	endswith(words[count(words) - 1], ending)
} else := "nothing" if {
	count(words) > 0
}

_is_credential(words, index) if words[index] in tables.words.credential

_is_credential(words, index) if {
	some ending in tables.words.credential_ends
	endswith(words[index], ending)
}

_is_credential(words, index) if {
	words[index] in {"key", "keys"}
	words[index - 1] in tables.words.secret_keys
}

_is_credential(words, index) if {
	words[index] in {"string", "str"}
	words[index - 1] in tables.words.connects
}

# METADATA
# description: |
#   What a value of that name is, what it belongs to, whether it is the key of somebody else's service, which side of a copy
#   it is, and whether it is of a broker with a place that is used where none is named.
subject(name) := {
	"word": _settled(_word(said, about), about, said),
	"about": about,
	"service": _has_any(said, tables.subjects.services),
	"role": _role(said),
	"usual": _has_any(said, tables.subjects.usual),
} if {
	said := parts(name)
	about := _about(name, said)
}

# METADATA
# description: What a name tells that tells nothing.
nothing := {"word": "", "about": "", "service": false, "role": "", "usual": false}

_has_any(said, words) if {
	some word in said
	word in words
} else := false

_role(said) := [tables.subjects.roles[word] | some word in said][0]

_role(said) := "" if {
	every word in said {
		not tables.subjects.roles[word]
	}
}

_settled(word, about, said) := "" if {
	word == "issuer"
	_has_any(said, tables.subjects.no_issuer)
} else := "" if {
	word in {"client-id", "client-secret"}
	not about in {"", "identity"}
} else := word

_about(_, said) := [tables.subjects.about[word] | some word in said; tables.subjects.about[word]][0]

_about(name, said) := _about_otherwise(name, said) if {
	count([1 | some word in said; tables.subjects.about[word]]) == 0
}

_about_otherwise(_, []) := ""

_about_otherwise(name, said) := "storage" if {
	count(said) > 0
	contains(lower(name), "s3")
} else := "storage" if {
	array.slice(said, 0, 2) == ["aws", "endpoint"]
} else := "database" if {
	startswith(said[0], "pg")
	said[0] != "pg"
} else := "broker" if {
	array.slice(said, max([0, count(said) - 2]), count(said)) == ["bootstrap", "servers"]
} else := "" if {
	count(said) > 0
}

_word([], _) := ""

_word(said, about) := word if {
	last := said[count(said) - 1]
	word := tables.subjects.in_context[about][last]
} else := word if {
	size := count(said)
	word := tables.subjects.ends[concat(" ", array.slice(said, max([0, size - 2]), size))]
} else := "kms-key" if {
	"kms" in said
	said[count(said) - 1] in {"id", "arn", "key", "name"}
} else := word if {
	word := tables.subjects.ends[said[count(said) - 1]]
} else := "" if {
	count(said) > 0
}
