# METADATA
# title: Deployments and their places
# description: |
#   A place is (environment, cluster, namespace) and, inside a namespace, a release or a selector. Cluster ids are
#   `environment/cluster`, so that equal names in two Environments stay two clusters.
package lib.envpolicy.placement

deployments := {deployment.name: deployment | some deployment in input.deployments}

# METADATA
# description: Where each deployment runs; one that runs off the platform (no placement) has no place.
places := {name: place |
	some name, deployment in deployments
	placement := object.get(deployment, "placement", null)
	is_object(placement)
	place := {
		"environment": placement.environment,
		"cluster": concat("/", [placement.environment, placement.cluster]),
		"namespace": placement.namespace,
		"release": object.get(placement, "release", ""),
		"selector": object.get(placement, "selector", null),
	}
}

environments := {environment.name: environment | some environment in input.environments}

_residents[where] contains name if {
	some name, place in places
	where := [place.cluster, place.namespace]
}

# METADATA
# description: The names of the deployments in a namespace, by `[cluster, namespace]`.
residents := {where: names | some where, names in _residents}

_tenants[cluster] contains name if {
	some name, place in places
	cluster := place.cluster
}

# METADATA
# description: The names of the deployments in a cluster.
tenants := {cluster: names | some cluster, names in _tenants}

facts := {id: object.get(cluster, "facts", {}) | some id, cluster in input.clusters}

# METADATA
# description: A declared fact of a cluster, or null.
cluster_fact(id, name) := object.get(facts, [id, name], null)

# METADATA
# scope: document
# description: Whether everything of a kind is known to have been given for a cluster.
listed_in_full(id, _) if facts[id].inventory == "complete"

listed_in_full(id, kind) if {
	is_array(facts[id].inventory)
	some listed in facts[id].inventory
	listed in {kind, split(kind, ".")[0]}
}

platform_namespaces := {id: {namespace | some namespace in object.get(declared, "platformNamespaces", [])} |
	some id, declared in facts
}

# METADATA
# description: Whether a namespace of a cluster is declared as the platform's.
is_platform(cluster, namespace) if namespace in platform_namespaces[cluster]
