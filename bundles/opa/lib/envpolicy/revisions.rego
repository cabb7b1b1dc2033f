# METADATA
# title: What a delivery tool follows, and whether that can change under it
# description: |
#   A repository's address in one form; references that move (branches, HEAD, ranges of versions, `latest`) and those
#   that are fixed (a commit, a digest, a tag that is a full version).
package lib.envpolicy.revisions

# METADATA
# description: "The address of a repository in one form: host and path, small letters, without user and `.git`."
repository(url) := trim_suffix(trim_suffix(trim_suffix(plain, "/"), ".git"), "/") if {
	text := lower(trim_space(url))
	no_scheme := regex.replace(text, `^[a-z+]+://`, "")
	no_user := regex.replace(no_scheme, `^[^/@]*@`, "")
	no_port := regex.replace(no_user, `^([^/:]+):(22|443)/`, "$1/")
	plain := regex.replace(no_port, `^([^/:]+):([^0-9/])`, "$1/$2")
}

# METADATA
# description: |
#   A reference to a revision of a Git repository in one form, where it moves; undefined where it is fixed. A word that
#   is no version and no commit is taken for a branch.
moving(reference) := name if {
	name := _branch(trim_space(reference))
	not regex.match(`^refs/tags/`, name)
	not regex.match(`^([0-9a-f]{7,64}|v?[0-9]+\.[0-9]+)$`, name)
	not is_version(name)
}

_branch("") := "HEAD"

_branch(reference) := trim_prefix(trim_prefix(reference, "refs/heads/"), "origin/") if reference != ""

# METADATA
# description: "Whether a tag names one version: three numbers, with whatever stands before or behind them."
is_version(tag) if regex.match(`^([A-Za-z][A-Za-z0-9_./-]*[-/_])?v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$`, tag)

# METADATA
# description: "A range of versions in one form, where it holds several; undefined where it is one version."
range(text) := shown if {
	shown := _range(trim_space(text))
	not is_version(trim_prefix(shown, "="))
}

_range("") := "*"

_range(text) := text if text != ""

# METADATA
# description: "A path in a repository in one form: without `./` in front and `/` behind, and `.` for the root."
path(text) := tidy if {
	tidy := trim_suffix(regex.replace(trim_space(text), `^(\./|/)+`, ""), "/")
	tidy != ""
} else := "."
