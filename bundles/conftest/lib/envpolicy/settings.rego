# METADATA
# title: Settings of deployments, and the servers that they name
# description: |
#   What a container is told (environment, literal or out of Secrets and ConfigMaps, and arguments) is one group of
#   settings; what is not read as environment of a Secret or ConfigMap that is held is one as well. Inside a group a
#   host and a database are put together by the beginning of their names.
package lib.envpolicy.settings

import data.lib.envpolicy.estate
import data.lib.envpolicy.references
import data.lib.envpolicy.setting_names
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"owners", "cluster", "namespace", "job", "label", "settings"}`; `settings` are `{"name", "start", "view",
#   "witness"}`, those only that tell something; `start` is how the name begins, `job` whether a Job or CronJob has
#   them.
groups := [group |
	some found in array.concat(_of_containers, array.concat(_of_keys, _of_objects))
	group := object.union(found, {"settings": array.concat(
		[object.union(setting, {"start": _beginning(setting.name)}) | some setting in found.settings],
		[line | some setting in found.settings; some line in _lines(setting)],
	)})
]

# What the lines of a file tell, each as a setting.
_lines(setting) := [line |
	some inner in object.get(setting.view, "settings", [])
	line := {
		"name": inner.start,
		"start": concat(" ", ["line", inner.start]),
		"view": object.union(inner, {"digests": [], "credential": false}),
		"witness": setting.witness,
	}
]

_job_kinds := {"Job.batch", "CronJob.batch"}

_of_containers := [group |
	some workload in workloads.all
	count(workload.owners) > 0
	some item in workload.containers
	path := array.concat(workload.path, item.path)
	settings := array.concat(_literal(workload, item.container, path), _referred(workload, item.container))
	count(settings) > 0
	group := {
		"owners": workload.owners,
		"cluster": workload.cluster,
		"namespace": workload.namespace,
		"job": workload.kind in _job_kinds,
		"label": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"settings": settings,
	}
]

_literal(workload, container, path) := array.concat(
	[setting |
		some index, entry in _list(object.get(container, "env", []))
		is_object(entry)
		is_string(object.get(entry, "name", null))
		view := object.get(entry, "value", null)
		_tells(view)
		setting := {
			"name": entry.name,
			"view": view,
			"witness": estate.witness(workload.entry, array.concat(path, ["env", index, "value"])),
		}
	],
	[setting |
		some field in ["command", "args"]
		some index, view in _list(object.get(container, field, []))
		_tells(view)
		setting := {
			"name": "",
			"view": view,
			"witness": estate.witness(workload.entry, array.concat(path, [field, index])),
		}
	],
)

# Mostly nothing that is stored in the namespace tells anything.
_referred(workload, _) := [] if not [workload.cluster, workload.namespace] in _telling

_referred(workload, container) := array.concat(
	[setting |
		some entry in _list(object.get(container, "env", []))
		some field, kind in {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
		source := object.get(entry, ["valueFrom", field], null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
		is_string(object.get(entry, "name", null))
		some stored in object.get(_stored, [key], [])
		stored.name == source.key
		view := setting_names.view(stored.view, entry.name)
		_tells(view)
		setting := {"name": entry.name, "view": view, "witness": stored.witness}
	],
	[setting |
		some entry in _list(object.get(container, "envFrom", []))
		some field, kind in {"secretRef": "Secret", "configMapRef": "ConfigMap"}
		source := object.get(entry, field, null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
		some stored in object.get(_stored, [key], [])
		name := concat("", [object.get(entry, "prefix", ""), stored.name])
		view := setting_names.view(stored.view, name)
		_tells(view)
		setting := {"name": name, "view": view, "witness": stored.witness}
	],
) if {
	[workload.cluster, workload.namespace] in _telling
}

# --- Secrets and ConfigMaps

# What a container takes out of one of them by its keys: these tell what goes together, whatever the variables are
# called.
_of_keys := [group |
	some workload in workloads.all
	count(workload.owners) > 0
	[workload.cluster, workload.namespace] in _telling
	some item in workload.containers
	some field, kind in {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
	taken := {[source.name, source.key] |
		some entry in _list(object.get(item.container, "env", []))
		source := object.get(entry, ["valueFrom", field], null)
		is_object(source)
	}
	some name in {pair[0] | some pair in taken}
	settings := [stored |
		some stored in object.get(_stored, [[kind, workload.cluster, workload.namespace, name]], [])
		[name, stored.name] in taken
		_tells(stored.view)
	]
	count(settings) > 1
	group := {
		"owners": workload.owners,
		"cluster": workload.cluster,
		"namespace": workload.namespace,
		"job": workload.kind in _job_kinds,
		"label": sprintf("%v %v/%v", [split(workload.kind, ".")[0], workload.namespace, workload.name]),
		"settings": settings,
	}
]

# What is one line may tell more under another name.
_stored := {key: settings |
	some key, entries in references.objects
	settings := [setting |
		some entry in entries
		some field in ["data", "stringData"]
		values := object.get(entry.object, field, {})
		is_object(values)
		some name, view in values
		_may_tell(view)
		setting := {"name": name, "view": view, "witness": estate.witness(entry, [field, name])}
	]
	count(settings) > 0
}

_telling := {[key[1], key[2]] | some key, _ in _stored}

# By `[object, deployment]`, the names that containers take as environment; "" stands for all.
_taken[where] contains name if {
	some workload in workloads.all
	[workload.cluster, workload.namespace] in _telling
	some item in workload.containers
	some [key, name] in _taken_by(workload, item.container)
	some owner in workload.owners
	where := [key, owner]
}

_taken_by(workload, container) := array.concat(
	[[key, source.key] |
		some entry in _list(object.get(container, "env", []))
		some field, kind in {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
		source := object.get(entry, ["valueFrom", field], null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
	],
	[[key, ""] |
		some entry in _list(object.get(container, "envFrom", []))
		some field, kind in {"secretRef": "Secret", "configMapRef": "ConfigMap"}
		source := object.get(entry, field, null)
		is_object(source)
		key := [kind, workload.cluster, workload.namespace, source.name]
	],
)

_as_environment := {where: names | some where, names in _taken}

# Held for jobs alone, as the script that they run.
_of_jobs := {[key, name] | some [key, name], kinds in _held_by; count(kinds - _job_kinds) == 0}

_held_by := {holder: kinds | some holder, kinds in _holding}

_holding[holder] contains user.witness.kind if {
	some key, users in references.users
	some user in users
	holder := [key, user.deployment]
}

_of_objects := [group |
	some kind in ["Secret", "ConfigMap"]
	some held in references.held(kind)
	key := [kind, held.entry.cluster, held.entry.namespace, held.entry.name]
	taken := object.get(_as_environment, [[key, held.deployment]], set())
	not "" in taken
	settings := [stored |
		some stored in object.get(_stored, [key], [])
		_tells(stored.view)
		not stored.name in taken
	]
	count(settings) > 0
	group := {
		"owners": {held.deployment},
		"cluster": held.entry.cluster,
		"namespace": held.entry.namespace,
		"job": [key, held.deployment] in _of_jobs,
		"label": sprintf("%v %v/%v", [kind, held.entry.namespace, held.entry.name]),
		"settings": settings,
	}
]

_tells(view) if view.says

_tells(view) if view.hosts[0]

_tells(view) if view.buckets

_tells(view) if view.port

_tells(view) if view.settings

_tells(view) if view.telemetry

_may_tell(view) if _tells(view)

_may_tell(view) if count(view.digests) > 0

# METADATA
# description: The digests that settings of a group give for a word ("bucket"), as a set.
said(group, word) := {digest |
	some setting in group.settings
	some digest in object.get(setting.view, ["says", word], [])
}

# METADATA
# description: |
#   The digests for a word that go with a setting: those under names that begin alike, else the only one of the
#   group.
beside(group, setting, word) := near if {
	near := {digest |
		some other in group.settings
		digests := object.get(other.view, ["says", word], null)
		digests != null
		other.start == setting.start
		some digest in digests
	}
	count(near) > 0
} else := found if {
	found := said(group, word)
	count(found) == 1
} else := set()

_beginning(name) := setting_names.beginning(name)

_list(value) := value if {
	is_array(value)
} else := []
