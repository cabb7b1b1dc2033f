# METADATA
# title: Whose release brings a cluster-scoped object along
# description: |
#   More than claims can say: a deployment that names no release is known by the marks of what it has in its namespace,
#   and by Helm's note of the namespace; of two releases with one name in two namespaces, the one whose namespace the
#   object's name tells.
package lib.envpolicy.releases

import data.lib.envpolicy.claims
import data.lib.envpolicy.estate
import data.lib.envpolicy.labels
import data.lib.envpolicy.placement

_marked[name] contains mark if {
	some kind, entries in estate.of_kind
	kind != "Namespace"
	some entry in entries
	entry.namespace != ""
	some name in entry.owners
	some mark in claims.marks(entry.object)
}

_nameless := {name |
	some name, place in placement.places
	place.release == ""
	place.selector == null
}

# Marks of one deployment in a cluster, and of no other there.
_bringers[where] contains name if {
	some name, marks in _marked
	name in _nameless
	some mark in marks
	where := [placement.places[name].cluster, mark]
}

_only := {where: name |
	some where, names in _bringers
	count(names) == 1
	some name in names
}

_homes[where] contains name if {
	some name in _nameless
	place := placement.places[name]
	where := [place.cluster, place.namespace]
}

_at_home := {where: names | some where, names in _homes}

_owners(entry) := entry.owners if {
	count(entry.owners) > 0
} else := object.get(_at_home, [[entry.cluster, home]], set()) if {
	home := labels.annotations(entry.object)["meta.helm.sh/release-namespace"]
} else := {_only[[entry.cluster, mark]] | some mark in claims.marks(entry.object)}

# METADATA
# description: |
#   By `[cluster, kind, name]` of a cluster-scoped object that some release brings along: `{"deployment", "witness"}`
#   for each release that does.
of := {where: bringers | some where, bringers in _brought}

_brought[where] contains bringer if {
	some kind, entries in estate.of_kind
	kind != "Namespace"
	some entry in entries
	entry.namespace == ""
	some name in _told_apart(entry, _owners(entry))
	where := [entry.cluster, kind, entry.name]
	bringer := {"deployment": name, "witness": estate.witness(entry, ["metadata", "name"])}
}

_told_apart(entry, names) := names if {
	count(names) < 2
} else := named if {
	lengths := {name: count(placement.places[name].namespace) |
		some name in names
		_tells(entry.name, placement.places[name].namespace)
	}
	count(lengths) > 0
	longest := max([length | some length in lengths])
	named := {name | some name, length in lengths; length == longest}
} else := names

# As a whole word between dashes, dots and colons.
_tells(name, namespace) if {
	words := regex.replace(name, `[.:]`, "-")
	contains(concat("", ["-", words, "-"]), concat("", ["-", namespace, "-"]))
}
