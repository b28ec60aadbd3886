"""Pages 1 and 2: the question, the recommendation, and the table behind it."""

from __future__ import annotations

from typing import Any

from sim.analysis.companies import dimensions
from sim.base.presets import REFERENCE
from sim.report.plots.style import SHIPPED
from sim.studies.report.findings import of_kind
from sim.studies.report.material import DEFAULT
from sim.studies.report.pages.common import Row, shown, threshold
from sim.studies.report.telling import Telling, listed


def recommendation(told: Telling) -> dict[str, Any]:
    """Pages 1 and 2."""
    choice, rule = told.findings.choice, told.rule
    deciding, look = told.deciding, int(rule["week"])
    main = told.rollout
    own = {kind: told.standing[kind][main] for kind in told.kinds}
    first, second = told.kinds[:2]
    worse = [
        name
        for name in told.order
        if name not in (main, choice.first, choice.second) and name not in choice.undecided
    ]
    goes = told.say(
        f"report.then_{told.rule_kind}",
        week=look,
        threshold=threshold(told),
        weeks=told.material.weeks,
        above=told.share(rule["pays_above"]),
        below=told.share(rule["pays_below"]),
    )
    return {
        "title": told.say(f"report.title_{told.state}", **told.places()),
        "question": told.say(
            "report.question",
            people=told.people,
            count=len(told.order),
            weeks=told.material.weeks,
            seat=told.money(told.material.prices.seat.value),
            hour=told.money(told.material.prices.hour.value),
            realised=told.share(told.material.prices.realised.value),
        ),
        "numbers": [
            (
                told.share(own[first]["beats_nothing"]),
                told.say(
                    "report.number_first",
                    strategy=told.within(main),
                    count=int(own[first]["companies"]),
                ),
            ),
            (
                told.share(own[second]["beats_nothing"]),
                told.say(
                    "report.number_second",
                    count=int(own[second]["companies"]),
                    plausible=told.share(own["plausible"]["beats_nothing"]),
                ),
            ),
            (
                told.money(own[first]["mean"], True),
                told.say(
                    "report.number_mean",
                    weeks=told.material.weeks,
                    **told.each(lambda kind: told.money(own[kind]["mean"], True)),
                ),
            ),
            (
                told.money(-rule["until"]),
                told.say("report.number_trial", week=look, strategy=told.within(main)),
            ),
        ],
        "now": told.say(f"report.now_{told.state}", **told.places()),
        "then": goes,
        "not_now": told.say("report.not_now", names=told.names(worse))
        if worse
        else told.say("report.not_now_nobody"),
        "unsure": _unsure(told),
        "decided": listed(_decided(told, worse)),
        "open": listed(_open(told)),
        "small": shown(told),
        "rows": [_standing(told, name) for name in (*told.order, REFERENCE)],
        "what": [
            (told.name(name), told.say(f"report.what_{name}"))
            for name in (*told.order, REFERENCE)
            if name in (*SHIPPED, REFERENCE)
        ],
        "for": _in_favour(told),
        "against": _against(told),
        "sentence": told.say(
            f"report.sentence_{told.state}", **told.places(), threshold=threshold(told)
        ),
        "title_2": told.say(
            "report.title_2_nothing"
            if all(
                told.standing[each.kind][name]["mean"] <= 0.0
                for each in told.material.deciding
                for name in told.order
            )
            else "report.title_2",
            least=told.within(choice.least_regret),
            count=sum(told.standing[first][name]["mean"] > 0.0 for name in told.order),
            all=len(told.order),
            regret=told.money(deciding[choice.least_regret]["regret"]),
        ),
    }


def _standing(told: Telling, name: str) -> Row:
    own, deciding = told.standing, told.deciding
    cells = [told.name(name)]
    cells += [told.money(own[kind][name]["mean"], True) for kind in told.kinds]
    if name == REFERENCE:
        cells += ["–"]
    else:
        cells += [told.two("beats_nothing", name)]
    cells += [
        told.decided("best", name),
        told.decided("near_best", name),
        told.money(deciding[name]["regret"]),
        told.money(deciding[name]["regret_worst"]),
    ]
    return Row(cells, name in (told.findings.choice.first, told.rollout))


def _unsure(told: Telling) -> list[str]:
    """How sure it is: nobody has compared strategies; what the default company alone would say."""
    every = dimensions()
    lines = [
        told.say("report.unsure", without=sum(not each.sourced for each in every), all=len(every))
    ]
    alone = told.standing[DEFAULT]
    if alone:
        best = max(told.order, key=lambda name: alone[name]["mean"])
        lines.append(
            told.say(
                "report.unsure_default",
                strategy=told.within(best),
                money=told.money(alone[best]["mean"], True),
                **told.each(lambda kind: told.money(told.standing[kind][best]["mean"], True)),
            )
        )
    without = told.findings.without
    if without is not None:
        key = "same" if without.first == told.findings.choice.first else "other"
        lines.append(told.say(f"report.without_{key}", first=told.within(without.first)))
    return lines


def _decided(told: Telling, worse: list[str]) -> list[str]:
    choice, lines = told.findings.choice, list[str]()
    if worse:
        lines.append(
            told.say(
                "report.decided_worse",
                names=told.names(worse),
                least=told.within(choice.least_regret),
            )
        )
    if choice.is_nothing and not choice.undecided:
        lines.append(told.say("report.decided_none", all=len(told.order)))
    use = {kind: of_kind(told.findings.steady, kind)[told.rollout] for kind in told.kinds}
    lines.append(
        told.say(
            "report.decided_use",
            strategy=told.within(told.rollout),
            **told.each(lambda kind: told.share(use[kind]["active"] / told.material.people)),
        )
    )
    return lines


def _open(told: Telling) -> list[str]:
    choice = told.findings.choice
    lines = []
    if choice.undecided:
        lines.append(
            told.say(
                "report.open_level", names=told.names([choice.least_regret, *choice.undecided])
            )
        )
    lines.append(told.say("report.open_world"))
    best = told.findings.asking.head(1)
    if (best["pays"] == "yes").any():
        row = best.iloc[0]
        lines.append(
            told.say(
                "report.open_ask",
                question=told.say(f"ask.question_{row['question']}", people=100),
                money=told.money(float(row["outside"])),
            )
        )
    lines.append(
        told.say("report.open_realised", share=told.share(told.material.prices.realised.value))
    )
    return lines


def _in_favour(told: Telling) -> list[str]:
    """What speaks for the rollout that is looked at, as far as numbers say it."""
    main, both = told.rollout, told.deciding
    first = min(told.order, key=lambda name: both[name]["regret"])
    safe = min(told.order, key=lambda name: both[name]["regret_worst"])
    cheap = sorted(told.order, key=lambda name: both[name]["sunk"]).index(main) + 1
    lines = []
    if first == main:
        lines.append(told.say("report.for_regret", regret=told.money(both[main]["regret"])))
    if safe == main:
        lines.append(told.say("report.for_worst", regret=told.money(both[main]["regret_worst"])))
    lines.append(
        told.say(
            "report.for_sunk", sunk=told.money(both[main]["sunk"]), place=cheap, all=len(told.order)
        )
    )
    if told.has_rule:
        lines.append(
            told.say(
                "report.for_trial",
                week=int(told.rule["week"]),
                judged=told.money(told.rule["trial"], True),
                always=told.money(told.rule["until"] + told.rule["judged_always"], True),
            )
        )
    return lines


def _against(told: Telling) -> list[str]:
    main, both = told.rollout, told.deciding
    lines = [
        told.say(
            "report.against_nothing",
            **told.each(lambda kind: told.share(1.0 - told.standing[kind][main]["beats_nothing"])),
        )
    ]
    first = min(told.order, key=lambda name: both[name]["regret"])
    if first != main:
        lines.append(
            told.say(
                "report.against_regret",
                other=told.within(first),
                regret=told.money(both[main]["regret"]),
                least=told.money(both[first]["regret"]),
            )
        )
    lines.append(
        told.say(
            "report.against_worst",
            strategy=told.within(main),
            regret=told.money(both[main]["regret_worst"]),
        )
    )
    shares = told.each(lambda kind: told.share(told.standing[kind][main]["best"]))
    lines.append(told.say("report.against_best", **shares))
    return lines
