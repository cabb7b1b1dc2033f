"""Estates as people write them: a plan that says anything a plan may say, objects as they are in files.

What hosts of the law other than `envpolicy check` are shown is made of these (`envpolicy.testing.hosts`). The
documents are those of `envpolicy.leaks.examples.written`: estates whose clusters hold their objects in a list.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from envpolicy.leaks.examples import HOME, kind_of, name_of
from envpolicy.testing import examples
from envpolicy.testing.strategies import leaky, plans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Written = dict[str, Any]

_ORGANISATION = (*plans.ORGANISATION, "careProvider", "processesCui")
#: The days around which waivers end: the day before, today, the day after.
_ENDS = ("2026-11-22", plans.TODAY, "2026-11-24")


@st.composite
def leaking(draw: st.DrawFn, *leaks: str, company: Sequence[str] = ()) -> Written:
    """An example of each of some leaks, with more or less said in the plan.

    Perhaps examples of others (of `company`, of either side) are beside them. All leaks are named by their ids.
    """
    checks = {check.id: check for check in examples.checks()}
    several = [draw(leaky.leaks(checks[id_])).example for id_ in leaks]
    if company:
        others = [case for case in examples.cases() if case.check.id in company]
        several += [case.example for case in draw(st.lists(st.sampled_from(others), max_size=2))]
    found = examples.written(together(several)) | draw(_said())
    for one in found["deployments"]:
        one |= {**draw(_about()), **one}
    found["records"] = _known(found)
    for edit in draw(st.lists(st.sampled_from((_shuffled, _noted, _told)), max_size=3)):
        found = edit(draw, found)
    return found


@st.composite
def placed(draw: st.DrawFn) -> Written:
    """Some deployments of two applications anywhere in a tree of Environments, facts missing here and there."""
    complete = draw(st.booleans())
    found = draw(plans.estates(least=2, complete=complete))
    made = plans.whole if complete else plans.optional
    found["organisation"] = draw(made(**dict.fromkeys(_ORGANISATION, st.booleans())))
    for cluster in found["clusters"].values():
        cluster["objects"] = [item for items in cluster["objects"].values() for item in items]
    for one in found["deployments"]:
        if "placement" not in one:  # only what runs on somebody's own machine may have none
            one["stage"] = "local"
    found["waivers"] = draw(_waivers([one["name"] for one in found["deployments"]]))
    found["records"] = _known(found)
    return found


def _known(found: Written) -> dict[str, Any]:
    """The registers, speaking of Environments and deployments that the plan has."""
    environments = [one["name"] for one in found["environments"]]
    deployments = [one["name"] for one in found["deployments"]]
    records: dict[str, Any] = copy.deepcopy(found.get("records", {}))
    for entry in records.get("updates", []):
        entry["environment"] = environments["xy".index(entry["environment"]) % len(environments)]
    for entry in records.get("evidence", []):
        named = [int(name.removeprefix("d")) for name in entry.get("deployments", [])]
        if named:
            entry["deployments"] = sorted({deployments[number % len(deployments)] for number in named})
    return records


def together(several: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Examples put together into one; what two of them say of the same thing, the later one says."""
    found: dict[str, Any] = {}
    for example in several:
        found = _joined(found, copy.deepcopy(dict(example)))
    return found


def _joined(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            **old,
            **{key: _joined(old[key], value) if key in old else value for key, value in new.items()},
        }
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(one, dict) for one in (*old, *new)):
        return [*old, *new]
    return new


# --- what a plan says


def _said() -> st.SearchStrategy[dict[str, Any]]:
    return plans.optional(
        profile=st.sampled_from(["default", "floor"]),
        organisation=plans.optional(**dict.fromkeys(_ORGANISATION, st.booleans())),
        records=plans.records(),
        waivers=_waivers(examples.PAIR),
    )


def _about() -> st.SearchStrategy[dict[str, Any]]:
    """Facts of a deployment, but for its stage and medical devices: these decide which examples are judged."""
    return plans.facts().map(lambda facts: {name: value for name, value in facts.items() if name != "stage"})


def _waivers(names: Sequence[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Waivers of a requirement or a leak, for everybody, one deployment or two; some end today, some have ended."""
    from envpolicy.catalog import load_catalog

    ids = [one.id for one in load_catalog().requirements]
    subject = st.one_of(
        st.sampled_from(ids).map(lambda id_: {"requirement": id_}),
        st.sampled_from(examples.checks()).map(lambda check: {"leak": check.id}),
    )
    several = st.sets(st.sampled_from(sorted(names)), min_size=1, max_size=2).map(sorted)
    nobody: dict[str, list[str]] = {}
    covered = st.one_of(st.just(nobody), several.map(lambda chosen: {"deployments": chosen}))
    one = st.builds(
        lambda of, whom, expires, below: {
            **of,
            **whom,
            "reason": "a search for a fault",
            "owner": "shop-team",
            "expires": expires,
            "acceptRisk": below,
        },
        subject,
        covered,
        st.sampled_from(_ENDS),
        st.booleans(),
    )
    return st.lists(one, max_size=2).map(
        lambda found: [{"id": f"w{number}", **one} for number, one in enumerate(found)]
    )


# --- edits that mean nothing


def _shuffled(draw: st.DrawFn, found: Written) -> Written:
    for cluster in found["clusters"].values():
        cluster["objects"] = draw(st.permutations(cluster["objects"]))
    return {**found, "deployments": draw(st.permutations(found["deployments"]))}


def _noted(draw: st.DrawFn, found: Written) -> Written:
    """An annotation and a label that nobody reads."""
    items = [item for cluster in found["clusters"].values() for item in cluster["objects"]]
    chosen = draw(st.sampled_from(items))
    item = copy.deepcopy(chosen)
    for part in ("annotations", "labels"):
        item["metadata"][part] = {**(item["metadata"].get(part) or {}), "example.org/note": "seen"}
    for cluster in found["clusters"].values():
        cluster["objects"] = [item if one is chosen else one for one in cluster["objects"]]
    return found


def _told(draw: st.DrawFn, found: Written) -> Written:
    """A ConfigMap that says nothing, in a namespace of the cluster that examples change."""
    item = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "welcome", "namespace": draw(st.sampled_from(examples.PAIR))},
        "data": {"colour": draw(st.sampled_from(["green", "blue"]))},
    }
    objects = found["clusters"][HOME]["objects"]
    same = (kind_of(item), name_of(item))
    objects[:] = [*(one for one in objects if (kind_of(one), name_of(one)) != same), item]
    return found
