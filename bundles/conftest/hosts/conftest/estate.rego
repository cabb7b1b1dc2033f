# METADATA
# title: The estate, from what conftest was given
# description: |
#   The one evaluation input, made of plan and manifests; or as it is where a file holds what `envpolicy input` prints.
package hosts.conftest.estate

import data.hosts.conftest.given
import data.hosts.conftest.manifests
import data.hosts.conftest.objects
import data.hosts.conftest.planned
import data.hosts.conftest.waived

_ready := given.of_kind("Estate")

# METADATA
# description: Why nothing can be decided; empty where something can.
reasons := {"no deployment plan was given: name it beside the manifests"} if {
	count(_ready) == 0
	count(given.plans) == 0
} else := {"more than one plan, or plan and evaluation input, were given: name one"} if {
	count(_ready) + count(given.plans) > 1
} else := {sprintf("nothing here is called `%v`", [name]) | some name in planned.unknown_names} if {
	count(_ready) == 0
	count(planned.unknown_names) > 0
} else := {"the plan names no regulation: nothing would be checked"} if {
	count(_ready) == 0
	count(planned.requirements) == 0
} else := set()

# METADATA
# description: Whether the estate was made here, so that its objects can be found in the files.
is_made_here if count(_ready) == 0

# METADATA
# description: The evaluation input; undefined where `reasons` says why.
input_of_policies := _ready[0].contents if {
	count(reasons) == 0
	count(_ready) == 1
} else := made if {
	count(reasons) == 0
	made := {
		"apiVersion": "envpolicy.dev/v1alpha1",
		"kind": "Estate",
		"today": today,
		"profile": object.get(_plan, "profile", "default"),
		"organisation": object.get(_plan, "organisation", {}),
		"environments": planned.environments,
		"clusters": {id: object.union(cluster, {"objects": object.get(objects.all, id, {})}) |
			some id, cluster in planned.estate_clusters(manifests.doubted)
		},
		"deployments": planned.deployments,
		"records": planned.records,
		"calendars": planned.calendars(today),
		"waivers": _sorted(array.concat(waived.all, waived.selected)),
		"requirements": planned.requirements,
	}
}

_plan := given.plan.contents

_sorted(waivers) := [waivers[entry[2]] |
	some entry in sort([[waiver.id, object.get(waiver, "deployments", []), index] | some index, waiver in waivers])
]

# METADATA
# description: The day to judge by, `envpolicy.today` of `--data` if that is given.
today := data.settings.envpolicy.today if {
	is_string(data.settings.envpolicy.today)
} # regal ignore:forbidden-function-call

else := sprintf("%04d-%02d-%02d", time.date(time.now_ns()))
