# METADATA
# title: Who manages each cluster
# description: |
#   The management cluster as the plan declares it (fact managementCluster), as objects of Cluster API, Open Cluster
#   Management, Fleet or Rancher show it, or else those of the cluster's own Environment; and the server of a Rancher
#   agent. A plan that says nothing of the kind for any cluster has no management cluster.
package lib.envpolicy.management

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement

_ids_of_name[name] contains id if {
	some id, cluster in input.clusters
	name := cluster.name
}

# Objects of a manager carry the names of the clusters that it manages; a name that two clusters have proves nothing.
_registers := [
	"Cluster.cluster.x-k8s.io", "Cluster.fleet.cattle.io", "Cluster.provisioning.cattle.io",
	"ManagedCluster.cluster.open-cluster-management.io",
]

_found[id] contains manager if {
	some kind in _registers
	some entry in estate.all(kind)
	ids := _ids_of_name[entry.name]
	count(ids) == 1
	some id in ids
	id != entry.cluster
	manager := {"name": entry.cluster, "witness": [estate.witness(entry, ["metadata", "name"])]}
}

_found[id] contains manager if {
	some entry in estate.all("Deployment.apps")
	entry.name == "cattle-cluster-agent"
	some place, container in fields.list(entry.object, ["spec", "template", "spec", "containers"])
	some index, variable in fields.list(container, ["env"])
	object.get(variable, "name", "") == "CATTLE_SERVER"
	some host in object.get(variable, ["value", "hosts"], [])
	some server in addresses.plain_servers(entry.cluster, entry.namespace, host)
	path := ["spec", "template", "spec", "containers", place, "env", index]
	id := entry.cluster
	manager := {"name": concat(" ", ["Rancher", server.server]), "witness": [estate.witness(entry, path)]}
}

_seen := {id: managers | some id, managers in _found}

_declared := {id: manager |
	some id, _ in input.clusters
	manager := placement.cluster_fact(id, "managementCluster")
	is_string(manager)
}

_own[environment] contains id if {
	some id, cluster in input.clusters
	cluster.role == "management"
	environment := cluster.environment
}

_owned := {environment: ids | some environment, ids in _own}

# METADATA
# description: |
#   The managers of each cluster, as `{"name", "witness"}`; what manages others is its own manager.
of := {id: managers |
	some id, cluster in input.clusters
	told := _told(id, cluster.environment)
	managers := told | {{"name": id, "witness": []} | id in _managing}
}

_told(id, environment) := set() if {
	_declared[id] in {"", "none"}
} else := {{"name": _declared[id], "witness": []}} | object.get(_seen, id, set()) if {
	_declared[id]
} else := _seen[id] if {
	_seen[id]
} else := _of_environment(environment)

_of_environment(environment) := {{"name": id, "witness": []} | some id in object.get(_owned, environment, set())}

_managing := {manager | some manager in _declared} | {manager.name | some managers in _seen; some manager in managers}

# METADATA
# description: Clusters of which nobody says who manages them.
untold := {id |
	some id, _ in input.clusters
	not _declared[id]
	count(of[id]) == 0
}
