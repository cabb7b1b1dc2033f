# METADATA
# title: Claims and volumes of deployments
# description: |
#   Which deployment uses which PersistentVolumeClaim and which PersistentVolume (core/v1), and what stands behind a
#   volume: what it is on, and a path there if that can be shared in parts.
package lib.envpolicy.volumes

import data.lib.envpolicy.addresses
import data.lib.envpolicy.devices
import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
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
	some claim in _claimants(key)
	source := {
		"deployment": claim.deployment,
		"claim": key,
		"source": entry.object.spec,
		"namespace": key[1],
		"cluster": entry.cluster,
		"reads": _reads(entry.object, claim),
		"witness": array.concat([estate.witness(entry, ["spec"])], claim.witness),
	}
]

# Who mounts or claims it; else whose StatefulSet makes the claim; else whoever may, since they stand in its namespace.
_claimants(key) := [object.union(claim, {"witness": [claim.witness]}) | some claim in _of_claim[key]] if {
	_of_claim[key]
} else := made if {
	made := [claim |
		some template in templates_of(key)
		some name in template.entry.owners
		claim := {"deployment": name, "reads": false, "witness": [estate.witness(template.entry, template.path)]}
	]
	count(made) > 0
} else := [{"deployment": name, "reads": false, "witness": []} |
	some name in object.get(placement.residents, [[key[0], key[1]]], set())
]

# METADATA
# description: |
#   The templates that make the claim with a key, `{"entry", "path"}`: a StatefulSet (apps/v1) calls its claims by the
#   template, its own name, and a number.
templates_of([cluster, namespace, name]) := object.get(_templates, [[cluster, namespace, beginning]], set()) if {
	beginning := regex.replace(name, `-[0-9]+$`, "")
}

_templates := {where: found | some where, found in _template}

_template[where] contains template if {
	some entry in estate.all("StatefulSet.apps")
	some index, item in _list(object.get(entry.object, ["spec", "volumeClaimTemplates"], []))
	where := [entry.cluster, entry.namespace, concat("-", [object.get(item, ["metadata", "name"], ""), entry.name])]
	template := {"entry": entry, "path": ["spec", "volumeClaimTemplates", index]}
}

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
} else := devices.behind(source)

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
} else := _of_iscsi(spec)

# A target may be reached by several portals; 3260 is the usual port.
_of_iscsi(spec) := [share |
	listed := object.get(spec.iscsi, "portals", [])
	some portal in array.concat([object.get(spec.iscsi, "targetPortal", "")], _list(listed))
	is_string(portal)
	portal != ""
	unit := sprintf("iscsi %v %v", [object.get(spec.iscsi, "iqn", ""), object.get(spec.iscsi, "lun", 0)])
	share := {"sort": unit, "server": regex.replace(portal, `:3260$`, ""), "path": ""}
] if {
	is_object(spec.iscsi)
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

_list(value) := value if {
	is_array(value)
} else := []
