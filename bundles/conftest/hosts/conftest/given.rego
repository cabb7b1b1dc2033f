# METADATA
# title: What conftest was given
# description: |
#   The files of `conftest test --combine`: the plan, what it names, and everything else. Paths are compared as texts,
#   since policies see no disk: the plan's own paths start at its folder, and files are as they were named to conftest.
package hosts.conftest.given

# METADATA
# description: Every document as `{"path", "document", "order", "contents"}`; `document` counts within its file.
documents := [found |
	is_array(input)
	some order, entry in input
	is_string(entry.path)
	found := {
		"path": normal(entry.path),
		"shown": entry.path,
		"document": _numbers[order],
		"order": order,
		"contents": entry.contents,
	}
]

_sorted := sort([[entry.path, order] | some order, entry in input])

_starts := {entry[0]: place | some place, entry in _sorted; not _is_continued(place)}

_is_continued(place) if _sorted[place - 1][0] == _sorted[place][0]

_numbers := {entry[1]: number |
	some place, entry in _sorted
	number := place - _starts[entry[0]]
}

# METADATA
# description: The documents of envpolicy's own of a kind.
of_kind(kind) := [found |
	some found in documents
	is_object(found.contents)
	found.contents.kind == kind
	startswith(object.get(found.contents, "apiVersion", ""), "envpolicy.dev/")
]

# METADATA
# description: The one plan; undefined where there is none, or more than one.
plan := plans[0] if count(plans) == 1

# METADATA
# description: All plans.
plans := of_kind("DeploymentPlan")

_base := concat("", [folder, "/"]) if {
	steps := split(plan.path, "/")
	count(steps) > 1
	folder := concat("/", array.slice(steps, 0, count(steps) - 1))
} else := ""

# METADATA
# description: The path of a file that the plan names, as conftest would name it.
from_plan(path) := path if {
	startswith(path, "/")
} else := normal(concat("", [_base, path]))

# METADATA
# description: A path without steps that lead nowhere.
normal(path) := trim_suffix(_up(_up(_up(_up(plain)))), "/") if {
	plain := regex.replace(regex.replace(path, `/+`, "/"), `(^|/)(?:\./)+`, "$1")
}

_up(path) := regex.replace(path, `(^|/)(?:[^/.][^/]*|\.[^/.][^/]*)/\.\./`, "$1")

# METADATA
# description: Whether a file is what a path in the plan means (itself, in that folder, or matched by that pattern).
# scope: document
means(path, file) if file == from_plan(path)

means(path, file) if {
	from_plan(path) in {"", "."}
	_is_seen(file)
}

means(path, file) if {
	folder := concat("", [from_plan(path), "/"])
	startswith(file, folder)
	_is_seen(trim_prefix(file, folder))
}

means(path, file) if {
	is_pattern(path)
	some pattern in _patterns(from_plan(path))
	glob.match(pattern, ["/"], file)
	_is_seen(file)
}

# METADATA
# description: Whether a path is a pattern.
is_pattern(path) if regex.match(`[*?\[]`, path)

_patterns(pattern) := {pattern, replace(pattern, "/**/", "/")} if {
	contains(pattern, "**")
} else := {pattern, concat("", [pattern, "/**"])}

_is_seen(path) if {
	regex.match(`\.(yaml|yml|json)$`, path)
	not regex.match(`(^|/)\.[^./]`, path)
}
