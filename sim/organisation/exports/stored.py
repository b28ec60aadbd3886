"""`organisation.parquet`: people as numbers with their ties, or groups and what is between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Floats, Ints, Rows
from sim.base.files import atomic_write
from sim.organisation.exports.folder import ORGANISATION, damaged
from sim.organisation.network import Ties
from sim.organisation.structure import Structure, levels


@dataclass(frozen=True, eq=False)
class Stored:
    """What is known of an organisation.

    Attributes:
        structure: The formal side, if it is known.
        contact: Ties, if they are known.
        close: How close each pair of `contact.pairs()` is, in (0, 1].
        sizes: People of each group, where only groups are known.
        weight: Weight between them, where it is known.
    """

    structure: Structure | None = None
    contact: Ties | None = None
    close: Floats | None = None
    sizes: Ints | None = None
    weight: Floats | None = None

    @property
    def people(self) -> int:
        """How many there are."""
        if self.structure is not None:
            return self.structure.people
        return 0 if self.sizes is None else int(self.sizes.sum())


def write(folder: Path, stored: Stored) -> None:
    """Write `organisation.parquet`; nothing where nothing is known."""
    from pyarrow import parquet

    if stored.structure is not None:
        table = _people(stored)
    elif stored.sizes is not None:
        table = _groups(stored.sizes, stored.weight)
    else:
        return
    kind = {"kind": "people" if stored.structure is not None else "groups"}
    table = table.replace_schema_metadata({b"rollout": json.dumps(kind).encode()})
    with atomic_write(folder / ORGANISATION) as temporary:
        parquet.write_table(table, temporary, compression="zstd")


def _people(stored: Stored) -> Any:
    import pyarrow as pa

    structure = stored.structure
    assert structure is not None
    columns: dict[str, Any] = {
        "department": pa.array(structure.department, pa.int32()),
        "team": pa.array(structure.team, pa.int32()),
        "manager": pa.array(structure.manager, pa.int32()),
    }
    if stored.contact is not None and stored.close is not None:
        a, b, weight = stored.contact.pairs()
        start = np.searchsorted(a, np.arange(structure.people + 1)).astype(np.int32)
        for name, values, kind in (
            ("contacts", b, pa.int32()),
            ("weights", weight, pa.float64()),
            ("closeness", stored.close, pa.float32()),
        ):
            columns[name] = pa.ListArray.from_arrays(pa.array(start), pa.array(values, kind))
    return pa.table(columns)


def _groups(sizes: Ints, weight: Floats | None) -> Any:
    import pyarrow as pa

    count = len(sizes)
    if weight is None:
        one = two = np.arange(count)
    else:
        one, two = np.triu_indices(count)
    columns = {
        "group": pa.array(one, pa.int32()),
        "other": pa.array(two, pa.int32()),
        "people": pa.array(sizes[one], pa.int32()),
    }
    if weight is not None:
        columns["weight"] = pa.array(weight[one, two], pa.float64())
    return pa.table(columns)


def read(folder: Path) -> Stored:
    """Read `organisation.parquet`; nothing is known if it is not there.

    Raises:
        ConfigError: The file is damaged.
    """
    from pyarrow import ArrowException, parquet

    path = folder / ORGANISATION
    if not path.is_file():
        return Stored()
    try:
        table = parquet.read_table(path)
        columns = {name: table.column(name).combine_chunks() for name in table.column_names}
        found = _from_people(columns) if "manager" in columns else _from_groups(columns)
    except (OSError, ValueError, KeyError, IndexError, AssertionError, ArrowException) as error:
        raise damaged(path) from error
    return found


def _array(column: Any, kind: type) -> Any:
    return np.ascontiguousarray(column.to_numpy(zero_copy_only=False), kind)


def _from_people(columns: dict[str, Any]) -> Stored:
    department, team, manager = (
        _array(columns[name], np.int32) for name in ("department", "team", "manager")
    )
    people = len(manager)
    _check_rows(department, team, manager)
    reports = np.bincount(manager[manager >= 0], minlength=people)
    rows: Rows = manager.astype(np.int32)
    structure = Structure(
        department.astype(np.int32), team.astype(np.int32), rows, reports > 0, levels(rows)
    )
    if "contacts" not in columns:
        return Stored(structure)
    contacts = columns["contacts"]
    b = _array(contacts.values, np.int32)
    offsets = _array(contacts.offsets, np.int64)
    a = np.repeat(np.arange(people, dtype=np.int32), np.diff(offsets))
    weight, close = (
        np.asarray(_array(columns[name].values, np.float64)) for name in ("weights", "closeness")
    )
    if not len(a) == len(b) == len(weight) == len(close) or (len(b) and b.max() >= people):
        raise ValueError
    if not (a < b).all() or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError
    return Stored(structure, Ties.from_pairs(people, a, b, weight), close)


def _check_rows(department: Ints, team: Ints, manager: Ints) -> None:
    """A damaged file must not become an endless walk up the tree."""
    people = len(manager)
    if not people or department.min() < 0 or team.min() < 0 or manager.max() >= people:
        raise ValueError
    if (manager < 0).sum() != 1 or department.max() >= people or team.max() >= people:
        raise ValueError
    top = np.where(manager < 0, np.arange(people), manager)
    for _ in range(int(people).bit_length() + 1):
        top = top[top]
    if (manager[top] >= 0).any():
        raise ValueError


def _from_groups(columns: dict[str, Any]) -> Stored:
    one, two, people = (_array(columns[name], np.int64) for name in ("group", "other", "people"))
    count = int(one.max()) + 1
    if one.min() < 0 or two.min() < 0 or two.max() >= count or people.min() < 1:
        raise ValueError
    sizes = np.zeros(count, np.int64)
    sizes[one] = people
    if (sizes < 1).any():
        raise ValueError
    if "weight" not in columns:
        return Stored(sizes=sizes)
    weight = np.zeros((count, count))
    value = np.asarray(_array(columns["weight"], np.float64))
    weight[one, two] = weight[two, one] = value
    if not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError
    return Stored(sizes=sizes, weight=weight)
