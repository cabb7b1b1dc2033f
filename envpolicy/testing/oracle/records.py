"""What the registers say: changes, updates of the platform, evidence, and the days that count.

A register that `records.complete` names was given whole: what is missing there is a failure. In any other it
is unknown. A whole and empty register has nothing to judge.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from envpolicy.testing.oracle.truth import NOT_APPLICABLE, UNKNOWN, every, negate, some, verdict, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from envpolicy.testing.oracle.truth import Truth

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def is_whole(estate: Mapping[str, Any], register: str) -> bool:
    """Whether a register was given whole."""
    return register in (estate.get("records", {}).get("complete") or [])


def register(estate: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a register."""
    return estate.get("records", {}).get(name) or []


def missing(estate: Mapping[str, Any], name: str) -> Truth:
    """What a missing entry or field of a register comes to: false where it is whole, else unknown."""
    return False if is_whole(estate, name) else None


# --- evidence


def recorded(
    estate: Mapping[str, Any],
    name: str,
    covers: Iterable[str] = (),
    max_age: str = "",
    *,
    requirement: str | None = None,
    deployments: Iterable[str] = (),
    about: Iterable[str] = (),
) -> Truth:
    """Whether a record of that name holds today, speaks of what it must, and covers all that it must."""
    found = [
        every(
            [
                one.get("date", "")[:10] <= estate["today"] <= one.get("expires", "9999-12-31"),
                not max_age or _fresh(one.get("date"), max_age, estate["today"]),
                requirement is None or requirement in one.get("requirements", [requirement]),
                set(deployments) <= set(one.get("deployments", deployments)),
                # Of what a record says that it covers, one word must be about the matter.
                not about or "covers" not in one or not set(about).isdisjoint(one["covers"]),
                # What a record covers that does not say so is not known.
                not covers or (set(covers) <= set(one["covers"]) if "covers" in one else None),
            ]
        )
        for one in register(estate, "evidence")
        if one.get("record") == name
    ]
    return some([missing(estate, "evidence"), *found])


def _fresh(written: str | None, max_age: str, today: str) -> Truth:
    years, months, days = (int(part or 0) for part in _duration(max_age))
    if written is None:
        return None
    start = date.fromisoformat(written[:10])
    month = start.month - 1 + months + 12 * years
    first = date(start.year + month // 12, month % 12 + 1, 1)
    last_of_month = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    end = first.replace(day=min(start.day, last_of_month)) + timedelta(days=days)
    return date.fromisoformat(today) <= end


def _duration(text: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", text)
    return found.groups(default="0") if found else ("0", "0", "0")  # type: ignore[return-value]


# --- changes


def judge_changes(body: Mapping[str, Any], estate: Mapping[str, Any]) -> str:
    """The verdict on the changes that went to production: each must carry what the requirement asks for."""
    promotion = body["promotion"]
    judged = [
        (one, concerned)
        for one in register(estate, "changes")
        if one.get("production")
        and (concerned := every([_chosen(promotion, one), _of_device(promotion, one, estate)])) is not False
    ]
    if not judged:
        return NOT_APPLICABLE if is_whole(estate, "changes") else UNKNOWN
    return worst(
        verdict(some([negate(concerned), _carries(body, demand, one, estate)]))
        for one, concerned in judged
        for demand in promotion["records"]
    )


def approvers_differ(estate: Mapping[str, Any]) -> str:
    """The verdict on four eyes: nobody approved a change of their own that went to production."""
    judged = [one for one in register(estate, "changes") if one.get("production")]
    if not judged:
        return NOT_APPLICABLE if is_whole(estate, "changes") else UNKNOWN
    return worst(
        verdict(
            one["author"] != one["approvedBy"]
            if one.get("author") and one.get("approvedBy")
            else missing(estate, "changes")
        )
        for one in judged
    )


def _chosen(promotion: Mapping[str, Any], entry: Mapping[str, Any]) -> Truth:
    """Whether an entry is of the layers and kinds that are judged; one that does not say may be."""
    layer, change = entry.get("layer"), entry.get("change")
    return every(
        [
            "layer" not in promotion or (None if layer is None else layer in promotion["layer"]),
            "change" not in promotion or (None if change is None else change in promotion["change"]),
            "exempt" not in promotion or (None if change is None else change not in promotion["exempt"]),
        ]
    )


def _of_device(promotion: Mapping[str, Any], entry: Mapping[str, Any], estate: Mapping[str, Any]) -> Truth:
    """Whether a change concerns a medical device: one of the platform, or of such an application."""
    if not promotion.get("medicalDevice") or entry.get("layer") == "platform" or not entry.get("application"):
        return True
    return some(
        one.get("medicalDevice")
        for one in estate["deployments"]
        if one.get("application") == entry["application"]
    )


def _carries(
    body: Mapping[str, Any], demand: Mapping[str, Any], entry: Mapping[str, Any], estate: Mapping[str, Any]
) -> Truth:
    value, _promotion = entry.get(demand["field"]), body["promotion"]
    if value is None or value == "":
        return missing(estate, "changes")
    parts: list[Truth] = []
    if "by" in demand:
        parts.append(
            day_of(value) <= day_of(entry["production"]) or _may_follow(body, entry.get("change"), estate)
        )
    if "after" in demand:
        parts.append(day_of(value) >= day_of(entry["production"]))
    if "in" in demand:
        parts.append(value in demand["in"])
    if "result" in demand:
        result = entry.get("result")
        parts.append(missing(estate, "changes") if result is None else result == demand["result"])
    return every(parts)


def _may_follow(body: Mapping[str, Any], change: str | None, estate: Mapping[str, Any]) -> Truth:
    """Whether a kind of change may be recorded after production; some only with a record that says why."""
    promotion = body["promotion"]
    if "afterwards" not in promotion or (change is not None and change not in promotion["afterwards"]):
        return False
    excuse = promotion.get("afterwardsRecord")
    return every(
        [
            None if change is None else True,
            recorded(estate, excuse, requirement=body["id"]) if excuse else True,
        ]
    )


# --- updates


def judge_updates(body: Mapping[str, Any], estate: Mapping[str, Any]) -> str:
    """The verdict on updates: each was in the Environments of one class long enough before it went on.

    Where it is not known whether an Environment is one of them, only what it could spoil is unknown.
    """
    promotion = body["promotion"]
    classes = {one["name"]: one.get("class") for one in estate["environments"]}
    source, target = promotion["from"]["environmentClass"], promotion["to"]["environmentClass"]
    entries = [
        (one, chosen)
        for one in register(estate, "updates")
        if (chosen := _chosen(promotion, one)) is not False
    ]
    arrivals = [
        (one, every([chosen, None if classes[one["environment"]] is None else True]))
        for one, chosen in entries
        if classes[one["environment"]] in (target, None)
    ]
    if not arrivals:
        return NOT_APPLICABLE if is_whole(estate, "updates") else UNKNOWN
    return worst(
        verdict(
            some(
                [
                    negate(concerned),
                    every(
                        some([None if of is None else False, _soaked(promotion, one, entries, name, estate)])
                        for name, of in classes.items()
                        if of in (source, None) and name != one["environment"]
                    ),
                ]
            )
        )
        for one, concerned in arrivals
    )


def _soaked(
    promotion: Mapping[str, Any],
    arrival: Mapping[str, Any],
    entries: Sequence[tuple[dict[str, Any], Truth]],
    origin: str,
    estate: Mapping[str, Any],
) -> Truth:
    """Whether the arrival came late enough after the first day of the same release in `origin`."""
    before = [
        every([chosen, _late_enough(promotion, one, arrival)])
        for one, chosen in entries
        if one["environment"] == origin and one["release"] == arrival["release"]
    ]
    return some(before) if before else missing(estate, "updates")


def _late_enough(promotion: Mapping[str, Any], first: Mapping[str, Any], arrival: Mapping[str, Any]) -> bool:
    days = promotion.get("soak", {}).get("workingDays", 0)
    return day_of(arrival["at"]) >= working_day(day_of(first["at"]), days)


# --- the calendar se-elastisys

_SATURDAY = 5  # as date.weekday() counts


def day_of(text: str) -> date:
    """The calendar date of a date or an instant, in Stockholm."""
    if len(text) == len("2026-01-01"):
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    return (instant.astimezone(STOCKHOLM) if instant.tzinfo else instant).date()


def working_day(start: date, number: int) -> date:
    """Working day `number` after `start`, which is day 0 whether it is a working day or not."""
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < _SATURDAY and day not in holidays(day.year)
    return day


def holidays(year: int) -> set[date]:
    """The Swedish public holidays (act 1989:253), and the eves of Midsummer, Christmas and New Year."""
    easter = _easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    return {
        *(date(year, month, day) for month, day in ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))),
        *(easter + timedelta(days=days) for days in (-2, 0, 1, 39, 49)),
        _saturday_from(date(year, 10, 31)),
        midsummer,
        midsummer - timedelta(days=1),
        date(year, 12, 24),
        date(year, 12, 31),
    }


def _saturday_from(first: date) -> date:
    return first + timedelta(days=(_SATURDAY - first.weekday()) % 7)


def _easter(year: int) -> date:
    """The Gregorian Easter Sunday (Gauss's rule with Lichtenberg's correction)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    golden = year % 19
    seed = (19 * golden + moon) % 30
    correction = (seed + golden // 11) // 29
    border = 21 + seed - correction
    sunday = 7 - (year + year // 4 + sun) % 7
    distance = 7 - (border - sunday) % 7
    return date(year, 3, 1) + timedelta(days=border + distance - 1)
