"""What things cost in one's own organisation: a small file, read and checked; no price is silent.

`costs.yaml` maps a price to its `value` and the `source` it is from. What it leaves out is the
model's value and labelled so: `sourced` where the model has a source for it, else `assumed`;
`drawn` where every company has another one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, has_source, is_number, one_line, parameters, require_known
from sim.base.places import require_named

if TYPE_CHECKING:
    import pandas as pd

YOURS, SOURCED, ASSUMED, DRAWN = "yours", "sourced", "assumed", "drawn"
LARGEST = 100_000
"""Bytes of such a file."""
LEVELS = 50
"""Levels of staff, at most."""
INTEREST = 0.05
"""Interest a year where none is given [assumed]."""
EURO = "€"
VALID: Mapping[str, tuple[float, float, str]] = {
    "hour": (0.0, 1000.0, "money per hour"),
    "seat_month": (0.0, 1000.0, "money per seat and month"),
    "programme": (0.0, 100_000.0, "money per employee, without licences"),
    "realised_share": (0.0, 1.0, "a share of saved hours"),
    "interest": (0.0, 0.5, "a share a year"),
}
"""Key -> what it may be, and its unit."""
KEYS = {"hour": "programme.price_per_hour", "realised_share": "programme.realisation",
        "programme": "programme.budget_per_employee"}  # fmt: skip
"""Price -> the parameter of the model that holds it."""


@dataclass(frozen=True)
class Price:
    """One price and where it is from.

    Attributes:
        value: In the unit of `VALID`; NaN where nobody knows it.
        origin: `yours`, `sourced`, `assumed` or `drawn`.
        source: Who says so; of levels, each of them.
        low, high: Ends between which it is drawn; the value itself if it is not.
    """

    value: float
    origin: str
    source: str = ""
    low: float = math.nan
    high: float = math.nan

    @property
    def is_given(self) -> bool:
        """Whether somebody has said what it is here."""
        return self.origin == YOURS


@dataclass(frozen=True)
class Prices:
    """Every price that a table rests on.

    Attributes:
        hour: What an hour of work costs.
        realised: Share of saved hours that is worth money.
        seat: Price of a licence a month.
        programme: Budget of a rollout per employee, without licences.
        interest: A year.
        currency: Sign or code.
        seat_of_runs: The seat price at which the runs have booked licences; 0 where strategies
            pay different ones, which cannot be changed afterwards.
        programme_of_runs: The budget that the doses of the runs were cut to.
    """

    hour: Price
    realised: Price
    seat: Price
    programme: Price
    interest: Price = field(default_factory=lambda: Price(INTEREST, ASSUMED))
    currency: str = EURO
    seat_of_runs: float = 0.0
    programme_of_runs: float = 0.0

    @property
    def rates(self) -> tuple[float, float, float]:
        """The three interest rates of table 3: none, that, and twice that (10 % where it is 0)."""
        rate = self.interest.value
        return (0.0, rate, 2.0 * rate) if rate else (0.0, INTEREST, 2.0 * INTEREST)

    def by_key(self) -> dict[str, Price]:
        """Prices by their key in `costs.yaml`."""
        return {"hour": self.hour, "seat_month": self.seat, "programme": self.programme,
                "realised_share": self.realised, "interest": self.interest}  # fmt: skip

    def with_costs(self, costs: Costs) -> Prices:
        """These, with what a file says instead.

        Raises:
            ConfigError: The file changes a price that the runs cannot follow.
        """
        given = costs.prices
        seat, budget = given.get("seat_month"), given.get("programme")
        if seat is not None and not self.seat_of_runs and seat.value != self.seat.value:
            raise ConfigError(
                f"{costs.path}: seat_month cannot be changed afterwards, because the strategies "
                "pay different seats; set strategy.levers.licences.eur_per_month and run them again"
            )
        if budget is not None and not math.isclose(budget.value, self.programme_of_runs):
            raise ConfigError(
                f"{costs.path}: programme is {budget.value:g}, but the runs had "
                f"{self.programme_of_runs:g} per employee; run them again with "
                f"programme.budget_per_employee={budget.value:g}"
            )
        return Prices(
            given.get("hour", self.hour), given.get("realised_share", self.realised),
            seat or self.seat, budget or self.programme, given.get("interest", self.interest),
            costs.currency or self.currency, self.seat_of_runs, self.programme_of_runs,
        )  # fmt: skip

    def table(self) -> pd.DataFrame:
        """One row per price: `price, value, unit, origin, source, low, high, currency, of_runs`.

        `of_runs` is what the runs were made with, where that cannot be changed afterwards.
        """
        import pandas as pd

        runs = {"seat_month": self.seat_of_runs, "programme": self.programme_of_runs}
        return pd.DataFrame([
            {"price": key, "value": each.value, "unit": VALID[key][2], "origin": each.origin,
             "source": each.source, "low": each.low, "high": each.high,
             "currency": self.currency, "of_runs": runs.get(key, each.value)}
            for key, each in self.by_key().items()
        ])  # fmt: skip


@dataclass(frozen=True)
class Costs:
    """A file of costs, read and checked.

    Attributes:
        path: Where it was.
        prices: What it says, by key.
        currency: Sign or code; "" if it says none.
    """

    path: Path
    prices: Mapping[str, Price]
    currency: str = ""


def models_price(key: str, value: float, typed: bool = False) -> Price:
    """A price as the model has it.

    Args:
        key: Of `KEYS`, or `seat_month`.
        value: What it is.
        typed: Whether somebody has set it for these runs.
    """
    if typed:
        return Price(value, YOURS)
    source = _declared().get(KEYS.get(key, "seat"), "")
    return Price(value, SOURCED if has_source(source) else ASSUMED,
                 source if has_source(source) else "")  # fmt: skip


def _declared() -> dict[str, str]:
    """Sources of the model's prices by parameter; `seat` is that of a licence."""
    from dataclasses import fields

    from sim.model.config import RunConfig
    from sim.model.levers import Licences

    found = {key: each.metadata["source"] for key, each in parameters(RunConfig)
             if key in KEYS.values()}  # fmt: skip
    seat = next(each for each in fields(Licences) if each.name == "eur_per_month")
    return {**found, "seat": seat.metadata["source"]}


def read_costs(path: Path) -> Costs:
    """Read `costs.yaml`.

    Raises:
        ConfigError: It cannot be used; one line says what, where, and what would do.
    """
    content = _yaml(path)
    if content is None:
        return Costs(path, {})
    if not isinstance(content, Mapping):
        raise ConfigError(f"{path} must map prices to values, such as `hour: {{value: 62}}`")
    for key in content:
        require_known(f"price in {path}", key, (*VALID, "currency"))
    prices = {str(key): _price(path, str(key), given) for key, given in content.items()
              if key != "currency"}  # fmt: skip
    return Costs(path, prices, _currency(path, content.get("currency")))


def _yaml(path: Path) -> Any:
    import yaml

    require_named(path, "costs")
    if path.stat().st_size > LARGEST:
        raise ConfigError(f"costs={path} has more than {LARGEST:,} bytes")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot read costs={path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"costs={path} is no text in UTF-8") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or one_line(error)
        raise ConfigError(f"costs={path}{where}: no YAML ({reason})") from error


def _price(path: Path, key: str, given: Any) -> Price:
    """One price: a number, a number with its source, or levels with both."""
    inner = given if isinstance(given, Mapping) else {"value": given}
    known = ("value", "source", *(["levels"] if key == "hour" else []))
    for name in inner:
        require_known(f"key of {key} in {path}", name, known)
    if ("levels" in inner) == ("value" in inner):
        raise ConfigError(f"{path}: {key} needs a value" + (" or levels" if key == "hour" else ""))
    if "levels" in inner:
        return _levels(path, inner["levels"], str(inner.get("source") or ""))
    return Price(_number(path, key, inner["value"]), YOURS, _text(path, key, inner.get("source")))


def _levels(path: Path, levels: Any, source: str) -> Price:
    """The mean price of an hour over levels of staff, weighted with their people."""
    told = f"{path}: hour.levels maps 2 to {LEVELS} levels to {{value: 55, people: 320}}"
    if not isinstance(levels, Mapping) or not 2 <= len(levels) <= LEVELS:
        raise ConfigError(told)
    total, heads, sources = 0.0, 0.0, [source] if source else []
    for name, each in levels.items():
        if not isinstance(each, Mapping) or not {"value", "people"} <= set(each):
            raise ConfigError(f"{told}; {name} is none")
        for key in each:
            require_known(
                f"key of hour.levels.{name} in {path}", key, ("value", "people", "source")
            )
        people = _amount(path, f"hour.levels.{name}.people", each["people"], 0.0, 1e7, "people")
        total += people * _number(path, "hour", each["value"], f"hour.levels.{name}.value")
        heads += people
        sources += [f"{name}: {_text(path, name, each['source'])}"] if each.get("source") else []
    if not heads:
        raise ConfigError(f"{path}: hour.levels needs people in one of its levels")
    return Price(total / heads, YOURS, "; ".join(sources))


def _number(path: Path, key: str, value: Any, name: str = "") -> float:
    low, high, unit = VALID[key]
    return _amount(path, name or key, value, low, high, unit)


def _amount(path: Path, name: str, value: Any, low: float, high: float, unit: str) -> float:
    if not is_number(value) or not low <= value <= high:
        raise ConfigError(
            f"{path}: {name} must be in [{low:g}, {high:g}] ({unit}), got {str(value)[:40]!r}"
        )
    return float(value)


def _text(path: Path, key: str, source: Any) -> str:
    if source is None:
        return ""
    if not isinstance(source, str | int | float) or len(str(source)) > 200:
        raise ConfigError(f"{path}: source of {key} must be a text of at most 200 letters")
    told = " ".join(str(source).split())
    return "" if told == YOURS else told  # what an import writes where nobody has said more


def _currency(path: Path, given: Any) -> str:
    value = given.get("value") if isinstance(given, Mapping) else given
    if value is None:
        return ""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 4:
        raise ConfigError(
            f"{path}: currency must be a sign or a code such as €, CHF, got {str(value)[:40]!r}"
        )
    return {"EUR": EURO}.get(value.strip(), value.strip())


def words_of(costs: Costs | None) -> list[str]:
    """Words of a command line that set the model's prices to what a file says."""
    known = {} if costs is None else costs.prices
    return [f"{name}={known[key].value!r}" for key, name in KEYS.items() if key in known]
