# METADATA
# title: Which cluster a document is of
# description: |
#   The plan's `manifests` paths say it. What belongs to no cluster, what is missing, and what is no sound object is told;
#   of a cluster that this is true of nothing is proved by absence.
package hosts.conftest.manifests

import data.hosts.conftest.given
import data.hosts.conftest.planned
import data.hosts.conftest.tables

_entries[id] := [_entry(entry) | some entry in cluster.manifests] if some id, cluster in planned.clusters

_entry(entry) := {"path": entry} if {
	is_string(entry)
} else := entry

# By cluster the documents of it, each with the namespace that objects without one are of.
_matched := {id: {{"order": found.order, "namespace": object.get(entry, "namespace", "default")} |
	some entry in entries
	some found in given.documents
	given.means(entry.path, found.path)
} |
	some id, entries in _entries
}

# Where the only cluster's own files are not given, all the others are in their place.
_of_cluster[id] := object.get(_matched, id, set()) if {
	some id, _ in planned.clusters
	not _takes_all(id)
}

_of_cluster[id] := documents if {
	some id, _ in planned.clusters
	_takes_all(id)
	documents := {{"order": found.order, "namespace": "default"} |
		some found in given.documents
		not _is_ours(found.contents)
	}
}

_takes_all(id) if {
	count(planned.clusters) == 1
	count(object.get(_matched, id, set())) == 0
}

_is_ours(contents) if {
	is_object(contents)
	some group in tables.tool_groups
	startswith(object.get(contents, "apiVersion", ""), concat("", [group, "/"]))
}

# METADATA
# description: The objects of each cluster, lists opened, as `{"file", "document", "order", "namespace", "value"}`.
objects[id] := [part |
	some of in documents
	found := given.documents[of.order]
	not _is_ours(found.contents)
	some item in _opened(found.contents, found.order)
	part := {
		"file": found.shown,
		"document": found.document,
		"order": item.order,
		"namespace": of.namespace,
		"value": item.value,
	}
] if {
	some id, documents in _of_cluster
}

_opened(contents, order) := [{"order": [order, 0, 0], "value": _named(contents)}] if not _is_list(contents)

# A file of configuration has no name: it goes under that of its kind.
_named(contents) := object.union(contents, {"metadata": {"name": lower(contents.kind)}}) if {
	is_object(contents)
	is_string(contents.kind)
	is_string(contents.apiVersion)
	not "metadata" in object.keys(contents)
	split(contents.apiVersion, "/")[0] in tables.configuration_groups
} else := contents

_opened(contents, order) := array.concat(
	[{"order": [order, index, 0], "value": _item(contents, item)} |
		some index, item in contents.items
		not _is_list(item)
	],
	[{"order": [order, index, inner], "value": _item(item, one)} |
		some index, item in contents.items
		_is_list(item)
		some inner, one in item.items
	],
) if {
	_is_list(contents)
}

_is_list(contents) if {
	is_object(contents)
	endswith(object.get(contents, "kind", ""), "List")
	is_array(contents.items)
}

# An item of a PodList need not say that it is a Pod.
_item(around, item) := object.union(
	{"apiVersion": around.apiVersion, "kind": trim_suffix(around.kind, "List")},
	item,
) if {
	is_object(item)
	around.kind != "List"
	not "kind" in object.keys(item)
} else := item

# METADATA
# description: What of the input could not be taken in, as `{"file", "cluster", "message"}`.
problems := (_missing | _unrendered) | _unsound

_missing := {{"file": given.plan.shown, "cluster": id, "message": message} |
	some id, entries in _entries
	not _takes_all(id)
	some entry in entries
	entry.path
	count([1 | some found in given.documents; given.means(entry.path, found.path)]) == 0
	message := sprintf("of `%v`, which the plan names for cluster %v, nothing was given", [entry.path, id])
} | {{"file": given.plan.shown, "cluster": id, "message": message} |
	some id, _ in planned.clusters
	_takes_all(id)
	count(_of_cluster[id]) == 0
	count(_entries[id]) > 0
	message := sprintf("no manifest of cluster %v was given", [id])
}

_unrendered := {{"file": given.plan.shown, "cluster": id, "message": message} |
	some id, entries in _entries
	not _takes_all(id)
	some entry in entries
	not entry.path
	message := sprintf("cluster %v names a chart or a kustomization, which conftest cannot render", [id])
} | {{"file": found.shown, "cluster": id, "message": message} |
	some id, documents in _of_cluster
	some of in documents
	found := given.documents[of.order]
	steps := split(found.path, "/")
	steps[count(steps) - 1] in {"Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"}
	message := "conftest cannot render it: render it first, and name the result in the plan"
}

_unsound := {{"file": part.file, "cluster": id, "message": message} |
	some id, parts in objects
	some part in parts
	message := unsound(part.value)
}

# METADATA
# description: Documents that are no part of anything.
strays := {found.shown |
	some found in given.documents
	not _is_ours(found.contents)
	not found.order in _taken
}

_taken := {of.order | some documents in _of_cluster; some of in documents}

# METADATA
# description: The clusters of which something is not there.
doubted := {problem.cluster | some problem in problems}

# METADATA
# description: Why no cluster would take an object; undefined for a sound one.
unsound(value) := "it is no Kubernetes object: `apiVersion` or `kind` is missing" if {
	not _is_object(value)
} else := sprintf("%v is left out: it has no name, or its metadata or fields are of no known form", [value.kind]) if {
	not _is_sound(value)
}

_is_object(value) if {
	is_object(value)
	is_string(value.kind)
	is_string(value.apiVersion)
	value.kind != ""
	value.apiVersion != ""
}

_is_sound(value) if {
	metadata := value.metadata
	is_object(metadata)
	is_string(object.get(metadata, "name", object.get(metadata, "generateName", null)))
	count(object.get(metadata, "name", object.get(metadata, "generateName", ""))) > 0
	_is_text(object.get(metadata, "namespace", null))
	every field in ["labels", "annotations"] {
		_are_texts(object.get(metadata, field, null))
	}
	every field in _mappings(value.kind) {
		_is_mapping(object.get(value, field, null))
	}
}

_is_text(value) if is_string(value)

_is_text(null)

_are_texts(null)

_are_texts(entries) if {
	is_object(entries)
	every text in entries {
		is_string(text)
	}
}

_is_mapping(null)

_is_mapping(value) if is_object(value)

_mappings(kind) := ["spec", "data", "stringData", "binaryData"] if {
	kind in {"Secret", "ConfigMap"}
} else := ["spec"]
