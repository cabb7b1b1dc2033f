# METADATA
# title: The leak checks, as a table
# description: Generated from the METADATA of policies/rego/leaks; `make generate` writes it anew.
package lib.envpolicy.leak_table

rows := {
	"rbac_crossns_grant": {
		"id": "rbac-crossns-grant",
		"kind": "reach",
		"channel": "identity",
		"cap": "release",
		"severity": "high",
		"title": "A grant reaches into another deployment's namespace",
		"remediation": "x",
	},
	"secret_same_value": {
		"id": "secret-same-value",
		"kind": "shared",
		"channel": "secret",
		"cap": "release",
		"severity": "high",
		"title": "The same secret value is held twice",
		"remediation": "x",
	},
}

# The kinds that a channel's checks read.
reads := {
	"identity": ["ClusterRole.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"],
	"secret": ["Secret"],
}

# By channel and nominal level: the least level that a leak of the channel could leave.
least := {
	"identity": [0, 1, 1, 3, 4],
	"secret": [0, 1, 1, 1, 1],
}
