# METADATA
# title: Which kept volumes a claim may get
# description: |
#   A PersistentVolume whose policy is to retain, and that is free: Available, or reserved for a claim that is gone and
#   without its uid (a Released one keeps the uid, and is bound to nobody). A claim without a volume gets one of its
#   class, size, access modes and volume mode that its selector selects (core/v1).
package lib.envpolicy.rebinding

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_claims := estate.all("PersistentVolumeClaim")

_claim_owners := {[claim.cluster, claim.namespace, claim.name]: claim.owners | some claim in _claims}

_former[number] contains name if {
	some number, volume in _free
	some name in _of_volume(volume)
}

# Whose data are on it: of the claim that it was reserved for, or of the release that brings it along.
_of_volume(volume) := object.get(placement.residents, [[volume.cluster, reference.namespace]], set()) if {
	reference := object.get(volume.object, ["spec", "claimRef"], null)
	is_object(reference)
} else := volume.owners | union({claim.owners |
	some claim in _claims
	claim.cluster == volume.cluster
	fields.text(claim.object, ["spec", "volumeName"]) == volume.name
})

_free := [volume |
	some volume in estate.all("PersistentVolume")
	object.get(volume.object, ["status", "phase"], "Available") in {"Available", "Released", "Pending"}
	object.get(volume.object, ["spec", "persistentVolumeReclaimPolicy"], "Retain") == "Retain"
	_unreserved(volume)
]

_unreserved(volume) if object.get(volume.object, ["spec", "claimRef"], null) == null

_unreserved(volume) if {
	reference := object.get(volume.object, ["spec", "claimRef"], null)
	is_object(reference)
	object.get(reference, "uid", "") in {"", null}
	claim := [volume.cluster, object.get(reference, "namespace", ""), object.get(reference, "name", "")]
	not _claim_owners[claim]
}

# --- what has to be equal

_class(item) := found if {
	found := object.get(item, ["spec", "storageClassName"], null)
	is_string(found)
} else := found if {
	found := object.get(labels.annotations(item), "volume.beta.kubernetes.io/storage-class", null)
} else := null

_default_classes[cluster] contains entry.name if {
	some entry in estate.all("StorageClass.storage.k8s.io")
	labels.annotations(entry.object)["storageclass.kubernetes.io/is-default-class"] == "true"
	cluster := entry.cluster
}

_of_volume_class(volume) := class if {
	class := _class(volume.object)
	class != null
} else := ""

# A claim that names no class gets the default one, where there is one.
_of_claim_class(claim) := {class} if {
	class := _class(claim.object)
	class != null
} else := object.get(_default_classes, claim.cluster, {""})

_mode(item) := object.get(item, ["spec", "volumeMode"], "Filesystem")

_bytes(text) := units.parse_bytes(text) if {
	is_string(text)
	regex.match(`^[0-9]+(\.[0-9]+)?([kKMGTPE]i?)?$`, text)
} else := text if {
	is_number(text)
}

_fits(volume, claim) if {
	wanted := _bytes(object.get(claim.object, ["spec", "resources", "requests", "storage"], "0"))
	_bytes(object.get(volume.object, ["spec", "capacity", "storage"], "0")) >= wanted
	modes := {mode | some mode in fields.list(claim.object, ["spec", "accessModes"])}
	count(modes - {mode | some mode in fields.list(volume.object, ["spec", "accessModes"])}) == 0
	labels.matches(fields.mapping(claim.object, ["spec", "selector"]), labels.of(volume.object))
}

# --- claims that look for a volume

_reserved := {[volume.cluster, reference.namespace, reference.name] |
	some volume in estate.all("PersistentVolume")
	reference := object.get(volume.object, ["spec", "claimRef"], null)
	is_object(reference)
}

_waiting[key] contains number if {
	some number, claim in _claims
	fields.text(claim.object, ["spec", "volumeName"]) == ""
	not [claim.cluster, claim.namespace, claim.name] in _reserved
	object.get(claim.object, ["spec", "dataSource"], null) == null
	object.get(claim.object, ["spec", "dataSourceRef"], null) == null
	some class in _of_claim_class(claim)
	key := [claim.cluster, class, _mode(claim.object)]
}

_waiters := {key: places | some key, places in _waiting}

# METADATA
# description: "`{\"from\", \"to\", \"volume\", \"claim\"}`: a claim of `to` may get a volume with the data of `from`."
all := [found |
	some number, names in _former
	volume := _free[number]
	some place in object.get(_waiters, [[volume.cluster, _of_volume_class(volume), _mode(volume.object)]], set())
	claim := _claims[place]
	_fits(volume, claim)
	some from in names
	some to in claim.owners
	from != to
	found := {"from": from, "to": to, "volume": volume, "claim": claim}
]
