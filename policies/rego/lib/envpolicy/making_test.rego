package lib.envpolicy.making_test

import data.lib.envpolicy.making

_named(kind, name, labels) := {
	"apiVersion": "v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": "a", "labels": labels},
}

_estate(objects) := {"deployments": [], "clusters": {"e/c": {"facts": {}, "objects": objects}}}

_db := {"Cluster.postgresql.cnpg.io": [_named("Cluster", "db", {})]}

_unseen(objects) := {[workload.name, workload.labels] | some workload in found} if {
	found := making.unseen with input as _estate(objects)
}

test_one_pod_stands_for_those_that_are_not_given if {
	_unseen(_db) == {["db", {"cnpg.io/cluster": "db", "cnpg.io/podRole": "instance"}]}
	_unseen(object.union(_db, {"Deployment.apps": [_named("Deployment", "dbadmin", {"app": "web"})]})) != set()
}

test_what_is_given_under_its_name_or_label_was_made_of_it if {
	_unseen(object.union(_db, {"Pod": [_named("Pod", "db-1", {})]})) == set()
	_unseen(object.union(_db, {"StatefulSet.apps": [_named("StatefulSet", "x", {"cluster": "db"})]})) == set()
}

test_labels_that_a_resource_asks_for_are_on_its_pods if {
	spec := {"inheritedMetadata": {"labels": {"app": "shop"}}}
	asking := object.union(_named("Cluster", "db", {}), {"spec": spec})
	unseen := _unseen({"Cluster.postgresql.cnpg.io": [asking]})
	some [_, labels] in unseen
	labels.app == "shop"
	labels["cnpg.io/cluster"] == "db"
}
