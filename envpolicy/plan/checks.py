"""What a schema cannot say: what is named exists, own words stand for standard ones, dates are real.

Everything here takes whatever was typed: a part of the wrong form is passed over, for the schema speaks of
it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from envpolicy.calendars import FIRST_YEAR, LAST_YEAR
from envpolicy.model import DATA_CLASSES, STAGES
from envpolicy.plan.cluster_facts import check_facts, check_networks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envpolicy.plan.collecting import Collection, Piece

#: Facts about an organisation that the shipped regulations ask for.
ORGANISATION = (
    "hasClearinghouse",
    "partOfLargerOrganisation",
    "swedishStateAuthority",
    "careProvider",
    "processesCui",
    "managedService",
)

#: Fields of records and waivers that hold a calendar date, alone or with a time of day.
DATE_FIELDS = {
    "updates": ("at",),
    "changes": ("assessed", "tested", "approved", "impactAnalysis", "production", "verifiedAfter"),
    "evidence": ("date", "expires"),
}


def check_plan(plan: Piece, found: Collection) -> None:
    """Check everything that stands in the plan's own document, records and waivers aside."""
    found.unique([environment.get("name") for environment in plan.items("environments")], "the Environment")
    found.unique([deployment.get("name") for deployment in plan.items("deployments")], "the deployment")
    for environment in plan.items("environments"):
        clusters = [cluster.get("name") for cluster in environment.items("clusters")]
        found.unique(clusters, "the cluster")
        for cluster in environment.items("clusters"):
            _check_cluster(cluster, plan, found)
    for deployment in plan.items("deployments"):
        _check_deployment(deployment, plan, found)
    check_networks(plan, found)
    promotion = plan.get("promotion")
    if promotion is not None:
        for environment in promotion.items("order"):
            found.known(environment, "Environment", _names(plan.items("environments")))
    for field, standard in (("stages", STAGES), ("dataClasses", DATA_CLASSES)):
        for name, meant in plan.entries(field):
            if name in standard and meant.value != name:
                found.add(
                    meant,
                    f"`{name}` is a standard word and stands for itself",
                    "map names of your own onto the standard ones",
                )
    _check_organisation(plan, found)


def check_records(registers: Sequence[Piece], plan: Piece, found: Collection) -> None:
    """Check the registers, wherever they are written."""
    environments = _names(plan.items("environments"))
    deployments = _names(plan.items("deployments"))
    found.unique(
        [change.get("id") for register in registers for change in register.items("changes")], "the change"
    )
    for register in registers:
        for name, fields in DATE_FIELDS.items():
            for entry in register.items(name):
                for field in fields:
                    _check_date(entry.get(field), found, within=(FIRST_YEAR, LAST_YEAR - 1))
        for update in register.items("updates"):
            found.known(update.get("environment"), "Environment", environments)
        for record in register.items("evidence"):
            for deployment in record.items("deployments"):
                found.known(deployment, "deployment", deployments)


def check_waivers(waivers: Sequence[Piece], plan: Piece, found: Collection) -> None:
    """Check the waivers, wherever they are written."""
    deployments = _names(plan.items("deployments"))
    found.unique([waiver_id(waiver) for waiver in waivers], "the waiver")
    for waiver in waivers:
        if not isinstance(waiver.value, dict):
            continue
        _check_date(waiver.get("expires"), found)
        if "requirement" not in waiver.value and "leak" not in waiver.value:
            found.add(
                waiver, "the waiver does not say what it waives", "name a `requirement` or a `leak` by its id"
            )
        if "requirement" in waiver.value and "leak" in waiver.value:
            found.add(
                waiver, "the waiver names both a requirement and a leak", "write one waiver for each of them"
            )
        if "deployments" in waiver.value and "selector" in waiver.value:
            found.add(waiver, "the waiver has both `deployments` and `selector`", "keep one of them")
        for deployment in waiver.items("deployments"):
            found.known(deployment, "deployment", deployments)


def waiver_id(waiver: Piece) -> Piece | None:
    """The part that names the waiver: its `id`, or the name in its metadata."""
    metadata = waiver.get("metadata")
    return waiver.get("id") or (metadata.get("name") if metadata else None)


def _names(pieces: Iterable[Piece]) -> list[str]:
    return [name for piece in pieces if (name := piece.text("name")) is not None]


def _check_cluster(cluster: Piece, plan: Piece, found: Collection) -> None:
    for manifest in cluster.items("manifests"):
        if not isinstance(manifest.value, dict):
            continue
        sources = [key for key in ("path", "chart", "kustomize") if key in manifest.value]
        if len(sources) != 1:
            said = " and ".join(f"`{source}`" for source in sources) or "nothing"
            found.add(manifest, f"the source names {said}", "name one of `path`, `chart` and `kustomize`")
        for field in ("release", "values", "set"):
            part = manifest.get(field)
            if part is not None and sources and "chart" not in sources:
                found.add(
                    part, f"`{field}` has no meaning without `chart`", "it is for rendering a Helm chart"
                )
    check_facts(cluster, plan, found)


def _check_deployment(deployment: Piece, plan: Piece, found: Collection) -> None:
    own_stages = dict(plan.entries("stages"))
    found.known(deployment.get("stage"), "stage", [*STAGES, *own_stages])
    data = deployment.get("data")
    if data is not None:
        found.known(data.get("class"), "data class", [*DATA_CLASSES, *dict(plan.entries("dataClasses"))])
    placement = deployment.get("placement")
    if placement is None:
        stage = deployment.text("stage")
        standard = own_stages[stage].value if stage in own_stages else stage
        if isinstance(deployment.value, dict) and standard != "local":
            found.add(
                deployment,
                "`placement` is missing",
                "say in which environment, cluster and namespace it runs; only a `local` stage needs none",
            )
        return
    _check_placement(placement, deployment, plan, found)


def _check_placement(placement: Piece, deployment: Piece, plan: Piece, found: Collection) -> None:
    environments = list(plan.items("environments"))
    found.known(placement.get("environment"), "Environment", _names(environments))
    selector = placement.get("selector")
    if selector is not None and isinstance(selector.value, dict):
        _check_selector(selector, found)
    if selector is not None and placement.get("release") is not None:
        found.note(
            selector,
            "`selector` stands beside `release`",
            "the selector alone finds the deployment's objects",
        )
    for environment in environments:
        if environment.text("name") != placement.text("environment"):
            continue
        clusters = list(environment.items("clusters"))
        found.known(
            placement.get("cluster"), f"cluster of Environment {environment.value['name']}:", _names(clusters)
        )
        for cluster in clusters:
            if cluster.text("role") == "management" and cluster.text("name") == placement.text("cluster"):
                found.note(
                    placement,
                    f"`{deployment.text('name')}` stands in the management cluster `{cluster.text('name')}`",
                    "applications are best kept out of the cluster that manages others",
                )
        break


def _check_selector(selector: Piece, found: Collection) -> None:
    own = [key for key in selector.value if key not in ("matchLabels", "matchExpressions")]
    if own and len(own) < len(selector.value):
        found.add(
            selector,
            f"label `{own[0]}` stands beside `matchLabels` or `matchExpressions`",
            "move the labels under `matchLabels`",
        )
    for condition in selector.items("matchExpressions"):
        operator, values = condition.text("operator"), condition.get("values")
        given = bool(values is not None and values.value)
        if operator in ("In", "NotIn") and not given:
            found.add(
                condition, f"`{operator}` has no `values`", "list the words that the label is compared with"
            )
        if operator in ("Exists", "DoesNotExist") and given:
            found.add(condition, f"`{operator}` takes no `values`", "remove them, or write `In` or `NotIn`")


def _check_organisation(plan: Piece, found: Collection) -> None:
    from difflib import get_close_matches

    for name, fact in plan.entries("organisation"):
        if name in ORGANISATION:
            continue
        near = [known for known in ORGANISATION if known.lower() == name.lower()]
        if near:
            found.add(fact, f"unknown fact `{name}`", f"did you mean `{near[0]}`?")
        elif near := get_close_matches(name, ORGANISATION, n=1, cutoff=0.85):
            found.note(fact, f"`{name}` is a fact of your own", f"the shipped regulations read `{near[0]}`")


def _check_date(piece: Piece | None, found: Collection, within: tuple[int, int] | None = None) -> None:
    if piece is None or not isinstance(piece.value, str):
        return
    try:
        day = date.fromisoformat(piece.value[:10])
    except ValueError:
        found.add(piece, f"`{piece.value}` is no day of the calendar", "write it as YYYY-MM-DD")
        return
    if within is not None and not within[0] <= day.year <= within[1]:
        found.add(piece, f"`{piece.value}` is too far away", f"calendars know {within[0]} to {within[1]}")
