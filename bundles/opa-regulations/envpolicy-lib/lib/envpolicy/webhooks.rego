# METADATA
# title: Admission webhooks of one deployment that are called for another's objects
# description: |
#   A webhook (admissionregistration.k8s.io) is called for what its rules, its namespaceSelector, its objectSelector and
#   its matchConditions let through; each of them that is absent lets everything through.
package lib.envpolicy.webhooks

import data.lib.envpolicy.callbacks
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.labels
import data.lib.envpolicy.logic
import data.lib.envpolicy.namespaces
import data.lib.envpolicy.placement
import data.lib.envpolicy.resources

_hooks := [hook |
	some kind in [
		"MutatingWebhookConfiguration.admissionregistration.k8s.io",
		"ValidatingWebhookConfiguration.admissionregistration.k8s.io",
	]
	some entry in estate.all(kind)
	webhooks := object.get(entry.object, "webhooks", [])
	is_array(webhooks)
	some index, webhook in webhooks
	hosts := callbacks.of_client(entry.cluster, object.get(webhook, "clientConfig", {}))
	count(hosts) > 0
	hook := {
		"entry": entry,
		"index": index,
		"webhook": webhook,
		"hosts": hosts,
		"first": endswith(object.get(entry.object, "apiVersion", ""), "/v1beta1"),
	}
]

# What each webhook is asked about: keys of `resources.owned`, with one object of those that its selectors let through.
_asked[where] contains item if {
	some number, hook in _hooks
	some key in resources.in_cluster[hook.entry.cluster]
	some rule in fields.list(hook.webhook, ["rules"])
	_ruled(rule, key)
	where := [number, key[3]]
	found := [item |
		some item in resources.owned[key]
		_versioned(hook, rule, item.version)
		labels.matches(fields.mapping(hook.webhook, ["objectSelector"]), item.labels)
	]
	count(found) > 0
	item := found[0]
}

_ruled(rule, [_, group, resource, _]) if {
	object.get(rule, "scope", "*") in {"*", "Namespaced", null}
	some wanted in fields.list(rule, ["apiGroups"])
	wanted in {"*", group}
	some pattern in fields.texts(rule, ["resources"])
	_covers(pattern, resource)
}

_covers(pattern, _) if pattern in {"*", "*/*", "*/status"}

_covers(pattern, resource) if split(pattern, "/")[0] == resource

_covers(pattern, resource) if {
	startswith(pattern, "*/")
	resource in _with_subresource[trim_prefix(pattern, "*/")]
}

_with_subresource := object.union(
	{"scale": {"deployments", "statefulsets", "replicasets", "replicationcontrollers"}, "token": {"serviceaccounts"}},
	{name: {"pods"} |
		some name in ["attach", "binding", "ephemeralcontainers", "eviction", "exec", "portforward", "proxy", "resize"]
	},
)

# A request for another version of an object is converted, unless the policy is Exact (in v1beta1 by default).
_versioned(hook, _, _) if object.get(hook.webhook, "matchPolicy", _policy(hook.first)) != "Exact"

_versioned(_, rule, version) if {
	some wanted in fields.list(rule, ["apiVersions"])
	wanted in {"*", version}
}

_policy(true) := "Exact"

_policy(false) := "Equivalent"

# --- conditions (CEL): those that compare the namespace are read, of others nobody knows

_compared := `^\s*(?:request|object\.metadata)\.namespace\s*(==|!=)\s*["']([^"']*)["']\s*$`

_listed := `^\s*(!?)\s*\(?\s*(?:request|object\.metadata)\.namespace\s+in\s+\[([^\]]*)\]\s*\)?\s*$`

_conditions(webhook, namespace) := logic.all_of({_holds(fields.text(condition, ["expression"]), namespace) |
	some condition in fields.list(webhook, ["matchConditions"])
})

_holds(expression, namespace) := _same(found[0][1] == "==", found[0][2] == namespace) if {
	found := regex.find_all_string_submatch_n(_compared, expression, 1)
	count(found) == 1
} else := _same(found[0][1] == "", namespace in words) if {
	found := regex.find_all_string_submatch_n(_listed, expression, 1)
	count(found) == 1
	words := {trim(word, " \t\"'") | some word in split(found[0][2], ",")}
} else := null

_same(one, other) if {
	one == other
} else := false

# METADATA
# description: |
#   `{"from", "to", "hook", "fact"}`: `from` answers for a webhook that is called for objects of `to`, in another
#   namespace; `hook` has `entry`, `index`, `webhook` and `first` (whether it is written as v1beta1), `fact` is what a
#   check reports.
calls := [call |
	some where, items in _asks
	hook := _hooks[where[0]]
	other := where[1]
	place := placement.places[other]
	let_in := namespaces.selected(
		object.get(hook.webhook, "namespaceSelector", null),
		place.cluster,
		place.namespace,
	)
	let_in != false
	met := _conditions(hook.webhook, place.namespace)
	met != false
	some host in hook.hosts
	placement.places[host].namespace != place.namespace
	call := {
		"from": host,
		"to": other,
		"hook": object.remove(hook, ["hosts"]),
		"fact": object.union(_certainty(hook.entry, place, let_in, met), {
			"from": host,
			"to": other,
			"place": _called(hook.entry),
			"witness": [
				estate.witness(hook.entry, ["webhooks", hook.index]),
				[item | some item in items][0].witness,
			],
		}),
	}
]

_asks := {where: items | some where, items in _asked}

_called(entry) := concat(" ", [split(entry.kind, ".")[0], entry.name])

_certainty(_, _, true, true) := {}

_certainty(entry, place, let_in, met) := {"certain": false, "missing": array.concat(
	[concat(" of ", ["labels", concat(" ", ["Namespace", place.namespace])]) | let_in == null],
	[concat(" of ", ["matchConditions", _called(entry)]) | met == null],
)} if {
	null in [let_in, met]
}
