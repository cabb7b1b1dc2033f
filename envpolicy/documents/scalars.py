"""What a plain or tagged scalar means, as `yaml.v2` resolves it and as JSON can carry it afterwards.

The cluster turns YAML into JSON before it looks at it. So a float that is whole becomes an integer, a whole
number past 64 bits becomes a float, and infinities are refused, but only where they are still there once
later keys of the same name have won. `REFUSED_VALUE` and `REFUSED_KEY` stand for such a value until that is
known.
"""

# ruff: noqa: PLR2004 - the numbers are those of calendars and of Go's number formats

from __future__ import annotations

import math
import re
import struct

TAG = "tag:yaml.org,2002:"
REFUSED_VALUE = object()
REFUSED_KEY = object()

_INT64 = 1 << 63
_NAN = float("nan")
_WORDS: dict[str, object] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), _NAN),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
#: Only a text that starts so can be anything but text (`<<` apart, which the mapping looks at).
_HINT = frozenset("+-0123456789yYnNtTfFoO~.")
_BASES = {"b": 2, "o": 8, "x": 16}
_DIGITS = {
    2: re.compile(r"[01]+").fullmatch,
    8: re.compile(r"[0-7]+").fullmatch,
    10: re.compile(r"[0-9]+").fullmatch,
    16: re.compile(r"[0-9a-fA-F]+").fullmatch,
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?").fullmatch
#: After a leading dot the float reader of Go is asked directly, and it takes underscores between digits.
_DOT_FLOAT = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?").fullmatch
_BASE64 = re.compile("[A-Za-z0-9+/]*={0,2}").fullmatch
_DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_TIME = r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?"
_STAMP = re.compile(rf"{_DATE}(?:[Tt]{_TIME}(?:Z|[+-](\d\d):(\d\d))| +{_TIME})?", re.ASCII).fullmatch


class ScalarError(ValueError):
    """A scalar does not fit the tag it was given."""


def resolve(tag: str | None, text: str) -> object:
    """The value that `text` has under `tag` (None where it was plain): None, bool, int, float or str.

    Raises `ScalarError` where the tag asks for a type that the text does not have.
    """
    if tag is None:
        return _plain(text)
    if not tag.startswith(TAG):
        return text
    kind = tag[len(TAG) :]
    if kind == "binary":
        return _binary(text)
    if kind not in ("bool", "int", "float", "null", "timestamp"):
        return text
    value = text if kind == "timestamp" and is_timestamp(text) else _plain(text)
    if kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        if not -_INT64 <= value < _INT64:
            raise ScalarError(f"cannot read {text!r} as !!float")
        return float(value)
    fits = {
        "bool": isinstance(value, bool),
        "int": isinstance(value, int) and not isinstance(value, bool),
        "float": isinstance(value, float),
        "null": value is None,
        "timestamp": is_timestamp(text),
    }
    if not fits[kind]:
        raise ScalarError(f"cannot read {text[:40]!r} as !!{kind}")
    return value


def as_value(value: object) -> object:
    """`value` as JSON carries it; `REFUSED_VALUE` for what JSON cannot carry."""
    if type(value) is float:
        if not math.isfinite(value):
            return REFUSED_VALUE
        return whole(value)
    if type(value) is int and not -_INT64 <= value < _INT64:
        return whole(float(value))
    return value


def as_key(value: object) -> object:
    """The name that a key gets; `REFUSED_KEY` for null and for numbers past 64 bits."""
    if type(value) is str:
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is float:
        return _single(value)
    if type(value) is int and -_INT64 <= value < _INT64:
        return str(value)
    return REFUSED_KEY


def whole(value: float) -> int | float:
    """`value` as an integer, by its shortest decimal digits, where Go writes it as one."""
    if not value.is_integer() or abs(value) >= 1e21:
        return value
    from decimal import Decimal

    return int(Decimal(repr(value)))


def _plain(text: str) -> object:
    if text[:1] not in _HINT and text:
        return text
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first == ".":
        if _DOT_FLOAT(text):
            number = float(text.replace("_", ""))
            return text if math.isinf(number) else number
        return text
    if first not in "+-0123456789":
        return text
    bare = text.replace("_", "")
    whole_number = _integer(bare)
    if whole_number is not None:
        return whole_number
    if _FLOAT(bare):
        number = float(bare)
        return text if math.isinf(number) else number
    # What is left of a binary number may itself carry a sign: `0b-1` is -1.
    if bare.startswith("0b"):
        sign, digits = (bare[2:3], bare[3:]) if bare[2:3] in ("+", "-") else ("", bare[2:])
        if _DIGITS[2](digits):
            number_ = int(digits, 2) * (-1 if sign == "-" else 1)
            if -_INT64 <= number_ < _INT64:
                return number_
    return text


def _integer(text: str) -> int | None:
    """The integer that Go reads with base 0, signed or unsigned in 64 bits; None where it reads none."""
    signed = text[:1] in ("+", "-")
    digits = text[1:] if signed else text
    base = 10
    if digits[:1] == "0" and len(digits) > 1:
        base = _BASES.get(digits[1].lower(), 8)
        digits = digits[1:] if base == 8 and digits[1] not in "oO" else digits[2:]
    if not _DIGITS[base](digits) or len(digits) > 80:
        digits = digits.lstrip("0") if len(digits) > 80 else ""
        if not digits or len(digits) > 80 or not _DIGITS[base](digits):
            return None
    number = -int(digits, base) if text[0] == "-" else int(digits, base)
    # An explicit sign is not read by the unsigned reader.
    limit = _INT64 if signed else _INT64 * 2
    return number if -_INT64 <= number < limit else None


def _single(value: float) -> str:
    """A float key, in the shortest decimal form that 32 bits need: that is how the key is written."""
    if math.isnan(value):
        return ".nan"
    try:
        rounded = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        rounded = math.copysign(math.inf, value)
    if math.isinf(rounded):
        return ".inf" if rounded > 0 else "-.inf"
    if rounded == 0:
        return "-0" if math.copysign(1, rounded) < 0 else "0"
    shortest = next(text for text in (f"{rounded:.{n}e}" for n in range(9)) if _is_single(text, rounded))
    mantissa, exponent = shortest.split("e")
    power = int(exponent)
    # Go writes the shortest form with an exponent below 1e-04 and from 1e+06 on.
    if power < -4 or power >= 6:
        return f"{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"
    from decimal import Decimal

    return f"{Decimal(shortest):f}"


def _is_single(text: str, rounded: float) -> bool:
    return bool(struct.unpack("f", struct.pack("f", float(text)))[0] == rounded)


def _binary(text: str) -> str:
    bare = text.replace("\n", "").replace("\r", "")
    if len(bare) % 4 or not _BASE64(bare):
        raise ScalarError("!!binary holds what is not base64")
    from base64 import b64decode

    data = b64decode(bare)
    return replace_surrogates(data.decode("utf-8", "surrogateescape"))


def replace_surrogates(text: str) -> str:
    """`text` with each byte or half of a pair that is no character replaced, one by one, as Go does."""
    return _SURROGATE.sub("\ufffd", text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def is_timestamp(text: str) -> bool:
    """Whether `text` is a date, or a date with a time, in one of the forms that `yaml.v2` takes for one."""
    found = _STAMP(text)
    if not found:
        return False
    year, month, day, *rest = (None if part is None else int(part) for part in found.groups())
    if not (year is not None and month and day and 1 <= month <= 12 and day <= _days(year, month)):
        return False
    hour, minute, second, zone_hour, zone_minute, *other = rest
    if other[0] is not None:
        hour, minute, second = other
    return (
        (hour or 0) < 24
        and (minute or 0) < 60
        and (second or 0) < 60
        and (zone_hour or 0) <= 24
        and (zone_minute or 0) < 60
    )


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
