# METADATA
# title: Which deployment uses which bucket
# description: |
#   By addresses, by names beside the address of a storage, and by claims for buckets. A job that names two buckets
#   copies from the one to the other: of that a check of its own speaks.
package lib.envpolicy.buckets

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.settings

_all := array.concat(array.concat(_by_address, _by_container), array.concat(_by_name, _claimed))

_of_job[group] contains use.bucket if {
	some use in _all
	use.job
	group := use.group
}

_copying := {group | some group, buckets in _of_job; count(buckets) > 1}

# METADATA
# description: |
#   `{"deployment", "bucket", "above", "extra", "group", "job", "witness"}`: `bucket` is where it is and its name,
#   `above` the path in it and what is above that, itself first, `group` a place in `settings.groups`.
uses := [use | some use in _all; not _copies(use)]

# METADATA
# description: The buckets of jobs that copy from one to another, as `uses`.
copied := [use | some use in _all; _copies(use)]

_copies(use) if {
	use.job
	use.group in _copying
}

# A container of Azure is its storage account's; without one it says nothing.
_by_container := [use |
	some index, group in settings.groups
	some setting in group.settings
	some container in object.get(setting.view, ["says", "container"], [])
	some account in settings.said(group, "storage-account")
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [account, container],
		"above": [""],
		"extra": {},
		"group": index,
		"job": group.job,
		"witness": setting.witness,
	}
]

_by_address := [use |
	some index, group in settings.groups
	some setting in group.settings
	some found in object.get(setting.view, "buckets", [])
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [found.endpoint, found.bucket],
		"above": found.above,
		"extra": {},
		"group": index,
		"job": group.job,
		"witness": setting.witness,
	}
]

_by_name := [use |
	some index, group in settings.groups
	some setting in group.settings
	some bucket in object.get(setting.view, ["says", "bucket"], [])
	some endpoint in _endpoints(group, setting)
	some above in _paths(group, setting)
	some name in group.owners
	use := {
		"deployment": name,
		"bucket": [endpoint.server, bucket],
		"above": above,
		"extra": endpoint.extra,
		"group": index,
		"job": group.job,
		"witness": setting.witness,
	}
]

# Where the bucket is: what else in the group is an address of storage, or stands beside the bucket, but of no bucket.
_endpoints(group, setting) := found if {
	starts := {other.start | some other in group.settings; other.view.says.bucket}
	found := [endpoint |
		some other in group.settings
		_is_of_storage(other, starts)
		not other.view.buckets
		some host in other.view.hosts
		some endpoint in _endpoint(group, host)
	]
	count(found) > 0
} else := [{"server": "gs", "extra": {}}] if {
	regex.match(`(?i)(^|[^a-z])(gcs|gs|google)([^a-z]|$)`, setting.name)
} else := [{"server": "s3", "extra": {}}]

_is_of_storage(other, _) if object.get(other.view, "about", "") == "storage"

_is_of_storage(other, starts) if {
	object.get(other.view, "about", "") == ""
	not other.view.settings
	other.name != ""
	other.start in starts
}

_endpoint(_, host) := [{"server": "s3", "extra": {}}] if {
	regex.match(`(^|\.)amazonaws\.com(\.cn)?$`, host)
} else := [{"server": "gs", "extra": {}}] if {
	regex.match(`(^|\.)storage\.googleapis\.com$`, host)
}

_endpoint(group, host) := addresses.plain_servers(group.cluster, group.namespace, host) if {
	not regex.match(`(^|\.)(amazonaws\.com(\.cn)?|storage\.googleapis\.com)$`, host)
}

_paths(group, setting) := found if {
	found := [other.view.says.prefix |
		some other in group.settings
		other.start == setting.start
		other.view.says.prefix
	]
	count(found) > 0
} else := [[""]]

# A bucket by name is one of its class; an existing one is an object of the cluster, whatever the class.
_claimed := [use |
	some kind, [field, class_field] in {
		"ObjectBucketClaim.objectbucket.io": ["bucketName", "storageClassName"],
		"BucketClaim.objectstorage.k8s.io": ["existingBucketName", ""],
	}
	some entry in estate.all(kind)
	bucket := fields.text(entry.object, ["spec", field])
	bucket != ""
	class := fields.text(entry.object, ["spec", class_field])
	some name in entry.owners
	use := {
		"deployment": name,
		"bucket": [concat(" ", [entry.cluster, class]), bucket],
		"above": [""],
		"extra": {},
		"group": -1,
		"job": false,
		"witness": estate.witness(entry, ["spec", field]),
	}
]
