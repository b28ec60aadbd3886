"""`rollout claims`: 23 claims, each with an experiment that can refute it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import unknown
from sim.base.params import ConfigError
from sim.config.words import Arguments

if TYPE_CHECKING:
    from sim.studies.claims.design import Claim
    from sim.studies.claims.experiment import Size

HELP = """\
usage: rollout claims [key=value ...]

Runs the experiments behind the 23 claims in many companies (draws of all uncertain parameters)
and says of each claim: holds, fails, depends - or not decided. Results go to
./results/claims unless out= says otherwise: claims.html (claims.de.html), claims.csv,
conditions.csv, draws.csv, runs/, figures/, summary.md.

keys:
  size=small|full          small: 8 companies, under a minute (default); full: 240 companies
  claims=C05,C14           only these
  companies=KIND           evidence: what published numbers speak about is drawn from the
                           fitted values, all else from its plausible range (default);
                           plausible: everything from its plausible range
  draws=N                  companies, instead of the size's
  seeds=N                  seeds per company, at least 2
  seed=N                   first seed; draws depend on it, too
  headcount=N              people per company
  workers=N                processes at the same time (default: one per processor)
  figures=BOOL             also draw figures and write the pages (default true)
  out=DIR                  folder for the results
  quiet=BOOL               no progress and no summary

examples:
  rollout claims
  rollout claims size=full out=claims
  rollout claims claims=C14 draws=60 seeds=5
"""

KEYS = ("size", "claims", "companies", "draws", "seeds", "seed", "headcount", "workers", "figures",
        "out", "quiet")  # fmt: skip
RANGES = {"draws": (2, 100_000), "seeds": (2, 10_000), "seed": (0, 2**31), "workers": (1, 4096),
          "headcount": (20, 100_000)}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a command line asks for."""

    size: Size
    claims: tuple[Claim, ...]
    workers: int
    figures: bool
    out: Path
    quiet: bool


def main(arguments: Arguments) -> int:
    """Run the command."""
    if arguments.config_dir is not None:
        raise ConfigError("claims has no presets of its own; leave --config-dir out")
    wanted = read(arguments.words)
    from sim.base.files import results_folder

    started = time.time()
    with results_folder(wanted.out) as out:
        from sim.studies.claims.publish import publish, run

        sample, drawn = run(wanted.claims, wanted.size, wanted.workers, wanted.quiet, out)
        assessed = publish(
            wanted.claims, sample, drawn, out, arguments.line, wanted.figures, started
        )
    if not wanted.quiet:
        from sim.studies.claims.publish import spoken

        print(spoken(assessed))
        print(f"results in {out}")
    return 0


def read(words: Sequence[str]) -> Wanted:
    """Check every key and value.

    Raises:
        ConfigError: A key or value is not valid; the message says what is.
    """
    import os

    from sim.config.load import parse
    from sim.config.options import check_whole

    values: dict[str, Any] = {}
    for override in parse(words):
        key = override.key_or_group
        if key not in KEYS:
            raise unknown("key", key, KEYS)
        if override.is_sweep_override() or override.is_delete():
            raise ConfigError(f"{override.input_line}: give one value; a list is [a,b]")
        values[key] = override.value()
    for key, (low, high) in RANGES.items():
        check_whole(key, values.get(key, low), low, high)
    for key in ("figures", "quiet"):
        if not isinstance(values.get(key, False), bool):
            raise ConfigError(f"{key} must be true or false, got {values[key]!r}")
    return Wanted(
        _size(values), _claims(values.get("claims")), values.get("workers", os.cpu_count() or 1),
        values.get("figures", True), Path(str(values.get("out", "results/claims"))),
        values.get("quiet", False),
    )  # fmt: skip


def _size(values: dict[str, Any]) -> Size:
    from sim.analysis.companies import KINDS
    from sim.studies.claims.experiment import SIZES, Size

    name = values.get("size", "small")
    if name not in SIZES:
        raise unknown("size", str(name), SIZES)
    kind = values.get("companies", Size.companies)
    if kind not in KINDS:
        raise unknown("companies", str(kind), KINDS)
    changes = {key: values[key] for key in ("draws", "seeds", "headcount") if key in values}
    return dataclasses.replace(
        SIZES[name], first_seed=values.get("seed", 0), companies=kind, **changes
    )


def _claims(names: Any) -> tuple[Claim, ...]:
    from sim.studies.claims.registry import REGISTRY

    if names is None:
        return tuple(REGISTRY.values())
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not listed:
        raise ConfigError(f"claims must be a list such as [C05,C14], got {names!r}")
    for name in listed:
        if name not in REGISTRY:
            raise unknown("claim", str(name), REGISTRY)
    return tuple(claim for name, claim in REGISTRY.items() if name in listed)
