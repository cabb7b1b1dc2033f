# METADATA
# title: What a fact of a leak says of its own certainty
package lib.envpolicy.doubts

# METADATA
# description: |
#   The part of a leak's fact that names what is missing (a set of texts, `fact of place`) to be certain; nothing where
#   nothing is.
of(missing) := {"certain": false, "missing": sort([text | some text in missing])} if {
	count(missing) > 0
} else := {}
