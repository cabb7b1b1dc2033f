# METADATA
# title: Hosts that deployments' settings name
# description: |
#   Whatever a container is told, and what a mesh is told of servers. Servers of data (databases, brokers, indices)
#   are left out, and so are keys to a cluster: of these, checks of their own speak.
package lib.envpolicy.mentions

import data.lib.envpolicy.kubeconfigs
import data.lib.envpolicy.named_servers
import data.lib.envpolicy.pointers
import data.lib.envpolicy.settings

# METADATA
# description: |
#   `{"owners", "cluster", "namespace", "host", "place", "witness", "mesh"}`; `place` is the object in words, `mesh`
#   whether it is one of a mesh.
all := array.concat(_of_settings, _of_mesh)

_data contains [endpoint.setting.witness, endpoint.host] if some endpoint in named_servers.endpoints

_of_settings := [mention |
	some group in settings.groups
	some setting in group.settings
	not _spot(setting.witness) in _keys
	some host in setting.view.hosts
	not [setting.witness, host] in _data
	mention := {
		"owners": group.owners,
		"cluster": group.cluster,
		"namespace": group.namespace,
		"host": host,
		"place": _place(setting.witness),
		"witness": setting.witness,
		"mesh": false,
	}
]

_keys := {[entry.cluster, "Secret", entry.namespace, entry.name] | some entry in kubeconfigs.keys}

_spot(witness) := [witness.cluster, witness.kind, witness.namespace, witness.name]

_of_mesh := [mention |
	some pointer in pointers.mesh
	some name in pointer.owners
	mention := {
		"owners": {name},
		"cluster": pointer.entry.cluster,
		"namespace": pointer.entry.namespace,
		"host": pointer.host,
		"place": pointer.label,
		"witness": pointer.witness,
		"mesh": true,
	}
]

_place(witness) := sprintf("%v %v/%v", [split(witness.kind, ".")[0], witness.namespace, witness.name])
