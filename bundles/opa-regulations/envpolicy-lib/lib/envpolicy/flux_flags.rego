# METADATA
# title: How Flux is set up
# description: |
#   The flags of its controllers: as the fact controllers.flux declares them, else as the arguments of the controllers'
#   own workloads say, where these are given.
package lib.envpolicy.flux_flags

import data.lib.envpolicy.images
import data.lib.envpolicy.placement
import data.lib.envpolicy.workloads

_controllers := {"helm-controller", "image-automation-controller", "kustomize-controller"}

_said[key] contains [view.setting, object.get(view, "word", "")] if {
	some workload in workloads.all
	some item in workload.containers
	image := images.parsed(object.get(item.container, "image", null))
	controller := regex.replace(image.repository, `^.*/`, "")
	controller in _controllers
	_declared(workload.cluster, "namespace") in {null, workload.namespace}
	views := object.get(item.container, "args", [])
	is_array(views)
	some view in views
	is_object(view)
	view.setting
	key := [workload.cluster, controller]
}

_arguments := {key: found | some key, found in _said}

# METADATA
# description: |
#   A flag of one of the controllers in a cluster (`crossNamespace`, `defaultServiceAccount`, `installed`); null where
#   nothing says what it is.
of(cluster, controller, name) := value if {
	value := _declared(cluster, name)
	value != null
} else := _argued(object.get(_arguments, [[cluster, controller]], set()), name)

_declared(cluster, name) := object.get(flags, name, null) if {
	controllers := placement.cluster_fact(cluster, "controllers")
	is_object(controllers)
	flags := object.get(controllers, "flux", null)
	is_object(flags)
} else := null

_argued(found, "crossNamespace") := false if {
	["no-cross-namespace-refs", "true"] in found
} else := null

_argued(found, "defaultServiceAccount") := "set" if {
	some [setting, _] in found
	setting == "default-service-account"
} else := null

_argued(_, "installed") := null
