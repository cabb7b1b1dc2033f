# METADATA
# title: envpolicy for conftest
# description: |
#   `conftest test --combine` with plan and manifests: what `envpolicy check` says. A failed or undecided `must` is a
#   failure, what is recommended a warning. Without `--combine` single objects are looked at, and nothing else is claimed.
package main

import data.hosts.conftest.alone
import data.hosts.conftest.estate
import data.hosts.conftest.told

# METADATA
# description: What keeps the estate from being compliant.
deny contains entry if {
	is_array(input)
	some reason in estate.reasons
	entry := {"msg": sprintf("nothing was decided: %v", [reason]), "verdict": "unknown"}
}

deny contains entry if {
	is_array(input)
	some entry in told.failures
}

# METADATA
# description: What is recommended, and what is odd about the input.
warn contains entry if {
	is_array(input)
	some entry in told.warnings
}

warn contains entry if {
	not is_array(input)
	some entry in alone.warnings
}
