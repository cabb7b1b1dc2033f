# METADATA
# title: ClusterRoles that every cluster has
# description: |
#   The user-facing roles as the API server makes them (Kubernetes 1.22 and later), known even where no inventory lists
#   them; as far as their permissions matter here. `admin`, `edit` and `view` are aggregated from the others by label.
package lib.envpolicy.rbac_builtin

_read := ["get", "list", "watch"]

_change := ["create", "update", "patch", "delete", "deletecollection"]

_workloads := ["deployments", "statefulsets", "daemonsets", "replicasets"]

_edited := [
	"pods", "replicationcontrollers", "serviceaccounts", "services", "persistentvolumeclaims", "configmaps", "secrets",
	"events",
]

_connected := ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"]

_viewed := [
	"bindings", "configmaps", "endpoints", "events", "limitranges", "namespaces", "persistentvolumeclaims",
	"pods", "pods/log", "pods/status", "replicationcontrollers", "resourcequotas", "serviceaccounts", "services",
]

_to_admin := [
	{"apiGroups": ["authorization.k8s.io"], "resources": ["localsubjectaccessreviews"], "verbs": ["create"]},
	_rule(["rbac.authorization.k8s.io"], ["roles", "rolebindings"], array.concat(_read, _change)),
]

_to_edit := [
	_rule([""], array.concat(["secrets"], _connected), _read),
	_rule([""], ["serviceaccounts"], ["impersonate"]),
	_rule([""], array.concat(_edited, _connected), _change),
	_rule([""], ["pods/eviction", "serviceaccounts/token"], ["create"]),
	_rule(["apps", "extensions"], _workloads, _change),
	_rule(["batch"], ["cronjobs", "jobs"], _change),
	_rule(["autoscaling"], ["horizontalpodautoscalers"], _change),
	_rule(["policy"], ["poddisruptionbudgets"], _change),
	_rule(["networking.k8s.io", "extensions"], ["ingresses", "networkpolicies"], _change),
	_rule(["coordination.k8s.io"], ["leases"], _change),
]

_to_view := [
	_rule([""], _viewed, _read),
	_rule(["discovery.k8s.io"], ["endpointslices"], _read),
	_rule(["apps", "extensions"], _workloads, _read),
	_rule(["batch"], ["cronjobs", "jobs"], _read),
	_rule(["networking.k8s.io", "extensions"], ["ingresses", "networkpolicies"], _read),
]

_rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

# METADATA
# description: The label that makes a ClusterRole part of `admin`, `edit` or `view`.
label(name) := sprintf("rbac.authorization.k8s.io/aggregate-to-%v", [name])

# METADATA
# description: |
#   `{"rules", "labels", "selectors"}` by name; `selectors` is null for a role that is not aggregated.
roles := {
	"cluster-admin": {"rules": [_rule(["*"], ["*"], ["*"])], "labels": {}, "selectors": null},
	"admin": {"rules": [], "labels": {}, "selectors": [{"matchLabels": {label("admin"): "true"}}]},
	"edit": {"rules": [], "labels": {label("admin"): "true"}, "selectors": [{"matchLabels": {label("edit"): "true"}}]},
	"view": {"rules": [], "labels": {label("edit"): "true"}, "selectors": [{"matchLabels": {label("view"): "true"}}]},
	"system:aggregate-to-admin": {"rules": _to_admin, "labels": {label("admin"): "true"}, "selectors": null},
	"system:aggregate-to-edit": {"rules": _to_edit, "labels": {label("edit"): "true"}, "selectors": null},
	"system:aggregate-to-view": {"rules": _to_view, "labels": {label("view"): "true"}, "selectors": null},
}
