"""Pages 1 and 2: the question, the recommendation, and the table behind it."""

from __future__ import annotations

from typing import Any

from sim.analysis.companies import dimensions
from sim.base.presets import REFERENCE
from sim.report.language import capitalised
from sim.report.plots.style import SHIPPED
from sim.report.tables import rows_of
from sim.studies.report.material import DEFAULT
from sim.studies.report.telling import Row, Telling


def recommendation(told: Telling) -> dict[str, Any]:
    """Pages 1 and 2."""
    choice, rule = told.findings.choice, told.rule
    near = (told.rollout, choice.first, choice.second, *choice.undecided)
    worse = [name for name in told.order if name not in near]
    everybody = (*told.order, REFERENCE)
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
        "numbers": _numbers(told),
        "now": told.say(f"report.now_{told.state}", **told.places()),
        "then": told.say(
            f"report.then_{told.rule_kind}",
            week=int(rule["week"]),
            threshold=told.threshold(),
            weeks=told.material.weeks,
            above=told.share(rule["pays_above"]),
            below=told.share(rule["pays_below"]),
        ),
        "not_now": told.say("report.not_now", names=told.names(worse))
        if worse
        else told.say("report.not_now_nobody"),
        "unsure": _unsure(told),
        "decided": [capitalised(line) for line in _decided(told, worse)],
        "open": [capitalised(line) for line in _open(told)],
        "rows": [_standing(told, name) for name in everybody],
        "what": [
            (told.name(name), told.say(f"report.what_{name}"))
            for name in everybody
            if name in (*SHIPPED, REFERENCE)
        ],
        "for": _in_favour(told),
        "against": _against(told),
        "sentence": told.say(
            f"report.sentence_{told.state}", **told.places(), threshold=told.threshold()
        ),
        "title_2": _second_title(told),
    }


def _numbers(told: Telling) -> list[tuple[str, str]]:
    """Four numbers, each with what it is."""
    main, (first, second) = told.rollout, told.kinds[:2]
    own = {kind: told.standing[kind][main] for kind in told.kinds}
    pays = told.each(lambda kind: told.share(own[kind]["beats_nothing"]))
    means = told.each(lambda kind: told.money(own[kind]["mean"], True))
    week, strategy = int(told.rule["week"]), told.within(main)
    counts = {kind: int(own[kind]["companies"]) for kind in told.kinds}
    return [
        (pays[first], told.say("report.number_first", strategy=strategy, count=counts[first])),
        (
            pays[second],
            told.say("report.number_second", count=counts[second], plausible=pays["plausible"]),
        ),
        (means[first], told.say("report.number_mean", weeks=told.material.weeks, **means)),
        (
            told.money(-told.rule["until"]),
            told.say("report.number_trial", week=week, strategy=strategy),
        ),
    ]


def _second_title(told: Telling) -> str:
    """Of page 2: in how many companies rollouts earn money, and the least regret."""
    least, standing = told.findings.choice.least_regret, told.standing
    earns = any(
        standing[kind][name]["mean"] > 0.0 for kind in told.deciding_kinds for name in told.order
    )
    return told.say(
        "report.title_2" if earns else "report.title_2_nothing",
        least=told.within(least),
        count=sum(standing[told.kinds[0]][name]["mean"] > 0.0 for name in told.order),
        all=len(told.order),
        regret=told.money(told.deciding[least]["regret"]),
    )


def _standing(told: Telling, name: str) -> Row:
    deciding = told.deciding[name]
    cells = [
        told.name(name),
        *(told.money(told.standing[kind][name]["mean"], True) for kind in told.kinds),
        "–" if name == REFERENCE else told.two("beats_nothing", name),
        told.decided("best", name),
        told.decided("near_best", name),
        told.money(deciding["regret"]),
        told.money(deciding["regret_worst"]),
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
        means = told.each(lambda kind: told.money(told.standing[kind][best]["mean"], True))
        money = told.money(alone[best]["mean"], True)
        lines.append(
            told.say("report.unsure_default", strategy=told.within(best), money=money, **means)
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
    last, people = told.of_kinds(told.findings.steady_state), told.material.people
    use = told.each(lambda kind: told.share(last[kind][told.rollout]["active"] / people))
    lines.append(told.say("report.decided_use", strategy=told.within(told.rollout), **use))
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
    for best in rows_of(told.findings.asking.head(1)):
        if best["pays"] == "yes":
            question = told.say(f"ask.question_{best['question']}", people=100)
            money = told.money(best["outside"])
            lines.append(told.say("report.open_ask", question=question, money=money))
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
    loses = told.each(lambda kind: told.share(1.0 - told.standing[kind][main]["beats_nothing"]))
    lines = [told.say("report.against_nothing", **loses)]
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
