# METADATA
# title: Rights of one deployment over another
# description: |
#   Who holds what in whose namespace, row by row: directly (a binding that names an account of the deployment, a group
#   that comes with it, or somebody it declares), through permissions of several bindings together, or by escalation.
package lib.envpolicy.rbac

import data.lib.envpolicy.ci_bridges
import data.lib.envpolicy.operators
import data.lib.envpolicy.rbac_direct
import data.lib.envpolicy.rbac_escalated
import data.lib.envpolicy.rbac_joined

_all := array.concat(_direct, array.concat(rbac_joined.facts, rbac_escalated.facts))

_binds := {[fact.from, fact.to] | some [row, fact] in rbac_joined.facts; row == "rbac-bind-escalate"}

# Writing bindings is half of what rbac_joined says whole; of a pipeline's account ci-runner-bridge speaks, and of what
# an operator has for its custom resources cp-operator-in-stage.
_direct := [item |
	some item in rbac_direct.facts
	not _half(item[0], item[1])
	not [item[1].place, item[1].from, item[1].to] in ci_bridges.spoken_of
	not _an_operators(item[0], item[1])
]

_an_operators("rbac-crossns-grant", fact) if [fact.place, fact.from, fact.to] in operators.spoken_of

_half(row, fact) if {
	row == "rbac-policy-write"
	[fact.from, fact.to] in _binds
}

_by_row[row] contains fact if some [row, fact] in _all

# METADATA
# description: The `reaches` facts of each row.
by_row := {row: facts | some row, facts in _by_row}

# METADATA
# description: The `reaches` facts of one row.
found(row) := object.get(by_row, row, set())
