"""Saying results in one language; the words of each are a file in `languages`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.model.outcomes import BY_NAME
from sim.report.languages import de, en

MESSAGES = {"en": en.MESSAGES, "de": de.MESSAGES}
LABELS = {"en": en.LABELS, "de": de.LABELS}
STRATEGIES = {"en": en.STRATEGIES, "de": de.STRATEGIES}
NUMBERS = {"en": en.NUMBERS, "de": de.NUMBERS}


NAN = float("nan")


# Unit of an outcome: (factor, decimals, kind of unit as differences are written in).
SCALES: dict[str, tuple[float, int, str]] = {
    "share": (100.0, 1, "points"),
    "change": (100.0, 1, "points"),
    "ratio": (100.0, 1, "points"),
    "0/1": (100.0, 0, "points"),
    "h per employee and week": (1.0, 2, "hours"),
    "h per employee": (1.0, 1, "h"),
    "h": (1.0, 0, "h"),
    "€": (1e-3, 0, "euros"),
    "weeks": (1.0, 1, "weeks"),
}


@dataclass(frozen=True)
class Language:
    """Says things in one language.

    Args:
        code: "en" or "de".
    """

    code: str = "en"

    def say(self, message: str, **values: object) -> str:
        """Fill a template; a capitalised placeholder gets its value with a capital letter."""
        capital = {key.capitalize(): _capital(str(value)) for key, value in values.items()}
        return MESSAGES[self.code][message].format(**{**capital, **values})

    def outcome(self, name: str) -> str:
        """What an outcome is called."""
        return LABELS[self.code][name]

    def name(self, strategy: str) -> str:
        """What a strategy is called; by its key where the language has no name for it."""
        return STRATEGIES[self.code].get(strategy, strategy.replace("_", " "))

    def strategy(self, strategy: str) -> str:
        """The same in running text."""
        return self.say("strategy", name=self.name(strategy))

    def number(self, value: float, decimals: int, signed: bool = False) -> str:
        """A number with this language's separators and a true minus sign."""
        if math.isnan(value):
            return "–"
        value = round(value, decimals) + 0.0  # without a negative zero
        return self.separated(f"{value:{'+' if signed else ''},.{decimals}f}")

    def separated(self, number: str) -> str:
        """A number such as -1,234.5 with this language's separators and a true minus sign."""
        style = NUMBERS[self.code]
        return number.translate(str.maketrans(",.-", style.thousands + style.decimal + "−"))

    def tick(self, value: float, _: float = 0.0) -> str:
        """A tick label such as −1,250, for an axis formatter."""
        return self.separated(f"{value:,g}")

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return f"{self.number(100 * share, 0)} %"

    def unit(self, unit: str) -> str:
        """What differences of an outcome with this unit are written in."""
        return NUMBERS[self.code].units.get(SCALES.get(unit, (1.0, 2, ""))[2], "")

    def difference(self, unit: str, estimate: float, low: float = NAN, high: float = NAN) -> str:
        """A difference and its interval, without the unit, for example "+3.1 [+0.2, +6.0]"."""
        factor, decimals, _ = SCALES.get(unit, (1.0, 2, ""))
        while decimals < 4 and any(_vanishes(factor * end, decimals) for end in (low, high)):
            decimals += 1
        text, *ends = (
            self.number(factor * value, decimals, signed=True) for value in (estimate, low, high)
        )
        if math.isnan(low):
            return text
        return f"{text} [{NUMBERS[self.code].separator.join(ends)}]"

    def value(self, outcome: str, value: float, weeks: int) -> str:
        """An outcome of one run with its unit; a time not reached as later than the horizon."""
        unit = BY_NAME[outcome].unit
        if math.isnan(value):
            return f"> {weeks}" if BY_NAME[outcome].censored else "–"
        if unit == "weeks":
            return self.number(value, 0)
        factor, decimals, _ = SCALES.get(unit, (1.0, 2, ""))
        signed = (unit != "share" and BY_NAME[outcome].better != "lower") or unit == "change"
        kind = "%" if unit in ("share", "change") else self.unit(unit)
        return f"{self.number(factor * value, decimals, signed)} {kind}".strip()

    def listing(self, items: Sequence[str]) -> str:
        """Items as a list in running text."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {MESSAGES[self.code]['and']} {items[-1]}"


ENGLISH = Language()


def _vanishes(value: float, decimals: int) -> bool:
    """Whether rounding hides on which side of zero a value lies."""
    return value != 0 and round(value, decimals) == 0


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
