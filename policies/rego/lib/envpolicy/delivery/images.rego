# METADATA
# title: Container images, as workloads name them
# description: |
#   A reference in one form, and whether what it names can change under it: a digest cannot; a tag without a digit in it
#   (`latest`, the name of a branch, a flavour) moves, and so does a snapshot; a tag with a version, a date or a commit
#   in it is taken for fixed.
package lib.envpolicy.images

# METADATA
# description: |
#   A reference as `{"repository", "tag", "digest"}`: the repository with its registry (that of Docker where none is
#   named), `latest` where no tag is named. Undefined where a placeholder stands for a part of it.
parsed(reference) := {"repository": _repository(parts[0]), "tag": parts[1], "digest": digest} if {
	is_string(reference)
	text := trim_space(reference)
	text != ""
	not regex.match(`[{}$<>\s]`, text)
	halves := array.concat(split(text, "@"), [""])
	digest := halves[1]
	parts := _cut(halves[0])
}

# The last colon cuts the tag off, unless it is that of a port.
_cut(text) := [trim_suffix(text, sprintf(":%v", [tag])), tag] if {
	steps := split(text, "/")
	pieces := split(steps[count(steps) - 1], ":")
	count(pieces) > 1
	tag := pieces[1]
} else := [text, "latest"]

_repository(name) := lower(name) if {
	steps := split(name, "/")
	count(steps) > 1
	_is_registry(steps[0])
	not _is_docker(steps)
} else := concat("/", ["docker.io/library", lower(rest)]) if {
	rest := _without_docker(name)
	not contains(rest, "/")
} else := concat("/", ["docker.io", lower(_without_docker(name))])

_is_docker(steps) if lower(steps[0]) in {"docker.io", "index.docker.io", "registry-1.docker.io"}

_without_docker(name) := regex.replace(name, `^(index\.|registry-1\.)?docker\.io/`, "")

_is_registry("localhost") := true

_is_registry(step) if regex.match(`[.:]`, step)

# METADATA
# scope: document
# description: Whether a tag is one that moves.
moves(tag) if {
	not regex.match(`[0-9]`, tag)
	not regex.match(`^(sha[-_]?)?[0-9a-f]{7,64}$`, tag)
}

moves(tag) if regex.match(`^(?i:latest)([-_.]|$)`, tag)

moves(tag) if regex.match(`(?i:snapshot)`, tag)
