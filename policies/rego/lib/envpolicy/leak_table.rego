# METADATA
# title: The leak checks, as a table
# description: Generated from the METADATA of policies/rego/leaks; `make generate` writes it anew.
package lib.envpolicy.leak_table

rows := {
	"rbac_bind_escalate": {
		"id": "rbac-bind-escalate",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account gives itself any right in another deployment's namespace",
		"remediation": "Take bind and escalate out of the role; let the platform make bindings.",
	},
	"rbac_broad_group": {
		"id": "rbac-broad-group",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "A group that takes in everybody reaches into another deployment's namespace",
		"remediation": "Bind single accounts, in the namespace that they stand in.",
	},
	"rbac_cluster_admin": {
		"id": "rbac-cluster-admin",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account may do everything in another deployment's namespace",
		"remediation": "Grant the few permissions that are needed, in the deployment's own namespace.",
	},
	"rbac_crossns_grant": {
		"id": "rbac-crossns-grant",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account changes things in another deployment's namespace",
		"remediation": "Bind the role in the deployment's own namespace, to accounts of that namespace only.",
	},
	"rbac_csr_approve": {
		"id": "rbac-csr-approve",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account makes itself certificates of any user",
		"remediation": "Leave approval to the platform, or limit it to another signer.",
	},
	"rbac_impersonate": {
		"id": "rbac-impersonate",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account acts as somebody who reaches another deployment",
		"remediation": "Take impersonate out of the role, or name (resourceNames) whom it covers.",
	},
	"rbac_node_proxy": {
		"id": "rbac-node-proxy",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account reaches every pod through the kubelets",
		"remediation": "Replace nodes/proxy by nodes/metrics, nodes/stats or nodes/log, whichever is needed.",
	},
	"rbac_node_write": {
		"id": "rbac-node-write",
		"kind": "reach",
		"channel": "identity",
		"cap": "namespace",
		"severity": "medium",
		"title": "An account moves pods of another deployment between nodes",
		"remediation": "Leave nodes to the platform; let each deployment delete pods of its own.",
	},
	"rbac_pod_exec": {
		"id": "rbac-pod-exec",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account gets into pods of another deployment's namespace",
		# regal ignore:line-length
		"remediation": "Take these subresources out of the role, or bind it in the deployment's own namespace only.",
	},
	"rbac_policy_write": {
		"id": "rbac-policy-write",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account changes what guards another deployment's namespace",
		"remediation": "Bind the role in the deployment's own namespace only.",
	},
	"rbac_pv_create": {
		"id": "rbac-pv-create",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account makes volumes of any path of a node",
		"remediation": "Leave volumes to the storage driver; applications make claims.",
	},
	"rbac_secret_read": {
		"id": "rbac-secret-read",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account reads the Secrets of another deployment's namespace",
		"remediation": "Take secrets out of the role, or bind it in the deployment's own namespace only.",
	},
	"rbac_token_request": {
		"id": "rbac-token-request",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account asks for tokens of another deployment's accounts",
		"remediation": "Take serviceaccounts/token out of the role.",
	},
	"rbac_webhook_control": {
		"id": "rbac-webhook-control",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "An account reads or alters whatever is admitted to the cluster",
		# regal ignore:line-length
		"remediation": "Leave webhook configurations to the platform; name what a controller must patch of its own.",
	},
	"rbac_workload_create": {
		"id": "rbac-workload-create",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "critical",
		"title": "An account makes pods in another deployment's namespace",
		"remediation": "Let each deployment be delivered by an account of its own namespace.",
	},
	"secret_same_value": {
		"id": "secret-same-value",
		"kind": "shared",
		"channel": "secret",
		"cap": "release",
		"severity": "high",
		"title": "The same secret value is held on both sides",
		"remediation": "Give each side a credential of its own, and revoke the shared one.",
	},
}

# The kinds that a channel's checks read.
reads := {
	"identity": [
		"ClusterRole.rbac.authorization.k8s.io",
		"ClusterRoleBinding.rbac.authorization.k8s.io",
		"Role.rbac.authorization.k8s.io",
		"RoleBinding.rbac.authorization.k8s.io",
	],
	"secret": [
		"ConfigMap",
		"Secret",
	],
}

# By channel and nominal level: the least level that a leak of the channel could leave.
least := {
	"identity": [0, 1, 1, 3, 4],
	"secret": [0, 1, 1, 1, 1],
}
