"""Writing what was imported, keeping what earlier imports brought, and taking all of it away."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from sim.base.files import atomic_write, results_folder, together, write_text
from sim.base.ours import PROVENANCE, Record
from sim.base.params import ConfigError
from sim.organisation.exports.folder import (
    ABOUT,
    COSTS_FILE,
    DATASHEETS,
    IDENTIFIED,
    KINDS,
    SURVEY_FILE,
    USAGE_FILE,
    WHOLE,
    About,
    Source,
    read_about,
    read_survey,
    read_usage,
    survey,
    usage,
)
from sim.organisation.exports.gathered import Gathered, sources
from sim.organisation.exports.opened import USAGE
from sim.organisation.exports.rejoin import read_salt, write_rejoin
from sim.organisation.exports.stored import Stored, read, write
from sim.organisation.exports.tools import differ

if TYPE_CHECKING:
    import pandas as pd

COMMAND = "import"
ABOUT_PEOPLE = ("people", "ties", "groups", "sizes")
KEPT = (".salt", ".keys.parquet")
FITTED = {
    "companies.parquet": b"companies of rollout fit",
    "history.csv": b"as_of,start,strategy,",
    "asked.csv": b"name,outside_eur_per_head,error,",
    IDENTIFIED: b"parameter,low,median,high,width,identified",
}
"""What `rollout fit` and `ask` leave beside the data, and bytes by which it is known as theirs."""


@dataclass(frozen=True)
class Merged:
    """What a folder holds after an import.

    Attributes:
        about: What `import.json` says.
        usage: Counts of use, those of earlier imports with them.
        survey: Answers.
        costs: Prices.
        stored: The organisation; None where the earlier one stays.
        added: Weeks of use that are new.
        replaced: Weeks that a newer export has replaced.
        kept: Weeks of this import that an older export is not allowed to replace.
    """

    about: About
    usage: pd.DataFrame
    survey: pd.DataFrame
    costs: dict[str, dict[str, Any]]
    stored: Stored | None
    added: int = 0
    replaced: int = 0
    kept: int = 0


def earlier(folder: Path) -> About | None:
    """What a folder holds already; None if it is new or holds no import."""
    return read_about(folder) if (folder / ABOUT).is_file() else None


def merge(folder: Path, found: Gathered, min_group: int, rejoin: bool) -> Merged:
    """What was read, together with what the folder holds."""
    before = earlier(folder)
    mine = sources(found)
    about = About(
        headcount=found.headcount,
        organisation=found.known.kind,
        groups=found.known.groups,
        sources=mine,
        as_of=max((each.last for each in mine), default=""),
        min_group=min_group,
        ties=found.known.ties,
        merged_groups=found.known.merged,
        rejoin=rejoin,
        notes=tuple(_notes(found)),
    )
    if before is None:
        added = len(found.usage["week"].unique())
        return Merged(about, found.usage, found.survey, found.costs, found.known.stored, added)
    stays = KINDS.index(found.known.kind) == len(KINDS) - 1 and not found.known.stored.people
    old = [each for each in before.sources if stays or each.kind not in ABOUT_PEOPLE]
    table, added, replaced, kept = _newer(read_usage(folder), found.usage, before, about)
    answers = _answers(read_survey(folder), found.survey)
    mixed = list[tuple[str, dict[str, Any]]]()
    if replaced and _other_tools(before.sources, mine):
        mixed = [("mixed_tools", {})]
    elif replaced and _contradict(read_usage(folder), found.usage):
        mixed = [("mixed_numbers", {"weeks": replaced})]
    if stays:
        about = dataclasses.replace(
            about, organisation=before.organisation, groups=before.groups, ties=before.ties,
            merged_groups=before.merged_groups, rejoin=before.rejoin,
            headcount=before.headcount if before.organisation != "headcount" else about.headcount,
        )  # fmt: skip
    about = dataclasses.replace(
        about, sources=(*old, *mine), as_of=max(before.as_of, about.as_of),
        notes=(*(each for each in before.notes if stays), *about.notes, *mixed),
    )  # fmt: skip
    costs = read_costs(folder) | found.costs
    return Merged(about, table, answers, costs, None if stays else found.known.stored,
                  added, replaced, kept)  # fmt: skip


def _notes(found: Gathered) -> list[tuple[str, dict[str, Any]]]:
    """Facts that a report has to say of the data."""
    told: list[tuple[str, dict[str, Any]]] = []
    if found.assumed:
        told.append(("headcount_assumed", {"people": found.headcount}))
    if found.known.outside:
        told.append(("outside", {"count": found.known.outside}))
    if found.known.merged:
        told.append(("merged", {"count": found.known.merged}))
    told += [("other_tool", dataclasses.asdict(each)) for each in found.overlaps]
    told += [(key, {"count": count}) for key, count in sorted((+found.meaning).items())]
    told += [(f"withheld_{key}", {"count": n}) for key, n in sorted((+found.withheld).items())]
    told += [(f"repaired_{key}", {"count": n})
             for key, n in sorted((+found.roster.repaired).items())]  # fmt: skip
    return told


def _other_tools(old: Sequence[Source], new: Sequence[Source]) -> bool:
    """Whether use of one kind came from another tool before."""
    kinds = {each.kind for each in new} & set(USAGE)
    formats = [{(each.kind, each.format) for each in side if each.kind in kinds}
               for side in (old, new)]  # fmt: skip
    return any(
        {name for kind, name in formats[0] if kind == each}.isdisjoint(
            name for kind, name in formats[1] if kind == each)
        for each in kinds & {kind for kind, _ in formats[0]}
    )  # fmt: skip


def _contradict(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether weeks that are replaced had quite other numbers of the whole firm."""
    key = ["week", "source", "window_days", "group"]
    both = old[old["group"] == WHOLE].merge(new[new["group"] == WHOLE], on=key)
    return differ(*(both[f"active_{end}"].to_numpy(float, na_value=float("nan")) for end in "xy"))


def _newer(
    old: pd.DataFrame, new: pd.DataFrame, before: About, about: About
) -> tuple[pd.DataFrame, int, int, int]:
    """Both tables; where they overlap, a whole week of a source and window of the newer export."""
    import pandas as pd

    key = ["week", "source", "window_days"]
    exported = [defaultdict[str, str](str), defaultdict[str, str](str)]
    for side, times in zip((before, about), exported, strict=True):
        for each in side.sources:
            times[each.kind] = max(times[each.kind], each.exported)
    mine, theirs = ({*_rows(table, key)} for table in (new, old))
    older = {each for each in mine & theirs if exported[1][each[1]] < exported[0][each[1]]}
    newer = (mine & theirs) - older
    both = [_without(old, key, newer), _without(new, key, older)]
    added, replaced, kept = (len({week for week, *_ in some})
                             for some in (mine - theirs, newer, older))  # fmt: skip
    return usage(pd.concat(both, ignore_index=True)), added, replaced, kept


def _rows(table: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    return table[columns].itertuples(index=False, name=None)


def _without(table: pd.DataFrame, columns: list[str], some: Set[tuple[Any, ...]]) -> pd.DataFrame:
    """The rows that do not have some values in these columns."""
    return table[np.fromiter((row not in some for row in _rows(table, columns)), np.bool_)]


def _answers(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Both tables; a survey of the same day and item is the newer one."""
    import pandas as pd

    key = ["date", "item"]
    return survey(pd.concat([_without(old, key, {*_rows(new, key)}), new], ignore_index=True))


def read_costs(folder: Path) -> dict[str, dict[str, Any]]:
    """Prices of an earlier import; whatever somebody has added since stays as it is."""
    path = folder / COSTS_FILE
    if not path.is_file():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{path} cannot be read; correct it or remove it") from error
    return data if isinstance(data, dict) else {}


def save(
    folder: Path, merged: Merged, found: Gathered, salt: bytes | None,
    sheets: Mapping[str, Callable[[About], str]],
) -> None:  # fmt: skip
    """Write the folder, whole or not at all.

    Args:
        folder: Where.
        merged: What it is to hold.
        found: What was read, for keys of people.
        salt: What keys are made with; None keeps none.
        sheets: Language -> the data sheet from what `import.json` says.
    """
    with results_folder(folder, COMMAND), together(folder) as new:
        write_text(new / ABOUT, merged.about.text())
        write(new, merged.stored if merged.stored is not None else read(folder))
        for name, table in ((USAGE_FILE, merged.usage), (SURVEY_FILE, merged.survey)):
            if len(table):
                with atomic_write(new / name) as temporary:
                    table.to_parquet(temporary, index=False)
        if merged.costs:
            write_text(new / COSTS_FILE, yaml.safe_dump(merged.costs, allow_unicode=True))
        if salt is not None:
            write_rejoin(new, salt, found.keys(salt))
        elif merged.stored is None:
            _carry(folder, new)
        for language, sheet in sheets.items():
            write_text(new / DATASHEETS[language], sheet(merged.about))


def _carry(folder: Path, new: Path) -> None:
    """Keys of people stay as long as the people do."""
    import os
    import shutil

    if read_salt(folder) is None:
        return
    for name in KEPT:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, new / name)
            os.chmod(new / name, 0o600)


def forget(folder: Path) -> tuple[int, bool]:
    """Remove everything that an import wrote, and the folder if nothing else is in it.

    Returns:
        How many files there were, and whether the folder is gone.

    Raises:
        ConfigError: There is no such folder, or no import wrote into it.
    """
    if not folder.is_dir():
        raise ConfigError(f"forget={folder}: there is no such folder")
    record = Record(folder)
    if record.earlier.get("command") != COMMAND:
        raise ConfigError(f"forget={folder}: rollout import has written nothing there")
    names = [name for name in record.files if name != PROVENANCE]
    fitted = [folder / name for name, begins in FITTED.items() if _has(folder / name, begins)]
    count = sum((folder / name).is_file() for name in names) + len(fitted)
    record.remove(names)
    for path in fitted:
        path.unlink()
    (folder / PROVENANCE).unlink(missing_ok=True)
    for part in [*folder.glob(".*.part*"), *folder.glob(".new.*")]:
        if part.is_file():
            part.unlink()
    try:
        folder.rmdir()
    except OSError:
        return count, False
    return count, True


def _has(path: Path, own: bytes) -> bool:
    """Whether a file is there and holds these bytes."""
    return path.is_file() and own in path.read_bytes()
