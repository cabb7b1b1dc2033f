# METADATA
# title: The plan's part of the estate
# description: As `envpolicy` makes it of a plan that fits its schema. A plan that does not is told of in `manifests`.
package hosts.conftest.planned

import data.hosts.conftest.given
import data.hosts.conftest.tables

_plan := given.plan.contents

# METADATA
# description: The Environments, by name.
environments := _by_name([object.filter(one, ["name", "class", "administrators"]) | some one in _plan.environments])

_by_name(list) := [list[entry[1]] | some entry in sort([[one.name, index] | some index, one in list])]

# METADATA
# description: The clusters by id, each as the plan has it.
clusters := {id: cluster |
	some environment in _plan.environments
	some given_cluster in object.get(environment, "clusters", [])
	id := sprintf("%v/%v", [environment.name, given_cluster.name])
	cluster := {
		"environment": environment.name,
		"name": given_cluster.name,
		"role": object.get(given_cluster, "role", "workload"),
		"facts": object.get(given_cluster, "facts", {}),
		"manifests": object.get(given_cluster, "manifests", []),
		"administrators": object.get(given_cluster, "administrators", null),
	}
}

# METADATA
# description: The clusters as policies see them, but for their objects; of those in `doubted` the inventory is open.
estate_clusters(doubted) := {id: without_null(object.union(
	object.filter(cluster, ["environment", "name", "role", "administrators"]),
	{"facts": object.remove(object.union(cluster.facts, _named(cluster)), _inventory(id, doubted))},
)) |
	some id, cluster in clusters
}

_inventory(id, doubted) := ["inventory"] if {
	id in doubted
} else := []

_named(cluster) := {fact: _cluster_id(cluster.facts[fact], cluster.environment) |
	some fact in ["managementCluster", "hostCluster"]
	cluster.facts[fact]
}

_cluster_id(name, environment) := id if {
	id := sprintf("%v/%v", [environment, name])
	clusters[id]
} else := ids[0] if {
	ids := [id | some id, cluster in clusters; cluster.name == name]
	count(ids) == 1
} else := name

# METADATA
# description: An object without the fields that are null.
without_null(value) := {name: part | some name, part in value; part != null}

_fields := [
	"name", "application", "protection", "function", "zone", "owner", "audience", "medicalDevice", "administrators",
]

# METADATA
# description: The deployments, by name, under the standard names of stages and data classes.
deployments := _by_name([_deployment(one) | some one in _plan.deployments])

_deployment(one) := object.union_n([
	object.filter(one, _fields),
	{"stage": _standard("stages", one.stage) | one.stage},
	{"data": _data(one.data) | one.data},
	{"placement": _placement(one.placement) | one.placement},
])

_standard(table, word) := object.get(object.get(_plan, table, {}), word, word)

_data(about) := object.union(
	object.filter(about, ["qualities", "treatment"]),
	{"class": _standard("dataClasses", about.class) | about.class},
)

_placement(place) := object.union(
	object.filter(place, ["environment", "cluster", "namespace", "release", "dedicatedNodes"]),
	{"selector": _selector(place.selector) | place.selector},
)

_selector(selector) := selector if {
	some field in ["matchLabels", "matchExpressions"]
	field in object.keys(selector)
} else := {"matchLabels": selector}

# METADATA
# description: The ids of the requirements that the plan's names mean.
requirements := sort({id | some name in _names; some id in object.get(tables.names, _normal(name), [])})

# METADATA
# description: Names of regulations in the plan that mean nothing here.
unknown_names := {name | some name in _names; not tables.names[_normal(name)]}

_names := {_plan.regulations} if {
	is_string(_plan.regulations)
} else := {name | some name in object.get(_plan, "regulations", [])}

_normal(name) := lower(trim_space(regex.replace(mended, `\s+`, " "))) if {
	mended := replace(replace(name, "\u0e22\u0e07", "\u00a7"), "\u00c2\u00a7", "\u00a7")
}

# --- records

_registers := [_plan.records] if {
	is_object(_plan.records)
} else := [found.contents |
	some path in object.get(_plan, "records", [])
	some found in given.documents
	given.means(path, found.path)
	is_object(found.contents)
]

_entries(name) := [entry | some register in _registers; some entry in object.get(register, name, [])]

# METADATA
# description: The registers, moments as calendar dates.
records := {
	"complete": sort({name | some name in _entries("complete")}),
	"updates": [object.union(entry, {"day": _day(entry.at)}) | some entry in _entries("updates")],
	"changes": [_dated(entry, tables.moments.changes) | some entry in _entries("changes")],
	"evidence": [_dated(entry, tables.moments.evidence) | some entry in _entries("evidence")],
}

_dated(entry, fields) := object.union(entry, {field: _day(entry[field]) | some field in fields; entry[field]})

_day(moment) := moment if {
	count(moment) == 10
} else := sprintf("%04d-%02d-%02d", time.date([
	time.parse_rfc3339_ns(replace(upper(moment), ":60", ":59")),
	"Europe/Stockholm",
]))

# METADATA
# description: By calendar, the number of working days up to today and to each day in updates and changes.
calendars(today) := {name: {day: _number(day, off) | some day in (days | {today})} | some name, off in tables.days_off} if {
	days := {update.day | some update in records.updates} | {change[field] |
		some change in records.changes
		some field in tables.moments.changes
		change[field]
	}
	count(days) > 0
} else := {}

_number(day, off) := _weekdays(day) - count([1 | some one in off; one <= day])

# Since 1970-01-01, a Thursday: three days of its week were over.
_weekdays(day) := (5 * floor(passed / 7)) + min([5, passed % 7]) if {
	passed := (time.parse_rfc3339_ns(sprintf("%vT00:00:00Z", [day])) / 86400000000000) + 4
}
