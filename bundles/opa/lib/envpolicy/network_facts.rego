# METADATA
# title: What a cluster's network does with policies
# description: |
#   Facts of a cluster as declared, else as its network plugin is documented to behave, else null (not
#   known).
package lib.envpolicy.network_facts

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

# Only what the plugins' own documentation states.
_plugins := {
	"antrea": {"endPortSupported": true, "hostNetworkHandling": "node"},
	"calico": {"endPortSupported": true, "hostNetworkHandling": "node", "ipBlockMatchesPods": true},
	"canal": {"endPortSupported": true, "hostNetworkHandling": "node", "ipBlockMatchesPods": true},
	"cilium": {"hostNetworkHandling": "node", "ipBlockMatchesPods": false},
	"flannel": {"networkPolicyEnforced": false},
	"terway": {"ipBlockMatchesPods": false},
}

# METADATA
# description: A declared fact of a cluster, else what its plugin is known for, else null.
of(cluster, name) := declared if {
	declared := placement.cluster_fact(cluster, name)
	declared != null
} else := known if {
	plugin := placement.cluster_fact(cluster, "cni")
	is_string(plugin)
	known := _plugins[lower(plugin)][name]
} else := null

_all(name) := {cluster: of(cluster, name) | some cluster, _ in input.clusters}

# METADATA
# description: |
#   Whether NetworkPolicies are enforced, by cluster (true, false, null). Where nobody says, Cilium's own configuration
#   may say that they are not.
enforced := {cluster: value |
	some cluster, said in _all("networkPolicyEnforced")
	value := _unless_off(said, cluster)
}

_unless_off(null, cluster) := false if cluster in object.keys(off)

_unless_off(null, cluster) := null if not cluster in object.keys(off)

_unless_off(said, _) := said if said != null

# METADATA
# description: What switches policies off, as a list of witnesses, by cluster.
off := {cluster: [min(spots)] | some cluster, spots in _switched_off}

_switched_off[cluster] contains spot if {
	some entry in estate.all("ConfigMap")
	entry.name == "cilium-config"
	object.get(entry.object, ["data", "enable-policy", "word"], "") == "never"
	cluster := entry.cluster
	spot := estate.witness(entry, ["data", "enable-policy"])
}

# METADATA
# description: Whether an ipBlock matches the addresses of pods, by cluster (true, false, null).
blocks_match := _all("ipBlockMatchesPods")

# METADATA
# description: Whether endPort is honoured, by cluster (true, false, null).
end_port := _all("endPortSupported")

# METADATA
# description: How policies see pods on the host's network, by cluster ("pod", "node", null).
host_network := _all("hostNetworkHandling")

# METADATA
# description: The clusters where NetworkPolicies count.
policed := {cluster | some cluster, value in enforced; value != false}

# METADATA
# description: |
#   The address ranges of a cluster under a fact's name (podCIDRs, serviceCIDRs, nodeCIDRs); none where
#   absent.
ranges(cluster, name) := [cidr |
	declared := placement.cluster_fact(cluster, name)
	is_array(declared)
	some cidr in declared
	is_cidr(cidr)
]

is_cidr(value) if {
	is_string(value)
	net.cidr_is_valid(value)
}

# Whether two address ranges have an address in common.
overlap(a, b) if net.cidr_contains(a, b)

overlap(a, b) if net.cidr_contains(b, a)

# METADATA
# description: Whether everything of a kind is known to have been given for a cluster, by cluster.
listed := {cluster |
	some cluster, _ in input.clusters
	placement.listed_in_full(cluster, "NetworkPolicy.networking.k8s.io")
}

# METADATA
# description: The name under which a missing fact of a cluster is reported.
missing(name, cluster) := sprintf("%v of %v", [name, cluster])
