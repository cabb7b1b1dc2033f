# METADATA
# title: What is let through once every tier has spoken
# description: |
#   Admin tier, then NetworkPolicy (final for the pods that it isolates), then Baseline tier, then
#   everything. The entries of network_entries are cut to what the tiers leave of them; new kinds are
#   `accept` (the Admin tier decides), `shadow` (a NetworkPolicy lets through what the Baseline tier would
#   deny) and `tie` (two policies of equal priority disagree).
package lib.envpolicy.network_tiers

import data.lib.envpolicy.network_admin
import data.lib.envpolicy.network_entries
import data.lib.envpolicy.network_regions
import data.lib.envpolicy.network_signatures
import data.lib.envpolicy.ports

# METADATA
# description: The entries that hold, as network_entries has them.
all := network_entries.all if {
	count(network_admin.all) == 0
} else := [entry |
	some entry in array.concat(array.concat(_untouched, _accepted), _carved)
	count(entry.by) > 0
	count(entry.peers) > 0
]

_signed(direction) := union({signature.by |
	some signature in network_signatures.all
	signature.direction == direction
})

_untouched := [entry |
	some whole in network_entries.all
	entry := object.union(whole, {"by": whole.by - _signed(whole.direction)})
]

_cuts := [cut |
	some signature in network_signatures.all
	some cell in signature.cells
	cut := {
		"signature": signature,
		"cell": cell,
		"admin": network_regions.divided(signature, "Admin", cell),
		"base": network_regions.divided(signature, "Baseline", cell),
	}
]

_accepted := [entry |
	some cut in _cuts
	admin := cut.admin
	open := admin.deny | admin.rest
	some [peers, doubt, kind] in [
		[admin.accept - open, set(), _opens(admin.sources)],
		[admin.accept & open, cut.signature.doubt, _kind(cut, _opens(admin.sources))],
	]
	entry := {
		"direction": cut.signature.direction,
		"ports": cut.cell,
		"kind": kind,
		"doubt": doubt,
		"peers": peers,
		"by": cut.signature.by,
		"sources": admin.sources,
		"admin": true,
	}
]

_opens(sources) := "calico" if {
	every source in sources {
		object.get(network_admin.all[source[0]], "opens", "") == "calico"
	}
} else := "accept"

_kind(cut, otherwise) := "tie" if {
	cut.signature.tied
} else := otherwise

_carved := [entry |
	some cut in _cuts
	some whole in network_entries.all
	whole.direction == cut.signature.direction
	by := whole.by & cut.signature.by
	count(by) > 0
	range := ports.common(whole.ports, cut.cell)
	some [peers, doubt, kind] in _left(cut, whole)
	count(peers) > 0
	entry := object.union(whole, {"ports": range, "kind": kind, "doubt": doubt, "peers": peers, "by": by})
]

# What an entry still lets through, as `[peers, doubt, kind]`. For a pod that no NetworkPolicy isolates
# the Baseline tier decides; for the others it is never asked.
_left(cut, whole) := [
	[peers - denied, whole.doubt, whole.kind],
	[(peers & denied) & base.rest, doubt, _kind(cut, whole.kind)],
	[(peers & denied) & base.accept, doubt, _kind(cut, whole.kind)],
	[(whole.peers & contested) - denied, doubt, _kind(cut, whole.kind)],
] if {
	whole.kind == "open"
	base := cut.base
	denied := base.deny
	peers := whole.peers & (cut.admin.rest - cut.admin.deny)
	contested := cut.admin.rest & cut.admin.deny
	doubt := whole.doubt | cut.signature.doubt
} else := [
	[peers - cut.base.deny, whole.doubt, whole.kind],
	[peers & cut.base.deny, whole.doubt, "shadow"],
	[whole.peers & (cut.admin.rest & cut.admin.deny), (whole.doubt | cut.signature.doubt), _kind(cut, whole.kind)],
] if {
	peers := whole.peers & (cut.admin.rest - cut.admin.deny)
}
