# METADATA
# title: What the Secrets Store CSI driver mounts
# description: |
#   Reads SecretProviderClass (secrets-store.csi.x-k8s.io), whose parameters hold a YAML text of objects, each with the
#   words of its provider: Vault, AWS, GCP and Azure.
package lib.envpolicy.secret_provider_classes

import data.lib.envpolicy.addresses
import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.secret_stores
import data.lib.envpolicy.vault_clients

_classes := [class |
	some entry in estate.all("SecretProviderClass.secrets-store.csi.x-k8s.io")
	class := {
		"entry": entry,
		"provider": fields.text(entry.object, ["spec", "provider"]),
		"parameters": fields.mapping(entry.object, ["spec", "parameters"]),
	}
]

# METADATA
# description: As in `remote_secrets`.
references := [reference |
	some class in _classes
	some field in ["objects", "secrets"]
	some item in _items(fields.text(class.parameters, [field]))
	some found in _backends(class, item)
	named := _named(class, item)
	named.key != ""
	reference := object.union(named, {
		"owners": class.entry.owners,
		"backend": found.backend,
		"extra": found.extra,
		"witness": estate.witness(class.entry, ["spec", "parameters", field]),
	})
]

# A list; for Azure a list of texts under `array`, each an object in YAML.
_items(text) := [item | some item in fields.list({"list": _yaml(text)}, ["list"]); is_object(item)] if {
	is_array(_yaml(text))
} else := [item | some inner in fields.texts(_yaml(text), ["array"]); item := _yaml(inner); is_object(item)]

_yaml(text) := yaml.unmarshal(text) if {
	yaml.is_valid(text)
} else := null

_backends(class, item) := _of_vault(class) if {
	class.provider == "vault"
} else := [{"backend": secret_stores.azure(url), "extra": {}}] if {
	class.provider == "azure"
	url := sprintf("https://%v.vault.azure.net", [fields.text(class.parameters, ["keyvaultName"])])
} else := [{"backend": "arn", "extra": {}}] if {
	class.provider == "aws"
	startswith(fields.text(item, ["objectName"]), "arn:")
} else := secret_stores.in_account(class.entry.cluster, parts, "", class.entry.name) if {
	class.provider == "aws"
	parts := ["aws", _service(fields.text(item, ["objectType"])), fields.text(class.parameters, ["region"])]
} else := secret_stores.in_account(class.entry.cluster, ["gcp", ""], steps[1], class.entry.name) if {
	class.provider == "gcp"
	steps := split(fields.text(item, ["resourceName"]), "/")
	count(steps) == 6
} else := []

_of_vault(class) := [{"backend": backend, "extra": found.extra} |
	entry := class.entry
	address := fields.text(class.parameters, ["vaultAddress"])
	some found in addresses.of_url(entry.cluster, entry.namespace, address, concat(" ", ["default", entry.cluster]))
	backend := secret_stores.vault(found.server, fields.text(class.parameters, ["vaultNamespace"]))
]

_service(kind) := "ParameterStore" if {
	kind == "ssmparameter"
} else := "SecretsManager"

_named(class, item) := {
	"key": vault_clients.path("", fields.text(item, ["secretPath"])),
	"part": _text(object.get(item, "secretKey", "")),
	"version": "",
} if {
	class.provider == "vault"
} else := {"key": parts[3], "part": "", "version": parts[5]} if {
	class.provider == "gcp"
	parts := split(fields.text(item, ["resourceName"]), "/")
	count(parts) == 6
} else := {
	"key": fields.text(item, ["objectName"]),
	"part": "",
	"version": _text(object.get(item, "objectVersion", "")),
}

_text(value) := value if {
	is_string(value)
} else := json.marshal(value)

# METADATA
# description: As in `vault_clients`.
logins := [login |
	some class in _classes
	class.provider == "vault"
	role := fields.text(class.parameters, ["roleName"])
	role != ""
	some found in _of_vault(class)
	login := {
		"owners": class.entry.owners,
		"server": found.backend,
		"extra": found.extra,
		"mount": vault_clients.mounted_at(_method(class.parameters), "kubernetes"),
		"role": role,
		"witness": estate.witness(class.entry, ["spec", "parameters", "roleName"]),
	}
]

_method(parameters) := path if {
	path := fields.text(parameters, ["vaultAuthMountPath"])
	path != ""
} else := fields.text(parameters, ["vaultKubernetesMountPath"])
