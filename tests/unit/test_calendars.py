from __future__ import annotations

import sys
import zoneinfo
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envpolicy.calendars import calendar_day, days_off, is_working_day, working_day, working_day_numbers

SE = "se-elastisys"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T10:00:00+01:00", "2026-03-02"),
        ("2026-03-02T23:30:00Z", "2026-03-03"),
        ("2026-03-02t22:59:60z", "2026-03-02"),
        ("2026-03-02 23:00:00.123Z", "2026-03-03"),
        ("2026-07-02T22:00:00Z", "2026-07-03"),
        ("2026-07-02T21:59:59Z", "2026-07-02"),
        ("2026-03-02T00:30:00+09:00", "2026-03-01"),
        ("2026-03-29T22:00:00Z", "2026-03-30"),  # the clocks changed that morning
        ("2026-10-25T22:30:00Z", "2026-10-25"),
    ],
)
def test_a_moment_has_a_calendar_date_in_stockholm(
    moment: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert calendar_day(moment) == day

    def nowhere(_: str) -> Any:
        raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(zoneinfo, "ZoneInfo", nowhere)
    assert calendar_day(moment) == day


@pytest.mark.parametrize("moment", ["", "2026-02-30", "2026-03-02T10:00:00", "monday"])
def test_what_is_no_moment_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        calendar_day(moment)


def test_exactly_the_public_holidays_and_three_eves_are_off() -> None:
    assert sorted(day.isoformat() for day in days_off(2026, SE)) == [
        *("2026-01-01", "2026-01-06", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-14"),
        *("2026-05-24", "2026-06-06", "2026-06-19", "2026-06-20", "2026-10-31"),
        *("2026-12-24", "2026-12-25", "2026-12-26", "2026-12-31"),
    ]


@pytest.mark.parametrize(
    "day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-15", "2026-10-30", "2026-12-23"]
)
def test_other_eves_and_days_between_are_worked(day: str) -> None:
    assert is_working_day(date.fromisoformat(day), SE)


@pytest.mark.parametrize(
    ("start", "number", "day"),
    [
        ("2026-03-02", 5, "2026-03-09"),  # Monday to Monday
        ("2026-03-01", 5, "2026-03-06"),  # a Sunday is day 0 as well
        ("2026-03-28", 5, "2026-04-07"),  # Good Friday and Easter Monday
        ("2026-12-22", 5, "2027-01-04"),  # Christmas, New Year and two weekends
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, number: int, day: str) -> None:
    assert working_day(date.fromisoformat(start), number, SE) == date.fromisoformat(day)


@given(
    st.dates(date(1990, 1, 1), date(2095, 1, 1)),
    st.lists(st.integers(0, 400), min_size=1, max_size=5),
)
def test_numbers_differ_by_the_working_days_between(start: date, distances: list[int]) -> None:
    days = [start + timedelta(days=distance) for distance in distances]
    numbers = working_day_numbers([start, *days], SE)
    for day, distance in zip(days, distances, strict=True):
        between = [start + timedelta(days=1 + passed) for passed in range(distance)]
        assert numbers[day.isoformat()] - numbers[start.isoformat()] == sum(
            is_working_day(one, SE) for one in between
        )


def test_the_first_number_of_a_year_is_small() -> None:
    assert working_day_numbers([date(2026, 1, 1), date(2026, 1, 2)], SE) == {"2026-01-01": 0, "2026-01-02": 1}
    assert working_day_numbers([], SE) == {}


@pytest.mark.parametrize("year", [1969, 2101])
def test_a_year_that_no_calendar_knows_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"not {year}"):
        days_off(year, SE)


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(KeyError):
        days_off(2026, "mars")


def test_the_holidays_package_waits_until_it_is_needed() -> None:
    import subprocess

    code = "import sys, envpolicy.calendars; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
