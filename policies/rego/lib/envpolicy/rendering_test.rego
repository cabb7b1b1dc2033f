package lib.envpolicy.rendering_test

import data.lib.envpolicy.rendering

_release := {
	"apiVersion": "helm.toolkit.fluxcd.io/v2",
	"kind": "HelmRelease",
	"metadata": {"name": "web", "namespace": "flux-system"},
	"spec": {"targetNamespace": "shop"},
}

_application := {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Application",
	"metadata": {"name": "shop", "namespace": "argocd"},
	"spec": {"destination": {"server": "https://kubernetes.default.svc", "namespace": "shop"}},
}

_workload(name, labels) := {"Deployment.apps": [{
	"metadata": {"name": name, "namespace": "shop", "labels": labels},
	"spec": {"template": {"spec": {}}},
}]}

_quota := {"ResourceQuota": [{"metadata": {"name": "q", "namespace": "shop"}}]}

_missing(objects) := object.get(found, "shop", set()) if {
	found := rendering.missing with input as {
		"deployments": [{"name": "shop", "placement": {"environment": "e", "cluster": "c", "namespace": "shop"}}],
		"clusters": {"e/c": {"facts": {}, "objects": object.union(_quota, objects)}},
	}
}

test_nothing_of_a_release_is_given if {
	releases := {"HelmRelease.helm.toolkit.fluxcd.io": [_release]}
	_missing(releases) == {"objects of HelmRelease flux-system/web"}
	_missing(object.union(releases, _workload("other", {}))) == {"objects of HelmRelease flux-system/web"}
}

test_what_bears_the_name_of_a_release_is_of_it if {
	releases := {"HelmRelease.helm.toolkit.fluxcd.io": [_release]}
	_missing(object.union(releases, _workload("x", {"app.kubernetes.io/instance": "shop-web"}))) == set()
	_missing(object.union(releases, _workload("x", {"helm.toolkit.fluxcd.io/name": "web"}))) == set()
	_missing(object.union(releases, _workload("shop-web-api", {}))) == set()
}

test_a_release_in_another_cluster_says_nothing_of_this_one if {
	remote := object.union(_release, {"spec": {"kubeConfig": {"secretRef": {"name": "remote"}}}})
	_missing({"HelmRelease.helm.toolkit.fluxcd.io": [remote]}) == set()
}

test_an_application_is_what_runs_in_its_namespace if {
	applications := {"Application.argoproj.io": [_application]}
	_missing(applications) == {"objects of Application argocd/shop"}
	_missing(object.union(applications, _workload("x", {}))) == set()
}

test_a_deployment_without_objects_has_none_given if {
	found := rendering.missing with input as {
		"deployments": [{"name": "shop", "placement": {"environment": "e", "cluster": "c", "namespace": "shop"}}],
		"clusters": {"e/c": {"facts": {}, "objects": {}}},
	}
	found == {"shop": {"objects of shop"}}
}
