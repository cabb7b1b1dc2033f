# METADATA
# title: Secrets that annotations have copied into other namespaces
# description: |
#   Reads the annotations of Reflector, of kubernetes-replicator and of the Config Syncer. Whoever may ask for a copy
#   counts as having it.
package lib.envpolicy.replication_marks

import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.namespace_choice

_reflector := "reflector.v1.k8s.emberstack.com"

_replicator := "replicator.v1.mittwald.de"

_sync := "kubed.appscode.com/sync"

_marked := [{"entry": entry, "notes": notes} |
	some entry in estate.all("Secret")
	notes := labels.annotations(entry.object)
	some name, _ in notes
	_tells(name)
]

_tells(name) if startswith(name, _reflector)

_tells(name) if startswith(name, _replicator)

_tells(name) if name == _sync

# METADATA
# description: |
#   `{"source", "entry", "namespace", "chosen", "witness"}`: `source` is `[cluster, namespace, name]`, `entry` the
#   source's or null, `chosen` true or null.
copies := array.concat(_pushed, _pulled)

_pushed := [copy |
	some mark in _marked
	some namespace in object.get(namespace_choice.inhabited, mark.entry.cluster, set())
	namespace != mark.entry.namespace
	answers := {path: answer |
		some [note, choices] in _offers(mark.notes)
		answer := namespace_choice.any({chosen |
			some choice in choices
			chosen := _chooses(mark.entry.cluster, namespace, choice)
		})
		path := ["metadata", "annotations", note]
	}
	chosen := namespace_choice.any({answer | some answer in answers})
	chosen != false
	paths := sort([path | some path, answer in answers; answer == chosen])
	copy := {
		"source": _source(mark.entry),
		"entry": mark.entry,
		"namespace": namespace,
		"chosen": chosen,
		"witness": estate.witness(mark.entry, paths[0]),
	}
]

_source(entry) := [entry.cluster, entry.namespace, entry.name]

# What a Secret offers: pairs of an annotation and the choices that it makes.
_offers(notes) := [offer | some offers in [_reflects(notes), _allows(notes), _pushes(notes)]; some offer in offers]

_reflects(notes) := [[note, choices]] if {
	note := concat("/", [_reflector, "reflection-allowed"])
	object.get(notes, note, "") == "true"
	choices := _or_all(array.concat(
		_patterns(object.get(notes, concat("/", [_reflector, "reflection-allowed-namespaces"]), "")),
		_selector(object.get(notes, concat("/", [_reflector, "reflection-allowed-namespaces-selector"]), null)),
	))
} else := []

_allows(notes) := [[note, _patterns(object.get(notes, note, ""))]] if {
	object.get(notes, concat("/", [_replicator, "replication-allowed"]), "") == "true"
	note := concat("/", [_replicator, "replication-allowed-namespaces"])
} else := []

_pushes(notes) := [offer |
	some [note, choices] in [
		[to, _patterns(object.get(notes, to, ""))],
		[matching, _selector(object.get(notes, matching, null))],
		[_sync, _synced(object.get(notes, _sync, null))],
	]
	count(choices) > 0
	offer := [note, choices]
] if {
	to := concat("/", [_replicator, "replicate-to"])
	matching := concat("/", [_replicator, "replicate-to-matching"])
}

_synced(text) := [{"pattern": ".*"}] if {
	text in {"", "true"}
} else := _selector(text)

_or_all(choices) := choices if {
	count(choices) > 0
} else := [{"pattern": ".*"}]

_patterns(text) := [{"pattern": pattern} |
	is_string(text)
	some part in split(text, ",")
	pattern := trim_space(part)
	pattern != ""
]

_selector(text) := [{"selector": text}] if {
	is_string(text)
	text != ""
} else := []

_chooses(cluster, namespace, choice) := namespace_choice.fits(choice.pattern, namespace) if {
	choice.pattern
} else := namespace_choice.selects(cluster, namespace, selector) if {
	selector := namespace_choice.written(choice.selector)
} else := null

# --- copies that ask for themselves; where the source is given, its own annotations say whether they get anything

_pulled := [copy |
	some mark in _marked
	some note in [concat("/", [_reflector, "reflects"]), concat("/", [_replicator, "replicate-from"])]
	is_string(mark.notes[note])
	parts := split(mark.notes[note], "/")
	count(parts) == 2
	parts[0] != mark.entry.namespace
	source := [mark.entry.cluster, parts[0], parts[1]]
	not source in _given
	copy := {
		"source": source,
		"entry": object.remove(mark.entry, ["owners"]),
		"namespace": mark.entry.namespace,
		"chosen": true,
		"witness": estate.witness(mark.entry, ["metadata", "annotations", note]),
	}
]

_given := {_source(entry) | count(_marked) > 0; some entry in estate.all("Secret")}
