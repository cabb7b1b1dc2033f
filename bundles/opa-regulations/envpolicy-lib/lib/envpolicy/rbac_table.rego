# METADATA
# title: What a permission is worth
# description: |
#   The permissions that let a holder reach into a namespace, each with the leak that speaks of it (`row`), whether it
#   takes a RoleBinding or only a ClusterRoleBinding to give it (`scope`), and whose accounts it takes over (`take`).
#   `part` is half of a leak that needs several permissions together. `only` limits it to some resource names.
package lib.envpolicy.rbac_table

_write := {"create", "update", "patch"}

# METADATA
# description: The verbs that change something.
changing := {"create", "update", "patch", "delete", "deletecollection"}

# [row, API group, resources, verbs]
_namespaced := [
	["rbac-secret-read", "", ["secrets"], {"get", "list", "watch"}],
	["rbac-workload-create", "", ["pods", "replicationcontrollers"], _write],
	["rbac-workload-create", "apps", ["deployments", "statefulsets", "daemonsets", "replicasets"], _write],
	["rbac-workload-create", "extensions", ["deployments", "daemonsets", "replicasets"], _write],
	["rbac-workload-create", "batch", ["jobs", "cronjobs"], _write],
	["rbac-workload-create", "argoproj.io", ["rollouts", "workflows", "cronworkflows"], _write],
	["rbac-workload-create", "serving.knative.dev", ["services", "configurations"], _write],
	["rbac-workload-create", "tekton.dev", ["taskruns", "pipelineruns"], _write],
	["rbac-workload-create", "apps.kruise.io", ["clonesets", "advancedcronjobs", "broadcastjobs", "statefulsets"], _write],
	["rbac-workload-create", "apps.openshift.io", ["deploymentconfigs"], _write],
	["rbac-workload-create", "batch.volcano.sh", ["jobs"], _write],
	["rbac-workload-create", "jobset.x-k8s.io", ["jobsets"], _write],
	["rbac-workload-create", "keda.sh", ["scaledjobs"], _write],
	["rbac-workload-create", "kubeflow.org", ["mpijobs", "notebooks", "pytorchjobs", "tfjobs"], _write],
	["rbac-workload-create", "kubevirt.io", ["virtualmachines", "virtualmachineinstances"], _write],
	["rbac-workload-create", "ray.io", ["rayclusters", "rayjobs", "rayservices"], _write],
	["rbac-workload-create", "serving.kserve.io", ["inferenceservices"], _write],
	["rbac-workload-create", "sparkoperator.k8s.io", ["sparkapplications", "scheduledsparkapplications"], _write],
	["rbac-pod-exec", "", ["pods/exec", "pods/attach", "pods/portforward"], {"create"}],
	["rbac-pod-exec", "", ["pods/ephemeralcontainers"], {"update", "patch"}],
	["rbac-pod-exec", "", ["pods/proxy", "services/proxy"], {"get", "create", "update", "patch", "delete"}],
	["rbac-token-request", "", ["serviceaccounts/token"], {"create"}],
	["rbac-impersonate", "", ["serviceaccounts"], {"impersonate"}],
	["rbac-namespace-write", "", ["namespaces"], {"update", "patch"}],
	["rbac-policy-write", "networking.k8s.io", ["networkpolicies"], changing],
	["rbac-policy-write", "extensions", ["networkpolicies"], changing],
	["rbac-policy-write", "cilium.io", ["ciliumnetworkpolicies"], changing],
	["rbac-policy-write", "crd.projectcalico.org", ["networkpolicies"], changing],
	["rbac-policy-write", "projectcalico.org", ["networkpolicies"], changing],
	["rbac-policy-write", "security.istio.io", ["authorizationpolicies", "peerauthentications"], changing],
	["rbac-policy-write", "", ["resourcequotas", "limitranges"], changing],
	["rbac-policy-write", "rbac.authorization.k8s.io", ["rolebindings"], changing],
	["rbac-endpoints-write", "", ["endpoints", "services/status"], _write],
	["rbac-endpoints-write", "discovery.k8s.io", ["endpointslices"], _write],
	["rbac-node-write", "", ["pods/eviction"], {"create"}],
	["rbac-node-write", "", ["pods"], {"delete", "deletecollection"}],
	["rbac-controller-proxy", "argoproj.io", ["applications", "applicationsets"], _write],
	["rbac-controller-proxy", "kustomize.toolkit.fluxcd.io", ["kustomizations"], _write],
	["rbac-controller-proxy", "helm.toolkit.fluxcd.io", ["helmreleases"], _write],
	["rbac-controller-proxy", "velero.io", ["restores"], _write],
	["bind", "rbac.authorization.k8s.io", ["roles", "clusterroles"], {"bind"}],
	["write-bindings", "rbac.authorization.k8s.io", ["rolebindings"], _write],
	["escalate", "rbac.authorization.k8s.io", ["roles"], {"escalate"}],
	["write-roles", "rbac.authorization.k8s.io", ["roles"], {"update", "patch"}],
]

_cluster_wide := [
	["rbac-node-proxy", "", ["nodes/proxy"], {"get", "create"}],
	["rbac-impersonate", "", ["users", "groups"], {"impersonate"}],
	["rbac-webhook-control", "admissionregistration.k8s.io", ["validatingwebhookconfigurations"], _write],
	["rbac-webhook-control", "admissionregistration.k8s.io", ["mutatingwebhookconfigurations"], _write],
	["rbac-policy-write", "policy.networking.k8s.io", ["clusternetworkpolicies"], changing],
	["rbac-policy-write", "policy.networking.k8s.io", ["adminnetworkpolicies"], changing],
	["rbac-policy-write", "policy.networking.k8s.io", ["baselineadminnetworkpolicies"], changing],
	["rbac-policy-write", "cilium.io", ["ciliumclusterwidenetworkpolicies"], changing],
	["rbac-policy-write", "crd.projectcalico.org", ["globalnetworkpolicies"], changing],
	["rbac-policy-write", "projectcalico.org", ["globalnetworkpolicies"], changing],
	["rbac-pv-create", "", ["persistentvolumes"], {"create"}],
	["rbac-node-write", "", ["nodes", "nodes/status"], {"update", "patch"}],
	["rbac-controller-proxy", "external-secrets.io", ["clusterexternalsecrets"], _write],
	["rbac-controller-proxy", "capsule.clastix.io", ["globaltenantresources"], _write],
	["write-bindings", "rbac.authorization.k8s.io", ["clusterrolebindings"], _write],
	["escalate", "rbac.authorization.k8s.io", ["clusterroles"], {"escalate"}],
	["write-roles", "rbac.authorization.k8s.io", ["clusterroles"], {"update", "patch"}],
	["request-certificate", "certificates.k8s.io", ["certificatesigningrequests"], {"create"}],
	["approve-certificate", "certificates.k8s.io", ["certificatesigningrequests/approval"], {"update", "patch"}],
	["sign-certificate", "certificates.k8s.io", ["signers"], {"approve"}],
]

# Weaker than the row's own severity: what is read or changed is less than what the row warns of at its worst.
_minor := [
	["rbac-pod-exec", "", ["pods/log"], {"get"}],
	["rbac-crossns-grant", "", ["configmaps"], {"get", "list", "watch"}],
]

# Up to Kubernetes 1.34 a websocket client got in with `get`.
_until_134 := [["rbac-pod-exec", "", ["pods/exec", "pods/attach", "pods/portforward"], {"get"}]]

# METADATA
# description: |
#   `{"row", "group", "resource", "verbs", "named", "scope", "severity", "era"}` by resource; `named` are the verbs
#   that a rule with resourceNames still allows: a request to create or to delete a collection carries no name, one to
#   list or watch does when it selects by metadata.name.
by_resource := {resource: found |
	some resource in {permission.resource | some permission in _all}
	found := [permission | some permission in _all; permission.resource == resource]
}

_all := array.concat(
	array.concat(_rows(_namespaced, "namespace", "", ""), _rows(_cluster_wide, "cluster", "", "")),
	array.concat(_rows(_minor, "namespace", "", "medium"), _rows(_until_134, "namespace", "1.34", "")),
)

_rows(rows, scope, era, severity) := [permission |
	some line in rows
	some resource in line[2]
	permission := {
		"row": line[0],
		"group": line[1],
		"resource": resource,
		"verbs": line[3],
		"named": _named(resource, line[3]),
		"scope": scope,
		"severity": severity,
		"era": era,
	}
]

_named(resource, verbs) := verbs if {
	contains(resource, "/")
} else := verbs - {"create", "deletecollection"}

# METADATA
# description: Subresources that `*/name` covers.
subresources := {resource: split(resource, "/")[1] | some resource, _ in by_resource; contains(resource, "/")}

# METADATA
# description: Resources that belong to no namespace, so that writing them is not writing into one.
cluster_scoped := {
	"apiservices", "certificatesigningrequests", "clusterrolebindings", "clusterroles", "componentstatuses",
	"csidrivers", "csinodes", "customresourcedefinitions", "flowschemas", "gatewayclasses", "ingressclasses",
	"mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "mutatingwebhookconfigurations", "namespaces",
	"nodes", "persistentvolumes", "priorityclasses", "prioritylevelconfigurations", "runtimeclasses", "selfsubjectreviews",
	"signers", "storageclasses", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
	"validatingwebhookconfigurations", "volumeattachments", "groups", "users", "uids",
	"deviceclasses", "ipaddresses", "podsecuritypolicies", "resourceslices", "securitycontextconstraints",
	"servicecidrs", "storageversionmigrations", "storageversions", "volumeattributesclasses",
	"volumegroupsnapshotclasses", "volumegroupsnapshotcontents", "volumesnapshotclasses", "volumesnapshotcontents",
	"bgpconfigurations", "bgppeers", "blockaffinities", "felixconfigurations", "globalnetworksets", "hostendpoints",
	"ipamblocks", "ipamconfigs", "ipamhandles", "ippools", "kubecontrollersconfigurations", "tiers",
	"ciliumidentities", "ciliumnodes",
	"capsuleconfigurations", "globaltenantresources", "tenants", "constrainttemplates", "nodeclaims", "nodepools",
}

# METADATA
# description: API groups whose kinds all belong to no namespace, or change nothing there.
cluster_groups := {
	"admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io",
	"authorization.k8s.io", "certificates.k8s.io", "flowcontrol.apiserver.k8s.io", "node.k8s.io",
	"policy.networking.k8s.io", "scheduling.k8s.io",
}

# METADATA
# description: Writes that change nothing that anybody keeps.
harmless := {
	"localsubjectaccessreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews",
	"tokenreviews",
}
