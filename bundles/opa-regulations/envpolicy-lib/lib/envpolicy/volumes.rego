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
		"reads": _reads(entry.object, claim),
		"witness": [estate.witness(entry, ["spec"]), claim.witness],
	}
]

_reads(volume, claim) if {
	claim.reads
} else if {
	_read_only_volume(volume)
} else := false

_read_only_volume(volume) if _read_only(volume) == true

_read_only_volume(volume) if {
	some kind in _shareable
	object.get(volume, ["spec", kind, "readOnly"], false) == true
}

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
	"glusterfs", "vsphereVolume", "csi", "portworxVolume", "cinder", "quobyte",
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

_shares(spec) := [{"sort": "nfs", "server": spec.nfs.server, "path": object.get(spec.nfs, "path", "/")}] if {
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
} else := _of_ceph(spec)

_of_ceph(spec) := [share |
	some monitor in spec.cephfs.monitors
	share := {"sort": "cephfs", "server": _host(monitor), "path": object.get(spec.cephfs, "path", "/")}
] if {
	is_array(spec.cephfs.monitors)
} else := [share |
	some monitor in spec.rbd.monitors
	path := concat("/", [object.get(spec.rbd, "pool", "rbd"), object.get(spec.rbd, "image", "")])
	share := {"sort": "rbd", "server": _host(monitor), "path": path}
] if {
	is_array(spec.rbd.monitors)
} else := []

_host(monitor) := regex.replace(monitor, `:[0-9]+$`, "")

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

# One device, or one share, as a whole; of EFS a file system, and what is below.
_devices(source) := [{"on": ["efs", parts[0]], "above": addresses.above(path), "extra": {}}] if {
	source.source.csi.driver == "efs.csi.aws.com"
	is_string(source.source.csi.volumeHandle)
	parts := split(source.source.csi.volumeHandle, ":")
	path := concat("/", array.slice(parts, 1, 3))
} else := [{"on": ["bucket", source.source.csi.volumeAttributes.bucketName], "above": [""], "extra": {}}] if {
	source.source.csi.driver == "s3.csi.aws.com" # whatever the handle
} else := [{"on": ["azureFile", _account(source), source.source.azureFile.shareName], "above": [""], "extra": {}}] if {
	_account(source) != ""
} else := [{"on": [kind, concat(" ", array.concat(_home(source, kind), values))], "above": [""], "extra": {}} |
	some kind, fields in _identity
	part := object.get(source.source, kind, null)
	is_object(part)
	some values in _values(part, fields)
]

_account(source) := object.get(_accounts, [[source.cluster, namespace, name]], "") if {
	name := source.source.azureFile.secretName
	namespace := object.get(source.source, ["azureFile", "secretNamespace"], source.namespace)
}

# The storage account that a Secret for Azure Files names, as a digest.
_accounts := {[entry.cluster, entry.namespace, entry.name]: digest |
	some entry in estate.all("Secret")
	digests := {digest |
		some field in ["data", "stringData"]
		some digest in object.get(entry.object, [field, "azurestorageaccountname", "digests"], [])
	}
	count(digests) > 0
	digest := min(digests)
}

# A driver, or the number of a unit, alone says nothing of whose volume it is.
_values(part, fields) := [[sprintf("%v", [object.get(part, field, "")]) | some field in fields]] if {
	_told(part, fields)
} else := []

_told(part, fields) if {
	some name in fields
	not name in {"driver", "lun"}
	object.get(part, name, "") != ""
}

# A Secret, or an Endpoints object, is its namespace's; a name of Portworx its cluster's.
_home(source, kind) := [source.cluster, namespace] if {
	field := {"azureFile": "secretNamespace", "glusterfs": "endpointsNamespace"}[kind]
	namespace := object.get(source.source, [kind, field], source.namespace)
} else := [source.cluster] if {
	kind == "portworxVolume"
} else := []

_identity := {
	"csi": ["driver", "volumeHandle"],
	"iscsi": ["targetPortal", "iqn", "lun"],
	"fc": ["targetWWNs", "lun", "wwids"],
	"azureFile": ["secretName", "shareName"],
	"azureDisk": ["diskURI"],
	"awsElasticBlockStore": ["volumeID"],
	"gcePersistentDisk": ["pdName"],
	"glusterfs": ["endpoints", "path"],
	"vsphereVolume": ["volumePath"],
	"portworxVolume": ["volumeID"],
	"cinder": ["volumeID"],
	"quobyte": ["registry", "volume"],
}

_list(value) := value if {
	is_array(value)
} else := []
