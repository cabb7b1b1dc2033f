# METADATA
# title: Three-valued logic
# description: |
#   true, false, and null for "the input does not say" (Kleene's strong logic).
package lib.envpolicy.logic

# METADATA
# description: True when every value is true, false when one is false, else unknown.
all_of(values) := false if {
	some value in values
	value == false
} else := null if {
	some value in values
	value == null
} else := true

# METADATA
# description: True when one value is true, false when every value is false, else unknown.
any_of(values) if {
	some value in values
	value == true
} else := null if {
	some value in values
	value == null
} else := false

# METADATA
# description: The opposite; unknown stays unknown.
negate(value) := null if {
	value == null
} else := false if {
	value == true
} else := true

# METADATA
# description: The worst of some verdicts; "not-applicable" only where nothing else was said.
worst(verdicts) := "fail" if {
	"fail" in verdicts
} else := "unknown" if {
	"unknown" in verdicts
} else := "waived" if {
	"waived" in verdicts
} else := "pass" if {
	"pass" in verdicts
} else := "not-applicable"
