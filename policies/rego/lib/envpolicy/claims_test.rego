package lib.envpolicy.claims_test

import data.lib.envpolicy.claims

_estate(placements) := {
	"environments": [{"name": "prod"}],
	"clusters": {"prod/wc": {"objects": {}}},
	"deployments": [{"name": name, "placement": object.union({"environment": "prod", "cluster": "wc"}, placement)} |
		some name, placement in placements
	],
}

_owners(item, placements) := names if {
	namespace := object.get(item.metadata, "namespace", "")
	names := claims.owners("prod/wc", "ConfigMap", namespace, item) with input as _estate(placements)
}

_item(extra) := {"metadata": object.union({"name": "x", "namespace": "shop"}, extra)}

_marked(release) := _item({"labels": {"app.kubernetes.io/instance": release}})

test_the_only_deployment_of_a_namespace_takes_what_is_unmarked if {
	_owners(_item({}), {"a": {"namespace": "shop"}}) == {"a"}
	_owners(_item({}), {"a": {"namespace": "shop", "release": "a"}}) == {"a"}
	_owners(_item({}), {"a": {"namespace": "elsewhere"}}) == set()
}

test_what_is_marked_for_another_release_is_not_taken if {
	_owners(_marked("b"), {"a": {"namespace": "shop", "release": "a"}}) == set()
	_owners(_marked("b"), {"a": {"namespace": "shop"}}) == {"a"}
}

test_releases_share_a_namespace_by_their_marks if {
	both := {"a": {"namespace": "shop", "release": "a"}, "b": {"namespace": "shop", "release": "b"}}
	_owners(_marked("b"), both) == {"b"}
	_owners(_item({"annotations": {"meta.helm.sh/release-name": "a"}}), both) == {"a"}
	_owners(_item({"annotations": {"argocd.argoproj.io/tracking-id": "argo_b:apps/Deployment:shop/x"}}), both) == {"b"}
	_owners(_item({"labels": {"kustomize.toolkit.fluxcd.io/name": "a"}}), both) == {"a"}
	_owners(_item({}), both) == set()
}

test_a_deployment_without_a_name_takes_what_its_neighbours_leave if {
	both := {"a": {"namespace": "shop", "release": "a"}, "rest": {"namespace": "shop"}}
	_owners(_marked("a"), both) == {"a"}
	_owners(_item({}), both) == {"rest"}
}

test_a_selector_matches_the_object_or_its_pods if {
	placed := {"a": {"namespace": "shop", "selector": {"matchLabels": {"app": "a"}}}}
	_owners(_item({"labels": {"app": "a"}}), placed) == {"a"}
	_owners(_item({"labels": {"app": "b"}}), placed) == set()
	workload := object.union(_item({}), {"spec": {"template": {"metadata": {"labels": {"app": "a"}}}}})
	_owners(workload, placed) == {"a"}
}

test_cluster_scoped_objects_are_claimed_by_their_mark_alone if {
	item := {"metadata": {"name": "x", "annotations": {"meta.helm.sh/release-name": "a"}}}
	_owners(item, {"a": {"namespace": "shop", "release": "a"}}) == {"a"}
	_owners({"metadata": {"name": "x"}}, {"a": {"namespace": "shop", "release": "a"}}) == set()
	elsewhere := {"meta.helm.sh/release-name": "a", "meta.helm.sh/release-namespace": "other"}
	_owners({"metadata": {"name": "x", "annotations": elsewhere}}, {"a": {"namespace": "shop", "release": "a"}}) == set()
	_owners({"metadata": {"name": "x", "annotations": elsewhere}}, {"a": {"namespace": "other"}}) == {"a"}
	_owners({"metadata": {"name": "x", "annotations": elsewhere}}, {"a": {"namespace": "shop"}}) == set()
}
