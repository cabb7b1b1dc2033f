# METADATA
# title: Deployments on one server of data
# description: |
#   What the checks of databases, brokers and indices have in common. One place on a server (a database, a virtual
#   host, a topic, an index) is shared; where no place is named that is not known; two places of one server are
#   told, no more. A server that another deployment runs is that one's data, whatever the place.
package lib.envpolicy.data_sharing

import data.lib.envpolicy.data_servers
import data.lib.envpolicy.placement

# METADATA
# description: |
#   The facts of uses of servers, `{"owners", "server", "names", "label", "fact"}`: `names` are the places (digests),
#   `label` the object that names the server, `fact` what is the same in all facts of a use; `missing` is what to say
#   where no place is named.
facts(uses, missing) := union({_same(uses), _unnamed(uses, missing), _beside(uses), _run(uses)})

_same(uses) := {fact |
	some use in uses
	some place in use.names
	some name in use.owners
	fact := object.union(use.fact, {"deployment": name, "key": ["same", use.server, place], "cap": "release"})
}

# No place is named: it may be any of the server's.
_unnamed(uses, missing) := {fact |
	some use in uses
	count(use.names) == 0
	some name in use.owners
	some side in [{}, {"side": "offers"}]
	fact := object.union(object.union(use.fact, side), {
		"deployment": name,
		"key": ["any", use.server],
		"cap": "release",
		"certain": false,
		"missing": [sprintf("%v of %v", [missing, use.label])],
	})
} | {fact |
	some use in uses
	count(use.names) > 0
	not use.fact.side
	some name in use.owners
	fact := object.union(use.fact, {
		"deployment": name,
		"key": ["any", use.server],
		"side": "uses",
		"cap": "release",
	})
}

# METADATA
# description: |
#   Programs of one application that name no place use the one they were built with: it is the same.
built_in(uses) := {fact |
	some use in uses
	count(use.names) == 0
	some name in use.owners
	fact := object.union(use.fact, {
		"deployment": name,
		"key": ["built in", use.server, _program(use, name)],
		"cap": "release",
	})
}

# NATS has one account for all that name none, and everything in it is for everybody.
_program(use, _) := "any" if use.scheme == "nats"

_program(use, name) := placement.deployments[name].application if use.scheme != "nats"

# Two places of one server.
_beside(uses) := {fact |
	some use in uses
	some place in use.names
	some name in use.owners
	fact := object.union(use.fact, {
		"deployment": name,
		"key": ["server", use.server],
		"covered": place,
		"cap": "environment",
		"severity": "info",
	})
}

# A server that another deployment runs.
_run(uses) := {fact |
	some use in uses
	not use.fact.side
	some name in use.owners
	fact := object.union(use.fact, {
		"deployment": name,
		"key": ["run", use.server],
		"side": "uses",
		"cap": "release",
	})
} | {fact |
	servers := {use.server | some use in uses}
	some item in data_servers.owned
	item.server in servers
	fact := {
		"deployment": item.deployment,
		"key": ["run", item.server],
		"side": "offers",
		"cap": "release",
		"witness": [item.witness],
	}
}

# METADATA
# description: The uses of all servers of a sort ("broker", "index"), by the places that settings name.
of_sort(kind) := [use |
	some endpoint in data_servers.used(kind)
	some found in endpoint.servers
	use := {
		"owners": endpoint.owners,
		"server": found.server,
		"names": endpoint.places,
		"scheme": endpoint.scheme,
		"label": data_servers.label(endpoint),
		"fact": object.union(found.extra, {"witness": [endpoint.setting.witness]}),
	}
]
