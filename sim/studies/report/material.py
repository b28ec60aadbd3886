"""What a report is made of: a finished folder of runs in both kinds of companies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.companies import KINDS, Draw, families
from sim.analysis.costs import KEYS, Price, Prices
from sim.analysis.decision import World
from sim.analysis.paths import Paths, read_paths
from sim.base.ours import PROVENANCE
from sim.base.params import ConfigError, one_line
from sim.studies.report.own import readable

if TYPE_CHECKING:
    import pandas as pd

DEFAULT = "one"
"""The default company: shown beside both kinds, never instead of them."""
FITTED = "fitted"
"""Companies fitted to the organisation's own use: where there are some, they decide."""
DRAWN = (FITTED, *KINDS[::-1])
"""Kinds in the order of a report: the firm's own first, then the careful kind."""
NEEDED = ("runs.parquet", "paths.parquet", "companies.csv", "prices.csv", "lead_time.csv")
"""Files of a folder that a report is made from."""
TYPE = "rollout tournament companies=plausible,matched"
LARGEST = 500_000_000
"""Bytes of one of those files."""


@dataclass(frozen=True)
class Material:
    """Runs of several strategies in both kinds of companies, and the prices they are told at.

    Attributes:
        paths: The way of every strategy, by kind of companies; `one` is the default company,
            `fitted` those that a fit has left.
        runs: One row per run.
        companies: One row per company and kind: its drawn parameters.
        lead_time: What an item's time is made of, by kind and strategy.
        prices: With what somebody's own file says.
        people: Employees of each company.
        about: What the runs are about, by language.
        command: The line that made them.
        model: Model version.
        made: When, in seconds or as text.
        folder: Where they were read from; "" if they were run for this report.
        own: The organisation's own data, if there is some.
    """

    paths: Mapping[str, Paths]
    runs: pd.DataFrame
    companies: pd.DataFrame
    lead_time: pd.DataFrame
    prices: Prices
    people: int
    about: Mapping[str, str]
    command: str
    model: str
    made: str
    folder: str = ""
    own: Any = field(default=None)

    @cached_property
    def worlds(self) -> dict[str, World]:
        """Companies by kind, at the prices of the report; the default company last, if any."""
        names = [name for name in (*DRAWN, DEFAULT) if name in self.paths]
        return {name: self._world(self.paths[name]) for name in names}

    @property
    def kinds(self) -> list[World]:
        """Every kind of drawn companies."""
        return [world for name, world in self.worlds.items() if name != DEFAULT]

    @property
    def general(self) -> list[World]:
        """The two kinds that know nothing of the organisation's own use."""
        return [world for world in self.kinds if world.kind != FITTED]

    @property
    def deciding(self) -> list[World]:
        """Those that the recommendation is made in: the fitted ones, or else both kinds."""
        return [self.worlds[FITTED]] if self.has_fitted else self.general

    @property
    def has_fitted(self) -> bool:
        """Whether there are companies fitted to the organisation's own use."""
        return FITTED in self.paths

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names, doing nothing the last."""
        return next(iter(self.paths.values())).strategies

    @property
    def weeks(self) -> int:
        """Horizon."""
        return next(iter(self.paths.values())).weeks

    def drawn(self, kind: str) -> list[Draw]:
        """The companies of a kind, in the order of its paths."""
        own = self.companies[self.companies["companies_kind"] == kind].set_index("company")
        rows = own.loc[list(self.paths[kind].companies)]
        keys = [name for name in rows if "." in str(name) and rows[name].notna().all()]
        return [{str(key): float(row[key]) for key in keys} for row in rows.to_dict("records")]

    def _world(self, paths: Paths) -> World:
        drawn = self.drawn(paths.kind) if paths.kind != DEFAULT else []
        hour, realised = (
            np.array(
                [each.get(KEYS[key], price.value) for each in drawn]
                or [price.value] * len(paths.companies)
            )
            for key, price in (("hour", self.prices.hour), ("realised_share", self.prices.realised))
        )
        account = paths.account(hour, realised).priced(self.prices)
        groups = families(drawn) if drawn else np.arange(len(paths.companies))
        return World(paths.kind, account, groups)


def read_material(folder: Path) -> Material:
    """A finished folder of `rollout tournament` or `rollout report`.

    Raises:
        ConfigError: It is none, or has one kind of companies only; the message says what to type.
    """
    provenance = _provenance(folder)
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ConfigError(_wrong(folder, provenance, missing))
    frames = {name: _read(folder / name) for name in NEEDED}
    try:
        return _material(folder, frames, provenance)
    except ConfigError:
        raise
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise ConfigError(
            f"of={folder} is damaged or of another version ({one_line(error)[:100]}); "
            f"make it again: {TYPE}"
        ) from error


def _wrong(folder: Path, provenance: Mapping[str, Any], missing: Sequence[str]) -> str:
    made = str(provenance.get("command", ""))
    if made in ("compare", "run"):
        return (
            f"of={folder} holds a result of rollout {made}, and a report never rests on one "
            f"comparison; type rollout report, or {TYPE} and of=results/tournament"
        )
    return f"of={folder} lacks {', '.join(missing)}; a report is made from a folder of {TYPE}"


def _material(
    folder: Path, frames: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any]
) -> Material:
    every = {each.kind: each for each in read_paths(frames["paths.parquet"])}
    own = [kind for kind in every if kind not in (*KINDS, DEFAULT)]
    if len(own) > 1:
        raise ConfigError(
            f"of={folder} has several files of companies, and a report has room for one; type "
            "rollout tournament companies=mine,plausible,matched"
        )
    if own:
        every[FITTED] = replace(every.pop(own[0]), kind=FITTED)
        frames = {name: _renamed(frame, own[0]) for name, frame in frames.items()}
    lacking = [kind for kind in KINDS if kind not in every]
    if lacking:
        raise ConfigError(
            f"of={folder} has no {' and no '.join(lacking)} companies, and a report shows both "
            f"kinds; type {TYPE}"
        )
    few = [kind for kind in KINDS if len(every[kind].companies) < 2]
    if few:
        raise ConfigError(
            f"of={folder} has one {few[0]} company, and a report never rests on one; "
            f"type {TYPE} draws=50"
        )
    return Material(
        every,
        frames["runs.parquet"],
        frames["companies.csv"],
        frames["lead_time.csv"],
        _prices(frames["prices.csv"]),
        int(provenance["people"]),
        dict(provenance["about"]),
        str(provenance.get("made_by") or provenance["command_line"]),
        str(provenance["model_version"]),
        str(provenance.get("made") or provenance["started"]),
        str(folder),
    )


def _renamed(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The same with fitted companies called so, whichever folder they were in."""
    if "companies_kind" not in frame:
        return frame
    return frame.assign(companies_kind=frame["companies_kind"].astype(str).replace(kind, FITTED))


def _prices(frame: pd.DataFrame) -> Prices:
    rows = {str(row["price"]): row for row in frame.to_dict("records")}

    def price(key: str) -> Price:
        row = rows[key]
        source = row["source"] if isinstance(row["source"], str) else ""
        return Price(
            float(row["value"]), str(row["origin"]), source, float(row["low"]), float(row["high"])
        )

    return Prices(
        price("hour"),
        price("realised_share"),
        price("seat_month"),
        price("programme"),
        price("interest"),
        str(rows["hour"]["currency"]),
        float(rows["seat_month"]["of_runs"]),
        float(rows["programme"]["of_runs"]),
    )


def _provenance(folder: Path) -> Mapping[str, Any]:
    try:
        content = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise ConfigError(
            f"of={folder} is no folder of results; a report is made from one of {TYPE}"
        )
    return content


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.stat().st_size > LARGEST:
        raise ConfigError(f"{path} has more than {LARGEST:,} bytes")
    read: Any = pd.read_parquet if path.suffix == ".parquet" else pd.read_csv
    with readable(path):
        frame: pd.DataFrame = read(path)
    return frame
