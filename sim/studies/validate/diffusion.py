"""Two real diffusions, reproduced on their own networks: one without, one with a peer effect.

The model's awareness is a hazard, P = 1 - (1 - p) exp(-q exposure). `fit` estimates p and q
from who adopted when; `reproduce` runs the firm with everything else switched off, so that
whoever is aware uses, and compares the curve of adoption.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.base.params import ConfigError
from sim.studies.validate.findings import SKIPPED, Finding, judged

if TYPE_CHECKING:
    from sim.base.arrays import Floats, Ints
    from sim.model.config import RunConfig
    from sim.organisation.network import Ties
    from sim.organisation.structure import Structure
    from sim.report.language import Language

#: Steps of the model in one period of the data, so that hearing and using fall into one period.
STEPS = 8
RUNS = 40
#: Chi-square of 95 % with one degree of freedom.
SURE = 3.84


@dataclass(frozen=True)
class Diffusion:
    """A real network and when everybody adopted.

    Attributes:
        ties: Who named whom, in either direction.
        period: First period of use, from 1; `periods` + 1 for those who never did.
        periods: Periods observed.
        group: Town or village of everybody.
    """

    ties: Ties
    period: Ints
    periods: int
    group: Ints

    def exposure(self, when: int) -> Floats:
        """Adopters among one's contacts before a period, over the mean number of contacts."""
        used = (self.period < when)[self.ties.neighbour]
        count = np.bincount(self.ties.owner, used, self.ties.people)
        return np.asarray(count / (len(self.ties.neighbour) / self.ties.people))

    def curve(self) -> Floats:
        """Share of people who have adopted, by the end of each period."""
        return np.array([(self.period <= when).mean() for when in range(1, self.periods + 1)])


@dataclass(frozen=True)
class Hazard:
    """Maximum-likelihood rates per period, with the 95 % profile interval of the peer effect."""

    outside: float
    peers: float
    low: float
    high: float


def read(folder: Path, kind: str) -> Diffusion | None:
    """Read one of the two data sets; None where its file is absent.

    Args:
        folder: Holds `coleman-medical-innovation/` and `korean-family-planning/`.
        kind: "coleman" or "korea".
    """
    name, group, periods = {
        "coleman": ("coleman-medical-innovation/medInnovations.csv", "city", 17),
        "korea": ("korean-family-planning/kfamily_network_adoption.csv", "village", 10),
    }[kind]
    path = folder / name
    if not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        return _diffusion(lines, group, periods)
    except (KeyError, ValueError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"cannot read {path}: {error!r}") from error


def _diffusion(lines: list[dict[str, str]], group: str, periods: int) -> Diffusion:
    from sim.organisation.network import Ties

    place = {(float(line[group]), float(line["id"])): row for row, line in enumerate(lines)}
    named = [name for name in lines[0] if re.match(r"net\d", name)]
    pairs = [
        (row, place[where, float(line[name])])
        for row, line in enumerate(lines)
        for where in [float(line[group])]
        for name in named
        if line[name] and (where, float(line[name])) in place
    ]
    a, b = np.array(pairs).T
    ties = Ties.from_pairs(len(lines), a, b)
    plain = Ties(ties.start, ties.neighbour, np.ones(len(ties.neighbour)))
    period = np.array([min(periods + 1, int(float(line["toa"]))) for line in lines])
    return Diffusion(plain, period, periods, np.array([int(float(line[group])) for line in lines]))


def fit(data: Diffusion) -> Hazard:
    """Estimate p and q from every person and period at risk."""
    from scipy.optimize import minimize_scalar

    exposure, happened = [], []
    for when in range(1, data.periods + 1):
        risk = data.period >= when
        exposure.append(data.exposure(when)[risk])
        happened.append(data.period[risk] == when)
    seen, adopts = np.concatenate(exposure), np.concatenate(happened)

    def best_outside(peers: float) -> tuple[float, float]:
        def loss(outside: float) -> float:
            stays = (1.0 - outside) * np.exp(-peers * seen)
            return -float(np.log(np.where(adopts, 1.0 - stays, stays)).sum())

        done = minimize_scalar(loss, bounds=(1e-5, 0.9), method="bounded")
        return float(done.fun), float(done.x)

    grid = np.linspace(0.0, 0.6, 121)
    losses = np.array([best_outside(peers)[0] for peers in grid])
    peers = float(grid[losses.argmin()])
    inside = grid[2.0 * (losses - losses.min()) <= SURE]
    return Hazard(best_outside(peers)[1], peers, float(inside.min()), float(inside.max()))


def reproduce(data: Diffusion, outside: float, peers: float, seeds: int = RUNS) -> Floats:
    """Adoption curves of the model on the real network, shape (seeds, periods)."""
    from sim.model.engine import Engine
    from sim.organisation.build import Organisation
    from sim.organisation.network import Network

    organisation = Organisation(
        _flat(data.group), Network(data.ties, data.ties, np.ones(data.ties.people))
    )
    config = _only_hearing(data, outside, peers)
    curves = np.empty((seeds, data.periods))
    for seed in range(seeds):
        firm = Engine(config, organisation, seed)
        for step in range(data.periods * STEPS):
            firm.step()
            if (step + 1) % STEPS == 0:
                curves[seed, step // STEPS] = firm.people.aware.mean()
    return curves


def _only_hearing(data: Diffusion, outside: float, peers: float) -> RunConfig:
    """Everything but hearing and using switched off: who has heard of it uses it."""
    from sim.config.load import load
    from sim.model.week import ESSENTIAL, names

    off = [name for name in names() if name not in (*ESSENTIAL, "awareness", "decision")]
    per_step = 1.0 - (1.0 - outside) ** (1.0 / STEPS)
    return load((
        "strategy=organic", "equal_budget=false", f"weeks={data.periods * STEPS}",
        f"ablate=[{','.join(off)}]", "workforce.start.early_users=0",
        "workforce.decision.intercept=10", "workforce.decision.pace=1",
        f"workforce.awareness.external={per_step}", "workforce.awareness.notice=0",
        f"workforce.awareness.contagion={peers / STEPS}",
    ))  # fmt: skip


def _flat(group: Ints) -> Structure:
    """Towns as teams; the first of each is its head, for the form's sake."""
    from sim.organisation.structure import Structure, levels

    order, team = np.unique(group, return_inverse=True)
    first = np.array([int(np.flatnonzero(team == each)[0]) for each in range(len(order))])
    manager = first[team].astype(np.int32)
    manager[first] = first[0]
    manager[first[0]] = -1
    is_manager = np.zeros(len(team), np.bool_)
    is_manager[first] = True
    rows = team.astype(np.int32)
    return Structure(rows.copy(), rows, manager, is_manager, levels(manager))


def diffusions(folder: Path | None) -> list[Finding]:
    """Check both; skipped where the data are not at hand."""
    return [
        *_each(folder, "coleman", peers=False),
        *_each(folder, "korea", peers=True),
    ]


Told = Callable[["Language"], str]


def _each(folder: Path | None, kind: str, peers: bool) -> list[Finding]:
    """One of them: whether people heard from each other as they should, and the model's curve."""

    def title(speak: Language) -> str:
        return speak.say(f"validate.title_{kind}")

    data = None if folder is None else read(folder, kind)
    if data is None:
        return [Finding("diffusion", "absent", SKIPPED, {"title": title})]
    found = fit(data)

    def rates(speak: Language) -> str:
        return speak.say("validate.rates", **vars(found))

    def curve(speak: Language) -> str:
        key = "validate.curve_on" if peers else "validate.curve_off"
        return speak.say(key, title=title(speak))

    words, holds = ("peers", found.low > 0.0) if peers else ("no_peers", found.low == 0.0)
    used = found if peers else Hazard(_alone(data), 0.0, 0.0, 0.0)
    return [
        judged("diffusion", words, holds, title=title, rates=rates), _curve(curve, data, used),
    ]  # fmt: skip


def _alone(data: Diffusion) -> float:
    """The rate per period if nobody hears from anybody."""
    at_risk = sum(int((data.period >= when).sum()) for when in range(1, data.periods + 1))
    return float((data.period <= data.periods).sum() / at_risk)


def _curve(title: Told, data: Diffusion, rates: Hazard) -> Finding:
    """Compare curves: the largest gap against the 95 % bound for a sample of this size."""
    ours = reproduce(data, rates.outside, rates.peers).mean(axis=0)
    gap = float(np.abs(ours - data.curve()).max())
    bound = 1.36 / np.sqrt(data.ties.people)
    return judged(
        "diffusion", "curve", gap <= bound, title=title, people=data.ties.people,
        bound=100 * bound, gap=100 * gap, measured=100 * data.curve()[-1], end=100 * ours[-1],
    )  # fmt: skip
