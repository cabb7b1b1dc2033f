# METADATA
# title: Which Secrets and ConfigMaps a deployment holds
# description: |
#   A deployment holds the Secrets and ConfigMaps that it claims, and those of its namespace that its pods refer to: as
#   environment, as volumes, or to pull images (core/v1 PodSpec).
package lib.envpolicy.references

import data.lib.envpolicy.estate
import data.lib.envpolicy.workloads

# METADATA
# description: |
#   `{"entry", "deployment"}` for each Secret or ConfigMap (`kind`) and each deployment that holds it.
held(kind) := [{"entry": entry, "deployment": name} |
	some entry in estate.all(kind)
	some name in (entry.owners | object.get(_users, [[kind, entry.cluster, entry.namespace, entry.name]], set()))
]

_found := [found |
	some workload in workloads.all
	some reference in of_pod(workload.spec)
	found := {
		"key": [reference.kind, workload.cluster, workload.namespace, reference.name],
		"owners": workload.owners,
		"pulls": "imagePullSecrets" in reference.path,
		"witness": estate.witness(workload.entry, array.concat(workload.path, reference.path)),
	}
]

_user[key] contains name if {
	some found in _found
	some name in found.owners
	key := found.key
}

_users := {key: names | some key, names in _user}

_reader[key] contains user if {
	some found in _found
	not found.pulls
	some name in found.owners
	key := found.key
	user := {"deployment": name, "witness": found.witness}
}

# METADATA
# description: |
#   Who has a Secret or ConfigMap in a pod, as environment or as files: `{"deployment", "witness"}`, by `[kind, cluster,
#   namespace, name]`.
users := {key: found | some key, found in _reader}

_object[key] contains entry if {
	some kind in ["Secret", "ConfigMap"]
	some entry in estate.all(kind)
	key := [kind, entry.cluster, entry.namespace, entry.name]
}

# METADATA
# description: The entries of Secrets and ConfigMaps (one each), by `[kind, cluster, namespace, name]`.
objects := {key: entries | some key, entries in _object}

# METADATA
# description: |
#   The Secrets and ConfigMaps that a pod spec refers to, `{"kind", "name", "path"}`; the path is counted from the
#   template.
of_pod(spec) := array.concat(_of_containers(spec), array.concat(_of_volumes(spec), _of_pulls(spec)))

_of_containers(spec) := [reference |
	some item in workloads.containers(spec)
	some section, form in {"env": "valueFrom", "envFrom": ""}
	entries := object.get(item.container, section, [])
	is_array(entries)
	some index, entry in entries
	some field, kind in _container_fields[form]
	source := object.get(entry, field, null)
	is_object(source)
	is_string(object.get(source, "name", null))
	reference := {
		"kind": kind,
		"name": source.name,
		"path": array.concat(item.path, array.concat([section, index], field)),
	}
]

_container_fields := {
	"valueFrom": {["valueFrom", "secretKeyRef"]: "Secret", ["valueFrom", "configMapKeyRef"]: "ConfigMap"},
	"": {["secretRef"]: "Secret", ["configMapRef"]: "ConfigMap"},
}

_of_volumes(spec) := [reference |
	volumes := object.get(spec, "volumes", [])
	is_array(volumes)
	some index, volume in volumes
	some reference in array.concat(_of_volume(volume, ["spec", "volumes", index]), _of_projection(volume, index))
]

_of_volume(volume, path) := [{"kind": kind, "name": name, "path": array.concat(path, field)} |
	some field, kind in {["secret", "secretName"]: "Secret", ["configMap", "name"]: "ConfigMap"}
	name := object.get(volume, field, null)
	is_string(name)
]

_of_projection(volume, index) := [{"kind": kind, "name": name, "path": path} |
	sources := object.get(volume, ["projected", "sources"], [])
	is_array(sources)
	some at, source in sources
	some field, kind in {["secret", "name"]: "Secret", ["configMap", "name"]: "ConfigMap"}
	name := object.get(source, field, null)
	is_string(name)
	path := array.concat(["spec", "volumes", index, "projected", "sources", at], field)
]

_of_pulls(spec) := [{"kind": "Secret", "name": pull.name, "path": ["spec", "imagePullSecrets", index, "name"]} |
	pulls := object.get(spec, "imagePullSecrets", [])
	is_array(pulls)
	some index, pull in pulls
	is_object(pull)
	is_string(object.get(pull, "name", null))
]
