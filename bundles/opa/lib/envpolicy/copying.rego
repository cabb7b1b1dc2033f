# METADATA
# title: Jobs that copy data from one deployment to another
# description: |
#   A job that names two servers of one sort. A server is whose settings name it outside of such jobs, or who runs
#   it; one that nobody else has is the job's own. Names (source, target) tell which is read and which is written;
#   where they do not, data may go either way. Whoever holds a password for the other's server may read and write
#   there.
package lib.envpolicy.copying

import data.lib.envpolicy.data_servers
import data.lib.envpolicy.settings

_holder[server] contains holder if {
	some kind in ["database", "broker", "index"]
	some endpoint in data_servers.used(kind)
	some found in endpoint.servers
	some name in endpoint.owners
	server := found.server
	holder := {"name": name, "extra": found.extra, "witness": endpoint.setting.witness}
}

_holder[item.server] contains holder if {
	some item in data_servers.owned
	holder := {"name": item.deployment, "extra": {}, "witness": item.witness}
}

_holders := {server: holders | some server, holders in _holder}

# Whose the server of an endpoint is, the job's own deployment aside: `{"name", "missing", "witness"}`.
_others(endpoint) := {other |
	some found in endpoint.servers
	some holder in object.get(_holders, found.server, set())
	not _both_use(found.extra, holder.extra)
	other := {
		"name": holder.name,
		"missing": {text |
			some extra in [found.extra, holder.extra]
			some text in object.get(extra, "missing", [])
		},
		"witness": holder.witness,
	}
}

_both_use(one, other) if {
	one.side == "uses"
	other.side == "uses"
}

_foreign(endpoint) := set() if {
	some other in _others(endpoint)
	other.name in endpoint.owners
} else := _others(endpoint)

_declared(endpoint) := endpoint.role

_roles[where] contains [endpoint.servers[0].server, _declared(endpoint)] if {
	some endpoint in data_servers.copied
	where := [endpoint.group, endpoint.sort]
}

_roles_of := {where: roles | some where, roles in _roles}

# What an endpoint is for, as its name says; else the opposite of what all others are for; "" where nothing says it.
_role(endpoint) := _declared(endpoint) if {
	_declared(endpoint) != ""
} else := object.get(_opposite, role, "") if {
	others := {role |
		some [server, role] in _roles_of[[endpoint.group, endpoint.sort]]
		server != endpoint.servers[0].server
	}
	count(others) == 1
	some role in others
} else := ""

_opposite := {"source": "target", "target": "source"}

_reads(endpoint) if _role(endpoint) != "target"

_reads(endpoint) if endpoint.setting.view.credential

_writes(endpoint) if _role(endpoint) != "source"

_writes(endpoint) if endpoint.setting.view.credential

# METADATA
# description: |
#   `{"from", "to", "place", "missing", "witness"}`: data go from the one to the other, by a job that `place` names.
all := array.concat(_read, _written)

_read := [flow |
	some item in _touching
	_reads(item.endpoint)
	some owner in item.endpoint.owners
	flow := _flow(item, item.other.name, owner)
]

_written := [flow |
	some item in _touching
	_writes(item.endpoint)
	some owner in item.endpoint.owners
	flow := _flow(item, owner, item.other.name)
]

_touching := [{"endpoint": endpoint, "other": other} |
	some endpoint in data_servers.copied
	some other in _foreign(endpoint)
]

_flow(item, from, to) := {
	"from": from,
	"to": to,
	"place": settings.groups[item.endpoint.group].label,
	"missing": item.other.missing,
	"witness": [item.endpoint.setting.witness, item.other.witness],
}

# METADATA
# description: As `all`, where both servers are others' and the job is a third one's.
between := [flow |
	some one in _touching
	some other in object.get(_touched, [[one.endpoint.group, one.endpoint.sort]], set())
	other.endpoint.servers[0].server != one.endpoint.servers[0].server
	one.other.name != other.other.name
	_reads(one.endpoint)
	_writes(other.endpoint)
	flow := {
		"from": one.other.name,
		"to": other.other.name,
		"place": settings.groups[one.endpoint.group].label,
		"missing": (one.other.missing | other.other.missing),
		"witness": [one.endpoint.setting.witness, other.endpoint.setting.witness],
	}
]

_touched_by[where] contains item if {
	some item in _touching
	where := [item.endpoint.group, item.endpoint.sort]
}

_touched := {where: items | some where, items in _touched_by}
