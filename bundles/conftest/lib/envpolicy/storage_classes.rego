# METADATA
# title: What stands behind storage classes
# description: |
#   A StorageClass makes volumes in one place where its parameters name a pool or a share. The place is the same
#   wherever driver and parameters are equal: names of servers, file systems and accounts are worth that by themselves;
#   a name like `replicapool` is, with the same secret of the provisioner.
package lib.envpolicy.storage_classes

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields

# Parameters that say where volumes are made; those of the first list do so alone.
_places := {
	"accesszone", "basepath", "bucket", "containername", "datapool", "datastore", "datastoreurl", "filesystemid",
	"fsname", "isipath", "path", "pool", "poolname", "resturl", "server", "share", "sharename", "source",
	"storageaccount", "storagepool", "storagepools", "volbackendfs", "volumegroup",
}

_narrower := {"backend", "clusterid", "clustername", "monitors"}

# Worth comparing between clusters: identities that are made once, addresses.
_unique := `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$|^fs-[0-9a-f]{8,}|^ds:///|://`

_parameters(entry) := {lower(name): trim_right(value, "/") |
	some name, value in fields.mapping(entry.object, ["parameters"])
	lower(name) in (_places | _narrower)
	is_string(value)
	value != ""
}

# METADATA
# description: |
#   `{"entry", "key", "sure", "extra", "secret"}`: `key` is what to compare, `sure` whether it is worth that by itself,
#   `extra` as `addresses.servers` has it, `secret` what is known of the secret of the provisioner: "none", a digest of
#   its content, or null.
all := [backend |
	some entry in estate.all("StorageClass.storage.k8s.io")
	parameters := _parameters(entry)
	count(object.keys(parameters) & _places) > 0
	some place in _located(entry.cluster, parameters)
	backend := object.union(place, {
		"entry": entry,
		"key": [fields.text(entry.object, ["provisioner"]), place.key],
		"secret": _secret(entry),
	})
]

_located(cluster, parameters) := [place |
	some found in addresses.plain_servers(cluster, "", lower(parameters.server))
	key := _listed(object.union(parameters, {"server": found.server}))
	place := {"key": key, "sure": true, "extra": found.extra}
] if {
	parameters.server
} else := [place |
	parts := split(trim_left(parameters.source, "/"), "/")
	some found in addresses.plain_servers(cluster, "", lower(parts[0]))
	source := concat("/", array.concat([found.server], array.slice(parts, 1, count(parts))))
	place := {"key": _listed(object.union(parameters, {"source": source})), "sure": true, "extra": found.extra}
] if {
	startswith(parameters.source, "//")
} else := [{"key": _listed(parameters), "sure": _sure(parameters), "extra": {}}]

_listed(parameters) := [[name, parameters[name]] | some name in sort(object.keys(parameters))]

_sure(parameters) if {
	some value in parameters
	regex.match(_unique, value)
} else if {
	parameters.storageaccount
} else := false

_contents := {[entry.cluster, entry.namespace, entry.name]: entry.object.dataDigest |
	some entry in estate.all("Secret")
}

_secret(entry) := "none" if {
	not _named(entry)
} else := _contents[array.concat([entry.cluster], _named(entry))] if {
	_contents[array.concat([entry.cluster], _named(entry))]
} else := null

_named(entry) := [
	fields.text(parameters, ["csi.storage.k8s.io/provisioner-secret-namespace"]),
	parameters["csi.storage.k8s.io/provisioner-secret-name"],
] if {
	parameters := fields.mapping(entry.object, ["parameters"])
} else := [object.get(parameters, "adminSecretNamespace", "default"), parameters.adminSecretName] if {
	parameters := fields.mapping(entry.object, ["parameters"])
}
