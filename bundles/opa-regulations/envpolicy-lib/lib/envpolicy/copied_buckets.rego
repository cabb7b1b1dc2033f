# METADATA
# title: Jobs that copy between buckets of two deployments
# description: |
#   A job that names two buckets, one of which another deployment uses outside of such jobs, and its own does not.
#   Which is read and which is written nobody says, so that data may go either way.
package lib.envpolicy.copied_buckets

import data.lib.envpolicy.buckets
import data.lib.envpolicy.settings

_user[bucket] contains user if {
	some use in buckets.uses
	bucket := use.bucket
	user := {"name": use.deployment, "witness": use.witness}
}

_users := {bucket: found | some bucket, found in _user}

_foreign := [{"use": use, "other": other} |
	some use in buckets.copied
	others := object.get(_users, [use.bucket], set())
	not use.deployment in {other.name | some other in others}
	some other in others
]

# METADATA
# description: As `copying.all`.
all := [flow |
	some item in _foreign
	some [from, to] in [[item.other.name, item.use.deployment], [item.use.deployment, item.other.name]]
	flow := {
		"from": from,
		"to": to,
		"place": settings.groups[item.use.group].label,
		"missing": {text | some text in object.get(item.use.extra, "missing", [])},
		"witness": [item.use.witness, item.other.witness],
	}
]
