package lib.envpolicy.soak_test

import data.lib.envpolicy.soak

_rule := {"promotion": {
	"register": "updates",
	"layer": ["platform"],
	"change": ["major", "minor"],
	"from": {"environmentClass": "non-production"},
	"to": {"environmentClass": "production"},
	"everyEnvironment": true,
	"soak": {"workingDays": 5, "calendar": "c"},
}}

_environments := [
	{"name": "prod", "class": "production"},
	{"name": "test", "class": "non-production"},
	{"name": "stage", "class": "non-production"},
]

# Days are numbered as if each were a working day.
_calendar := {date: day |
	some day in numbers.range(10, 30)
	date := sprintf("2026-01-%v", [day])
}

_update(environment, day) := {
	"release": "1",
	"layer": "platform",
	"change": "minor",
	"environment": environment,
	"day": sprintf("2026-01-%v", [day]),
}

_judged(updates, complete) := judged if {
	judged := soak.judge(_rule) with input as {
		"environments": _environments,
		"deployments": [],
		"calendars": {"c": _calendar},
		"records": {"updates": updates, "complete": complete},
	}
}

_verdicts(updates, complete) := [finding.verdict | some finding in _judged(updates, complete).findings]

test_five_working_days_after_the_last_of_them if {
	_verdicts([_update("test", 10), _update("stage", 12), _update("prod", 17)], ["updates"]) == []
	_verdicts([_update("test", 10), _update("stage", 12), _update("prod", 16)], ["updates"]) == ["fail"]
}

test_production_without_one_of_them_fails_in_a_whole_register_only if {
	_verdicts([_update("test", 10), _update("prod", 20)], ["updates"]) == ["fail"]
	_verdicts([_update("test", 10), _update("prod", 20)], []) == ["unknown"]
}

test_a_patch_is_exempt if {
	patch := object.union(_update("prod", 11), {"change": "patch"})
	_judged([patch], ["updates"]).base == "not-applicable"
	_judged([patch], []).base == "unknown"
}

test_the_first_day_counts if {
	updates := [_update("test", 10), _update("test", 16), _update("stage", 10), _update("prod", 15)]
	_verdicts(updates, ["updates"]) == []
}
