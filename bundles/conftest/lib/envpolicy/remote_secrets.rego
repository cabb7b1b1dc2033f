# METADATA
# title: Secrets that deployments fetch from a store outside
# description: |
#   What ExternalSecrets, SecretProviderClasses of the CSI driver, VaultStaticSecrets and the annotations of the Vault
#   agent name, in one form: a backend, and in it a key, a part of it and a version.
package lib.envpolicy.remote_secrets

import data.lib.envpolicy.estate
import data.lib.envpolicy.external_secrets
import data.lib.envpolicy.fields
import data.lib.envpolicy.references
import data.lib.envpolicy.secret_provider_classes
import data.lib.envpolicy.secret_stores
import data.lib.envpolicy.vault_clients

# METADATA
# description: |
#   `{"owners", "backend", "extra", "key", "part", "version", "witness"}`; `part` is "" for the whole secret.
all := [reference |
	some group in [_of_stores, secret_provider_classes.references, vault_clients.references]
	some found in group
	reference := object.union(found, {"version": _version(found.version)})
]

_of_stores := [reference |
	some order in external_secrets.orders
	some read in order.reads
	some found in object.get(secret_stores.backends, [read.store], [])
	store := secret_stores.all[read.store]
	reference := {
		"owners": order.owners,
		"backend": _backend(found.backend, read.key),
		"extra": _extra(found.extra, read.key),
		"key": _key(store, read.key),
		"part": read.part,
		"version": read.version,
		"witness": estate.witness(order.entry, read.path),
	}
]

# The name of a secret of AWS as an ARN says where it is.
_backend(_, key) := "arn" if startswith(key, "arn:")

_backend(backend, key) := backend if not startswith(key, "arn:")

_extra(_, key) := {} if startswith(key, "arn:")

_extra(extra, key) := extra if not startswith(key, "arn:")

_key(store, key) := vault_clients.path(fields.text(store.settings, ["path"]), key) if {
	store.sort in {"vault", "openbao"}
} else := concat("", [fields.text(store.settings, ["prefix"]), trim_prefix(key, "secret/")]) if {
	store.sort == "azurekv"
} else := concat("", [fields.text(store.settings, ["prefix"]), key])

_version(version) := "" if {
	lower(version) in {"latest", "awscurrent", "latest_enabled", "0"}
} else := version

# METADATA
# description: |
#   Secrets of this cluster that a store opens to other namespaces: `{"owners", "backend", "key", "witness"}`.
opened := [reference |
	some backend in {found.backend | some several in secret_stores.backends; some found in several}
	startswith(backend, "kubernetes ")
	parts := split(backend, " ")
	some key, entries in references.objects
	array.slice(key, 0, 3) == ["Secret", parts[1], parts[2]]
	some entry in entries
	reference := {
		"owners": entry.owners,
		"backend": backend,
		"key": entry.name,
		"witness": estate.witness(entry, []),
	}
]
