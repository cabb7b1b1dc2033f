# METADATA
# title: Waivers
# description: |
#   A waiver names a requirement or a leak, optionally the deployments it is for, and ends on a day. It never covers
#   what is below a floor unless it accepts the risk in so many words.
package lib.envpolicy.waivers

import data.lib.envpolicy.placement
import data.lib.envpolicy.selectors

_all := object.get(input, "waivers", [])

# METADATA
# description: Waivers that have not ended.
active := [waiver | some waiver in _all; input.today <= waiver.expires]

# METADATA
# description: Whether any waiver in force is for a leak.
speak_of_leaks if {
	some waiver in active
	waiver.leak
}

# METADATA
# description: The waivers in force for a requirement and some deployments (a pair, one, or none).
of_requirement(id, deployments, below_floor) := [waiver |
	some waiver in active
	waiver.requirement == id
	_covers(waiver, deployments)
	_may(waiver, below_floor)
]

# METADATA
# description: The waivers in force for a leak between two deployments.
of_leak(leak, pair, below_floor) := [waiver |
	some waiver in active
	waiver.leak == leak
	_covers(waiver, pair)
	_may(waiver, below_floor)
]

_covers(waiver, _) if {
	not waiver.deployments
	not waiver.selector
}

_covers(waiver, deployments) if {
	every name in waiver.deployments {
		name in deployments
	}
}

_covers(waiver, deployments) if {
	some name in deployments
	selectors.matches(waiver.selector, placement.deployments[name]) == true
}

_may(_, false) := true

_may(waiver, _) if object.get(waiver, "acceptRisk", false) == true

# METADATA
# description: Waivers that have ended.
expired := [waiver | some waiver in _all; input.today > waiver.expires]
