# METADATA
# title: Selectors and ports of Cilium's policies
# description: |
#   As the peers and ports that network_policies has. A selector of Cilium's names labels of pods and of their
#   namespaces side by side.
package lib.envpolicy.cilium_rules

import data.lib.envpolicy.fields
import data.lib.envpolicy.ports

# METADATA
# description: |
#   The peer that an endpoint selector means; `namespace` is where its policy stands, "" for a policy of the
#   whole cluster. What cannot be told from labels of pods and namespaces is a bad peer.
peer(cluster, namespace, selector, label) := ["bad", cluster, label] if {
	some key in _keys(selector)
	_beyond(key)
} else := ["pods", cluster, namespace, pods] if {
	namespace != ""
	every key in _keys(selector) {
		_of_space(key) == ""
	}
	pods := _pods(selector)
} else := ["spaces", cluster, _spaces(selector), _pods(selector)]

_keys(selector) := {_plain(key) | some key, _ in fields.mapping(selector, ["matchLabels"])} | {_plain(key) |
	some expression in fields.list(selector, ["matchExpressions"])
	key := fields.text(expression, ["key"])
}

# Labels carry their source before them.
_plain(key) := regex.replace(key, `^(k8s|any):`, "")

_beyond(key) if startswith(key, "io.cilium.k8s.policy.")

_beyond(key) if startswith(key, "reserved")

_beyond(key) if regex.match(`^[a-z-]+:`, key)

_of_space(key) := "kubernetes.io/metadata.name" if {
	key == "io.kubernetes.pod.namespace"
} else := trim_prefix(key, "io.cilium.k8s.namespace.labels.") if {
	startswith(key, "io.cilium.k8s.namespace.labels.")
} else := ""

_spaces(selector) := {
	"matchLabels": {_of_space(_plain(key)): value |
		some key, value in fields.mapping(selector, ["matchLabels"])
		_of_space(_plain(key)) != ""
	},
	"matchExpressions": [renamed |
		some expression in fields.list(selector, ["matchExpressions"])
		key := _of_space(_plain(fields.text(expression, ["key"])))
		key != ""
		renamed := _expression(key, expression)
	],
}

_pods(selector) := {
	"matchLabels": {_plain(key): value |
		some key, value in fields.mapping(selector, ["matchLabels"])
		_of_space(_plain(key)) == ""
	},
	"matchExpressions": [renamed |
		some expression in fields.list(selector, ["matchExpressions"])
		key := _plain(fields.text(expression, ["key"]))
		_of_space(key) == ""
		renamed := _expression(key, expression)
	],
}

_expression(key, expression) := {
	"key": key,
	"operator": fields.text(expression, ["operator"]),
	"values": fields.list(expression, ["values"]),
}

# METADATA
# description: |
#   The ports of a rule: ranges, and named ports as `{"name", "protocol"}`. No list and an empty one mean every port.
ports_of(rule) := [ports.everything] if {
	count(fields.list(rule, ["toPorts"])) == 0
} else := [port |
	some group in fields.list(rule, ["toPorts"])
	some port in _of_group(group)
]

_of_group(group) := [ports.everything] if {
	count(fields.list(group, ["ports"])) == 0
} else := [port |
	some item in fields.list(group, ["ports"])
	some protocol in _protocols(fields.text(item, ["protocol"]))
	port := _port(item, protocol)
]

_protocols(text) := [upper(text)] if {
	upper(text) in {"TCP", "UDP", "SCTP"}
} else := ports.protocols if {
	text == ""
} else := ports.protocols if {
	upper(text) == "ANY"
} else := []

_port(item, protocol) := [protocol, 1, 65535] if {
	_text(item) in {"", "0"}
} else := [protocol, first, last] if {
	regex.match(`^[0-9]+$`, _text(item))
	first := to_number(_text(item))
	last := max([first, _end(item)])
} else := {"name": _text(item), "protocol": protocol}

_text(item) := sprintf("%v", [item.port]) if {
	item.port != null
} else := ""

_end(item) := item.endPort if {
	is_number(item.endPort)
} else := 0
