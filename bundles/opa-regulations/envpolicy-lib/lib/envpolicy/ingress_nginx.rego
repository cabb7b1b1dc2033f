# METADATA
# title: How ingress-nginx is set up in a cluster
# description: |
#   By the facts `controllers.ingressNginx`; else by its ConfigMap and the image of its controller, where these were
#   given; else by the default of its version, of today's where that is not known.
package lib.envpolicy.ingress_nginx

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_prefix := "nginx.ingress.kubernetes.io/"

# METADATA
# description: The value of an annotation of an Ingress, by its name without the prefix; "" where there is none.
annotation(entry, name) := object.get(labels.annotations(entry.object), concat("", [_prefix, name]), "")

# METADATA
# description: The way to an annotation.
path(name) := ["metadata", "annotations", concat("", [_prefix, name])]

_declared(cluster, name) := object.get(flags, name, null) if {
	controllers := placement.cluster_fact(cluster, "controllers")
	is_object(controllers)
	flags := object.get(controllers, "ingressNginx", {})
	is_object(flags)
} else := null

_is_there(cluster) if _declared(cluster, "installed") != false

# --- the controller and its ConfigMap

_image := `(^|/)(ingress-nginx/|ingress-nginx-|nginx-ingress-)?controller(-chroot)?:v?([0-9]+\.[0-9]+)`

_controllers contains [workload.cluster, workload.namespace, found[0][3]] if {
	some workload in workloads.all
	some item in workload.containers
	image := object.get(item.container, "image", "")
	is_string(image)
	contains(image, "nginx")
	found := regex.find_all_string_submatch_n(_image, image, 1)
	count(found) == 1
}

_homes := {[cluster, namespace] | some [cluster, namespace, _] in _controllers}

# In the namespace that is declared, else where it is seen to be.
_is_config(entry) if entry.namespace == _declared(entry.cluster, "namespace")

_is_config(entry) if {
	_declared(entry.cluster, "namespace") == null
	_looks_like_config(entry)
}

_looks_like_config(entry) if [entry.cluster, entry.namespace] in _homes

_looks_like_config(entry) if labels.of(entry.object)["app.kubernetes.io/name"] == "ingress-nginx"

_looks_like_config(entry) if entry.name in {"ingress-nginx-controller", "nginx-configuration"}

_words[where] contains view.word if {
	some entry in estate.all("ConfigMap")
	some name in ["allow-snippet-annotations", "allow-cross-namespace-resources", "annotations-risk-level"]
	view := object.get(entry.object, ["data", name], null)
	is_object(view)
	view.word
	_is_config(entry)
	where := [entry.cluster, name]
}

_configured := {where: words | some where, words in _words}

# A word that stands in every such ConfigMap of the cluster; of several, the one that opens more.
_worst(cluster, name, order) := found if {
	words := object.get(_configured, [[cluster, name]], set())
	found := [word | some word in order; word in words][0]
}

# METADATA
# description: |
#   The version of the controller as a number, 112 for 1.12; null where it is not known. Of several, the oldest.
version(cluster) := _number(declared) if {
	declared := _declared(cluster, "version")
	is_string(declared)
	regex.match(`^v?[0-9]+\.[0-9]+`, declared)
} else := min(found) if {
	found := {_number(text) | some [home, _, text] in _controllers; home == cluster}
	count(found) > 0
} else := null

_number(text) := (to_number(parts[0]) * 100) + to_number(parts[1]) if {
	parts := split(regex.find_n(`[0-9]+\.[0-9]+`, text, 1)[0], ".")
}

_older(cluster, number) if {
	known := version(cluster)
	known != null
	known < number
}

# METADATA
# description: Whether snippets in annotations are allowed.
# scope: document
allows_snippets(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowSnippets") == true
}

allows_snippets(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowSnippets") == null
	_worst(cluster, "allow-snippet-annotations", ["true", "false"]) == "true"
}

allows_snippets(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowSnippets") == null
	not _configured[[cluster, "allow-snippet-annotations"]]
	_older(cluster, 109)
}

# METADATA
# description: Whether an annotation may name a Secret or a ConfigMap of another namespace.
# scope: document
allows_crossing(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowCrossNamespace") == true
}

allows_crossing(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowCrossNamespace") == null
	_worst(cluster, "allow-cross-namespace-resources", ["true", "false"]) == "true"
}

allows_crossing(cluster) if {
	_is_there(cluster)
	_declared(cluster, "allowCrossNamespace") == null
	not _configured[[cluster, "allow-cross-namespace-resources"]]
	_older(cluster, 112)
}

# METADATA
# description: |
#   Whether a critical annotation is heeded: true before 1.12, and where the level was raised to Critical; null where
#   the version is not known.
heeds_critical(cluster) if {
	_older(cluster, 112)
} else if {
	_risk(cluster) == "critical"
} else := false if {
	version(cluster) != null
} else := null

_risk(cluster) := lower(declared) if {
	declared := _declared(cluster, "riskLevel")
	is_string(declared)
} else := _worst(cluster, "annotations-risk-level", ["critical", "high", "medium", "low"])
