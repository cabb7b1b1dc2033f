# METADATA
# title: Ingresses and the classes that serve them
# description: |
#   Reads Ingress (networking.k8s.io, the older versions as well) and IngressClass. Some classes make a load balancer
#   for each Ingress, or for each group of them: these are doors of their own.
package lib.envpolicy.ingress_classes

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_default_mark := "ingressclass.kubernetes.io/is-default-class"

_old_mark := "kubernetes.io/ingress.class"

_kind := "IngressClass.networking.k8s.io"

_controllers[where] contains name if {
	some entry in estate.all(_kind)
	where := [entry.cluster, entry.name]
	name := fields.text(entry.object, ["spec", "controller"])
}

_controller_of := {where: found | some where, names in _controllers; found := max(names)}

_defaults[cluster] contains entry.name if {
	some entry in estate.all(_kind)
	labels.annotations(entry.object)[_default_mark] == "true"
	cluster := entry.cluster
}

_default_of := {cluster: max(names) | some cluster, names in _defaults}

# METADATA
# description: The class of an Ingress; the cluster's default where it names none, "" where there is none either.
of(entry) := named if {
	named := fields.text(entry.object, ["spec", "ingressClassName"])
	named != ""
} else := noted if {
	noted := object.get(labels.annotations(entry.object), _old_mark, "")
	noted != ""
} else := object.get(_default_of, entry.cluster, "")

# METADATA
# description: The way to what says the class.
path(entry) := ["spec", "ingressClassName"] if {
	fields.text(entry.object, ["spec", "ingressClassName"]) != ""
} else := ["metadata", "annotations", _old_mark] if {
	labels.annotations(entry.object)[_old_mark]
} else := ["spec"]

# METADATA
# description: |
#   Which controller serves an Ingress: "ingress-nginx", "alb", "gce", "other", or null where nobody knows. A class that
#   was not given is known by its name.
controller(entry) := sort_of if {
	class := of(entry)
	sort_of := _sort(object.get(_controller_of, [[entry.cluster, class]], ""), class)
}

# Of controllers that are widely used, the words in the usual names of their classes.
_others := concat("", [
	`traefik|haproxy|contour|kong|istio|cilium|apisix|openshift|azure|application-gateway|skipper|ambassador|emissary`,
	`|tailscale|cloudflare|caddy|voyager|pomerium|gloo|tyk|higress|ngrok`,
])

_sort(controller_name, class) := found if {
	controller_name != ""
	found := _by_controller(controller_name)
} else := _by_class(class)

_by_controller(name) := "ingress-nginx" if {
	contains(name, "ingress-nginx")
} else := "alb" if {
	name in {"ingress.k8s.aws/alb", "eks.amazonaws.com/alb"}
} else := "other"

_by_class(class) := "ingress-nginx" if {
	contains(class, "nginx")
} else := "alb" if {
	class in {"alb", "aws-load-balancer-controller"}
} else := "gce" if {
	class in {"gce", "gce-internal"}
} else := "other" if {
	regex.match(_others, class)
} else := null

# METADATA
# description: What an Ingress comes in by, as a key inside its cluster.
door(entry) := ["class", class, concat(" ", ["group", group]), ""] if {
	controller(entry) == "alb"
	class := of(entry)
	group := object.get(labels.annotations(entry.object), "alb.ingress.kubernetes.io/group.name", "")
	group != ""
} else := ["class", of(entry), concat("/", [entry.namespace, entry.name]), ""] if {
	controller(entry) in {"alb", "gce"}
} else := ["class", of(entry), "", ""]

# METADATA
# description: |
#   The classes that an Ingress without a class may have besides "": those that Ingresses of its cluster name, where
#   IngressClasses may be missing from the inventory.
possible(entry) := object.get(_named, entry.cluster, set()) if {
	of(entry) == ""
	not placement.listed_in_full(entry.cluster, _kind)
} else := set()

_names[cluster] contains class if {
	some entry in estate.all("Ingress.networking.k8s.io")
	cluster := entry.cluster
	class := of(entry)
	class != ""
}

_named := {cluster: classes | some cluster, classes in _names}
