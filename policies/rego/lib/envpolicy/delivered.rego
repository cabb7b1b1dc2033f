# METADATA
# title: From which sources deployments are delivered
# description: |
#   Every source of an Application of Argo CD and of a Kustomization or HelmRelease of Flux, in one form, so that the
#   two tools compare: a path of a Git repository, a chart, an OCI artefact, a bucket.
package lib.envpolicy.delivered

import data.lib.envpolicy.argocd_deployments
import data.lib.envpolicy.argocd_objects
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.flux
import data.lib.envpolicy.revisions

# METADATA
# description: |
#   `{"deployment", "missing", "witness", "label", "kind", "repository", "reference", "path", "settings"}`: `kind` is
#   `git`, `chart`, `oci` or `bucket`; `reference` is "" where it is fixed; `path` is the path, or the chart;
#   `settings` is a text that is equal where values, patches and substitutions are.
all := array.concat(_of_argocd, _of_flux)

# --- Argo CD

_of_argocd := [object.union(read, {"deployment": name, "missing": missing}) |
	some [n, name, missing] in argocd_deployments.deploys
	some read in _applications[n]
]

_applications := [reads |
	some application in argocd_objects.applications
	reads := [read |
		some [path, source] in argocd_objects.sources(application)
		read := object.union(_argocd(source), {
			"witness": estate.witness(application.entry, path),
			"label": sprintf("Application %v/%v", [application.namespace, application.name]),
			"settings": _settings(object.remove(source, ["repoURL", "targetRevision", "path", "chart", "ref", "name"])),
		})
	]
]

_argocd(source) := {
	"kind": "chart",
	"repository": revisions.repository(fields.text(source, ["repoURL"])),
	"reference": _range(fields.text(source, ["targetRevision"])),
	"path": fields.text(source, ["chart"]),
} if {
	fields.text(source, ["chart"]) != ""
} else := {
	"kind": "git",
	"repository": revisions.repository(fields.text(source, ["repoURL"])),
	"reference": _moving(fields.text(source, ["targetRevision"])),
	"path": revisions.path(fields.text(source, ["path"])),
} if {
	_has_path(source)
}

# A source that only lends its files (`ref`) has none.
_has_path(source) if fields.text(source, ["path"]) != ""

_has_path(source) if fields.text(source, ["ref"]) == ""

_moving(reference) := name if {
	name := revisions.moving(reference)
} else := ""

_range(text) := name if {
	name := revisions.range(text)
} else := ""

# The name of a release says nothing of what is released.
_settings(value) := json.marshal(json.remove(value, ["/helm/releaseName", "/kustomize/namespace"]))

# --- Flux

_sources[spot] contains read if {
	some kind, how in _flux_kinds
	some entry in estate.all(kind)
	spot := [entry.cluster, split(kind, ".")[0], entry.namespace, entry.name]
	spec := fields.mapping(entry.object, ["spec"])
	read := {
		"kind": how,
		"repository": revisions.repository(_address(how, spec)),
		"reference": _reference(how, fields.mapping(spec, ["ref"])),
	}
}

_flux_kinds := {
	"GitRepository.source.toolkit.fluxcd.io": "git",
	"OCIRepository.source.toolkit.fluxcd.io": "oci",
	"HelmRepository.source.toolkit.fluxcd.io": "chart",
	"Bucket.source.toolkit.fluxcd.io": "bucket",
}

_sources_of := {spot: reads | some spot, reads in _sources}

_address("bucket", spec) := concat("/", [fields.text(spec, ["endpoint"]), fields.text(spec, ["bucketName"])])

_address(how, spec) := fields.text(spec, ["url"]) if how != "bucket"

# Of several, the most exact one holds: commit, name, semver, tag, branch.
_reference("git", ref) := "" if {
	fields.text(ref, ["commit"]) != ""
} else := _moving(fields.text(ref, ["name"])) if {
	fields.text(ref, ["name"]) != ""
} else := _range(fields.text(ref, ["semver"])) if {
	fields.text(ref, ["semver"]) != ""
} else := "" if {
	fields.text(ref, ["tag"]) != ""
} else := fields.text(ref, ["branch"]) if {
	fields.text(ref, ["branch"]) != ""
} else := "master"

_reference("oci", ref) := "" if {
	fields.text(ref, ["digest"]) != ""
} else := _range(fields.text(ref, ["semver"])) if {
	fields.text(ref, ["semver"]) != ""
} else := _tag(fields.text(ref, ["tag"]))

_reference("bucket", _) := "latest"

_reference("chart", _) := ""

_tag("") := "latest"

_tag(tag) := "" if revisions.is_version(tag)

_tag(tag) := tag if {
	tag != ""
	not revisions.is_version(tag)
}

_of_flux := [read |
	some n, names in flux.works_for
	some part in _reconciled[n]
	some name, missing in names
	read := object.union(part, {"deployment": name, "missing": missing})
]

_reconciled := [reads |
	some reconciler in flux.reconcilers
	reads := [read |
		some [path, reference] in _references(reconciler.spec)
		some source in _sources_of[_spot(reconciler, reference)]
		read := object.union(source, {
			"reference": _referred(source, reconciler.spec),
			"path": _path(source, reconciler.spec),
			"witness": estate.witness(reconciler.entry, path),
			"label": reconciler.label,
			"settings": json.marshal(object.filter(reconciler.spec, _set)),
		})
	]
]

_set := ["postBuild", "patches", "images", "components", "values", "valuesFrom", "postRenderers"]

_references(spec) := [[array.concat(["spec"], path), reference] |
	some path in [["sourceRef"], ["chart", "spec", "sourceRef"], ["chartRef"]]
	reference := fields.mapping(spec, path)
	count(reference) > 0
]

_spot(reconciler, reference) := [
	reconciler.cluster,
	fields.text(reference, ["kind"]),
	_or(fields.text(reference, ["namespace"]), reconciler.namespace),
	fields.text(reference, ["name"]),
]

_or("", other) := other

_or(text, _) := text if text != ""

_path(source, spec) := fields.text(spec, ["chart", "spec", "chart"]) if {
	source.kind == "chart"
} else := revisions.path(fields.text(spec, ["chart", "spec", "chart"])) if {
	fields.text(spec, ["chart", "spec", "chart"]) != ""
} else := revisions.path(fields.text(spec, ["path"]))

_referred(source, spec) := _range(fields.text(spec, ["chart", "spec", "version"])) if {
	source.kind == "chart"
} else := source.reference
