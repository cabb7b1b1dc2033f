# METADATA
# title: Where the stores of the External Secrets Operator keep secrets
# description: |
#   Reads SecretStore and ClusterSecretStore (external-secrets.io). Two stores that lead to one place have a backend in
#   common: the same Vault, account and region, project, key vault. How a store logs in says nothing of the place.
package lib.envpolicy.secret_stores

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.rbac_identities

_kinds := ["SecretStore", "ClusterSecretStore"]

# METADATA
# description: |
#   Stores, `{"entry", "sort", "settings"}`, by `[cluster, kind, namespace, name]`; `sort` is the name of the provider.
all := {spot: found[0] |
	some spot, stores in _declared
	found := [store | some store in stores]
}

_declared[spot] contains store if {
	some kind in _kinds
	some entry in estate.all(concat(".", [kind, "external-secrets.io"]))
	provider := fields.mapping(entry.object, ["spec", "provider"])
	some provided, settings in provider
	is_object(settings)
	provided != "fake"
	spot := [entry.cluster, kind, entry.namespace, entry.name]
	store := {"entry": entry, "sort": provided, "settings": settings}
}

# METADATA
# description: |
#   The backends of each store, as `{"backend", "extra"}`; `extra` has to be merged into the fact: `certain`, `missing`,
#   `side`, `covered` where the place is not known for certain.
backends := {spot: _backends(spot[0], store) | some spot, store in all}

_backends(cluster, store) := _of_vault(cluster, store) if {
	store.sort in {"vault", "openbao"}
} else := in_account(cluster, parts, _account(store), store.entry.name) if {
	store.sort == "aws"
	parts := ["aws", fields.text(store.settings, ["service"]), fields.text(store.settings, ["region"])]
} else := in_account(cluster, parts, fields.text(store.settings, ["projectID"]), store.entry.name) if {
	store.sort == "gcpsm"
	parts := ["gcp", fields.text(store.settings, ["location"])]
} else := [{"backend": azure(url), "extra": {}}] if {
	store.sort == "azurekv"
	url := fields.text(store.settings, ["vaultUrl"])
} else := [{"backend": concat(" ", ["kubernetes", _api(cluster, store), _remote(store)]), "extra": {}}] if {
	store.sort == "kubernetes"
} else := in_account(cluster, [store.sort], _place(cluster, store.settings), store.entry.name)

_of_vault(cluster, store) := [{"backend": backend, "extra": found.extra} |
	some found in addresses.of_url(cluster, store.entry.namespace, fields.text(store.settings, ["server"]), "")
	backend := vault(found.server, fields.text(store.settings, ["namespace"]))
]

# METADATA
# description: A Vault, or a namespace in it, as a backend.
vault(server, namespace) := concat(" ", ["vault", server, trim(namespace, "/")])

# METADATA
# description: An Azure key vault as a backend, by its URL.
azure(url) := concat(" ", ["azure", trim(lower(url), "/")])

# METADATA
# scope: document
# description: |
#   Backends in an account of a cloud. Where the account ("") is not told, it is that of the cluster for all who do not
#   tell; whether it is one account with others is not known.
in_account(cluster, parts, "", name) := [
	{"backend": concat(" ", array.concat(parts, ["of", cluster])), "extra": {}},
	{"backend": concat(" ", parts), "extra": object.union(doubt, {"side": "uses"})},
	{"backend": concat(" ", parts), "extra": object.union(doubt, {"side": "offers"})},
] if {
	doubt := {"certain": false, "missing": [sprintf("account of %v of %v", [name, cluster])], "covered": cluster}
}

in_account(_, parts, account, _) := [
	{"backend": concat(" ", array.concat(parts, [account])), "extra": {}},
	{"backend": concat(" ", parts), "extra": {"side": "offers", "covered": account}},
] if {
	account != ""
}

# The account of the role that a store takes, or of the role of the account it acts as.
_account(store) := _account_of(fields.text(store.settings, ["role"])) if {
	fields.text(store.settings, ["role"]) != ""
} else := account if {
	reference := fields.mapping(store.settings, ["auth", "jwt", "serviceAccountRef"])
	namespace := object.get(reference, "namespace", store.entry.namespace)
	account := account_of_identity(store.entry.cluster, namespace, fields.text(reference, ["name"]))
} else := ""

_objects := rbac_identities.objects

# METADATA
# description: The account of the role that a service account has in AWS; "" where that is not told.
account_of_identity(cluster, namespace, name) := account if {
	identity := concat("|", ["account", cluster, namespace, name])
	some entry in object.get(_objects, identity, set())
	role := fields.text(entry.object, ["metadata", "annotations", "eks.amazonaws.com/role-arn"])
	account := _account_of(role)
} else := ""

# arn:aws:iam::123456789012:role/name
_account_of(role) := split(role, ":")[4] if {
	startswith(role, "arn:")
	count(split(role, ":")) > 5
} else := ""

_own_api := {"", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}

_api(cluster, store) := cluster if {
	url := fields.text(store.settings, ["server", "url"])
	trim_suffix(regex.replace(url, `^https?://|:[0-9]+/?$`, ""), ".cluster.local") in _own_api
} else := fields.text(store.settings, ["server", "url"])

_remote(store) := namespace if {
	namespace := fields.text(store.settings, ["remoteNamespace"])
	namespace != ""
} else := "default"

# What is left of the settings of other providers when the login is taken away; what is inside the cluster is its own.
_place(cluster, settings) := concat(" ", [cluster, text]) if {
	text := _told(settings)
	regex.match(`\.svc\b|\.local\b|://[^./]+[:/"]`, text)
} else := _told(settings)

_told(settings) := "" if {
	count(_left(settings)) == 0
} else := json.marshal(_left(settings))

_left(settings) := object.remove(settings, _logging_in)

_logging_in := ["auth", "caBundle", "caProvider", "tls", "headers", "secrets", "timeout", "retrySettings", "result"]
