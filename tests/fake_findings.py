"""What studies found, made up: as many strategies and as long names as a figure may meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.companies import companies, dimensions
from sim.analysis.deciders import ranking
from sim.analysis.matters import matters
from sim.base.streams import Streams
from sim.model.outcomes import BY_NAME, OUTCOMES
from sim.report.language import Language
from sim.studies.calibrate import figures as calibration
from sim.studies.calibrate.calibrate import Calibration
from sim.studies.claims.assess import Assessed
from sim.studies.claims.experiment import Size
from sim.studies.claims.figures import claim_figure, overview_figure
from sim.studies.claims.registry import REGISTRY
from sim.studies.claims.verdict import assess, combine
from sim.studies.discovery.boxes import Box
from sim.studies.discovery.features import Features, assumed
from sim.studies.discovery.figures import box_figure, companies_figure
from sim.studies.discovery.report import Report, View
from sim.studies.discovery.rule import Candidate, Confirmation, Data, Finding, count
from sim.studies.discovery.sample import Question, Sample, judge
from sim.studies.evidence.table import with_file
from sim.studies.search.figures import check_figure, front_figure
from sim.studies.search.optimise import Trials
from sim.studies.search.play import Found as Searched
from sim.studies.search.play import Wanted, check, pick
from sim.studies.sensitivity import figures as sensitivity
from sim.studies.sensitivity.analysis import Findings
from sim.studies.sensitivity.factors import LUCK, STRATEGY
from sim.studies.sensitivity.question import COMPANY, OTHERS, Response
from sim.studies.tournament.arena import Played
from sim.studies.tournament.figures import chance_figure, regret_figure, trade_figure
from sim.studies.tournament.found import Found
from sim.studies.tournament.goals import GOALS, TRADED
from sim.studies.tournament.pareto import fronts
from sim.studies.tournament.prices import Books, Price
from sim.studies.tournament.standings import standings

Figures = dict[str, Callable[[Language], Figure]]
COMPANIES = 24


def draw(label: str) -> np.random.Generator:
    return Streams(7).generator(label)


def tournament(names: Sequence[str], spread: float = 1.0) -> Found:
    """Strategies of different levels in every outcome; the first one leads."""
    lots = draw("tournament")
    level = np.linspace(4.0, 1.0, len(names))[:, None, None]
    shape = (len(names), COMPANIES, 3)
    values = {each.name: 40 * each.sign * level * lots.uniform(0.5, 1.5, (1, COMPANIES, 3))
              + spread * lots.normal(0, 30, shape) for each in OUTCOMES}  # fmt: skip
    played = Played(tuple(names), values, (), (), np.zeros(COMPANIES, bool), np.arange(COMPANIES))
    hours = np.ones(shape[:2])
    price = Price("hour", "€ per hour", 50.0, 30.0, 90.0)
    books = Books(tuple(names), 2 * hours, hours, hours, hours, price, price)
    return Found("matched", [{}] * COMPANIES, played, 50, 104, books, 0, matters(people=50))


def tournament_figures(names: Sequence[str]) -> Figures:
    found = tournament(names)
    table = pd.concat([standings(found.table(BY_NAME[goal.outcome])) for goal in GOALS])
    front = fronts([found.goal(goal) for goal in TRADED])
    return {
        "tournament_best": lambda speak: chance_figure(found, table, speak),
        "tournament_regret": lambda speak: regret_figure(found, table, speak),
        "tournament_front": lambda speak: trade_figure(found, front, speak),
    }


def search_figures(names: Sequence[str]) -> Figures:
    lots = draw("search")
    scores = lots.normal((40, 1.2, -900), (8, 0.4, 300), (120, 3))
    shipped = lots.normal((35, 0.9, -900), (6, 0.3, 300), (len(names), 3))
    trials = Trials([{}] * 120, scores)
    front, picks = pick(trials, shipped, names)
    after = {name: lots.normal(1.0, 3.0, (4, COMPANIES)) * np.array([[5], [0.2], [400], [4000]])
             for name in (*front.values(), *names)}  # fmt: skip
    found = Searched(
        Wanted("matched", ("training",), 120, 20, COMPANIES, 2, 0.5), 78, 200, trials,
        np.zeros((4, 120, 20)), front, tuple(names), shipped, picks, check(picks, after, after),
    )  # fmt: skip
    return {"search_front": lambda speak: front_figure(found, speak),
            "search_check": lambda speak: check_figure(found, speak)}  # fmt: skip


def discovery_figures(names: Sequence[str], limits: int = 3, stands: bool = True) -> Figures:
    lots = draw("discovery")
    points = tuple(companies("plausible", 60, 0))
    features: Features = assumed(points)
    longest = sorted(range(len(features.known)), key=lambda k: -len(features.known[k].words))
    varied = [k for k in longest if np.ptp(features.values[:, k]) > 0][:limits]
    first = features.values[:, varied[0]]
    level = (first - np.median(first)) / np.ptp(first)
    gains = lots.normal(0.5 * level[:, None], 0.05, (60, 4))
    judged = judge(gains, 0.0)
    low, high = (np.full(features.values.shape[1], end) for end in (-np.inf, np.inf))
    low[varied] = np.quantile(features.values[:, varied], 0.2, axis=0)
    high[varied[0]] = np.quantile(features.values[:, varied[0]], 0.9)
    box = Box(tuple(low), tuple(high))
    data = Data(features.values, judged.label == 1, judged.mean, np.arange(60) % 3 == 0)
    counts = count(box, data.values, data.wins)
    quasi = tuple((limit, 0.001 * (k + 1)) for k, limit in enumerate(box.limits))
    everything = Box((-np.inf,) * len(low), (np.inf,) * len(low))
    whole = Candidate(everything, count(everything, data.values, data.wins))
    test = Confirmation(counts, 0.01, 0.025, (0.1, 0.0, 0.2), (0.0, -0.1, 0.1))
    finding = Finding("" if stands else "refused", (whole, Candidate(box, counts)),
                      Candidate(box, counts), quasi, test)  # fmt: skip
    view = View("assumed", features.known, data, finding, None)
    question = Question(names[0], names[-1], BY_NAME["genuine_use_final"])
    sample = Sample(tuple(range(60)), points, tuple(range(60)), gains, features, features, 0, ())
    report = Report(question, sample, judged, (view,))
    return {"discover_companies": lambda speak: companies_figure(report, speak),
            "discover_assumed": lambda speak: box_figure(report, view, speak)}  # fmt: skip


def sensitivity_figures(names: Sequence[str]) -> Figures:
    """Responses are differences of strategies; assumptions are those with the longest names."""
    lots = draw("sensitivity")
    responses = [Response(BY_NAME["hours_saved_per_employee_week"], name, names[0])
                 for name in names] or [Response(BY_NAME["use_auc"])]  # fmt: skip
    known = sorted(dimensions(), key=lambda each: -len(each.doc))[:12]
    blocks = [*((each.key, each.doc, "assumption") for each in known),
              *((key, key, key) for key in (STRATEGY, LUCK, OTHERS))]  # fmt: skip
    tables = ("morris", "sobol", "pawn", "convergence", "outcomes")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
    for each in responses:
        head = {"outcome": each.outcome.name, "strategy": each.strategy, "baseline": each.baseline}
        for key, label, kind in blocks:
            told = {**head, "parameter": key, "label": label, "kind": kind, "sourced": "no"}
            value, half = float(lots.beta(1, 6)), 0.05
            ends = {"low": value - half, "high": value + half}
            for index, factor in (("mu_star", 1.0), ("sigma", 0.8)):
                rows["morris"].append({**told, "index": index, "value": factor * value, **ends})
            for index, factor in (("total", 1.0), ("first", 0.6)):
                rows["sobol"].append({**told, "index": index, "value": factor * value, **ends})
            told |= {"value": value, **ends}
            rows["convergence"] += [{**told, "index": "total", "rows": count}
                                    for count in (32, 64, 128)]  # fmt: skip
            rows["pawn"].append({**told, "index": "pawn", "noise": 0.1})
        for key, value in ((COMPANY, 0.6), (STRATEGY, 0.3), (LUCK, 0.1)):
            rows["sobol"].append({**head, "parameter": key, "label": key, "kind": key,
                                  "sourced": "", "index": "part", "value": value,
                                  "low": value - 0.05, "high": value + 0.05})  # fmt: skip
        rows["outcomes"].append({**head, "settled": 1, "leading": 3})
    found = Findings(tuple(each.key for each in known[:6]),
                     *(pd.DataFrame(own) for own in rows.values()))  # fmt: skip
    one = responses[-1]
    return {
        "sensitivity_parts": lambda speak: sensitivity.parts_figure(found, responses, speak),
        "sensitivity_morris": lambda speak: sensitivity.morris_figure(found, one, speak),
        "sensitivity_sobol": lambda speak: sensitivity.sobol_figure(found, one, speak),
        "sensitivity_convergence": lambda speak: sensitivity.convergence_figure(found, one, speak),
    }


def calibration_figures() -> Figures:
    lots, space = draw("calibration"), dimensions()[:25]
    rows = [row for row in with_file(None) if row.use == "target"]
    shares = lots.beta(2, 5, (80, len(space)))
    points = np.array([[one.at(share) for one, share in zip(space, row, strict=True)]
                       for row in shares])  # fmt: skip
    value = np.array([row.value for row in rows])
    shown = value * lots.normal(1.0, 0.3, (80, len(rows)))
    stand_in: Any = SimpleNamespace(columns=list(range(len(space))))
    found = Calibration(rows, space, points, shares, shown, 80, np.ones(80, bool), stand_in,
                        stand_in, {})  # fmt: skip
    told = {key: {row.id: factor * row.value for row in rows}
            for key, factor in (("typical", 1.02), ("defaults", 1.4))}  # fmt: skip
    return {
        "calibration_targets": lambda speak: calibration.targets(found, told, speak),
        "calibration_widths": lambda speak: calibration.widths(found, speak),
        "calibration_posteriors": lambda speak: calibration.posteriors(found, speak),
    }


def claims_figures(count: int) -> Figures:
    """The first claims, with differences made up; one with a dose is among them."""
    lots, size = draw("claims"), Size(40, 4)
    drawn = companies("plausible", size.draws, 0)
    sample: Any = SimpleNamespace(size=size, of=lambda arm, metric: lots.normal(
        0.1, 0.2, (size.draws, size.seeds)))  # fmt: skip
    assessed = []
    for claim in list(REGISTRY.values())[:count]:
        judged = [assess(each, lots.normal(lots.normal(0.1, 0.2), 0.2, (size.draws, size.seeds)))
                  for each in (*claim.conditions, *claim.asides)]  # fmt: skip
        verdict = combine(judged[: len(claim.conditions)], judged[len(claim.conditions) :])
        ranked = tuple(ranking(drawn, verdict.margin))
        assessed.append(Assessed(claim, verdict, ranked[:1], ranked, "no", drawn, 100))
    figures: Figures = {"overview": lambda speak: overview_figure(assessed, size, speak)}
    for each in assessed:
        figures[each.claim.id] = partial(claim_figure, each, sample)
    return figures


def every(names: Sequence[str], claims: int) -> Figures:
    """All figures of all studies but those of runs."""
    return {
        **tournament_figures(names), **search_figures(names), **discovery_figures(names),
        **sensitivity_figures(names), **calibration_figures(), **claims_figures(claims),
    }  # fmt: skip
