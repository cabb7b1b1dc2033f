# METADATA
# title: Credential values that deployments hold
# description: |
#   Values never reach a policy; in their place stands a view with digests keyed per run, which says whether the
#   value counts as a credential.
package lib.envpolicy.credentials

import data.lib.envpolicy.estate
import data.lib.envpolicy.references
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"deployment", "view", "sort", "witness"}` for each credential value and each deployment that holds it. What is
#   equal of equal `sort` is another check's: "pull" (logins of registries), "tls" (keys of certificates), "sops" (keys
#   that SOPS decrypts with), "service" (keys of somebody else's service); else it is the digest of the whole Secret
#   around it, the name of the ConfigMap around it, or null.
all := [credential | some credential in array.concat(_stored, literal); credential.view.credential]

_stored := [credential |
	some kind in ["Secret", "ConfigMap"]
	some item in references.held(kind)
	some credential in _entries(item)
]

_entries(item) := [credential |
	some field in ["data", "stringData"]
	some key, view in _mapping(object.get(item.entry.object, field, {}))
	is_object(view)
	credential := {
		"deployment": item.deployment,
		"view": view,
		"sort": sort_of(item.entry, key, view),
		"witness": estate.witness(item.entry, [field, key]),
	}
]

# METADATA
# description: Literal values in environment variables, commands and arguments, credentials or not.
literal := [credential |
	some workload in workloads.all
	some item in workload.containers
	some [route, view] in _views(item.container)
	path := array.concat(workload.path, array.concat(item.path, route))
	some name in workload.owners
	credential := {
		"deployment": name,
		"view": view,
		"sort": _service(view),
		"witness": estate.witness(workload.entry, path),
	}
]

# METADATA
# description: What sort of credential an entry of a Secret or ConfigMap is.
sort_of(entry, key, view) := "pull" if {
	view.registries
} else := "tls" if {
	entry.kind == "Secret"
	key == "tls.key"
} else := "sops" if {
	entry.kind == "Secret"
	decrypts(key)
} else := "service" if {
	view.service
} else := entry.object.dataDigest if {
	entry.kind == "Secret"
} else := concat("/", [entry.cluster, entry.namespace, entry.name])

# METADATA
# scope: document
# description: Whether an entry of a Secret is a key that Flux decrypts with, by its name.
decrypts(key) if endswith(key, ".agekey")

decrypts(key) if endswith(key, ".asc")

_service(view) := "service" if {
	view.service
} else := null

_views(container) := array.concat(
	[[["env", index, "value"], entry.value] |
		some index, entry in _list(object.get(container, "env", []))
		is_object(object.get(entry, "value", null))
	],
	[[[field, index], view] |
		some field in ["command", "args"]
		some index, view in _list(object.get(container, field, []))
		is_object(view)
	],
)

_mapping(value) := value if {
	is_object(value)
} else := {}

_list(value) := value if {
	is_array(value)
} else := []
