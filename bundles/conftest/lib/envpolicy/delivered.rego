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
#   `git`, `chart`, `oci` or `bucket`; `reference` is "" where it is fixed; `path` is the path in it;
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
	"repository": _chart(revisions.repository(fields.text(source, ["repoURL"])), fields.text(source, ["chart"])),
	"reference": _range(fields.text(source, ["targetRevision"])),
	"path": ".",
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

_chart(repository, name) := concat("/", [repository, name])

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
		"branch": _branch(fields.text(spec, ["ref", "branch"])),
	}
}

_flux_kinds := {
	"GitRepository.source.toolkit.fluxcd.io": "git",
	"OCIRepository.source.toolkit.fluxcd.io": "oci",
	"HelmRepository.source.toolkit.fluxcd.io": "chart",
	"Bucket.source.toolkit.fluxcd.io": "bucket",
}

# METADATA
# description: |
#   The sources of Flux as `{"kind", "repository", "reference", "branch"}`, by `[cluster, kind, namespace, name]`;
#   `branch` is the one that a Git repository is checked out at.
sources_of := {spot: reads | some spot, reads in _sources}

_branch("") := "master"

_branch(name) := name if name != ""

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
		some [path, spot, chart] in _references(reconciler)
		some source in sources_of[spot]
		read := object.union(_read(source, chart, reconciler.spec), {
			"witness": estate.witness(reconciler.entry, path),
			"label": reconciler.label,
			"settings": json.marshal(object.filter(reconciler.spec, _set)),
		})
	]
]

_set := ["postBuild", "patches", "images", "components", "values", "valuesFrom", "postRenderers"]

# `[path, source's spot, chart]`: the chart is null for a Kustomization; else where it names the chart, and a version.
_references(reconciler) := array.concat(_inline(reconciler), _charts(reconciler))

_inline(reconciler) := [[array.concat(["spec"], path), _spot(reconciler, reference), chart] |
	some path in [["sourceRef"], ["chart", "spec", "sourceRef"], ["chartRef"]]
	reference := fields.mapping(reconciler.spec, path)
	count(reference) > 0
	chart := _named_by(path[0], fields.mapping(reconciler.spec, ["chart", "spec"]))
]

_named_by("sourceRef", _) := null

_named_by("chart", spec) := spec

_named_by("chartRef", _) := {}

_charts(reconciler) := [[["spec", "chartRef"], _spot(chart, fields.mapping(chart.spec, ["sourceRef"])), chart.spec] |
	spot := _spot(reconciler, fields.mapping(reconciler.spec, ["chartRef"]))
	some chart in _helm_charts[spot]
]

_helm_charts[spot] contains chart if {
	some entry in estate.all("HelmChart.source.toolkit.fluxcd.io")
	spot := [entry.cluster, "HelmChart", entry.namespace, entry.name]
	spec := fields.mapping(entry.object, ["spec"])
	chart := {"cluster": entry.cluster, "namespace": entry.namespace, "spec": spec}
}

_spot(from, reference) := [
	from.cluster,
	fields.text(reference, ["kind"]),
	_or(fields.text(reference, ["namespace"]), from.namespace),
	fields.text(reference, ["name"]),
]

_or("", other) := other

_or(text, _) := text if text != ""

_read(source, null, spec) := {
	"kind": source.kind,
	"repository": source.repository,
	"reference": source.reference,
	"path": revisions.path(fields.text(spec, ["path"])),
}

_read(source, chart, _) := {
	"kind": "chart",
	"repository": _chart(source.repository, fields.text(chart, ["chart"])),
	"reference": _range(fields.text(chart, ["version"])),
	"path": ".",
} if {
	is_object(chart)
	source.kind == "chart"
} else := {
	"kind": "chart",
	"repository": source.repository,
	"reference": source.reference,
	"path": ".",
} if {
	is_object(chart)
	source.kind == "oci"
} else := {
	"kind": source.kind,
	"repository": source.repository,
	"reference": source.reference,
	"path": revisions.path(fields.text(chart, ["chart"])),
} if {
	is_object(chart)
}
