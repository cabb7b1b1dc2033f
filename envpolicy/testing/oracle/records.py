"""What the registers say: changes, updates of the platform, evidence, and the days that count.

A register that `records.complete` names was given whole: what is missing there is a failure. In any other it
is unknown. A whole and empty register has nothing to judge.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from envpolicy.testing.oracle.truth import NOT_APPLICABLE, UNKNOWN, every, some, verdict, worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def recorded(estate: Mapping[str, Any], name: str, covers: Iterable[str] = (), max_age: str = "") -> Truth:
    """Whether a record of that name covers all that it must, and is fresh enough today."""
    good = [
        one
        for one in register(estate, "evidence")
        if one.get("record") == name
        and set(covers) <= set(one.get("covers") or [])
        and (not max_age or _fresh(one.get("date"), max_age, estate["today"]))
    ]
    return True if good else missing(estate, "evidence")


def _fresh(written: str | None, max_age: str, today: str) -> bool:
    years, months, days = (int(part or 0) for part in _duration(max_age))
    if written is None:
        return False
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


def judge_changes(promotion: Mapping[str, Any], estate: Mapping[str, Any]) -> str:
    """The verdict on the changes that went to production: each must carry what the requirement asks for."""
    judged = [
        one
        for one in register(estate, "changes")
        if _chosen(promotion, one) and one.get("production") and _medical(promotion, one, estate)
    ]
    if not judged:
        return NOT_APPLICABLE if is_whole(estate, "changes") else UNKNOWN
    return worst(
        verdict(_carries(promotion, demand, one, estate)) for one in judged for demand in promotion["records"]
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


def _chosen(promotion: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    return (
        ("layer" not in promotion or entry.get("layer") in promotion["layer"])
        and ("change" not in promotion or entry.get("change") in promotion["change"])
        and entry.get("change") not in promotion.get("exempt", [])
    )


def _medical(promotion: Mapping[str, Any], entry: Mapping[str, Any], estate: Mapping[str, Any]) -> bool:
    if not promotion.get("medicalDevice") or entry.get("layer") == "platform" or not entry.get("application"):
        return True
    return any(
        one.get("medicalDevice") is not False
        for one in estate["deployments"]
        if one.get("application") == entry["application"]
    )


def _carries(
    promotion: Mapping[str, Any],
    demand: Mapping[str, Any],
    entry: Mapping[str, Any],
    estate: Mapping[str, Any],
) -> Truth:
    value = entry.get(demand["field"])
    if value is None or value == "":
        return missing(estate, "changes")
    parts: list[Truth] = []
    if "by" in demand:
        in_time = _day(value) <= _day(entry["production"])
        may_follow = entry.get("change") in promotion.get("afterwards", [])
        excuse = recorded(estate, promotion["afterwardsRecord"]) if "afterwardsRecord" in promotion else True
        parts.append(in_time or (excuse if may_follow else False))
    if "after" in demand:
        parts.append(_day(value) >= _day(entry["production"]))
    if "in" in demand:
        parts.append(value in demand["in"])
    if "result" in demand:
        result = entry.get("result")
        parts.append(missing(estate, "changes") if result is None else result == demand["result"])
    return every(parts)


# --- updates


def judge_updates(promotion: Mapping[str, Any], estate: Mapping[str, Any]) -> str:
    """The verdict on updates: each was in the Environments of one class long enough before it went on."""
    classes = {one["name"]: one.get("class") for one in estate["environments"]}
    source, target = promotion["from"]["environmentClass"], promotion["to"]["environmentClass"]
    entries = [one for one in register(estate, "updates") if _chosen(promotion, one)]
    arrivals = [one for one in entries if classes.get(one.get("environment", "")) in (target, None)]
    if not arrivals:
        return NOT_APPLICABLE if is_whole(estate, "updates") else UNKNOWN
    origins = [name for name, of in classes.items() if of == source]
    quantor = every if promotion.get("everyEnvironment") else some
    return worst(
        verdict(
            None
            if classes.get(arrival["environment"]) is None
            else quantor(_soaked(promotion, arrival, entries, origin, estate) for origin in origins)
        )
        for arrival in arrivals
    )


def _soaked(
    promotion: Mapping[str, Any],
    arrival: Mapping[str, Any],
    entries: list[dict[str, Any]],
    origin: str,
    estate: Mapping[str, Any],
) -> Truth:
    days = [
        _day(one["at"])
        for one in entries
        if one.get("environment") == origin
        and one.get("release") == arrival.get("release")
        and one.get("layer") == arrival.get("layer")
    ]
    if not days:
        return missing(estate, "updates")
    return _day(arrival["at"]) >= working_day(min(days), promotion.get("soak", {}).get("workingDays", 0))


# --- the calendar se-elastisys

_SATURDAY = 5  # as date.weekday() counts


def _day(text: str) -> date:
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
