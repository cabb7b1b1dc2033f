# METADATA
# title: What joins the networks of clusters
# description: |
#   As facts of the sort "this deployment holds this key"; two deployments of one cluster never meet.
package lib.envpolicy.cluster_meshes

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.mesh_cilium
import data.lib.envpolicy.mesh_istio
import data.lib.envpolicy.mesh_linkerd
import data.lib.envpolicy.placement

# Clusters of one broker of Submariner have one network.
_submariner := {fact |
	some entry in estate.all("Submariner.submariner.io")
	broker := fields.text(entry.object, ["spec", "brokerK8sApiServer"])
	broker != ""
	some name in object.get(placement.tenants, entry.cluster, set())
	fact := {
		"deployment": name,
		"key": concat(" ", ["Submariner", broker, fields.text(entry.object, ["spec", "brokerK8sRemoteNamespace"])]),
		"covered": entry.cluster,
		"witness": [estate.witness(entry, ["spec", "brokerK8sApiServer"])],
	}
}

# METADATA
# description: All of these facts.
facts := (((mesh_cilium.facts | mesh_istio.remote) | mesh_istio.trust) | mesh_linkerd.facts) | _submariner
