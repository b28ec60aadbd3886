"""Saying things in one language; the words are text files, `text/<language>/<topic>.yaml`.

A file maps keys to texts with named places: `often: "{count} of {seeds} seeds"`. Code decides
which text is said, `speak.say("compare.often", count=3, seeds=8)`, and never spells one out.
Titles of strategies stand in the strategy's own file below `conf/`.
"""

from __future__ import annotations

import functools
import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.presets import LANGUAGES as LANGUAGES
from sim.base.presets import TEXTS as TEXTS
from sim.base.presets import conf_folder
from sim.model.outcomes import BY_NAME

COMMON = "common"
"""The topic of keys without a dot."""
COUNTED = "n "
"""Begins what a place counts: `{seeds:n seed|seeds}` is "1 seed" or "8 seeds"."""
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
        code: One of `LANGUAGES`.
        presets: A folder of further presets, laid out like `conf/`, with strategies and titles.
    """

    code: str = "en"
    presets: str | None = None

    @classmethod
    def of(cls, language: str | Language) -> Language:
        """A language by its code; one that is there already stays as it is."""
        return language if isinstance(language, Language) else cls(language)

    def say(self, key: str, **places: object) -> str:
        """A text with its places filled; `{Name}` gets the value of `name` with a capital letter.

        Args:
            key: "topic.key", or a key of `common.yaml`.
            places: Values of the named places; those that the text does not have are ignored.
                A text may say how a number is written: "{gap:.1f}"; and what is counted, as one and
            as several: "{seeds:n seed|seeds}".

        Raises:
            KeyError: There is no such text, or a place has no value.
        """
        topic, _, name = key.rpartition(".") if "." in key else (COMMON, "", key)
        text = catalogue(self.code, topic)[name]
        if "{" not in text and "}" not in text:
            return text
        capital = {place.capitalize(): capitalised(str(value)) for place, value in places.items()}
        return _Filling(self).vformat(text, (), {**capital, **places})

    def counted(self, key: str, count: int, **places: object) -> str:
        """A text about so many; one of them has a text of its own, KEY_one."""
        return self.say(f"{key}_one" if count == 1 else key, count=count, **places)

    def outcome(self, name: str) -> str:
        """What an outcome is called."""
        return self.say(f"outcomes.{name}")

    def name(self, strategy: str) -> str:
        """What a strategy is called: its title in this language, else its key in words."""
        return _titles(strategy, self.presets).get(self.code, strategy.replace("_", " "))

    def strategy(self, strategy: str) -> str:
        """The same in running text."""
        return self.say("strategy", name=self.name(strategy))

    def number(self, value: float, decimals: int, signed: bool = False) -> str:
        """A number with this language's separators and a true minus sign; a dash for NaN."""
        if math.isnan(value):
            return "–"
        value = round(value, decimals) + 0.0  # without a negative zero
        return self.separated(f"{value:{'+' if signed else ''},.{decimals}f}")

    def separated(self, number: str) -> str:
        """A number such as -1,234.5 with this language's separators and a true minus sign."""
        style = catalogue(self.code, "numbers")
        return number.translate(str.maketrans(",.-", f"{style['thousands']}{style['decimal']}−"))

    def written(self, number: float, how: str) -> str:
        """A number as a format says, such as ".1f", with this language's separators."""
        style = catalogue(self.code, "numbers")
        return format(number, how).translate(
            str.maketrans(",.", f"{style['thousands']}{style['decimal']}")
        )

    def tick(self, value: float, _: float = 0.0) -> str:
        """A tick label such as −1,250, for an axis formatter."""
        return self.separated(f"{value:,g}")

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share as a percentage; a dash for NaN."""
        return "–" if math.isnan(share) else f"{self.number(100 * share, decimals)} %"

    def share(self, share: float, decimals: int = 0) -> str:
        """The same for pages: number and sign stay on one line."""
        return self.percent(share, decimals).replace(" ", "\N{NO-BREAK SPACE}")

    def unit(self, unit: str) -> str:
        """What differences of an outcome with this unit are written in; "" for other units."""
        kind = SCALES.get(unit, (1.0, 2, ""))[2]
        return self.say(f"numbers.{kind}") if kind else ""

    def difference(self, unit: str, estimate: float, low: float = NAN, high: float = NAN) -> str:
        """A difference and its interval, without the unit, for example "+3.1 [+0.2, +6.0]"."""
        factor, decimals, _ = SCALES.get(unit, (1.0, 2, ""))
        while decimals < 4 and any(_vanishes(factor * end, decimals) for end in (low, high)):
            decimals += 1
        text = self.number(factor * estimate, decimals, signed=True)
        ends = self.interval(factor * low, factor * high, decimals, signed=True)
        return text if math.isnan(low) else f"{text} {ends}"

    def interval(self, low: float, high: float, decimals: int, signed: bool = False) -> str:
        """Two ends in brackets: "[10.4, 13.8]"."""
        return self.brackets(*(self.number(end, decimals, signed) for end in (low, high)))

    def brackets(self, low: str, high: str) -> str:
        """The same of ends that are written already."""
        return f"[{low}{self.say('numbers.separator')}{high}]"

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
        return f"{', '.join(items[:-1])} {self.say('and')} {items[-1]}"


class _Filling(string.Formatter):
    """Fills the places of a text; numbers get the separators of its language."""

    def __init__(self, speak: Language) -> None:
        self.speak = speak

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith(COUNTED):
            one, several = format_spec.removeprefix(COUNTED).split("|")
            number = self.speak.written(value, ",") if isinstance(value, int) else str(value)
            return f"{number} {one if number == '1' else several}"
        if isinstance(value, int | float) and format_spec:
            return self.speak.written(value, format_spec)
        return format(value, format_spec)


ENGLISH = Language()


@functools.cache
def catalogue(language: str, topic: str) -> Mapping[str, str]:
    """The texts of one file by their key.

    Raises:
        KeyError: There is no such topic in this language.
    """
    path = TEXTS / language / f"{topic}.yaml"
    if not path.is_file():
        raise KeyError(f"no text file {path}")
    texts: dict[str, str] = _yaml(path)
    return texts


@functools.cache
def _titles(strategy: str, presets: str | None) -> Mapping[str, str]:
    """Titles of a strategy by language; empty where its file says nothing, or there is none."""
    for folder in [conf_folder(), *([Path(presets)] if presets else [])][::-1]:
        path = next(
            (each for each in folder.glob("strategy/*.yaml") if each.stem == strategy), None
        )
        if path is not None:
            title = (_yaml(path) or {}).get("title")
            return title if isinstance(title, dict) else {}
    return {}


def _yaml(path: Path) -> Any:
    """Content of a YAML file whose values are all texts: `no` is a word here, not false."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml is ten times faster
    return yaml.load(path.read_text(encoding="utf-8"), loader)


def _vanishes(value: float, decimals: int) -> bool:
    """Whether rounding hides on which side of zero a value lies."""
    return value != 0 and round(value, decimals) == 0


def capitalised(text: str) -> str:
    """A text with a capital letter in front; `str.capitalize` would lower the others."""
    return text[:1].upper() + text[1:]
