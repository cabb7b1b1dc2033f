package lib.envpolicy.selectors_test

import data.lib.envpolicy.selectors

_is(field, words) := [[{"field": field, "in": words, "negated": false}]]

_is_not(field, words) := [[{"field": field, "in": words, "negated": true}]]

test_a_missing_fact_is_unknown_either_way if {
	selectors.matches(_is(["stage"], ["staging"]), {}) == null
	selectors.matches(_is_not(["stage"], ["staging"]), {}) == null
}

test_the_empty_selector_matches_everything if selectors.matches([[]], {}) == true

test_values_and_lists if {
	selectors.matches(_is(["stage"], ["staging", "testing"]), {"stage": "testing"}) == true
	selectors.matches(_is_not(["stage"], ["staging"]), {"stage": "staging"}) == false
	selectors.matches(_is(["audience"], ["qa"]), {"audience": ["myself", "qa"]}) == true
	selectors.matches(_is(["medicalDevice"], [true]), {"medicalDevice": false}) == false
}

test_treatment_cancels_personal_and_patient_data if {
	_quality({"qualities": ["patient"], "treatment": "anonymised"}) == false
	_quality({"qualities": ["patient"], "treatment": "synthetic"}) == false
	_quality({"qualities": ["patient"], "treatment": "pseudonymised"}) == true
	_quality({"qualities": ["patient"]}) == null
	_quality({"qualities": [], "treatment": "raw"}) == false
	_quality({}) == null
}

test_other_qualities_are_not_cancelled if {
	selectors.has_quality(["pan"], {"data": {"qualities": ["pan"], "treatment": "anonymised"}}) == true
}

_quality(facts) := selectors.has_quality(["patient"], {"data": facts})

test_the_class_of_the_environment if {
	deployment := {"name": "a", "placement": {"environment": "prod"}}
	estate := {"environments": [{"name": "prod", "class": "production"}]}
	selectors.matches(_is(["environment", "class"], ["production"]), deployment) == true with input as estate
	selectors.matches(_is(["environment", "class"], ["production"]), deployment) == null with input as {"environments": []}
}
