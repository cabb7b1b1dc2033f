# METADATA
# title: An account writes orders that a privileged controller carries out anywhere
# description: |
#   Somebody of one deployment may create or change objects that a controller with rights in every
#   namespace executes: Applications of Argo CD where it looks for them, Kustomizations and HelmReleases
#   of Flux where no default service account is set, ClusterExternalSecrets, GlobalTenantResources of
#   Capsule, Restores of Velero. Upstream defaults hold where the controller's flags are not declared;
#   where nothing shows that it is installed, this is not known, and said only of roles that name its
#   API group.
# custom:
#   id: rbac-controller-proxy
#   kind: reach
#   channel: identity
#   boundary: [namespace]
#   cap: release
#   severity: high
#   remediation: Let the controller act as an account of the namespace, or keep such objects to the platform.
#   patch: drop-subject
#   reads:
#     - ClusterRole.rbac.authorization.k8s.io
#     - ClusterRoleBinding.rbac.authorization.k8s.io
#     - Role.rbac.authorization.k8s.io
#     - RoleBinding.rbac.authorization.k8s.io
#   sources:
#     - https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
#     - Flux, multi-tenancy, https://fluxcd.io/flux/installation/configuration/multitenancy/
#   examples:
#     leaks:
#       - note: Flux without a default service account
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: gitops, namespace: shop-staging}
#             rules:
#               - apiGroups: [kustomize.toolkit.fluxcd.io]
#                 resources: [kustomizations]
#                 verbs: [create, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: gitops, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gitops}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#         facts: {controllers: {flux: {installed: true}}}
#       - note: Applications in the namespace of Argo CD
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: root, namespace: argocd}
#             spec: {project: default}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: apps, namespace: argocd}
#             rules: [{apiGroups: [argoproj.io], resources: [applications], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: apps, namespace: argocd}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: apps}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Flux, perhaps
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: gitops, namespace: shop-staging}
#             rules:
#               - apiGroups: [kustomize.toolkit.fluxcd.io]
#                 resources: [kustomizations]
#                 verbs: [create, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: gitops, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gitops}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: External Secrets runs in the cluster, and a role orders secrets for every namespace
#         add:
#           - apiVersion: v1
#             kind: Pod
#             metadata: {name: operator, namespace: platform}
#             spec: {containers: [{name: operator, image: "ghcr.io/external-secrets/external-secrets:v0.14.0"}]}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRole
#             metadata: {name: orders}
#             rules: [{apiGroups: [external-secrets.io], resources: [clusterexternalsecrets], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: ClusterRoleBinding
#             metadata: {name: orders}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: orders}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#     innocent:
#       - note: Flux acts as a default service account
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: gitops, namespace: shop-staging}
#             rules:
#               - apiGroups: [kustomize.toolkit.fluxcd.io]
#                 resources: [kustomizations]
#                 verbs: [create, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: gitops, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gitops}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#         facts: {controllers: {flux: {installed: true, defaultServiceAccount: default}}}
#       - note: Applications where Argo CD does not look
#         add:
#           - apiVersion: argoproj.io/v1alpha1
#             kind: Application
#             metadata: {name: root, namespace: argocd}
#             spec: {project: default}
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: apps, namespace: shop-staging}
#             rules: [{apiGroups: [argoproj.io], resources: [applications], verbs: [create]}]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: apps, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: apps}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#       - note: Flux is not installed
#         add:
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: Role
#             metadata: {name: gitops, namespace: shop-staging}
#             rules:
#               - apiGroups: [kustomize.toolkit.fluxcd.io]
#                 resources: [kustomizations]
#                 verbs: [create, update]
#           - apiVersion: rbac.authorization.k8s.io/v1
#             kind: RoleBinding
#             metadata: {name: gitops, namespace: shop-staging}
#             roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gitops}
#             subjects: [{kind: ServiceAccount, name: web, namespace: shop-staging}]
#         facts: {controllers: {flux: {installed: false}}}
package lib.envpolicy.leaks.identity.rbac_controller_proxy

import data.lib.envpolicy.estate
import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.workloads

_controllers := {
	"applications": "argocd",
	"applicationsets": "argocd",
	"kustomizations": "flux",
	"helmreleases": "flux",
	"clusterexternalsecrets": "externalSecrets",
	"globaltenantresources": "capsule",
	"restores": "velero",
}

# Objects that show that a controller is there.
_traces := {
	"argocd": ["Application.argoproj.io", "AppProject.argoproj.io"],
	"flux": ["Kustomization.kustomize.toolkit.fluxcd.io", "HelmRelease.helm.toolkit.fluxcd.io"],
	"externalSecrets": ["ExternalSecret.external-secrets.io", "ClusterSecretStore.external-secrets.io"],
	"capsule": ["Tenant.capsule.clastix.io"],
	"velero": ["Backup.velero.io", "Schedule.velero.io", "Restore.velero.io"],
}

_declared(cluster, controller) := object.get(flags, controller, null) if {
	flags := placement.cluster_fact(cluster, "controllers")
	is_object(flags)
} else := null

_flag(cluster, controller, name, standard) := object.get(flags, name, standard) if {
	flags := _declared(cluster, controller)
	is_object(flags)
} else := standard

# (An `else` without a value would take the head's in the embedded engine.)
_installed(cluster, controller) := value if {
	value := _flag(cluster, controller, "installed", null)
	is_boolean(value)
} else := null if {
	not _shown(cluster, controller)
} else := shown if {
	shown := true
}

_shown(cluster, controller) if _declared(cluster, controller) != null

_shown(cluster, controller) if {
	some kind in _traces[controller]
	some entry in estate.all(kind)
	entry.cluster == cluster
}

_shown(cluster, controller) if [cluster, controller] in _running

_shown(cluster, controller) if {
	some entry in estate.all("Namespace")
	[entry.cluster, entry.name] == [cluster, _homes[controller]]
}

# The namespaces that the controllers' own manifests make for them.
_homes := {
	"argocd": "argocd",
	"flux": "flux-system",
	"externalSecrets": "external-secrets",
	"capsule": "capsule-system",
	"velero": "velero",
}

_images := {
	"argocd": `(^|/)argocd(:|@|$)`,
	"flux": `(^|/)(kustomize|helm)-controller(:|@|$)`,
	"externalSecrets": `(^|/)external-secrets(:|@|$)`,
	"capsule": `(^|/)capsule(:|@|$)`,
	"velero": `(^|/)velero(:|@|$)`,
}

_running := {[workload.cluster, controller] |
	count(rbac_direct.rights["rbac-controller-proxy"]) > 0
	some workload in workloads.all
	some item in workload.containers
	is_string(item.container.image)
	some controller, pattern in _images
	regex.match(pattern, item.container.image)
}

# Whether the controller listens where the right is.
_listens(right, controller) if {
	controller == "flux"
	_flag(right.grant.cluster, "flux", "defaultServiceAccount", "") == ""
}

_listens(_, controller) if controller in {"externalSecrets", "capsule"}

_listens(right, controller) if {
	controller in {"argocd", "velero"}
	right.grant.namespaces == null
}

_listens(right, controller) if {
	controller in {"argocd", "velero"}
	_flag(right.grant.cluster, controller, "namespace", controller) in right.grant.namespaces
}

_listens(right, controller) if {
	controller == "argocd"
	some pattern in _flag(right.grant.cluster, "argocd", "applicationNamespaces", [])
	some namespace in right.grant.namespaces
	glob.match(pattern, [], namespace)
}

_outlook(right, controller) := {} if {
	_installed(right.grant.cluster, controller) == true
} else := {"certain": false, "missing": [missing]} if {
	missing := sprintf("controllers.%v.installed of %v", [controller, right.grant.cluster])
	_installed(right.grant.cluster, controller) == null
	not "*" in right.met.rule.groups
}

reaches contains fact if {
	some right in rbac_direct.rights["rbac-controller-proxy"]
	controller := _controllers[right.met.resource]
	_listens(right, controller)
	outlook := _outlook(right, controller)
	place := placement.places[right.holder]
	some other in placement.tenants[place.cluster]
	placement.places[other].namespace != place.namespace
	fact := object.union(outlook, {
		"from": right.holder,
		"to": other,
		"place": right.grant.place,
		"witness": rbac_direct.witness(right.grant, right.met),
		"severity": rbac_direct.severity("rbac-controller-proxy", right.grant.identity, right.met),
	})
}
