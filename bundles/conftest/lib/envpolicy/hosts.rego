# METADATA
# title: Host names that routes answer to, and their paths
# description: |
#   A host is in small letters without a dot at its end; "" stands for every host, `*.example.com` for those below
#   example.com. What routes have in common is found by key, never by looking at two of them.
package lib.envpolicy.hosts

# METADATA
# description: A host as it is compared.
canonical(host) := "" if {
	host in {"", "*"}
} else := trim_suffix(lower(host), ".")

# METADATA
# scope: document
# description: |
#   The patterns that cover a host, itself first and "" last. `reach` is "label" where a wildcard stands for one label,
#   "any" where it stands for all that is below.
above("", _) := [""]

above(host, "label") := array.concat([host], array.concat(wider, [""])) if {
	host != ""
	wider := [sprintf("*.%v", [concat(".", array.slice(labels, 1, count(labels)))]) |
		labels := split(host, ".")
		labels[0] != "*"
		count(labels) > 1
	]
}

above(host, "any") := array.concat([host], array.concat(wider, [""])) if {
	host != ""
	wider := [sprintf("*.%v", [concat(".", array.slice(labels, index, count(labels)))]) |
		labels := split(trim_prefix(host, "*."), ".")
		some index, _ in labels
		index > 0
	]
}

# METADATA
# scope: document
# description: Whether two hosts have one in common.
overlap(one, other, reach) if one in above(other, reach)

overlap(one, other, reach) if {
	other in above(one, reach)
	one != other
}

# METADATA
# description: What two hosts have in common; undefined where that is nothing.
both(one, other, reach) := one if {
	other in above(one, reach)
} else := other if {
	one in above(other, reach)
}

# METADATA
# description: |
#   The domain that somebody registers, as far as a name tells: its last two labels, three where the last but one is
#   short, as in co.uk; "" for what is no public name.
domain(host) := concat(".", array.slice(labels, count(labels) - kept, count(labels))) if {
	labels := split(trim_prefix(host, "*."), ".")
	count(labels) > 1
	not regex.match(`^[0-9.]+$`, host)
	not labels[count(labels) - 1] in {"local", "internal", "svc", "localhost", "localdomain"}
	kept := min([count(labels), _kept(labels)])
	count(labels) >= kept
} else := ""

_kept(labels) := 3 if {
	count(labels) > 2
	count(labels[count(labels) - 1]) == 2
	labels[count(labels) - 2] in {"co", "com", "org", "net", "gov", "ac", "edu"}
} else := 2

# METADATA
# description: A domain and all that are above it, itself first, the last but one label last.
parents(host) := [concat(".", array.slice(labels, index, count(labels))) |
	labels := split(trim_prefix(host, "*."), ".")
	some index, _ in labels
	index < count(labels) - 1
]

# METADATA
# description: |
#   A path as steps in one text ("/" is all, "/a/b/" is a and b), cut where a regular expression begins; a path that
#   ends in a star stands for what begins so.
path(text) := "/" if {
	steps := _steps(text)
	count(steps) == 0
} else := concat("", ["/", concat("/", _steps(text)), "/"])

_steps(text) := [step |
	some step in split(regex.replace(text, `[\^$*+?(\[{|\\].*$`, ""), "/")
	step != ""
]

# METADATA
# description: A path made by `path` and all that are above it, itself first, "/" last.
paths_above(text) := array.concat(
	[concat("", ["/", concat("/", array.slice(steps, 0, count(steps) - index)), "/"]) | some index, _ in steps],
	["/"],
) if {
	steps := [step | some step in split(text, "/"); step != ""]
}
