# METADATA
# title: How pods and operators log in to Vault, and what they fetch there
# description: |
#   Reads VaultStaticSecret, VaultAuth and VaultConnection (secrets.hashicorp.com), the annotations of the Vault agent
#   (vault.hashicorp.com) on pod templates. Paths are written as the version 1 API has them, without `data`.
package lib.envpolicy.vault_clients

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.secret_stores
import data.lib.envpolicy.workloads

_group := "secrets.hashicorp.com"

# METADATA
# scope: document
# description: A path in Vault; `mount` may be "", then the path begins with it.
path("", key) := regex.replace(trim(key, "/"), `^([^/]+)/data/`, "$1/")

path(mount, key) := concat("/", [base, trim_prefix(rest, "data/")]) if {
	mount != ""
	base := trim(mount, "/")
	rest := trim_prefix(trim(key, "/"), concat("", [base, "/"]))
}

# --- the operator of HashiCorp

_one[spot] contains entry if {
	some kind in ["VaultAuth", "VaultConnection"]
	some entry in estate.all(concat(".", [kind, _group]))
	spot := [kind, entry.cluster, entry.namespace, entry.name]
}

_ones := {spot: [entry | some entry in entries][0] | some spot, entries in _one}

# A reference may carry its namespace before a slash; none means `default`.
_spot(kind, entry, reference) := [kind, entry.cluster, parts[0], parts[1]] if {
	parts := split(reference, "/")
	count(parts) == 2
} else := [kind, entry.cluster, entry.namespace, reference] if {
	reference != ""
} else := [kind, entry.cluster, entry.namespace, "default"]

_servers(login) := addresses.of_url(login.cluster, login.namespace, address, _standard(login.cluster)) if {
	connection := _ones[_spot("VaultConnection", login, fields.text(login.object, ["spec", "vaultConnectionRef"]))]
	address := fields.text(connection.object, ["spec", "address"])
} else := [{"server": _standard(login.cluster), "extra": {}}]

# Where nothing is said, it is the one that the operator or the agent of the cluster was set up with.
_standard(cluster) := concat(" ", ["default", cluster])

_servers_for(entry) := _servers(_ones[spot]) if {
	spot := _spot("VaultAuth", entry, fields.text(entry.object, ["spec", "vaultAuthRef"]))
	_ones[spot]
} else := [{"server": _standard(entry.cluster), "extra": {}}]

_static := [reference |
	some entry in estate.all(concat(".", ["VaultStaticSecret", _group]))
	key := fields.text(entry.object, ["spec", "path"])
	key != ""
	some found in _servers_for(entry)
	reference := {
		"owners": entry.owners,
		"backend": secret_stores.vault(found.server, fields.text(entry.object, ["spec", "namespace"])),
		"extra": found.extra,
		"key": path(fields.text(entry.object, ["spec", "mount"]), key),
		"part": "",
		"version": _number(object.get(entry.object, ["spec", "version"], 0)),
		"witness": estate.witness(entry, ["spec", "path"]),
	}
]

_number(value) := sprintf("%v", [value]) if is_number(value)

_number(value) := "" if not is_number(value)

# --- the agent

_annotated := [{"workload": workload, "notes": notes} |
	some workload in workloads.all
	notes := fields.mapping(workload.entry.object, array.concat(workload.path, ["metadata", "annotations"]))
	some name, _ in notes
	startswith(name, "vault.hashicorp.com/role")
	lower(fields.text(notes, ["vault.hashicorp.com/agent-inject"])) in {"true", "t", "1"}
]

_note(pod, name) := fields.text(pod.notes, [concat("/", ["vault.hashicorp.com", name])])

_agent_servers(pod) := addresses.of_url(
	pod.workload.cluster,
	pod.workload.namespace,
	_note(pod, "service"),
	_standard(pod.workload.cluster),
)

_agents := [reference |
	some pod in _annotated
	some name, key in pod.notes
	startswith(name, "vault.hashicorp.com/agent-inject-secret-")
	is_string(key)
	some found in _agent_servers(pod)
	steps := array.concat(pod.workload.path, ["metadata", "annotations", name])
	reference := {
		"owners": pod.workload.owners,
		"backend": secret_stores.vault(found.server, _note(pod, "namespace")),
		"extra": found.extra,
		"key": path("", key),
		"part": "",
		"version": "",
		"witness": estate.witness(pod.workload.entry, steps),
	}
]

# METADATA
# description: As in `remote_secrets`, what these name.
references := array.concat(_static, _agents)

# --- roles

_operator_logins := [login |
	some entry in estate.all(concat(".", ["VaultAuth", _group]))
	spec := fields.mapping(entry.object, ["spec"])
	some [steps, role] in _roles(spec)
	some found in _servers(entry)
	login := {
		"owners": entry.owners,
		"server": secret_stores.vault(found.server, fields.text(spec, ["namespace"])),
		"extra": found.extra,
		"mount": _or(fields.text(spec, ["mount"]), fields.text(spec, ["method"])),
		"role": role,
		"witness": estate.witness(entry, array.concat(["spec"], steps)),
	}
]

_roles(spec) := [[steps, role] |
	some steps in [["kubernetes", "role"], ["jwt", "role"], ["aws", "role"], ["gcp", "role"], ["appRole", "roleId"]]
	role := fields.text(spec, steps)
	role != ""
]

_agent_logins := [login |
	some pod in _annotated
	role := _note(pod, "role")
	role != ""
	some found in _agent_servers(pod)
	steps := array.concat(pod.workload.path, ["metadata", "annotations", "vault.hashicorp.com/role"])
	login := {
		"owners": pod.workload.owners,
		"server": secret_stores.vault(found.server, _note(pod, "namespace")),
		"extra": found.extra,
		"mount": mounted_at(_note(pod, "auth-path"), "kubernetes"),
		"role": role,
		"witness": estate.witness(pod.workload.entry, steps),
	}
]

# METADATA
# description: |
#   `{"owners", "server", "extra", "mount", "role", "witness"}`: who logs in by which role of which method.
logins := array.concat(_operator_logins, _agent_logins)

# METADATA
# description: Where a method of logging in is mounted, without `auth/` before it.
mounted_at(text, otherwise) := _or(trim_prefix(trim(text, "/"), "auth/"), otherwise)

_or("", otherwise) := otherwise

_or(text, _) := text if text != ""
