# METADATA
# title: The estate as one cluster sees it
# description: |
#   What the plan says of this cluster comes with the constraint; the objects are those that Gatekeeper keeps, and the
#   one under review, which takes the place of its former self.
package lib.hosts.gatekeeper.seen

# METADATA
# description: The evaluation input, and beside it what is reviewed and what is asked.
estate(parameters, reviewed, kept, today) := {
	"today": today,
	"profile": "default",
	"organisation": {},
	"environments": [{"name": cluster.environment}],
	"clusters": {cluster.id: {
		"environment": cluster.environment,
		"name": cluster.name,
		"facts": object.get(cluster, "facts", {}),
		"objects": _objects(reviewed, kept),
	}},
	"deployments": parameters.deployments,
	"records": {},
	"waivers": object.get(parameters, "waivers", []),
	"asked": parameters.requirements,
	"reviewed": _identity(_key(reviewed.apiVersion, reviewed.kind), reviewed),
} if {
	cluster := parameters.cluster
}

_identity(key, item) := {
	"kind": key,
	"namespace": object.get(item, ["metadata", "namespace"], ""),
	"name": object.get(item, ["metadata", "name"], ""),
}

# A kind as the estate calls it, `Kind.group`.
_key(version, kind) := concat(".", [kind, split(version, "/")[0]]) if contains(version, "/")

_key(version, kind) := kind if not contains(version, "/")

_objects(reviewed, kept) := {key: array.concat(own, others) |
	mine := _key(reviewed.apiVersion, reviewed.kind)
	some key in (_keys(kept) | {mine})
	own := [reviewed | key == mine]
	others := [item |
		some item in _items(key, kept)
		_identity(key, item) != _identity(mine, reviewed)
	]
}

_keys(kept) := {_key(version, kind) |
	some version, kinds in object.get(kept, "cluster", {})
	some kind, _ in kinds
} | {_key(version, kind) |
	some versions in object.get(kept, "namespace", {})
	some version, kinds in versions
	some kind, _ in kinds
}

_items(key, kept) := array.concat(
	[item |
		some version, kinds in object.get(kept, "cluster", {})
		some kind, named in kinds
		_key(version, kind) == key
		some item in named
	],
	[item |
		some versions in object.get(kept, "namespace", {})
		some version, kinds in versions
		some kind, named in kinds
		_key(version, kind) == key
		some item in named
	],
)
