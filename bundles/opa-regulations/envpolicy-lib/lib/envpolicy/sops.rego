# METADATA
# title: Who can decrypt what SOPS has encrypted for a deployment
# description: |
#   The recipients that stand in the `sops` part of an encrypted object, in each form that SOPS knows, and the Secrets
#   that Flux decrypts with for a deployment.
package lib.envpolicy.sops

import data.lib.envpolicy.credentials
import data.lib.envpolicy.doubts
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.flux
import data.lib.envpolicy.references

# METADATA
# description: |
#   `{"deployment", "key", "extra", "witness"}`; `key` is the recipient, or the digest or the place of what opens.
all := [holder | some holders in [_recipients, _held, _flux]; some holder in holders]

# --- recipients

_words := {
	"age": [["recipient"]],
	"pgp": [["fp"]],
	"kms": [["arn"]],
	"gcp_kms": [["resource_id"]],
	"azure_kv": [["vault_url"], ["vaultUrl"], ["name"], ["key"]],
	"hc_vault": [["vault_address"], ["engine_path"], ["key_name"]],
}

_encrypted := [entry |
	some entries in estate.of_kind
	some entry in entries
	is_object(object.get(entry.object, "sops", null))
	count(entry.owners) > 0
]

_recipients := [holder |
	some entry in _encrypted
	some [path, group] in _groups(entry.object.sops)
	some way, words in _words
	some index, recipient in fields.list(group, [way])
	parts := [part | some word in words; part := fields.text(recipient, word); part != ""]
	count(parts) > 0
	some name in entry.owners
	holder := {
		"deployment": name,
		"key": array.concat([way], parts),
		"extra": {},
		"witness": estate.witness(entry, array.concat(["sops"], array.concat(path, [way, index]))),
	}
]

_groups(sops) := array.concat([[[], sops]], [[["key_groups", index], group] |
	some index, group in fields.list(sops, ["key_groups"])
])

# --- keys that open, in Secrets of the deployments

_held := [holder |
	some credential in credentials.all
	credential.sort == "sops"
	some digest in credential.view.digests
	holder := {
		"deployment": credential.deployment,
		"key": ["digest", digest],
		"extra": {},
		"witness": credential.witness,
	}
]

# --- keys that Flux opens with

_decrypting := [found |
	some n, reconciler in flux.reconcilers
	secret := fields.text(reconciler.spec, ["decryption", "secretRef", "name"])
	secret != ""
	found := {
		"n": n,
		"spot": ["Secret", reconciler.cluster, reconciler.namespace, secret],
		"witness": estate.witness(reconciler.entry, ["spec", "decryption", "secretRef", "name"]),
	}
]

_flux := [holder |
	some found in _decrypting
	some name, missing in flux.works_for[found.n]
	some key in array.concat([["secret", found.spot]], _digests(found.spot))
	holder := {
		"deployment": name,
		"key": key,
		"extra": doubts.of(missing),
		"witness": found.witness,
	}
]

_digests(spot) := [["digest", digest] |
	some entry in object.get(_objects, [spot], set())
	some field in ["data", "stringData"]
	some key, view in fields.mapping(entry.object, [field])
	is_object(view)
	credentials.decrypts(key)
	some digest in view.digests
]

_objects := references.objects
