# METADATA
# title: What external-dns publishes, for whom, and with which rights
# description: |
#   Every container of external-dns is an instance. It serves the deployments of its cluster that have host names in the
#   domains of its filter, or any, where it has no filter; then the domains of these names stand for its zones.
package lib.envpolicy.external_dns

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.front_doors
import data.lib.envpolicy.hosts
import data.lib.envpolicy.labels
import data.lib.envpolicy.references
import data.lib.envpolicy.workloads

_kinds := {"Deployment.apps", "StatefulSet.apps", "Pod"}

# METADATA
# description: |
#   `{"workload", "owner", "filters", "missing", "path"}`; `owner` is a digest of the txt-owner-id, `filters` are
#   domains.
instances := [instance |
	some workload in workloads.all
	workload.kind in _kinds
	workload.controller == null
	some item in workload.containers
	image := object.get(item.container, "image", "")
	is_string(image)
	regex.match(`(^|/)external-dns([:@]|$)`, image)
	told := _told(item.container)
	instance := {
		"workload": workload,
		"owner": _owner(told),
		"filters": {domain | some view in told; view.setting == "domain-filter"; some domain in view.hosts},
		"missing": _missing(workload, told),
		"path": array.concat(workload.path, item.path),
	}
]

_told(container) := [view |
	some view in array.concat(
		array.concat(fields.list(container, ["args"]), fields.list(container, ["command"])),
		[fields.mapping(variable, ["value"]) | some variable in fields.list(container, ["env"])],
	)
	is_object(view)
	view.setting
]

# Without a registry nobody's records are respected; the owner is "default" where none is named.
_owner(told) := "no registry" if {
	some view in told
	view.setting == "registry"
	view.word == "noop"
} else := owner if {
	owner := [view.value | some view in told; view.setting == "txt-owner-id"][0]
} else := "default"

# One that heeds a single namespace: which, is not known.
_missing(workload, told) := {sprintf("namespace served by %v/%v of %v", text) |
	text := [workload.namespace, workload.name, workload.cluster]
	some view in told
	view.setting == "namespace"
}

# --- who is served

_published[name] contains {"cluster": door.entry.cluster, "host": door.host, "witness": witness} if {
	some door in front_doors.all
	domain := hosts.domain(door.host)
	domain != ""
	witness := estate.witness(door.entry, door.path)
	some name in door.entry.owners
}

# METADATA
# description: |
#   `{"deployment", "instance", "zone", "witness"}` for each deployment with a name in a zone that an instance (a place
#   in `instances`) keeps.
served := [service |
	some place, instance in instances
	some name, doors in _published
	some door in doors
	door.cluster == instance.workload.cluster
	some zone in _zones(instance, door.host)
	service := {"deployment": name, "instance": place, "zone": zone, "witness": door.witness}
]

_zones(instance, host) := {hosts.domain(host)} if {
	count(instance.filters) == 0
} else := {domain | some domain in instance.filters; _within(domain, host)}

_within(domain, host) if trim_prefix(host, "*.") == domain

_within(domain, host) if endswith(host, concat("", [".", domain]))

# --- with which rights

_identities := [
	"eks.amazonaws.com/role-arn",
	"iam.gke.io/gcp-service-account",
	"azure.workload.identity/client-id",
]

# METADATA
# description: The credentials and identities of each instance, `{"key", "witness"}`, by its place.
rights := [_rights(instance) | some instance in instances]

_rights(instance) := array.concat(
	[{"key": digest, "witness": estate.witness(instance.workload.entry, path)} |
		some found in references.of_pod(instance.workload.spec)
		found.kind == "Secret"
		not "imagePullSecrets" in found.path
		path := array.concat(instance.workload.path, found.path)
		where := ["Secret", instance.workload.cluster, instance.workload.namespace, found.name]
		some entry in object.get(references.objects, [where], [])
		some field in ["data", "stringData"]
		some view in fields.mapping(entry.object, [field])
		is_object(view)
		view.credential
		some digest in view.digests
	],
	[{"key": text, "witness": estate.witness(entry, ["metadata", "annotations", annotation])} |
		some entry in estate.all("ServiceAccount")
		entry.cluster == instance.workload.cluster
		entry.namespace == instance.workload.namespace
		entry.name == workloads.account(instance.workload.spec)
		some annotation in _identities
		text := labels.annotations(entry.object)[annotation]
	],
)
