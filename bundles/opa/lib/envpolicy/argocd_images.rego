# METADATA
# title: Images that the Argo CD Image Updater keeps up to date
# description: |
#   Reads the annotations `argocd-image-updater.argoproj.io/...` of Applications, and ImageUpdater objects (v1alpha1),
#   which name Applications of their own namespace by a pattern. An image is `[alias=]name[:constraint]`. One that is
#   bound to a single version does not move; nor does what goes to a branch of Git that the Application does not follow.
package lib.envpolicy.argocd_images

import data.lib.envpolicy.argocd_deployments
import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.images
import data.lib.envpolicy.labels
import data.lib.envpolicy.revisions

_prefix := "argocd-image-updater.argoproj.io/"

# METADATA
# description: |
#   `{"deployment", "missing", "image", "rule", "label", "witness"}` for each image that is updated in an Application of
#   a deployment; `rule` is a text that is equal where the same new tags are taken.
updated := [object.union(read, {"deployment": name, "missing": missing, "label": label}) |
	some [n, name, missing] in argocd_deployments.deploys
	application := argocd_objects.applications[n]
	label := sprintf("Application %v/%v", [application.namespace, application.name])
	some read in array.concat(_noted[n], _ordered[n])
]

# --- by annotations

_noted := [reads |
	some application in argocd_objects.applications
	notes := application.annotations
	reads := [read |
		not _elsewhere(application, notes)
		some text in split(fields.text(notes, [concat("", [_prefix, "image-list"])]), ",")
		image := _image(text)
		strategy := _setting(notes, image.alias, "update-strategy", "semver")
		_moves(image, strategy)
		read := {
			"image": image.name,
			"rule": concat(" ", [
				strategy,
				image.constraint,
				_setting(notes, image.alias, "allow-tags", _setting(notes, image.alias, "tag-match", "")),
				_setting(notes, image.alias, "ignore-tags", ""),
			]),
			"witness": estate.witness(application.entry, _annotation(application)),
		}
	]
]

# Where the annotations of an Application stand, also in the template of a set.
_annotation(application) := array.concat(
	array.slice(application.path, 0, count(application.path) - 1),
	["metadata", "annotations", concat("", [_prefix, "image-list"])],
)

_elsewhere(application, notes) if {
	startswith(fields.text(notes, [concat("", [_prefix, "write-back-method"])]), "git")
	branch := fields.text(notes, [concat("", [_prefix, "git-write-branch"])])
	branch != ""
	every pair in argocd_objects.sources(application) {
		fields.text(pair[1], ["targetRevision"]) != branch
	}
}

_setting(notes, alias, name, standard) := text if {
	text := fields.text(notes, [concat("", [_prefix, alias, ".", name])])
	text != ""
} else := text if {
	text := fields.text(notes, [concat("", [_prefix, name])])
	text != ""
} else := standard

# --- by objects of their own

_updaters := [{"entry": entry, "index": index, "reference": reference} |
	some entry in estate.all("ImageUpdater.argocd-image-updater.argoproj.io")
	some index, reference in fields.list(entry.object, ["spec", "applicationRefs"])
	is_object(reference)
]

_ordered := [reads |
	some application in argocd_objects.applications
	reads := [read |
		some updater in _updaters
		_names(updater, application)
		some at, item in fields.list(updater.reference, ["images"])
		image := _image(fields.text(item, ["imageName"]))
		rule := object.union_n([_common(updater.entry.object.spec), _common(updater.reference), _common(item)])
		_moves(image, object.get(rule, "updateStrategy", "semver"))
		read := {
			"image": image.name,
			"rule": concat(" ", [image.constraint, json.marshal(rule)]),
			"witness": estate.witness(updater.entry, ["spec", "applicationRefs", updater.index, "images", at]),
		}
	]
]

_common(item) := fields.mapping(item, ["commonUpdateSettings"])

_names(updater, application) if {
	updater.entry.cluster == application.cluster
	updater.entry.namespace == application.namespace
	glob.match(fields.text(updater.reference, ["namePattern"]), null, application.name)
	labels.matches(fields.mapping(updater.reference, ["labelSelectors"]), labels.of(application.entry.object))
}

# --- images

_image(text) := {"alias": alias, "name": parsed.repository, "constraint": _behind(named)} if {
	found := regex.find_all_string_submatch_n(`^\s*(?:([A-Za-z0-9_-]+)=)?([^\s=][^\s]*)\s*$`, text, 1)
	[_, alias, named] := found[0]
	parsed := images.parsed(regex.replace(named, `:[^/:]*$`, ""))
}

_behind(named) := trim_prefix(regex.find_n(`:[^/:]*$`, named, 1)[0], ":") if {
	regex.match(`:[^/:]*$`, named)
} else := ""

_moves(_, strategy) if strategy != "semver"

_moves(image, "semver") if not revisions.is_version(trim_prefix(image.constraint, "="))
