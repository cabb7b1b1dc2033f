# METADATA
# title: Devices and shares behind volumes
# description: |
#   One disk has several names: the in-tree volumes of a cloud, and the CSI driver that took their place, call it by
#   the same identity.
package lib.envpolicy.devices

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate

# METADATA
# description: |
#   What stands behind a source of `volumes.sources`, as a whole, as `volumes.backends` has it; of EFS a file system,
#   and what is below.
behind(source) := [{"on": ["efs", parts[0]], "above": addresses.above(path), "extra": {}}] if {
	source.source.csi.driver == "efs.csi.aws.com"
	is_string(source.source.csi.volumeHandle)
	parts := split(source.source.csi.volumeHandle, ":")
	path := concat("/", array.slice(parts, 1, 3))
} else := [_whole(["bucket", source.source.csi.volumeAttributes.bucketName])] if {
	source.source.csi.driver == "s3.csi.aws.com" # whatever the handle
} else := [_whole(["azureFile", _account(source), source.source.azureFile.shareName])] if {
	_account(source) != ""
} else := disks if {
	disks := _disks(source)
	count(disks) > 0
} else := _units(source.source.fc) if {
	is_object(source.source.fc)
} else := [_whole([kind, concat(" ", array.concat(_home(source, kind), values))]) |
	some kind, fields in _identity
	part := object.get(source.source, kind, null)
	is_object(part)
	some values in _values(part, fields)
]

_whole(identity) := {"on": identity, "above": [""], "extra": {}}

# --- disks of clouds: the in-tree field, and the driver that took its place

_drivers := {
	"ebs.csi.aws.com": "aws",
	"disk.csi.azure.com": "azure",
	"pd.csi.storage.gke.io": "gce",
	"cinder.csi.openstack.org": "cinder",
	"pxd.portworx.com": "portworx",
}

_in_tree := {
	"awsElasticBlockStore": ["aws", "volumeID"],
	"azureDisk": ["azure", "diskURI"],
	"gcePersistentDisk": ["gce", "pdName"],
	"cinder": ["cinder", "volumeID"],
	"portworxVolume": ["portworx", "volumeID"],
}

_disks(source) := array.concat(
	[disk |
		cloud := _drivers[source.source.csi.driver]
		handle := source.source.csi.volumeHandle
		is_string(handle)
		handle != ""
		some disk in _by_handle(source, cloud, handle)
	],
	[disk |
		some kind, [cloud, field] in _in_tree
		name := object.get(source.source, [kind, field], null)
		is_string(name)
		name != ""
		some disk in _by_name(source, cloud, name)
	],
)

# A handle of Google's has project and zone, a name has not: in one cluster the two mean one disk, across clusters
# that is not told.
_by_handle(source, "gce", handle) := [
	_whole(["gce", handle]),
	_beside(["gce by name", source.cluster, name], {"side": "offers"}),
	_beside(["gce by name", name], {"side": "offers"}),
] if {
	parts := split(handle, "/")
	name := parts[count(parts) - 1]
}

_by_handle(source, cloud, handle) := [_whole(array.concat([cloud], _called(source, cloud, handle)))] if cloud != "gce"

_by_name(source, "gce", name) := [
	_whole(["gce", name]),
	_beside(["gce by name", source.cluster, name], {"side": "uses"}),
	_beside(["gce by name", name], {
		"side": "uses",
		"certain": false,
		"missing": [sprintf("project and zone of disk %v of %v", [name, source.cluster])],
	}),
]

_by_name(source, cloud, name) := [_whole(array.concat([cloud], _called(source, cloud, name)))] if cloud != "gce"

_beside(identity, extra) := {"on": identity, "above": [""], "extra": extra}

# `aws://zone/vol-1` is vol-1; Azure takes no notice of letters; a name of Portworx is its cluster's.
_called(_, "aws", name) := [steps[count(steps) - 1]] if steps := split(name, "/")

_called(_, "azure", name) := [lower(name)]

_called(_, "cinder", name) := [name]

_called(source, "portworx", name) := [source.cluster, name]

# --- Fibre Channel: a unit behind any of several ports, or a unit by its own name

_units(part) := array.concat(
	[_whole(["fc", lower(port), object.get(part, "lun", 0)]) |
		some port in object.get(part, "targetWWNs", [])
		is_string(port)
	],
	[_whole(["fc", lower(name)]) |
		some name in object.get(part, "wwids", [])
		is_string(name)
	],
)

# --- accounts of Azure Files

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

# --- what else is told by a few fields

# A driver, or the number of a unit, alone says nothing of whose volume it is.
_values(part, fields) := [[sprintf("%v", [object.get(part, field, "")]) | some field in fields]] if {
	_told(part, fields)
} else := []

_told(part, fields) if {
	some name in fields
	name != "driver"
	object.get(part, name, "") != ""
}

# A Secret, or an Endpoints object, is its namespace's.
_home(source, kind) := [source.cluster, namespace] if {
	field := {"azureFile": "secretNamespace", "glusterfs": "endpointsNamespace"}[kind]
	namespace := object.get(source.source, [kind, field], source.namespace)
} else := []

_identity := {
	"csi": ["driver", "volumeHandle"],
	"azureFile": ["secretName", "shareName"],
	"glusterfs": ["endpoints", "path"],
	"vsphereVolume": ["volumePath"],
	"quobyte": ["registry", "volume"],
}
