# METADATA
# title: Logins of image registries that deployments hold
# description: |
#   Out of Docker configurations: in Secrets that deployments claim, that their pods refer to, and that the service
#   accounts of their pods pull images with.
package lib.envpolicy.registry_logins

import data.lib.envpolicy.estate
import data.lib.envpolicy.fields
import data.lib.envpolicy.rbac_identities
import data.lib.envpolicy.references

# METADATA
# description: |
#   `{"deployment", "registry", "user", "auth", "mounted", "witness"}`; `user` and `auth` are digests.
#   `mounted`: what pushes images has it: pods of the deployment, as a file or as environment; an account, among its
#   `secrets`; a build, as its push secret. Whatever only pulls lets the kubelet use it.
all := [login |
	some held in _held
	some field in ["data", "stringData"]
	values := object.get(held.entry.object, field, {})
	is_object(values)
	some key, view in values
	is_object(view)
	some found in object.get(view, "registries", [])
	found.auth != ""
	login := {
		"deployment": held.deployment,
		"registry": found.registry,
		"user": found.user,
		"auth": found.auth,
		"mounted": held.deployment in object.get(_mounts, [held.key], set()),
		"witness": estate.witness(held.entry, [field, key]),
	}
]

_held contains item if {
	some held in references.held("Secret")
	item := {
		"entry": held.entry,
		"deployment": held.deployment,
		"key": ["Secret", held.entry.cluster, held.entry.namespace, held.entry.name],
	}
}

_held contains item if {
	some identity, accounts in rbac_identities.objects
	some account in accounts
	pulls := object.get(account.object, "imagePullSecrets", [])
	is_array(pulls)
	some pull in pulls
	key := ["Secret", account.cluster, account.namespace, object.get(pull, "name", "")]
	some entry in object.get(references.objects, [key], [])
	some name in object.get(rbac_identities.owners, identity, set())
	item := {"entry": entry, "deployment": name, "key": key}
}

_mounted[key] contains user.deployment if {
	some key, users in references.users
	key[0] == "Secret"
	some user in users
}

_mounted[key] contains name if {
	some entry in estate.all("ServiceAccount")
	some secret in fields.list(entry.object, ["secrets"])
	key := ["Secret", entry.cluster, entry.namespace, fields.text(secret, ["name"])]
	some name in entry.owners
}

_mounted[key] contains name if {
	some kind, path in _pushing
	some entry in estate.all(kind)
	secret := object.get(entry.object, path, null)
	key := ["Secret", entry.cluster, entry.namespace, _name(secret)]
	some name in entry.owners
}

# A pipeline that is given a login among its workspaces builds images and pushes them.
_mounted[key] contains name if {
	some kind in ["PipelineRun.tekton.dev", "TaskRun.tekton.dev"]
	some entry in estate.all(kind)
	some workspace in fields.list(entry.object, ["spec", "workspaces"])
	key := ["Secret", entry.cluster, entry.namespace, fields.text(workspace, ["secret", "secretName"])]
	some name in entry.owners
}

_pushing := {
	"BuildConfig.build.openshift.io": ["spec", "output", "pushSecret"],
	"Build.shipwright.io": ["spec", "output", "pushSecret"],
}

_name(reference) := reference if {
	is_string(reference)
} else := fields.text(reference, ["name"])

_mounts := {key: names | some key, names in _mounted}
