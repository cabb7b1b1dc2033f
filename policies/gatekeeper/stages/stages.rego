# METADATA
# title: Which stages a namespace may host
# description: |
#   A stage that a label claims is refused where the plan leaves no room for it: a deployment of that stage would stand
#   too near to one that is there. What would is decided when the constraint is made.
package gatekeeper_stages

# The host's own clock: nobody hands Gatekeeper the day.
# regal ignore:forbidden-function-call
_today := object.get(input.parameters, "today", sprintf("%04d-%02d-%02d", time.date(time.now_ns())))

_label := object.get(input.parameters, "label", "envpolicy.dev/stage")

_place := input.review.object.metadata.name if {
	input.review.object.kind == "Namespace"
} else := object.get(input.review.object, ["metadata", "namespace"], "")

# Labels of the object, and of the pods that it makes.
_claimed contains stage if {
	some path in [
		["metadata", "labels"],
		["spec", "template", "metadata", "labels"],
		["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
	]
	own := object.get(input.review.object, array.concat(path, [_label]), null)
	is_string(own)
	stage := object.get(input.parameters, ["names", own], own)
}

# Requirements by stage; what the plan says nothing of stands alone, apart from everything in the cluster.
_refused := object.get(
	input.parameters,
	["namespaces", _place],
	object.get(input.parameters, "elsewhere", {}),
)

_waived(requirement) if {
	some waiver in object.get(input.parameters, "waivers", [])
	waiver.requirement == requirement.id
	_today <= waiver.expires
	_accepts(waiver, object.get(requirement, "against", "floor"))
}

_accepts(_, "default") := true

_accepts(waiver, "floor") if object.get(waiver, "acceptRisk", false) == true

violation contains {"msg": msg, "details": details} if {
	is_object(input.review.object)
	some stage in _claimed
	some index in object.get(_refused, stage, [])
	requirement := input.parameters.requirements[index]
	not _waived(requirement)
	msg := sprintf("%v may not host the stage %v: too near to what the plan puts there. %v (%v). %v", [
		_place,
		stage,
		requirement.clause,
		requirement.id,
		requirement.remediation,
	])
	details := {
		"requirement": requirement.id,
		"clause": requirement.clause,
		"against": object.get(requirement, "against", "floor"),
		"stage": stage,
		"remediation": requirement.remediation,
	}
}
