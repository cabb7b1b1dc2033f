# METADATA
# title: Names that stand for a Service of the cluster
package lib.envpolicy.service_names

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement

_local := `^(?:.+\.)?([^.]+)\.([^.]+)\.svc(?:\.[a-z0-9-]+(?:\.[a-z0-9-]+)*)?\.?$`

# METADATA
# description: |
#   The Service, `{"namespace", "name"}`, that a host name stands for in a namespace: one label alone, a name and a
#   namespace where deployments or objects are, or a full name; undefined for every other host.
named(cluster, namespace, host) := {"namespace": namespace, "name": host} if {
	host != ""
	not contains(host, ".")
} else := {"namespace": parts[1], "name": parts[0]} if {
	parts := split(host, ".")
	count(parts) == 2
	[cluster, parts[1]] in _namespaces
} else := {"namespace": found[0][2], "name": found[0][1]} if {
	contains(host, ".svc")
	not endswith(host, ".svc.clusterset.local")
	found := regex.find_all_string_submatch_n(_local, lower(host), 1)
	count(found) == 1
}

_namespaces := ({[entry.cluster, entry.name] |
	some entry in estate.all("Namespace")
} | {[entry.cluster, entry.namespace] |
	some entry in estate.all("Service")
}) | object.keys(placement.residents)

_owner[where] contains name if {
	some entry in estate.all("Service")
	where := [entry.cluster, entry.namespace, entry.name]
	some name in entry.owners
}

_owners := {where: names | some where, names in _owner}

_given := {[entry.cluster, entry.namespace, entry.name] | some entry in estate.all("Service")}

# METADATA
# description: |
#   The deployments that a Service belongs to; where it was not given, whoever stands in its namespace.
owners(cluster, service) := object.get(_owners, [where], set()) if {
	where := [cluster, service.namespace, service.name]
	where in _given
} else := object.get(placement.residents, [[cluster, service.namespace]], set())
