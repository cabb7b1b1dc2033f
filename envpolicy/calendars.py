"""Named calendars of working days, and the calendar date of an instant.

A calendar is asked for by its id. There is one so far, `se-elastisys`: Monday to Friday in Europe/Stockholm,
without Swedish public holidays (1 May is one), Midsummer's Eve, Christmas Eve and New Year's Eve. Public
holidays come from the `holidays` package, whose categories are exactly that: `public` holds the holidays of
the Swedish act 1989:253, Easter Day and Whit Sunday among them, and `de_facto` the three eves and nothing
else. The package is imported only where a record has to be judged, because it is not a small one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The calendars by id: the country and the categories of the `holidays` package.
CALENDARS = {"se-elastisys": ("SE", ("public", "de_facto"))}

#: The first and the last year that a calendar knows.
FIRST_YEAR, LAST_YEAR = 1970, 2100

_WORKING_WEEKDAYS = 5
_LENGTH_OF_DATE = len("2026-03-02")


def calendar_day(moment: str) -> str:
    """The calendar date in Europe/Stockholm, `YYYY-MM-DD`, of a date or of an RFC 3339 time.

    Raises `ValueError` for anything else.
    """
    if len(moment) == _LENGTH_OF_DATE:
        return date.fromisoformat(moment).isoformat()
    # RFC 3339 has leap seconds and small letters, which Python has not; no date hangs on that second.
    instant = datetime.fromisoformat(moment.upper().replace(":60", ":59"))
    if instant.tzinfo is None:
        raise ValueError(f"`{moment}` has no offset from UTC")
    return _in_stockholm(instant).date().isoformat()


def days_off(year: int, calendar: str) -> frozenset[date]:
    """The days of a year that are no working days though they may fall on Monday to Friday.

    Raises `KeyError` for an unknown calendar, `ValueError` for a year outside of `FIRST_YEAR` to `LAST_YEAR`.
    """
    country, categories = CALENDARS[calendar]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"calendar {calendar} knows {FIRST_YEAR} to {LAST_YEAR}, not {year}")
    return _days_off(country, categories, year)


def is_working_day(day: date, calendar: str) -> bool:
    """Whether `day` is a working day. Raises as `days_off`."""
    return day.weekday() < _WORKING_WEEKDAYS and day not in days_off(day.year, calendar)


def working_day(start: date, number: int, calendar: str) -> date:
    """Working day `number` after `start`; `start` itself is day 0, whether it is a working day or not.

    Raises as `days_off`.
    """
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day, calendar)
    return day


def working_day_numbers(days: Iterable[date], calendar: str) -> dict[str, int]:
    """For each day, as `YYYY-MM-DD`, how many working days there were up to and including it.

    They are counted from the start of the earliest year that is asked for, so only differences mean
    something: `n[b] - n[a]` is the number of working days after `a`, up to and including `b`. Raises as
    `days_off`.
    """
    wanted = sorted(set(days))
    if not wanted:
        return {}
    off = sorted(
        day
        for year in range(wanted[0].year, wanted[-1].year + 1)
        for day in days_off(year, calendar)
        if day.weekday() < _WORKING_WEEKDAYS
    )
    before = _weekdays(date(wanted[0].year, 1, 1)) - (
        date(wanted[0].year, 1, 1).weekday() < _WORKING_WEEKDAYS
    )
    numbers, passed = {}, 0
    for day in wanted:
        while passed < len(off) and off[passed] <= day:
            passed += 1
        numbers[day.isoformat()] = _weekdays(day) - before - passed
    return numbers


def _weekdays(day: date) -> int:
    """How many days from Monday to Friday there were since 0001-01-01, a Monday, `day` included."""
    weeks, rest = divmod(day.toordinal(), 7)
    return _WORKING_WEEKDAYS * weeks + min(rest, _WORKING_WEEKDAYS)


@cache
def _days_off(country: str, categories: tuple[str, ...], year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year, categories=categories))


def _in_stockholm(instant: datetime) -> datetime:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return instant.astimezone(ZoneInfo("Europe/Stockholm"))
    except ZoneInfoNotFoundError:
        # A small container may lack the zones: the rule of directive 2000/84/EC, as it stands since 1996.

        utc = instant.astimezone(UTC).replace(tzinfo=None)
        summer = _change_of_clocks(utc.year, 3) <= utc < _change_of_clocks(utc.year, 10)
        return utc + timedelta(hours=2 if summer else 1)


def _change_of_clocks(year: int, month: int) -> datetime:
    """01:00 UTC on the last Sunday of a month of 31 days."""
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 (all is UTC here)
    return last - timedelta(days=(last.weekday() + 1) % 7)
