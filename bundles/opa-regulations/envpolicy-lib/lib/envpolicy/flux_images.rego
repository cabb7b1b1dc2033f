# METADATA
# title: What the image automation of Flux writes to
# description: |
#   Reads ImageUpdateAutomation (image.toolkit.fluxcd.io): it checks out a GitRepository's branch, changes images below
#   `update.path`, and pushes to `push.branch`, else to the branch that it checked out; with nothing but a refspec it
#   pushes to that alone.
package lib.envpolicy.flux_images

import data.lib.envpolicy.delivered
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.flux_flags
import data.lib.envpolicy.revisions

# METADATA
# description: |
#   `{"owners", "label", "witness", "repository", "branches", "path"}` for each automation that a deployment claims and
#   that is not suspended.
automations := [automation |
	some entry in estate.all("ImageUpdateAutomation.image.toolkit.fluxcd.io")
	count(entry.owners) > 0
	spec := fields.mapping(entry.object, ["spec"])
	object.get(spec, "suspend", false) != true
	namespace := _or(fields.text(spec, ["sourceRef", "namespace"]), entry.namespace)
	_may_refer(entry, namespace)
	some source in _checked_out(entry.cluster, namespace, fields.text(spec, ["sourceRef", "name"]))
	automation := {
		"owners": entry.owners,
		"label": sprintf("ImageUpdateAutomation %v/%v of %v", [entry.namespace, entry.name, entry.cluster]),
		"witness": estate.witness(entry, ["spec", "update"]),
		"repository": source.repository,
		"branches": _pushed(spec, source.branch),
		"path": revisions.path(fields.text(spec, ["update", "path"])),
	}
]

_sources := delivered.sources_of

_checked_out(cluster, namespace, name) := object.get(_sources, [[cluster, "GitRepository", namespace, name]], set())

_may_refer(entry, namespace) if namespace == entry.namespace

_may_refer(entry, _) if flux_flags.of(entry.cluster, "image-automation-controller", "crossNamespace") != false

_or("", other) := other

_or(text, _) := text if text != ""

_pushed(spec, branch) := {_heads(fields.text(spec, ["git", "push", "branch"]))} | _by_refspec(spec) if {
	fields.text(spec, ["git", "push", "branch"]) != ""
} else := _by_refspec(spec) if {
	fields.text(spec, ["git", "push", "refspec"]) != ""
} else := {fields.text(spec, ["git", "checkout", "ref", "branch"])} if {
	fields.text(spec, ["git", "checkout", "ref", "branch"]) != ""
} else := {branch}

_heads(reference) := trim_prefix(reference, "refs/heads/")

# What goes elsewhere than to a branch waits for somebody's review.
_by_refspec(spec) := {_heads(target) |
	parts := split(fields.text(spec, ["git", "push", "refspec"]), ":")
	target := parts[count(parts) - 1]
	startswith(target, "refs/heads/")
}

# METADATA
# description: |
#   What deployments follow in a Git repository, by `[repository, branch]`; the branch is "HEAD" where it is the
#   repository's own choice.
followed := {key: sources | some key, sources in _followed}

_followed[key] contains source if {
	some source in delivered.all
	source.kind == "git"
	source.reference != ""
	key := [source.repository, source.reference]
}
