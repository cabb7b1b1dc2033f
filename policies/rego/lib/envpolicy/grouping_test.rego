package lib.envpolicy.grouping_test

import data.lib.envpolicy.grouping

test_values_are_by_key if {
	entries := [["b", 1], ["a", 2], ["b", 3], ["b", 1], [["a", null], {}]]
	grouping.by_key(entries) == {"a": {2}, "b": {1, 3}, ["a", null]: {{}}}
}

test_of_nothing_there_is_nothing if grouping.by_key([]) == {}
