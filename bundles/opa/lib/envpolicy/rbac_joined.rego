# METADATA
# title: Permissions of several grants together
# description: |
#   Binding roles takes the right to bind and the right to write bindings: where one deployment has them from different
#   grants it has both. What a single grant gives whole is rbac_direct's to say.
package lib.envpolicy.rbac_joined

import data.lib.envpolicy.placement
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_grants
import data.lib.envpolicy.rbac_powers

_halves := {part | some alternatives in rbac_powers.together; some parts in alternatives; some part in parts}

_found[holder] contains [index, met] if {
	some index, grant in rbac_grants.all
	some met in rbac_powers.meets[[grant.role, grant.namespaces == null]]
	met.row in _halves
	some holder in rbac_direct.holders(grant.identity)
}

_whole(index, row) if {
	grant := rbac_grants.all[index]
	rbac_powers.wholes[[grant.role, grant.namespaces == null]][row]
}

# METADATA
# description: "What several grants together give over others: `[row, fact]`."
facts := [[row, fact] |
	some holder, found in _found
	some row, alternatives in rbac_powers.together
	some parts in alternatives
	some other in placement.tenants[placement.places[holder].cluster]
	placement.places[other].namespace != placement.places[holder].namespace
	there := [item |
		some item in found
		_over(rbac_grants.all[item[0]], placement.places[other].namespace)
		item[1].row in parts
	]
	count({item[1].row | some item in there}) == count(parts)
	count([true | some item in there; _whole(item[0], row)]) == 0
	used := [[item | some item in there; item[1].row == part][0] | some part in parts]
	fact := {
		"from": holder,
		"to": other,
		"place": concat(" and ", [rbac_grants.all[item[0]].place | some item in used]),
		"witness": [spot |
			some item in used
			some spot in rbac_direct.witness(rbac_grants.all[item[0]], item[1])
		],
	}
]

_over(grant, _) if grant.namespaces == null

_over(grant, namespace) if namespace in grant.namespaces
