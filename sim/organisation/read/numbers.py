"""Numbers as people write them: 1234.5, 1.234,5, 1,234.5, 1'234."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Floats

_THOUSANDS = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+") for mark in ".,"}
_APART = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?")


def is_number(text: str) -> bool:
    """Whether a cell reads as a number, however its thousands and decimals are parted."""
    return not math.isnan(_number(text, "")) or text.strip().casefold() in ("nan", "+nan", "-nan")


def numbers(cells: Sequence[str]) -> tuple[Floats, str]:
    """A column as numbers, not a number where a cell is none, and the mark of its thousands.

    A mark parts thousands if another one parts the decimals, or if it stands twice in a
    number, or if numbers without it stop short of a thousand. A comma that is none of this is a
    decimal comma; where it may as well be the other, the cell is no number.
    """
    mark = _thousands(cells)
    return np.array([_number(cell, mark) for cell in cells]), mark


def _thousands(cells: Sequence[str]) -> str:
    for mark, other in ((".", ","), (",", ".")):
        marked = [cell for cell in cells if mark in cell]
        if not marked:
            continue
        groups = _THOUSANDS[mark]
        whole = [cell.split(other)[0] for cell in marked]
        if not all(map(groups.fullmatch, whole)):
            continue
        sure = any(other in cell or cell.count(mark) > 1 for cell in marked)
        bare = [cell for cell in cells if cell.isdigit() and cell.strip("0")]
        if sure or (bare and all(len(cell) <= 3 for cell in bare)):
            return mark
    return ""


def _number(text: str, mark: str) -> float:
    if not mark and "_" not in text:
        try:
            return float(text)
        except ValueError:
            pass  # written in another way
    text = text.strip()
    if _APART.fullmatch(text):
        text = re.sub("[ '’]", "", text)
    if mark:
        text = text.replace(mark, "")
    try:
        return float(text.replace(",", ".")) if "_" not in text else math.nan
    except ValueError:
        return math.nan


def is_zero(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, or 0 in any form."""
    return not text.strip("-–0., ") or text.casefold() in ("na", "n/a", "nan", "none", "null")
