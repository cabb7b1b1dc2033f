# METADATA
# title: Objects as policies see them
# description: |
#   As `envpolicy.estate` cleans them: without what controllers wrote, values as views, each object once, sorted.
package hosts.conftest.objects

import data.hosts.conftest.manifests
import data.hosts.conftest.swept
import data.hosts.conftest.tables
import data.hosts.conftest.values
import data.hosts.conftest.variables

_sound[id] := [object.union(part, {"key": _key(part.value), "place": place}) |
	some place, part in parts
	not manifests.unsound(part.value)
	not _group(part.value) in tables.tool_groups
] if {
	some id, parts in manifests.objects
}

_key(value) := value.kind if {
	_group(value) == ""
} else := sprintf("%v.%v", [value.kind, _group(value)])

_group(value) := object.get(tables.moved, value.kind, "extensions") if {
	startswith(value.apiVersion, "extensions/")
} else := concat("/", array.slice(steps, 0, count(steps) - 1)) if {
	steps := split(value.apiVersion, "/")
}

# --- scopes

_definitions := [part.value.spec |
	some parts in _sound
	some part in parts
	part.key == "CustomResourceDefinition.apiextensions.k8s.io"
]

_defined := {sprintf("%v.%v", [spec.names.kind, spec.group]): spec.scope | some spec in _definitions}

_is_cluster_scoped(key) if _defined[key] == "Cluster"

_is_cluster_scoped(key) if {
	key in tables.cluster_scoped
	object.get(_defined, key, "Cluster") != "Namespaced"
}

_is_cluster_scoped(key) if endswith(key, ".constraints.gatekeeper.sh")

_is_cluster_scoped(key) if {
	parts := split(key, ".")
	concat(".", array.slice(parts, 1, count(parts))) in tables.configuration_groups
}

# --- each once, the later of two of one name

_named[id] := [object.union(part, {"identity": [part.key, namespace, name, _apart(part)]}) |
	some part in parts
	namespace := _namespace(part)
	name := _name(part)
] if {
	some id, parts in _sound
}

_namespace(part) := "" if {
	_is_cluster_scoped(part.key)
} else := part.value.metadata.namespace if {
	object.get(part.value.metadata, "namespace", "") != ""
	part.value.metadata.namespace != null
} else := part.namespace

# A cluster-scoped object that two releases bring along counts for both.
_apart(part) := concat("\n", [sprintf("%v=%v", [name, marked[name]]) | some name in tables.release; marked[name]]) if {
	_is_cluster_scoped(part.key)
	marked := object.union(_notes(part.value, "annotations"), _notes(part.value, "labels"))
} else := ""

_notes(value, field) := value.metadata[field] if {
	is_object(value.metadata[field])
} else := {}

# An object that the API server gives its name is another one each time.
_name(part) := part.value.metadata.name if {
	part.value.metadata.name
} else := sprintf("\u0000%v", [json.marshal(part.order)])

# In the order of identities, of those with one identity the last one given.
_kept[id] := [parts[entry[1]] |
	some index, entry in ordered
	not _is_replaced(ordered, index)
] if {
	some id, parts in _named
	ordered := sort([[part.identity, index] | some index, part in parts])
}

_is_replaced(ordered, index) if ordered[index + 1][0] == ordered[index][0]

# By cluster and `Kind.group` the parts: they stand together, since an identity begins with it.
_of_kind := {id: {parts[start].key: array.slice(parts, start, _end(starts, number, count(parts))) |
	some number, start in starts
} |
	some id, parts in _kept
	starts := [index | some index, _ in parts; not _is_continued(parts, index)]
}

_is_continued(parts, index) if parts[index - 1].key == parts[index].key

_end(starts, number, _) := starts[number + 1]

_end(starts, number, length) := length if number + 1 == count(starts)

# METADATA
# description: By cluster and `Kind.group` the objects.
all[id] := {key: [_cleaned(part) | some part in parts] | some key, parts in kinds} if some id, kinds in _of_kind

# METADATA
# description: Where the object stands that a witness points at, as `{"file", "document"}`.
place_of(cluster, kind, index) := {"file": parts[index].file, "document": parts[index].document} if {
	parts := _of_kind[cluster][kind]
}

_cleaned(part) := swept.hidden(part.key, _special(part.key, object.union(
	object.remove(part.value, ["status", "metadata"]),
	object.union({"metadata": _metadata(part)}, _status(part)),
)))

_without(version, fields) := object.remove(version, fields) if {
	is_object(version)
} else := version

_status(part) := {"status": object.filter(part.value.status, tables.status[part.key])} if {
	is_object(part.value.status)
	tables.status[part.key]
} else := {}

_metadata(part) := object.union(
	object.remove(kept, ["annotations", "namespace"]),
	object.union(_annotations(kept), {"namespace": part.identity[1] | part.identity[1] != ""}),
) if {
	kept := object.remove(part.value.metadata, ["managedFields", "resourceVersion", "generation", "selfLink"])
}

_annotations(metadata) := {"annotations": {name: text | some name, text in metadata.annotations; not _is_copy(name, text)}} if {
	is_object(metadata.annotations)
} else := object.filter(metadata, ["annotations"])

_is_copy(name, _) if regex.match(tables.copies, name)

_is_copy(_, text) if {
	count(text) > 40
	regex.match(`(?s)^\s*\{.*"(?:apiVersion|kind|metadata|data|stringData|spec)"\s*:`, text)
}

# --- values as views

_special("Secret", value) := _with_digest(value, {
	"data": {name: values.data_view(variables.text(text), name, true) | some name, text in value.data},
	"stringData": {name: values.view(variables.text(text), name, true) | some name, text in value.stringData},
})

_special("ConfigMap", value) := _with_digest(value, {
	"data": {name: variables.named(variables.text(text), name) | some name, text in value.data},
	"binaryData": {name: values.data_view(variables.text(text), name, false) | some name, text in value.binaryData},
})

_special("CustomResourceDefinition.apiextensions.k8s.io", value) := object.union(object.remove(value, ["spec"]), {"spec": spec}) if {
	is_array(value.spec.versions)
	dropped := ["schema", "additionalPrinterColumns"]
	versions := [_without(version, dropped) | some version in value.spec.versions]
	spec := object.union(object.remove(value.spec, ["versions"]), {"versions": versions})
} else := object.union(object.remove(value, ["spec"]), {"spec": spec}) if {
	is_object(value.spec)
	spec := object.remove(value.spec, ["validation", "additionalPrinterColumns"])
} else := value

_special("ControllerRevision.apps", value) := object.remove(value, ["data"])

_special(key, value) := json.patch(value, [{"op": "replace", "path": tables.templates[key], "value": _pod_spec(spec)}]) if {
	spec := object.get(value, tables.templates[key], null)
	is_object(spec)
}

_special(key, value) := value if {
	path := tables.templates[key]
	not is_object(object.get(value, path, null))
}

_special(key, value) := value if {
	not tables.templates[key]
	not key in {"Secret", "ConfigMap", "CustomResourceDefinition.apiextensions.k8s.io", "ControllerRevision.apps"}
}

_with_digest(value, parts) := value if {
	count([1 | some part in parts; count(part) > 0]) == 0
} else := object.union(object.remove(value, object.keys(given)), object.union(given, {"dataDigest": _digest_of(given)})) if {
	given := {name: part | some name, part in parts; count(part) > 0}
}

_digest_of(given) := values.digest(concat("\n", [sprintf("%v=%v", [name, array.slice(view.digests, 0, 1)]) |
	some entry in sort([[name, section] | some section, part in given; some name, _ in part])
	name := entry[0]
	view := given[entry[1]][name]
]))

_pod_spec(spec) := object.union(spec, {list: [_container(one) | some one in spec[list]] |
	some list in ["initContainers", "containers", "ephemeralContainers"]
	is_array(spec[list])
})

_container(container) := object.union_n([
	container,
	{"env": variables.environment(container.env) | is_array(container.env)},
	{name: variables.arguments(container[name]) | some name in ["args", "command"]; container[name]},
	{hook: _hook(container[hook]) | some hook in tables.hooks; is_object(container[hook])},
]) if {
	is_object(container)
} else := container

# A probe or a lifecycle, to the depth that these have.
_hook(hook) := object.union(hook, {name: _handler(name, part) | some name, part in hook})

_handler("command", part) := variables.arguments(part)

_handler("httpHeaders", part) := variables.environment(part)

_handler(name, part) := object.union_n([
	part,
	{"command": variables.arguments(part.command) | part.command},
	{"httpHeaders": variables.environment(part.httpHeaders) | is_array(part.httpHeaders)},
	{inner: _inner(part[inner]) | some inner in ["exec", "httpGet"]; is_object(part[inner])},
]) if {
	is_object(part)
	not name in {"command", "httpHeaders"}
}

_handler(name, part) := part if {
	not is_object(part)
	not name in {"command", "httpHeaders"}
}

_inner(part) := object.union_n([
	part,
	{"command": variables.arguments(part.command) | part.command},
	{"httpHeaders": variables.environment(part.httpHeaders) | is_array(part.httpHeaders)},
])
