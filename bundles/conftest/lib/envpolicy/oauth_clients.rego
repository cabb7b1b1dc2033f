# METADATA
# title: Clients of identity providers that deployments are
package lib.envpolicy.oauth_clients

import data.lib.envpolicy.addresses
import data.lib.envpolicy.settings

# METADATA
# description: |
#   `{"owners", "id", "unique", "issuers", "secrets", "witness"}`: `id` and `secrets` are digests, `unique` says
#   whether the id is one of its kind whoever issued it; `issuers` are `{"key", "extra", "witness"}`, `extra` as in
#   `addresses`.
all := [client |
	some index, group in settings.groups
	some setting in group.settings
	some id in object.get(setting.view, ["says", "client-id"], [])
	issuers := object.get(_issuers, index, [])
	_is_client(group, setting, issuers)
	client := {
		"owners": group.owners,
		"id": id,
		"unique": id in object.get(setting.view, "clients", []),
		"issuers": issuers,
		"secrets": settings.said(group, "client-secret"),
		"witness": setting.witness,
	}
]

# An id alone may be anything's: the name, an issuer, or a secret must say that it is a client's.
_is_client(_, setting, _) if setting.view.about == "identity"

_is_client(_, setting, _) if setting.view.clients

_is_client(_, _, issuers) if count(issuers) > 0

_is_client(group, _, _) if count(settings.said(group, "client-secret")) > 0

_issuers := {index: issuers |
	some index, group in settings.groups
	realms := sort([realm | some realm in settings.said(group, "realm")])
	issuers := [issuer |
		some setting in group.settings
		some named in object.get(setting.view, "issuers", [])
		some found in _servers(group, named.host)
		issuer := {
			"key": array.concat([found.server, named.path], realms),
			"extra": found.extra,
			"witness": setting.witness,
		}
	]
	count(issuers) > 0
}

_servers(group, host) := addresses.plain_servers(group.cluster, group.namespace, host) if {
	host != ""
} else := [{"server": "", "extra": {}}]
