"""Estates that leak: the compliant estate with examples of the catalogue, and edits that mean nothing."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from envpolicy.testing import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from envpolicy.leaks import LeakCheck
    from envpolicy.testing.examples import Case

Estate = dict[str, Any]

#: Kinds that only ever give: more of them takes nothing back, and makes nothing known that was not.
GIVING = frozenset(
    ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Pod", "ConfigMap"),
)


def leaks(check: LeakCheck | None = None) -> st.SearchStrategy[Case]:
    """An example that leaks, of one check or of any; every check as often as any other."""
    wanted = [check] if check else list(examples.checks())
    return st.sampled_from(wanted).flatmap(
        lambda one: st.sampled_from(
            [case for case in examples.cases() if case.check is one and case.side == "leaks"]
        )
    )


@st.composite
def estates(draw: st.DrawFn, check: LeakCheck | None = None) -> Estate:
    """The compliant estate with an example's leak in it, and some edits that mean nothing."""
    estate = examples.estate(draw(leaks(check)).example)
    return draw(edited(estate))


@st.composite
def edited(draw: st.DrawFn, estate: Estate) -> Estate:
    """An estate after some edits that mean nothing to anybody who asks how far apart two deployments are."""
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=3)):
        estate = edit(draw, copy.deepcopy(estate))
    return estate


@st.composite
def one_more(draw: st.DrawFn) -> tuple[Estate, Estate]:
    """An estate that leaks, and the same with an example of another leak added that only gives."""
    first = draw(leaks())
    before = examples.estate(first.example)
    others = [case for case in examples.cases() if case.side == "leaks" and _only_gives(case, before)]
    after = copy.deepcopy(before)
    for item in draw(st.sampled_from(others)).example["add"]:
        examples.put(after["clusters"][examples.HOME], item)
    return before, after


def _only_gives(case: Case, estate: Estate) -> bool:
    """Whether an example adds nothing but new objects of kinds that only give."""
    return set(case.example) == {"note", "add"} and all(
        item["kind"] in GIVING and not examples.has(estate["clusters"][examples.HOME], item)
        for item in case.example["add"]
    )


# --- edits that mean nothing


def _objects(estate: Estate) -> list[dict[str, Any]]:
    return [
        item
        for cluster in estate["clusters"].values()
        for items in cluster["objects"].values()
        for item in items
    ]


def _noted(draw: st.DrawFn, estate: Estate) -> Estate:
    """An annotation and a label that nobody reads."""
    item = draw(st.sampled_from(_objects(estate)))
    for part in ("annotations", "labels"):
        metadata = item["metadata"]
        metadata[part] = {**(metadata.get(part) or {}), "example.org/note": "seen"}
    return estate


def _shuffled(draw: st.DrawFn, estate: Estate) -> Estate:
    """Everything in another order."""
    clusters = draw(st.permutations(list(estate["clusters"].items())))
    for _, cluster in clusters:
        cluster["objects"] = {
            kind: draw(st.permutations(items))
            for kind, items in draw(st.permutations(list(cluster["objects"].items())))
        }
    return {
        **estate,
        "clusters": dict(clusters),
        "deployments": draw(st.permutations(estate["deployments"])),
        "environments": draw(st.permutations(estate["environments"])),
    }


def _told(draw: st.DrawFn, estate: Estate) -> Estate:
    """A ConfigMap that says nothing."""
    one = draw(st.sampled_from([one for one in estate["deployments"] if one["name"] in examples.PAIR]))
    place = one["placement"]
    labels = {"app.kubernetes.io/instance": place["release"]} if place.get("release") else {}
    labels |= place.get("selector", {}).get("matchLabels", {})
    item = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "welcome", "namespace": place["namespace"], "labels": labels},
        "data": {"colour": "green"},
    }
    examples.put(estate["clusters"][f"{place['environment']}/{place['cluster']}"], item)
    return estate


def _neighboured(_: st.DrawFn, estate: Estate) -> Estate:
    """A compliant deployment of another application, in an Environment of its own."""
    placement = {"environment": "elsewhere", "cluster": "elsewhere-wc", "namespace": "bank"}
    facts = {"apiServer": "https://elsewhere.example:6443", "managementCluster": "elsewhere/elsewhere-wc"}
    apart = {"deployments": {"bank": {"application": "bank", "placement": placement}}}
    found = examples.estate({**apart, "clusters": {"elsewhere/elsewhere-wc": {"facts": facts}}})
    if "elsewhere/elsewhere-wc" in estate["clusters"]:
        return estate
    return {
        **estate,
        "clusters": {
            **estate["clusters"],
            "elsewhere/elsewhere-wc": found["clusters"]["elsewhere/elsewhere-wc"],
        },
        "deployments": [
            *estate["deployments"],
            *(one for one in found["deployments"] if one["name"] == "bank"),
        ],
        "environments": [*estate["environments"], {"name": "elsewhere", "class": "non-production"}],
    }


EDITS: tuple[Callable[[st.DrawFn, Estate], Estate], ...] = (_noted, _shuffled, _told, _neighboured)
