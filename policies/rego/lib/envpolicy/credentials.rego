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
# description: "`{\"deployment\", \"view\", \"witness\"}` for each credential value and each deployment that holds it."
all := [credential | some credential in array.concat(_stored, _literal); credential.view.credential]

_stored := [{"deployment": item.deployment, "view": view, "witness": estate.witness(item.entry, [field, key])} |
	some kind in ["Secret", "ConfigMap"]
	some item in references.held(kind)
	some field in ["data", "stringData"]
	some key, view in _mapping(object.get(item.entry.object, field, {}))
	is_object(view)
]

_literal := [{"deployment": name, "view": view, "witness": estate.witness(workload.entry, path)} |
	some workload in workloads.all
	some name in workload.owners
	some item in workloads.containers(workload.spec)
	some [route, view] in _views(item.container)
	path := array.concat(workload.path, array.concat(item.path, route))
]

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
