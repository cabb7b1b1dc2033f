# METADATA
# title: Pods reach the metadata service of a node whose role reaches another deployment
# description: |
#   Pods of one deployment may connect to 169.254.169.254, where nodes hand out the credentials of their
#   own role, and that role reaches the other deployment's things (facts nodeRole and nodeRoleReaches,
#   the latter naming deployments). A hop limit of one (fact instanceMetadataHopLimit) keeps pods away; one that nobody
#   states may. Where the facts are missing and
#   something else shows that the cluster is in a cloud (other facts, providerID of Nodes, accounts with a cloud role),
#   this is not known. Judged inside one cluster, with the network policies of the Kubernetes API.
# custom:
#   id: iam-node-metadata
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Deny egress to 169.254.169.254, set the hop limit to one, or narrow the role of the nodes.
#   patch: deny-metadata
#   reads: [NetworkPolicy.networking.k8s.io]
#   sources:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   scanners:
#     - kubescape C-0052 (single)
#   examples:
#     leaks:
#       - note: Egress is open, and the role reaches production
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod], instanceMetadataHopLimit: 2}
#       - note: The same, and nobody says how far the service answers
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod]}
#       - note: Egress is denied, in a cluster of which nobody knows whether policies count
#         facts: {nodeRoleReaches: [shop-prod], instanceMetadataHopLimit: 2, networkPolicyEnforced: null}
#       - note: Egress to any address but the cluster's
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: internet, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: "0.0.0.0/0", except: ["10.0.0.0/8"]}}]}]
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod]}
#       - note: Egress is open, and nobody says what the nodes' role reaches
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes}
#       - note: Egress is open on nodes of a cloud
#         add: [{apiVersion: v1, kind: Node, metadata: {name: node-1}, spec: {providerID: "aws:///eu-north-1a/i-0abc"}}]
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#       - note: Egress is denied, and a policy of Cilium opens the address
#         facts: {nodeRole: "arn:aws:iam::1:role/nodes", nodeRoleReaches: [shop-prod], instanceMetadataHopLimit: 2}
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {endpointSelector: {}, egress: [{toCIDR: [169.254.169.254/32]}]}
#     innocent:
#       - note: Egress for name resolution only
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: dns, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]}
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod]}
#       - note: Egress is open, and nothing speaks of a cloud
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#       - note: Egress is denied
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod, shop-staging]}
#       - note: Egress is denied by a policy with a selector that was left empty
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod]}
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: deny, namespace: shop-staging}
#             spec: {podSelector: null, policyTypes: [Egress]}
#       - note: A hop limit of one
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod], instanceMetadataHopLimit: 1}
#       - note: The address is left out
#         add:
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: internet, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: "0.0.0.0/0", except: ["169.254.0.0/16"]}}]}]
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: [shop-prod]}
#       - note: The nodes' role reaches nothing
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         facts: {nodeRole: nodes, nodeRoleReaches: []}
#       - note: Policies of Cilium alone, which let out to the namespace's own pods
#         facts: {nodeRole: "arn:aws:iam::1:role/nodes", nodeRoleReaches: [shop-prod], instanceMetadataHopLimit: 2}
#         remove: [{kind: NetworkPolicy, namespace: shop-staging, name: default-deny}]
#         add:
#           - apiVersion: cilium.io/v2
#             kind: CiliumNetworkPolicy
#             metadata: {name: own, namespace: shop-staging}
#             spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}], egress: [{toEndpoints: [{}]}]}
package lib.envpolicy.leaks.identity.iam_node_metadata

import data.lib.envpolicy.admitted
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.network_policies
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_address := "169.254.169.254/32"

_policies[where] contains entry if {
	some entry in estate.all("NetworkPolicy.networking.k8s.io")
	is_object(object.get(entry.object, "spec", null))
	_egress(entry.object.spec)
	where := [entry.cluster, entry.namespace]
}

_in := {where: entries | some where, entries in _policies}

_egress(spec) if "Egress" in object.get(spec, "policyTypes", [])

_egress(spec) if {
	count(_array(object.get(spec, "policyTypes", []))) == 0
	count(_array(object.get(spec, "egress", []))) > 0
}

_array(value) := value if {
	is_array(value)
} else := []

_selecting(workload) := [entry |
	some entry in object.get(_in, [[workload.cluster, workload.namespace]], set())
	labels.matches(fields.mapping(entry.object, ["spec", "podSelector"]), workload.labels)
]

_open(workload) if network_facts.enforced[workload.cluster] == false

_open(workload) if _on_host(workload)

_open(workload) if count(_selecting(workload)) == 0

_open(workload) if {
	some entry in _selecting(workload)
	some rule in _array(object.get(entry.object.spec, "egress", []))
	_admits(_array(object.get(rule, "to", [])))
	_asks(_array(object.get(rule, "ports", [])))
}

# The metadata service answers on port 80.
_asks(ports) if count(ports) == 0

_asks(ports) if {
	some port in ports
	object.get(port, "protocol", "TCP") == "TCP"
	_web(object.get(port, "port", null), object.get(port, "endPort", null))
}

_web(first, _) if first in {null, 80}

_web(first, last) if {
	is_number(first)
	is_number(last)
	first <= 80
	last >= 80
}

_admits(peers) if count(peers) == 0

_admits(peers) if {
	some peer in peers
	block := object.get(peer, "ipBlock", null)
	is_object(block)
	_contains(block.cidr)
	count([true | some part in _array(object.get(block, "except", [])); _contains(part)]) == 0
}

_contains(cidr) if {
	is_string(cidr)
	regex.match(`^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+/[0-9]+$`, cidr)
	net.cidr_contains(cidr, _address)
}

_pods[name] contains [spot, missing] if {
	count(_reaching) > 0
	some index, workload in workloads.all
	workload.cluster in _reaching
	index in _running
	count(workload.owners) > 0
	missing := _unbarred(workload) | _unanswered(workload)
	spot := estate.witness(workload.entry, array.concat(workload.path, ["spec"]))
	some name in workload.owners
}

# Clusters where policies other than NetworkPolicies have a say: there the network is asked, deployment by deployment.
_mixed := {policy.cluster | some policy in network_policies.all; not policy.entry.kind == _plain} | {policy.cluster |
	some policy in network_admin.all
}

_plain := "NetworkPolicy.networking.k8s.io"

_exit[name] contains doubt if {
	count(_reaching & _mixed) > 0
	some [name, direction], ways in network_outside.ways
	direction == "egress"
	some way in ways
	_leads_there(way)
	doubt := way.doubt
}

_exits := {name: found | some name, found in _exit}

_leads_there(way) if {
	way.ports[0] in {"*", "TCP"}
	way.ports[1] <= 80
	way.ports[2] >= 80
	_takes_in(way)
}

_takes_in(way) if way.cidr == ""

_takes_in(way) if {
	_contains(way.cidr)
	count([true | some part in way.except; _contains(part)]) == 0
}

_let_out(workload) := set() if {
	some name in workload.owners
	set() in _exits[name]
} else := union(found) if {
	found := {doubt | some name in workload.owners; some doubt in object.get(_exits, name, set())}
	count(found) > 0
}

# Whether policies let a pod out to the address, as what is missing to tell; undefined where they do not.
_unbarred(workload) := _let_out(workload) if {
	workload.cluster in _mixed
	not _on_host(workload)
} else := set() if {
	_open(workload)
	not workload.cluster in _mixed
} else := set() if {
	_on_host(workload)
} else := {network_facts.missing("networkPolicyEnforced", workload.cluster)} if {
	network_facts.enforced[workload.cluster] == null
}

# The metadata service answers pods, unless a hop limit keeps all but the node itself away; the same of that.
_unanswered(workload) := set() if {
	_on_host(workload)
} else := {network_facts.missing("instanceMetadataHopLimit", workload.cluster)} if {
	placement.cluster_fact(workload.cluster, "instanceMetadataHopLimit") == null
} else := set() if {
	placement.cluster_fact(workload.cluster, "instanceMetadataHopLimit") != 1
}

# The pods of a deployment that reach the service for certain, else all that may, with what is missing.
_ways := {name: way |
	some name, found in _pods
	sure := {item | some item in found; count(item[1]) == 0}
	chosen := {0: found, 1: sure}[min([count(sure), 1])]
	way := {"spots": [spot | some [spot, _] in chosen], "missing": union({missing | some [_, missing] in chosen})}
}

_on_host(workload) if object.get(workload.spec, "hostNetwork", false) == true

# A pod on the host's network that Pod Security refuses never runs.
_running := {index | some index, workload in workloads.all; not _on_host(workload)} | admitted.indices

# What the nodes' role reaches: names of deployments, with what is not known of it.
_reached(cluster) := [{"names": {name | some name in declared}, "missing": set()}] if {
	declared := placement.cluster_fact(cluster, "nodeRoleReaches")
	is_array(declared)
} else := [] if {
	placement.cluster_fact(cluster, "nodeRole") in {"", "none"}
} else := [{
	"names": object.get(placement.tenants, cluster, set()),
	"missing": ({network_facts.missing("nodeRoleReaches", cluster)} | _role(cluster)),
}] if {
	cluster in _in_cloud
} else := []

_role(cluster) := {network_facts.missing("nodeRole", cluster) | placement.cluster_fact(cluster, "nodeRole") == null}

# Where nothing speaks of a cloud that gives roles to nodes, nothing is asked.
# Where a node's role reaches nobody, no pod is looked at.
_reaching := {cluster | some cluster, _ in placement.facts; count(_reached(cluster)) > 0}

_in_cloud contains cluster if {
	some cluster, facts in placement.facts
	some name in ["nodeRole", "instanceMetadataHopLimit", "workloadIdentityPool"]
	not object.get(facts, name, "none") in {"", "none", 1}
}

_in_cloud contains entry.cluster if {
	some entry in estate.all("Node")
	provider := object.get(entry.object, ["spec", "providerID"], "")
	is_string(provider)
	regex.match(`^(aws|azure|gce)://`, provider)
}

_in_cloud contains entry.cluster if {
	some entry in estate.all("ServiceAccount")
	some name in ["eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"]
	labels.annotations(entry.object)[name]
}

reaches contains fact if {
	some name, way in _ways
	place := placement.places[name]
	some reached in _reached(place.cluster)
	some other in (reached.names & placement.tenants[place.cluster])
	placement.places[other].namespace != place.namespace
	fact := object.union(doubts.of(reached.missing | way.missing), {
		"from": name,
		"to": other,
		"place": concat(" ", ["nodes of", place.cluster]),
		"witness": way.spots,
	})
}
