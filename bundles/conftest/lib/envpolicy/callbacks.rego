# METADATA
# title: Who answers when the API server calls
# description: |
#   A webhook or an aggregated API is a Service, or a URL that leads to a Service or an Ingress host of the same
#   cluster. The deployments whose it is, those of platform namespaces aside: the platform is everybody's.
package lib.envpolicy.callbacks

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.placement

# Functions that other packages call read rules of their own package only (see rbac_direct).
_residents := placement.residents

_platform := placement.platform_namespaces

_answers[server] contains name if {
	some entry in estate.all("Service")
	not placement.is_platform(entry.cluster, entry.namespace)
	some name in entry.owners
	server := addresses.service(entry.cluster, entry.namespace, entry.name)
}

_answers[server] contains name if {
	some entry in estate.all("Ingress.networking.k8s.io")
	some rule in fields.list(entry.object, ["spec", "rules"])
	host := fields.text(rule, ["host"])
	host != ""
	some name in entry.owners
	server := concat(" ", [entry.cluster, lower(host)])
}

_answers[server] contains name if {
	some kind in ["HTTPRoute.gateway.networking.k8s.io", "TLSRoute.gateway.networking.k8s.io"]
	some entry in estate.all(kind)
	some host in fields.texts(entry.object, ["spec", "hostnames"])
	some name in entry.owners
	server := concat(" ", [entry.cluster, lower(host)])
}

_answering := {server: names | some server, names in _answers}

# METADATA
# description: |
#   The deployments that answer for a service reference (`{"namespace", "name"}`): the Service's, or where no such
#   Service was given, those of its namespace.
of_service(cluster, reference) := object.get(_answering, server, _of_namespace(cluster, reference.namespace)) if {
	is_object(reference)
	is_string(object.get(reference, "namespace", null))
	server := concat("/", [cluster, reference.namespace, object.get(reference, "name", "")])
} else := set()

_of_namespace(cluster, namespace) := set() if {
	namespace in object.get(_platform, cluster, set())
} else := object.get(_residents, [[cluster, namespace]], set())

# METADATA
# description: The deployments that answer for a `clientConfig` (admissionregistration, apiextensions).
of_client(cluster, client) := of_service(cluster, client.service) if {
	is_object(object.get(client, "service", null))
} else := {name |
	some found in addresses.of_url(cluster, "", client.url, "")
	some server in [found.server, concat(" ", [cluster, found.server])]
	some name in object.get(_answering, server, set())
} if {
	is_string(object.get(client, "url", null))
} else := set()
