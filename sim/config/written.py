"""Values as people write them: with units, decimal commas, blanks, ranges; and the line to type."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from sim.base.params import ConfigError, check, unknown_key

MEANT = {
    "budget": "programme.budget_per_employee", "people": "organisation.headcount",
    "headcount": "organisation.headcount", "employees": "organisation.headcount",
    "size": "organisation.headcount", "company": "organisation", "horizon": "weeks",
    "mitarbeiter": "organisation.headcount", "beschäftigte": "organisation.headcount",
    "personen": "organisation.headcount", "wochen": "weeks", "horizont": "weeks",
    "strategie": "strategy", "strategien": "strategies", "sprache": "language", "lang": "language",
    "output": "out", "folder": "out", "ordner": "out", "verbose": "details", "processes": "workers",
    "cores": "workers", "jobs": "workers", "threads": "workers", "runs": "seeds",
}  # fmt: skip
"""Keys that people try, and what they mean."""
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
WORDS = ("null", "nan", "inf", "true", "false")
"""What Hydra's grammar reads as something else than text."""
_UNIT = re.compile(r"['\"]?(-?\d[\d.,]*)\s*(%|€|\$|£|[^\W\d_][^\W\d_/]*\.?)['\"]?")
_SEVERAL = re.compile(r"-?[\d.]+(?:,-?[\d.]+)+")


def check_field(key: str, field: dataclasses.Field[Any], value: str, command: str = "") -> None:
    """Refuse a value that its declaration does not allow, where words alone show that."""
    if not field.metadata:
        return
    if "options" not in field.metadata and not isinstance(field.default, bool):
        check_written(key, field, value, command)
    said: int | float | str
    if NUMBER.fullmatch(value) and len(value) < 20:
        said = number(value)
    elif re.fullmatch(r"[+-]?(nan|inf)", value) and isinstance(field.default, float | int):
        said = float(value)
    elif re.fullmatch(r"[A-Za-z]*|[\d.e/]*\.\.[\d.e/]*", value) and value.lower() not in WORDS:
        said = value
    else:
        return
    problem = check(field, said)
    if problem:
        raise ConfigError(f"{key} {problem}")


def number(value: str) -> int | float:
    """A number as it was typed, which `NUMBER` matches."""
    return int(value) if re.fullmatch(r"-?\d+", value) else float(value)


def check_written(key: str, field: dataclasses.Field[Any], value: str, command: str = "") -> None:
    """Refuse a number that is written in a way that no key reads, or that can be read in two.

    Args:
        key: Such as `weeks`.
        field: Its declaration.
        value: As it was typed.
        command: Such as `sweep`.

    Raises:
        ConfigError: With the line to type.
    """
    whole = isinstance(field.default, int)
    if not whole and re.fullmatch(r"-?\d+,\d+", value):
        raise _type(key, value, value.replace(",", "."), "decimals have a point")
    if key in ("seeds", "seed"):
        return
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", value):
        plain = value.replace(".", "").replace(",", ".")
        raise _type(key, value, plain, "thousands have no point, and decimals have one")
    high = field.metadata.get("high")
    parted = r"-?\d{1,3}([.,' ]\d{3})+" if whole else r"['\"]?\d{1,3}([' ]\d{3})+['\"]?"
    plain = re.sub(r"\D", "", value)
    fits = "," not in value or high is None or int(plain) <= high  # else these are two values
    if re.fullmatch(parted, value) and fits:
        raise _type(key, value, plain, "thousands have no point")
    if (
        not whole
        and field.metadata.get("unit") == "€"
        and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", value)
    ):
        raise ConfigError(f"{key}={value}: {plain} or {float(value):g}? Type {key}={plain}, or "
                          f"{key}={float(value):g}")  # fmt: skip
    _check_unit(key, field, value)
    if _SEVERAL.fullmatch(value) and command not in ("", "run"):
        axis = f"vary.{key}={value}"
        line = f"type {axis}" if command == "sweep" else f"rollout sweep {axis} tries several"
        raise ConfigError(f"{key} takes one value, got {value}; {line}")


def _check_unit(key: str, field: dataclasses.Field[Any], value: str) -> None:
    """A number with a unit behind it."""
    found = _UNIT.fullmatch(value)
    if found is None or re.fullmatch(r"-?[\d.]+e-?\d*", value, re.IGNORECASE):
        return
    number, unit = found.group(1, 2)
    plain = number.replace(",", ".") if number.count(",") == 1 and "." not in number else number
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", number) and unit in ("€", "EUR", "Euro", "euro"):
        plain = number.replace(".", "")
    high = field.metadata.get("high")
    if unit == "%" and high == 1 and re.fullmatch(r"-?\d+(\.\d+)?", plain):
        raise _type(key, value, f"{float(plain) / 100:g}", "a share is a number from 0 to 1")
    own = field.metadata.get("unit") or ""
    raise _type(key, value, plain, f"the number alone{f', in {own}' if own else ''}")


def _type(key: str, value: str, better: str, why: str) -> ConfigError:
    return ConfigError(f"{key}={value}: {why}: type {key}={better}")


def check_axis(key: str, value: str) -> None:
    """Refuse a range with a dash.

    Raises:
        ConfigError: With the line to type.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[-–:]\s*(\d+(?:\.\d+)?)", value)
    if found:
        raise ConfigError(f"a range has two points: type vary.{key}={found[1]}..{found[2]}")


def no_key(key: str, value: str, valid: Sequence[str]) -> ConfigError:
    """What is said of a key that does not exist: what it is called here, if that is known."""
    meant = MEANT.get(key.casefold())
    if meant is not None and meant in valid:
        return ConfigError(f"unknown key {key!r}: type {meant}={value or '…'}")
    return unknown_key(key, valid)


def check_blanks(key: str, value: str, valid: Sequence[str]) -> None:
    """Refuse names of a list that are parted by something else than commas.

    Raises:
        ConfigError: With the line to type.
    """
    parts = [
        part for part in re.split(r"[\s+;&/|]+(?:and|und)?[\s]*", value.strip("[]'\"")) if part
    ]
    if len(parts) > 1 and all(part.strip(",") in valid for part in parts):
        listed = ",".join(part.strip(",") for part in parts)
        raise ConfigError(f"commas stand between names: type {key}={listed}")
