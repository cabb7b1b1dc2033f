# METADATA
# title: Objects that order one Secret in several namespaces
# description: |
#   Reads ClusterExternalSecret (external-secrets.io), GlobalTenantResource and TenantResource (capsule.clastix.io),
#   ClusterSecret (clustersecret.io and core.cs.sap.com).
package lib.envpolicy.replication_orders

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.namespace_choice
import data.lib.envpolicy.placement

# METADATA
# description: "`{\"source\", \"type\", \"namespace\", \"chosen\", \"witness\"}` as in `replication_policies`."
copies := [copy |
	some order in array.concat(_external, array.concat(_of_tenants, _cluster_secrets))
	cluster := order.entry.cluster
	some namespace in object.get(namespace_choice.inhabited, cluster, set())
	chosen := namespace_choice.any({answer |
		some choice in order.choices
		answer := _chooses(cluster, namespace, choice)
	})
	chosen != false
	copy := {
		"source": [cluster, order.entry.namespace, sprintf("%v %v", [split(order.entry.kind, ".")[0], order.entry.name])],
		"entry": null,
		"type": order.type,
		"namespace": namespace,
		"chosen": chosen,
		"witness": estate.witness(order.entry, order.path),
	}
]

_chooses(_, namespace, choice) if {
	namespace == choice.name
} else := false if {
	choice.name
}

_chooses(cluster, namespace, choice) := namespace_choice.selects(cluster, namespace, choice.selector) if choice.selector

_chooses(_, namespace, choice) := _spares(namespace, choice) if choice.pattern

_spares(namespace, choice) := false if {
	some pattern in choice.but
	namespace_choice.fits(sprintf("%v.*", [pattern]), namespace)
} else := namespace_choice.fits(sprintf("%v.*", [choice.pattern]), namespace)

_external := [order |
	some entry in estate.all("ClusterExternalSecret.external-secrets.io")
	not _is_ignored(entry.cluster)
	spec := fields.mapping(entry.object, ["spec"])
	selectors := array.concat(
		[selector | selector := object.get(spec, "namespaceSelector", null); is_object(selector)],
		[selector | some selector in fields.list(spec, ["namespaceSelectors"]); is_object(selector)],
	)
	order := {
		"entry": entry,
		"type": fields.text(spec, ["externalSecretSpec", "target", "template", "type"]),
		"path": ["spec"],
		"choices": array.concat(
			[{"selector": selector} | some selector in selectors],
			[{"name": name} | some name in fields.texts(spec, ["namespaces"])],
		),
	}
]

_is_ignored(cluster) if {
	flags := placement.cluster_fact(cluster, "controllers").externalSecrets
	_are_off(flags)
}

_are_off(false) := true

_are_off(flags) if {
	is_object(flags)
	some name in ["installed", "processClusterExternalSecret"]
	flags[name] == false
}

# --- Capsule: the namespaces of tenants carry the name of theirs

_tenant_label := "capsule.clastix.io/tenant"

_of_tenants := [order |
	some kind in ["GlobalTenantResource", "TenantResource"]
	some entry in estate.all(concat(".", [kind, "capsule.clastix.io"]))
	some index, resource in fields.list(entry.object, ["spec", "resources"])
	some [path, item] in _items(resource)
	item.kind == "Secret"
	order := {
		"entry": entry,
		"type": fields.text(item, ["type"]),
		"path": array.concat(["spec", "resources", index], path),
		"choices": [{"selector": _narrowed(fields.mapping(resource, ["namespaceSelector"]), tenant)} |
			some tenant in _tenants(kind, entry)
		],
	}
]

_items(resource) := [[[field, at], item] |
	some field in ["rawItems", "namespacedItems"]
	some at, item in fields.list(resource, [field])
	is_object(item)
]

_tenants("GlobalTenantResource", entry) := {tenant.name |
	some tenant in estate.all("Tenant.capsule.clastix.io")
	tenant.cluster == entry.cluster
	labels.matches(fields.mapping(entry.object, ["spec", "tenantSelector"]), labels.of(tenant.object))
}

_tenants("TenantResource", entry) := {tenant |
	some namespace in estate.all("Namespace")
	[namespace.cluster, namespace.name] == [entry.cluster, entry.namespace]
	tenant := labels.of(namespace.object)[_tenant_label]
}

_narrowed(selector, tenant) := object.union(selector, {"matchLabels": object.union(
	fields.mapping(selector, ["matchLabels"]),
	{_tenant_label: tenant},
)})

# --- ClusterSecret

_cluster_secrets := array.concat(
	[order |
		some entry in estate.all("ClusterSecret.clustersecret.io")
		order := {
			"entry": entry,
			"type": fields.text(entry.object, ["type"]),
			"path": ["matchNamespace"],
			"choices": [{"pattern": pattern, "but": fields.texts(entry.object, ["avoidNamespaces"])} |
				some pattern in fields.texts(entry.object, ["matchNamespace"])
			],
		}
	],
	[order |
		some entry in estate.all("ClusterSecret.core.cs.sap.com")
		order := {
			"entry": entry,
			"type": fields.text(entry.object, ["spec", "template", "type"]),
			"path": ["spec", "namespaceSelector"],
			"choices": [{"selector": fields.mapping(entry.object, ["spec", "namespaceSelector"])}],
		}
	],
)
