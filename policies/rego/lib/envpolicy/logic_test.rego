package lib.envpolicy.logic_test

import data.lib.envpolicy.logic

test_all_of if {
	logic.all_of({true}) == true
	logic.all_of(set()) == true
	logic.all_of({true, null}) == null
	logic.all_of({true, null, false}) == false
}

test_any_of if {
	logic.any_of(set()) == false
	logic.any_of({false, null}) == null
	logic.any_of({false, null, true}) == true
}

test_negate if {
	logic.negate(true) == false
	logic.negate(false) == true
	logic.negate(null) == null
}

test_the_worst_verdict_counts if {
	logic.worst({"pass", "unknown", "fail"}) == "fail"
	logic.worst({"pass", "unknown", "not-applicable"}) == "unknown"
	logic.worst({"pass", "waived"}) == "waived"
	logic.worst({"pass", "not-applicable"}) == "pass"
	logic.worst(set()) == "not-applicable"
}
