# METADATA
# title: A deployment reaches another through a port of the nodes
# description: |
#   A Service with a node port (NodePort, or LoadBalancer unless allocateLoadBalancerNodePorts is false), or a
#   container with a hostPort, answers on every node. What comes from a node passes for the node's own, which
#   no policy of the receiver keeps out. A leak where the sender's egress covers the nodes (fact nodeCIDRs)
#   on that port, and no policy leaves the way from pod to pod open anyway. In another cluster only where both
#   stand on one network (fact network) without a firewall (interClusterFirewall).
# custom:
#   id: net-nodeport-hostport
#   kind: reach
#   channel: network
#   boundary: [namespace, cluster, environment]
#   cap: release
#   severity: medium
#   remediation: Leave nodeCIDRs out of egress (`except`), or give the Service no node port.
#   reads:
#     - DaemonSet.apps
#     - Deployment.apps
#     - NetworkPolicy.networking.k8s.io
#     - Pod
#     - Service
#     - StatefulSet.apps
#   sources:
#     - NetworkPolicies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     - Services, https://kubernetes.io/docs/concepts/services-networking/service/
#   scanners:
#     - kubescape C-0044
#     - checkov CKV_K8S_26
#     - trivy KSV-0024
#     - gatekeeper-library block-nodeport-services
#   examples:
#     leaks:
#       - note: A node port of production, and egress of staging to everything
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 30080}]}]}
#       - note: A load balancer has node ports too, and a block of addresses takes in the nodes
#         facts: {nodeCIDRs: [10.1.0.0/16], podCIDRs: [10.2.0.0/16], ipBlockMatchesPods: false}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.0.0/16}}]}]}
#       - note: A container with a port of its host, and nobody says where the nodes are
#         facts: {ipBlockMatchesPods: false}
#         add:
#           - apiVersion: v1
#             kind: Namespace
#             metadata: {name: shop-prod, labels: {pod-security.kubernetes.io/enforce: privileged}}
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: edge, namespace: shop-prod, labels: {app: web}}
#             spec: {containers: [{name: c, image: registry.example/c:1, ports: [{containerPort: 80, hostPort: 8080}]}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]
#       - note: A node port in another cluster of one network
#         facts: {nodeCIDRs: [10.1.0.0/16], network: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#         clusters:
#           test/test-wc:
#             facts: {network: one}
#             add:
#               - apiVersion: networking.k8s.io/v1
#                 kind: NetworkPolicy
#                 metadata: {name: out, namespace: shop-staging}
#                 spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.0.0/16}}]}]}
#       - note: Egress to a part of the addresses that nodes may have
#         facts: {nodeCIDRs: [10.1.0.0/16], podCIDRs: [10.2.0.0/16]}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.4.0/24}}]}]}
#     innocent:
#       - note: A node port, but nobody's egress covers the nodes
#         facts: {nodeCIDRs: [10.1.0.0/16], ipBlockMatchesPods: false}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec:
#               podSelector: {}
#               policyTypes: [Egress]
#               egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]
#       - note: Egress to everything, but no port of the nodes
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec:
#               type: LoadBalancer
#               allocateLoadBalancerNodePorts: false
#               selector: {app: web}
#               ports: [{port: 80}]
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
#       - note: Egress to every address, on another port
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 443}]}]}
#       - note: The Service with the node port selects no pod
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: wep}, ports: [{port: 80, nodePort: 30080}]}
#           - apiVersion: networking.k8s.io/v1
#             kind: NetworkPolicy
#             metadata: {name: out, namespace: shop-staging}
#             spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
#       - note: Another cluster, on another network
#         facts: {nodeCIDRs: [10.1.0.0/16], network: one}
#         deployments: {shop-staging: {placement: {environment: test, cluster: test-wc}}}
#         add:
#           - apiVersion: v1
#             kind: Service
#             metadata: {name: web, namespace: shop-prod}
#             spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
#         clusters:
#           test/test-wc:
#             facts: {network: two}
#             add:
#               - apiVersion: networking.k8s.io/v1
#                 kind: NetworkPolicy
#                 metadata: {name: out, namespace: shop-staging}
#                 spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.0.0/16}}]}]}
package lib.envpolicy.leaks.network.net_nodeport_hostport

import data.lib.envpolicy.doubts
import data.lib.envpolicy.network_blocks
import data.lib.envpolicy.network_facts
import data.lib.envpolicy.network_outside
import data.lib.envpolicy.network_reach
import data.lib.envpolicy.node_ports
import data.lib.envpolicy.placement
import data.lib.envpolicy.ports

_cap := {true: "release", false: "namespace"}

# What is the same for every way of a cluster is looked at once.
_doors[key] contains door if {
	some door in node_ports.all
	key := [door.cluster, door.range]
}

_by_range := {key: doors | some key, doors in _doors}

_senders[way] contains name if {
	some [name, direction], ways in network_outside.ways
	direction == "egress"
	placement.places[name].cluster in network_facts.policed
	some found in ways
	way := [placement.places[name].cluster, found]
}

_meetings := [meeting |
	some way, names in _senders
	some key, doors in _by_range
	not _blind_at_home(way, key[0])
	between := _between(way[0], key[0])
	both := ports.common(way[1].ports, key[1])
	covered := _covered(way[1], key[0])
	meeting := {
		"names": names,
		"way": way[1],
		"doors": doors,
		"missing": ((way[1].doubt | covered) | between),
		"whole": both == key[1],
		"cap": _cap[way[0] == key[0]],
	}
]

# Whether a cluster is routed to another: the set of what is not known, undefined where it is not.
_between(from, to) := set() if from == to

_between(from, to) := missing if {
	from != to
	every end in [from, to] {
		placement.cluster_fact(end, "interClusterFirewall") != true
	}
	missing := _apart(from, to)
}

_apart(from, to) := set() if {
	placement.cluster_fact(from, "network") == placement.cluster_fact(to, "network")
	placement.cluster_fact(to, "network") != null
} else := missing if {
	missing := {network_facts.missing("network", end) |
		some end in [from, to]
		placement.cluster_fact(end, "network") == null
	}
	count(missing) > 0
}

# Whether a way leads to the nodes of a cluster: the set of what is not known, undefined where it does not.
_covered(way, cluster) := set() if {
	way.cidr == ""
} else := set() if {
	way.cidr in {"0.0.0.0/0", "::/0"}
	count(way.except) == 0
} else := {network_facts.missing("nodeCIDRs", cluster)} if {
	not is_array(placement.cluster_fact(cluster, "nodeCIDRs"))
	not _of_pods(way.cidr, cluster)
} else := set() if {
	some range in network_facts.ranges(cluster, "nodeCIDRs")
	network_blocks.touches(way.cidr, way.except, range)
}

_of_pods(cidr, cluster) if {
	some fact in ["podCIDRs", "serviceCIDRs"]
	some range in network_facts.ranges(cluster, fact)
	net.cidr_contains(range, cidr)
}

# Cilium's blocks of addresses leave out the nodes of its own cluster.
_blind_at_home(way, cluster) if {
	way[0] == cluster
	way[1].cidr != ""
	cni := placement.cluster_fact(cluster, "cni")
	is_string(cni)
	lower(cni) == "cilium"
}

reaches contains fact if {
	some meeting in _meetings
	some name in meeting.names
	some door in meeting.doors
	name != door.deployment
	not [name, door.deployment] in network_reach.certain
	fact := object.union(doubts.of(meeting.missing | _choice(meeting, door)), {
		"from": name,
		"to": door.deployment,
		"place": door.place,
		"cap": meeting.cap,
		"witness": array.concat(object.get(network_outside.openers, [[name, "egress", meeting.way]], []), [door.witness]),
		"message": sprintf("egress of %v covers the nodes, where %v answers", [name, door.place]),
	})
}

_choice(meeting, door) := {door.chosen} if {
	not meeting.whole
	door.chosen != ""
} else := set()
