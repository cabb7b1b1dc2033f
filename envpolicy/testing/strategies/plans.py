"""Placements, deployments, registers and whole estate documents."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

STAGES = ("local", "development", "integration", "testing", "staging", "production")
NEEDS = ("normal", "high", "very-high")
CLASSES = ("throw-away", "seed", "realistic", "customer")
QUALITIES = ("personal", "patient", "ephi", "pan", "confidential")
TREATMENTS = ("raw", "pseudonymised", "anonymised", "randomised", "synthetic")
AUDIENCES = ("myself", "my-team", "other-teams", "qa", "product-managers", "customers", "end-users")
CHANGES = ("major", "minor", "patch", "security-patch", "critical-security-patch", "emergency")
ORGANISATION = ("hasClearinghouse", "partOfLargerOrganisation", "swedishStateAuthority", "managedService")
TODAY = "2026-11-23"

#: Every place of a tree with two of everything: Environments, clusters, namespaces, releases.
PLACES = tuple(
    {"environment": environment, "cluster": cluster, "namespace": namespace, "release": release}
    for environment, cluster, namespace, release in product(*(("x", "y"),) * 4)
)


def placements() -> st.SearchStrategy[dict[str, Any]]:
    """A place in a small tree: by release, by selector, or neither (what the neighbours leave)."""
    where = st.sampled_from(PLACES).map(dict)
    bare = where.map(lambda place: {key: value for key, value in place.items() if key != "release"})
    selected = st.builds(
        lambda place, name: {**place, "selector": {"matchLabels": {"app": name}}},
        bare,
        st.sampled_from(["x", "y"]),
    )
    placed = st.one_of(where, where, bare, selected)
    nodes = st.sampled_from([{}, {}, {"dedicatedNodes": True}, {"dedicatedNodes": False}])
    return st.builds(lambda place, extra: {**place, **extra}, placed, nodes)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping of which any field may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


def subset(words: Iterable[str]) -> st.SearchStrategy[list[str]]:
    """Some of the words, in their order."""
    every = list(words)
    return st.sets(st.sampled_from(every), max_size=3).map(
        lambda chosen: [one for one in every if one in chosen]
    )


def whole(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping of which no field is missing."""
    return st.fixed_dictionaries(fields)


def facts(*, complete: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """What a plan says of a deployment beside its name and place; any of it may be missing."""
    made = whole if complete else optional
    return made(
        stage=st.sampled_from(STAGES),
        data=made(
            **{
                "class": st.sampled_from(CLASSES),
                "qualities": subset(QUALITIES),
                "treatment": st.sampled_from(TREATMENTS),
            }
        ),
        protection=st.sampled_from(NEEDS),
        function=st.sampled_from(["clearinghouse", "shop"]),
        zone=st.sampled_from(["inner", "outer"]),
        owner=st.sampled_from(["red", "blue"]),
        audience=subset(AUDIENCES),
        medicalDevice=st.booleans(),
        administrators=subset(["ada", "bob"]),
    )


@st.composite
def deployments(
    draw: st.DrawFn, *, least: int = 1, most: int = 4, complete: bool = False
) -> list[dict[str, Any]]:
    """Some deployments, of two applications; one now and then runs off the platform."""
    found = []
    for number in range(draw(st.integers(least, most))):
        application = draw(st.sampled_from(["shop", "bank"]))
        one = {"name": f"d{number}", "application": application, **draw(facts(complete=complete))}
        if complete or draw(st.integers(0, 9)) > 0:
            one["placement"] = draw(placements())
        found.append(one)
    return found


def dates() -> st.SearchStrategy[str]:
    """A date around the days that matter (Easter and Christmas are in reach)."""
    return st.integers(-40, 40).map(lambda days: (date(2026, 4, 1) + timedelta(days=days)).isoformat())


def instants() -> st.SearchStrategy[str]:
    """An instant, some of them on another day in Stockholm than in UTC."""
    times = st.sampled_from(["T10:00:00+01:00", "T23:30:00Z", "T00:30:00+02:00"])
    return st.builds(lambda day, time: day + time, dates(), times)


def changes() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A register of changes; what an entry must carry by schema is there, the rest may be missing."""
    entry = st.builds(
        lambda fixed, extra: {**fixed, **extra},
        st.fixed_dictionaries(
            {
                "what": st.just("release"),
                "layer": st.sampled_from(["application", "platform"]),
                "change": st.sampled_from(CHANGES),
            }
        ),
        optional(
            application=st.sampled_from(["shop", "bank"]),
            author=st.sampled_from(["ada", "bob"]),
            approvedBy=st.sampled_from(["ada", "bob"]),
            assessed=dates(),
            approved=dates(),
            tested=dates(),
            testedIn=st.sampled_from(["staging", "testing"]),
            result=st.sampled_from(["passed", "failed"]),
            fallback=st.just("1.0"),
            udi=st.sampled_from(["di", "pi"]),
            impactAnalysis=dates(),
            production=dates(),
            verifiedAfter=dates(),
        ),
    )
    return st.lists(entry, max_size=3).map(_numbered)


def _numbered(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"C{number}", **entry} for number, entry in enumerate(entries)]


def updates() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A register of updates of the platform."""
    entry = st.fixed_dictionaries(
        {
            "release": st.sampled_from(["1.0", "1.1"]),
            "layer": st.sampled_from(["platform", "platform", "application"]),
            "change": st.sampled_from(CHANGES),
            "environment": st.sampled_from(["x", "y"]),
            "at": st.one_of(dates(), instants()),
        }
    )
    return st.lists(entry, max_size=5)


def evidence() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A register of evidence."""
    entry = st.fixed_dictionaries(
        {
            "record": st.sampled_from(["separation-plan", "approval", "emergency-record", "risk-acceptance"]),
            "date": st.sampled_from(["2025-11-22", "2025-11-23", "2026-05-23", "2024-02-29", "2026-11-01"]),
        },
        optional={
            "covers": st.one_of(
                subset(["network", "cpu", "persistent-storage"]), subset(["r", "shop", "d0", "d1"])
            ),
            "expires": st.sampled_from(["2026-11-22", "2026-11-23", "2027-01-01"]),
            "requirements": st.sampled_from([["r"], ["r", "other"], ["other"]]),
            "deployments": subset(["d0", "d1", "d2"]),
        },
    )
    return st.lists(entry, max_size=3)


def records(*, complete: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """The registers, each there or not, each given whole or not."""
    if complete:
        return whole(
            complete=st.just(["changes", "updates", "evidence"]),
            changes=changes(),
            updates=updates(),
            evidence=evidence(),
        )
    return optional(
        complete=subset(["changes", "updates", "evidence"]),
        changes=changes(),
        updates=updates(),
        evidence=evidence(),
    )


def cluster_facts() -> st.SearchStrategy[dict[str, Any]]:
    """What is declared of a cluster: mostly that its inventory is complete."""
    inventory = st.sampled_from(["complete", "complete", "complete", ["Secret"], None])
    return inventory.map(lambda value: {} if value is None else {"inventory": value})


@st.composite
def estates(draw: st.DrawFn, *, least: int = 1, most: int = 4, complete: bool = False) -> dict[str, Any]:
    """An estate document: a plan, and for each deployment an object that it claims.

    Facts are missing here and there, unless it is to be `complete`.
    """
    made = whole if complete else optional
    found = draw(deployments(least=least, most=most, complete=complete))
    declared = {"inventory": "complete"} if complete else draw(cluster_facts())
    return {
        **estate(found, classes=draw(made(x=_classes(), y=_classes())), facts=declared),
        "profile": draw(st.sampled_from(["default", "default", "floor"])),
        "organisation": draw(made(**dict.fromkeys(ORGANISATION, st.booleans()))),
        "records": draw(records(complete=complete)),
    }


def _classes() -> st.SearchStrategy[str]:
    return st.sampled_from(["production", "non-production"])


def estate(
    found: list[dict[str, Any]], *, classes: dict[str, str] | None = None, facts: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The estate document of some deployments in the tree of `PLACES`, with an object for each of them."""
    tree = sorted({one["placement"]["environment"] for one in found if "placement" in one} | {"x", "y"})
    names = sorted({one["placement"]["cluster"] for one in found if "placement" in one} | {"x", "y"})
    clusters: dict[str, Any] = {
        f"{environment}/{name}": {
            "environment": environment,
            "name": name,
            "role": "workload",
            "facts": dict(facts if facts is not None else {"inventory": "complete"}),
            "objects": {},
        }
        for environment, name in product(tree, names)
    }
    for one in found:
        if "placement" in one:
            place = one["placement"]
            objects = clusters[f"{place['environment']}/{place['cluster']}"]["objects"]
            objects.setdefault("ConfigMap", []).append(config_map(one["name"], place))
    return {
        "apiVersion": "envpolicy.dev/v1alpha1",
        "kind": "Estate",
        "today": TODAY,
        "profile": "default",
        "organisation": {},
        "environments": [
            {"name": name, **({"class": classes[name]} if classes and name in classes else {})}
            for name in tree
        ],
        "clusters": clusters,
        "deployments": found,
        "records": {},
        "waivers": [],
    }


def config_map(name: str, place: dict[str, Any]) -> dict[str, Any]:
    """A ConfigMap in a deployment's place, marked so that it claims it."""
    labels = dict(place.get("selector", {}).get("matchLabels", {}))
    if place.get("release"):
        labels["app.kubernetes.io/instance"] = place["release"]
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": f"of-{name}", "namespace": place["namespace"], "labels": labels},
    }
