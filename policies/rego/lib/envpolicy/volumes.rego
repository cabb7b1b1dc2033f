# METADATA
# title: Claims and volumes of deployments
# description: |
#   Which deployment uses which PersistentVolumeClaim and which PersistentVolume (core/v1), and what stands behind a
#   volume: what it is on, and a path there if that can be shared in parts.
package lib.envpolicy.volumes

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"deployment", "key", "reads", "witness"}`: who mounts or claims a PersistentVolumeClaim; `key` is `[cluster,
#   namespace, name]`, `reads` whether it is mounted to be read only.
claims := array.concat(_mounted, _claimed)

_mounted := [claim |
	some workload in workloads.all
	some index, volume in _list(object.get(workload.spec, "volumes", []))
	name := object.get(volume, ["persistentVolumeClaim", "claimName"], null)
	is_string(name)
	some owner in workload.owners
	path := ["spec", "volumes", index, "persistentVolumeClaim", "claimName"]
	claim := {
		"deployment": owner,
		"key": [workload.cluster, workload.namespace, name],
		"reads": object.get(volume, ["persistentVolumeClaim", "readOnly"], false) == true,
		"witness": estate.witness(workload.entry, array.concat(workload.path, path)),
	}
]

_claimed := [claim |
	some entry in estate.all("PersistentVolumeClaim")
	some owner in entry.owners
	claim := {
		"deployment": owner,
		"key": [entry.cluster, entry.namespace, entry.name],
		"reads": _read_only(entry.object),
		"witness": estate.witness(entry, []),
	}
]

_read_only(item) if {
	modes := object.get(item, ["spec", "accessModes"], [])
	modes == ["ReadOnlyMany"]
} else := false

_by_claim[key] contains claim if {
	some claim in claims
	key := claim.key
}

_of_claim := {key: found | some key, found in _by_claim}

_naming[volume] contains key if {
	some entry in estate.all("PersistentVolumeClaim")
	name := object.get(entry.object, ["spec", "volumeName"], "")
	is_string(name)
	name != ""
	volume := [entry.cluster, name]
	key := [entry.cluster, entry.namespace, entry.name]
}

_named := {volume: keys | some volume, keys in _naming}

# The claim that a volume is bound to, or made for: as it says itself, or as the claim says.
_bound contains [index, key] if {
	some index, entry in estate.all("PersistentVolume")
	reference := object.get(entry.object, ["spec", "claimRef"], null)
	is_object(reference)
	key := [entry.cluster, reference.namespace, reference.name]
}

_bound contains [index, key] if {
	some index, entry in estate.all("PersistentVolume")
	some key in _named[[entry.cluster, entry.name]]
}

# METADATA
# description: |
#   `{"deployment", "claim", "source", "namespace", "cluster", "reads", "witness"}`: what deployments have volumes on,
#   as PersistentVolumes or written into their pods; `source` is the part of the object that says where the data are,
#   `claim` the key of the claim or null.
sources := array.concat(_persistent, _inline)

_volumes := estate.all("PersistentVolume")

_persistent := [source |
	some [index, key] in _bound
	entry := _volumes[index]
	some claim in object.get(_of_claim, [key], set())
	source := {
		"deployment": claim.deployment,
		"claim": key,
		"source": entry.object.spec,
		"namespace": key[1],
		"cluster": entry.cluster,
		"reads": claim.reads,
		"witness": [estate.witness(entry, ["spec"]), claim.witness],
	}
]

_inline := [source |
	some workload in workloads.all
	some index, volume in _list(object.get(workload.spec, "volumes", []))
	some kind in _shareable
	is_object(object.get(volume, kind, null))
	some owner in workload.owners
	path := array.concat(workload.path, ["spec", "volumes", index, kind])
	source := {
		"deployment": owner,
		"claim": null,
		"source": volume,
		"namespace": workload.namespace,
		"cluster": workload.cluster,
		"reads": object.get(volume, [kind, "readOnly"], false) == true,
		"witness": [estate.witness(workload.entry, path)],
	}
]

_shareable := {
	"nfs", "cephfs", "iscsi", "fc", "azureFile", "azureDisk", "awsElasticBlockStore", "gcePersistentDisk", "rbd",
	"glusterfs", "vsphereVolume", "portworxVolume", "cinder", "quobyte",
}

# METADATA
# description: |
#   What stands behind a source: `{"on", "above", "extra"}`. `on` is the same wherever the same storage is meant;
#   `above` is the path there and what is above it, itself first; `extra` as `addresses.servers` has it.
backends(source) := _network(source) if {
	count(_network(source)) > 0
} else := _devices(source)

_network(source) := [backend |
	some share in _shares(source.source)
	some found in addresses.plain_servers(source.cluster, source.namespace, lower(share.server))
	backend := {"on": [share.sort, found.server], "above": addresses.above(share.path), "extra": found.extra}
]

_shares(spec) := [share |
	share := {"sort": "nfs", "server": spec.nfs.server, "path": object.get(spec.nfs, "path", "/")}
] if {
	is_string(spec.nfs.server)
} else := [share |
	attributes := spec.csi.volumeAttributes
	share := {
		"sort": _csi_sorts[spec.csi.driver],
		"server": _server(attributes),
		"path": concat("/", [_share(attributes), object.get(attributes, "subDir", object.get(attributes, "subdir", ""))]),
	}
] if {
	is_object(spec.csi.volumeAttributes)
	_csi_sorts[spec.csi.driver]
	_server(spec.csi.volumeAttributes)
} else := [share |
	some monitor in spec.cephfs.monitors
	share := {
		"sort": "cephfs",
		"server": regex.replace(monitor, `:[0-9]+$`, ""),
		"path": object.get(spec.cephfs, "path", "/"),
	}
] if {
	is_array(spec.cephfs.monitors)
} else := []

_csi_sorts := {"nfs.csi.k8s.io": "nfs", "smb.csi.k8s.io": "smb"}

_server(attributes) := attributes.server if {
	is_string(attributes.server)
} else := split(trim_left(attributes.source, "/"), "/")[0] if {
	is_string(attributes.source)
}

_share(attributes) := attributes.share if {
	is_string(attributes.share)
} else := concat("/", array.slice(split(trim_left(attributes.source, "/"), "/"), 1, 100)) if {
	is_string(attributes.source)
} else := "/"

# One device, or one share, as a whole.
_devices(source) := [{"on": [kind, concat(" ", values)], "above": [""], "extra": {}} |
	some kind, fields in _identity
	part := object.get(source.source, kind, null)
	is_object(part)
	values := [sprintf("%v", [value]) | some field in fields; value := object.get(part, field, "")]
	count([value | some value in values; value != ""]) > 0
]

_identity := {
	"csi": ["driver", "volumeHandle"],
	"iscsi": ["targetPortal", "iqn", "lun"],
	"fc": ["targetWWNs", "lun", "wwids"],
	"azureFile": ["secretNamespace", "secretName", "shareName"],
	"azureDisk": ["diskURI"],
	"awsElasticBlockStore": ["volumeID"],
	"gcePersistentDisk": ["pdName"],
	"rbd": ["monitors", "pool", "image"],
	"glusterfs": ["endpoints", "path"],
	"vsphereVolume": ["volumePath"],
	"portworxVolume": ["volumeID"],
	"cinder": ["volumeID"],
	"quobyte": ["registry", "volume"],
}

_list(value) := value if {
	is_array(value)
} else := []
