# METADATA
# title: Routes that answer to the same requests
# description: |
#   Keys that meet where two routes come in by one door, their hosts have one in common, and their paths are equal or
#   one begins with the other. A key is `[cluster, door, sort, host, path]`: "equal" for one host and path, "server"
#   for one host where everything for a host becomes one server; "under", "across" and "exact" have sides.
package lib.envpolicy.host_overlaps

import data.lib.envpolicy.edge_routes
import data.lib.envpolicy.hosts

# Who has a route for a host (as it is written), and who has one for a host below it, by `[cluster, door, host]`.
_hosted[where] contains name if {
	some route in edge_routes.all
	where := [route.entry.cluster, route.door, route.host]
	some name in route.entry.owners
}

_at := {where: names | some where, names in _hosted}

_wider := [{"route": route, "above": above} |
	some route in edge_routes.all
	above := [host |
		some host in _strictly(hosts.above(route.host, route.reach))
		_at[[route.entry.cluster, route.door, host]]
	]
]

_covered[where] contains name if {
	some found in _wider
	some host in found.above
	where := [found.route.entry.cluster, found.route.door, host]
	some name in found.route.entry.owners
}

_below := {where: names | some where, names in _covered}

# The routes whose hosts have one in common with those of somebody else, with the wider hosts that others have.
_routes := [object.union(found.route, {"above": found.above}) |
	some found in _wider
	_meets(found.route, found.above)
]

_meets(route, above) if {
	some host in above
	count(_at[[route.entry.cluster, route.door, host]] - route.entry.owners) > 0
}

_meets(route, _) if {
	where := [route.entry.cluster, route.door, route.host]
	count((_at[where] | object.get(_below, [where], set())) - route.entry.owners) > 0
}

_key(route, sort_of, host, path) := [route.entry.cluster, route.door, sort_of, host, path]

# METADATA
# description: |
#   `{"route", "key", "side", "missing"}`: what each route has to be compared by.
marks := array.concat(_equal, array.concat(_used, _offered))

_equal := array.concat(
	[{"route": route, "key": _key(route, "server", route.host, ""), "side": "", "missing": missing} |
		some route in _routes
		route.merges != false
		missing := route.missing | _doubt(route)
	],
	[{"route": route, "key": _key(route, "equal", route.host, one.path), "side": "", "missing": route.missing} |
		some route in _routes
		route.merges != true
		some one in route.paths
	],
)

_doubt(route) := set() if {
	route.merges == true
} else := {sprintf("default IngressClass of %v", [route.entry.cluster])} if {
	route.door[1] == ""
} else := {sprintf("IngressClass %v of %v", [route.door[1], route.entry.cluster])}

# A path that is exact has nothing under it: it meets what has the same path at narrower hosts.
_used := [{"route": route, "key": key, "side": "uses", "missing": route.missing} |
	some route in _routes
	some one in route.paths
	some key in _uses(route, one)
]

_uses(route, one) := [_key(route, "exact", route.host, one.path)] if {
	one.exact
} else := array.concat(
	[_key(route, "under", route.host, one.path)],
	[_key(route, "across", host, one.path) | some host in route.above],
)

_offered := [{"route": route, "key": key, "side": "offers", "missing": route.missing} |
	some route in _routes
	some one in route.paths
	some key in _offers(route, one)
	key in _wanted
]

_wanted := {mark.key | some mark in _used}

_offers(route, one) := array.concat(
	array.concat(
		[_key(route, "exact", host, one.path) | some host in route.above],
		[_key(route, "across", route.host, path) | some path in _strictly(paths)],
	),
	array.concat(
		[_key(route, "under", host, path) | some host in route.above; some path in paths],
		[_key(route, "under", route.host, path) | route.merges != true; some path in _strictly(paths)],
	),
) if {
	paths := hosts.paths_above(one.path)
}

_strictly(list) := array.slice(list, 1, count(list))
