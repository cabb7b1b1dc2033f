# METADATA
# title: Nodes of one's own
# description: |
#   Whether the nodes that a deployment runs on take nobody else's pods: a facet beside the levels. Node objects
#   decide where they are given (a label without a taint dedicates nothing), else what the plan declares.
package lib.envpolicy.nodes

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.scheduling
import data.lib.envpolicy.workloads

# METADATA
# description: true, false, or null where neither Node objects nor the plan tell.
dedicated(name) := value if {
	some entry in estate.all("Node")
	entry.cluster == placement.places[name].cluster
	value := _exclusive(name)
} else := object.get(placement.deployments[name], ["placement", "dedicatedNodes"], null)

_exclusive(name) if {
	count(_own_nodes(name)) > 0
	not _visited(name)
} else := false

_own_nodes(name) := {node.name |
	some workload in workloads.all
	name in workload.owners
	some node in estate.all("Node")
	node.cluster == workload.cluster
	scheduling.fits(workload.spec, node.object)
}

_visited(name) if {
	mine := _own_nodes(name)
	some workload in workloads.all
	not name in workload.owners
	workload.cluster == placement.places[name].cluster
	not placement.is_platform(workload.cluster, workload.namespace)
	some node in estate.all("Node")
	node.cluster == workload.cluster
	node.name in mine
	scheduling.fits(workload.spec, node.object)
}
