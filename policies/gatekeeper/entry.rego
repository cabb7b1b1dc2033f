# METADATA
# title: What Gatekeeper asks
# description: |
#   The entry module of every template. It alone knows the host: the review, the objects that Gatekeeper keeps, and the
#   clock, which decides whether a waiver has ended (a constraint may name the day instead).
package gatekeeper

import data.lib.hosts.gatekeeper.seen
import data.lib.hosts.gatekeeper.told

default _kept := {}

_kept := data.inventory

# The host's own clock: nobody hands Gatekeeper the day.
# regal ignore:forbidden-function-call
_today := object.get(input.parameters, "today", sprintf("%04d-%02d-%02d", time.date(time.now_ns())))

violation contains answer if {
	is_object(input.review.object)
	is_string(input.review.object.kind)
	some answer in told.all with input as seen.estate(input.parameters, input.review.object, _kept, _today)
}
