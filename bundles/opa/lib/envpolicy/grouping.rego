# METADATA
# title: Groups
# description: |
#   Values by key, for many of them. A partial rule says it shorter, but OPA compares each of its results with all the
#   others; here neighbours in a sorted list are compared.
package lib.envpolicy.grouping

# METADATA
# description: By key the set of values, of entries `[key, value]`.
by_key(entries) := {key: values |
	some number, start in starts
	key := keys[start]
	values := {entry[1] | some entry in array.slice(sorted, start, ends[number])}
} if {
	sorted := sort(entries)
	keys := [entry[0] | some entry in sorted]
	later := array.slice(keys, 1, count(keys))
	starts := array.concat([0], [place | some index, key in later; key != keys[index]; place := index + 1])
	ends := array.concat(array.slice(starts, 1, count(starts)), [count(sorted)])
}
