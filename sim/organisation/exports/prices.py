"""A table of costs as `costs.yaml`: each price with its value and where it is from."""

from __future__ import annotations

import math
from typing import Any

from sim.organisation.exports.formats import Recognised
from sim.organisation.exports.sheet import Sheet
from sim.organisation.read.headings import plain
from sim.organisation.read.numbers import numbers

ITEMS = {
    "hour": "hour hourly hourlyrate rate labourcost stundensatz stunde personalkostensatz "
    "kostenjestunde costperhour priceperhour vollkostensatz",
    "seat_month": "seatmonth seat licence license licencepermonth seatprice seatandmonth perseat "
    "lizenz lizenzjemonat lizenzpreis lizenzkosten lizenzpromonat licensecost "
    "licencecost priceperseat licensepermonth lizenzpreisjemonat",
    "programme": "programme program budget programmecost programmebudget programm programmbudget "
    "programmkosten projektbudget einführungskosten",
    "realised_share": "realisedshare realizedshare realisation realization realisationfactor "
    "realisierung realisierungsfaktor realisierungsanteil realisierteranteil",
    "interest": "interest interestrate discountrate zins zinssatz kalkulationszins diskontsatz",
    "currency": "currency währung waehrung",
}
"""Name in `costs.yaml` -> what a table may call it."""
SHARES = ("realised_share", "interest")
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "eur": "EUR", "euro": "EUR"}


def prices_of(sheet: Sheet, found: Recognised) -> tuple[dict[str, dict[str, Any]], int]:
    """Prices by name, and how many rows no price is known for.

    Raises:
        Refused: A price is no number, or below 0 (E11).
    """
    names, cells = (sheet.cells(found.place(each)) for each in ("item", "value"))
    sources, currencies = (sheet.cells(found.first(each)) for each in ("source", "currency"))
    result, unknown = dict[str, dict[str, Any]](), 0
    for row, name in enumerate(names):
        item = next((key for key, all_ in ITEMS.items() if plain(name) in all_.split()), "")
        if not item:
            unknown += 1
            continue
        is_currency = item == "currency"
        value = _currency(cells[row]) if is_currency else _amount(sheet, row, cells[row], item)
        result[item] = {"value": value, "source": sources[row] or "yours"}
        if currencies[row] and "currency" not in result:
            result["currency"] = {"value": _currency(currencies[row]), "source": "yours"}
    return result, unknown


def _currency(cell: str) -> str:
    return CURRENCIES.get(cell.casefold(), cell.upper()[:3])


def _amount(sheet: Sheet, row: int, cell: str, item: str) -> float:
    bare = cell.replace("€", "").replace("$", "").replace("£", "").strip()
    percent = bare.endswith("%")
    value = float(numbers([bare.rstrip("% ")])[0][0])
    if not math.isfinite(value):
        raise sheet.refuse("E11", "no_number", row, column="value")
    if value < 0:
        raise sheet.refuse("E11", "negative", row, column="value")
    share = item in SHARES and (percent or value > 1)
    return value / 100 if share else value
