"""What stands on each of the ten pages: rows of tables and sentences; the template sets them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.companies import dimensions
from sim.analysis.decision import BOTH
from sim.analysis.money import paid_by
from sim.base.presets import REFERENCE
from sim.report.plots.style import SHIPPED
from sim.studies.report.findings import of_kind
from sim.studies.report.material import DEFAULT
from sim.studies.report.own import follow_up
from sim.studies.report.telling import KINDS, Telling

SHOWN_MONEY = 3
"""Rollouts in tables that would not fit with all of them."""


class Row(NamedTuple):
    """A row of a table; the one of what is recommended is marked."""

    cells: list[str]
    marked: bool = False


def recommendation(told: Telling) -> dict[str, Any]:
    """Pages 1 and 2."""
    choice, rule = told.findings.choice, told.rule
    both, look = told.standing[BOTH], int(rule["week"])
    main = told.rollout
    own = {kind: told.standing[kind][main] for kind in KINDS}
    worse = [
        name
        for name in told.order
        if name not in (main, choice.first, choice.second) and name not in choice.undecided
    ]
    goes = told.say(
        "then_rule" if told.has_rule else "then_none",
        week=look,
        threshold=_threshold(told),
        weeks=told.material.weeks,
        above=told.share(rule["pays_above"]),
        below=told.share(rule["pays_below"]),
    )
    return {
        "title": told.recommended("title"),
        "question": told.say(
            "question",
            people=told.people,
            count=len(told.order),
            weeks=told.material.weeks,
            seat=told.money(told.material.prices.seat.value),
            hour=told.money(told.material.prices.hour.value),
            realised=told.share(told.material.prices.realised.value),
        ),
        "numbers": [
            (
                told.share(own["matched"]["beats_nothing"]),
                told.say(
                    "number_matched",
                    strategy=told.within(main),
                    count=int(own["matched"]["companies"]),
                ),
            ),
            (
                told.share(own["plausible"]["beats_nothing"]),
                told.say("number_plausible", count=int(own["plausible"]["companies"])),
            ),
            (
                told.money(own["matched"]["mean"], True),
                told.say(
                    "number_mean",
                    weeks=told.material.weeks,
                    other=told.money(own["plausible"]["mean"], True),
                ),
            ),
            (
                told.money(-rule["until"]),
                told.say("number_trial", week=look, strategy=told.within(main)),
            ),
        ],
        "now": told.recommended("now"),
        "then": goes,
        "not_now": told.say("not_now", names=told.names(worse))
        if worse
        else told.say("not_now_nobody"),
        "unsure": _unsure(told),
        "decided": _decided(told, worse),
        "open": _open(told),
        "small": _small(told),
        "rows": [_standing(told, name) for name in (*told.order, REFERENCE)],
        "what": [
            (told.name(name), told.say(f"what_{name}"))
            for name in (*told.order, REFERENCE)
            if name in (*SHIPPED, REFERENCE)
        ],
        "for": _in_favour(told),
        "against": _against(told),
        "sentence": told.recommended("sentence", threshold=_threshold(told)),
        "title_2": told.say(
            "title_2_nothing"
            if all(told.standing[k][n]["mean"] <= 0.0 for k in KINDS for n in told.order)
            else "title_2",
            least=told.within(choice.least_regret),
            count=sum(told.standing["matched"][n]["mean"] > 0.0 for n in told.order),
            all=len(told.order),
            regret=told.money(both[choice.least_regret]["regret"]),
        ),
    }


def _threshold(told: Telling) -> str:
    return told.threshold() if told.has_rule else ""


def _small(told: Telling) -> list[str]:
    """Three rollouts for the small figure: the one that is looked at, and the next by regret."""
    others = [name for name in told.order if name != told.rollout]
    return [told.rollout, *others[: SHOWN_MONEY - 1]]


def _standing(told: Telling, name: str) -> Row:
    own, both = told.standing, told.standing[BOTH]
    cells = [told.name(name)]
    cells += [told.money(own[kind][name]["mean"], True) for kind in KINDS]
    if name == REFERENCE:
        cells += ["–"]
    else:
        cells += [told.two("beats_nothing", name)]
    cells += [
        told.two("best", name),
        told.two("near_best", name),
        told.money(both[name]["regret"]),
        told.money(both[name]["regret_worst"]),
    ]
    return Row(cells, name in (told.findings.choice.first, told.rollout))


def _unsure(told: Telling) -> list[str]:
    """How sure it is: nobody has compared strategies; what the default company alone would say."""
    every = dimensions()
    lines = [told.say("unsure", without=sum(not each.sourced for each in every), all=len(every))]
    alone = told.standing[DEFAULT]
    if alone:
        best = max(alone, key=lambda name: alone[name]["mean"])
        lines.append(
            told.say(
                "unsure_default",
                strategy=told.within(best),
                money=told.money(alone[best]["mean"], True),
                matched=told.money(told.standing["matched"][best]["mean"], True),
                plausible=told.money(told.standing["plausible"][best]["mean"], True),
            )
        )
    return lines


def _decided(told: Telling, worse: list[str]) -> list[str]:
    choice, lines = told.findings.choice, list[str]()
    if worse:
        lines.append(
            told.say(
                "decided_worse", names=told.names(worse), least=told.within(choice.least_regret)
            )
        )
    if choice.is_nothing and not choice.undecided:
        lines.append(told.say("decided_none", all=len(told.order)))
    use = {kind: of_kind(told.findings.steady, kind)[told.rollout] for kind in KINDS}
    lines.append(
        told.say(
            "decided_use",
            strategy=told.within(told.rollout),
            matched=told.share(use["matched"]["active"] / told.material.people),
            plausible=told.share(use["plausible"]["active"] / told.material.people),
        )
    )
    return lines


def _open(told: Telling) -> list[str]:
    choice = told.findings.choice
    lines = []
    if choice.undecided:
        lines.append(
            told.say("open_level", names=told.names([choice.least_regret, *choice.undecided]))
        )
    lines.append(told.say("open_world"))
    lines.append(told.say("open_realised", share=told.share(told.material.prices.realised.value)))
    return lines


def _in_favour(told: Telling) -> list[str]:
    """What speaks for the rollout that is looked at, as far as numbers say it."""
    main, both = told.rollout, told.standing[BOTH]
    first = min(told.order, key=lambda name: both[name]["regret"])
    safe = min(told.order, key=lambda name: both[name]["regret_worst"])
    cheap = sorted(told.order, key=lambda name: both[name]["sunk"]).index(main) + 1
    lines = []
    if first == main:
        lines.append(told.say("for_regret", regret=told.money(both[main]["regret"])))
    if safe == main:
        lines.append(told.say("for_worst", regret=told.money(both[main]["regret_worst"])))
    lines.append(
        told.say("for_sunk", sunk=told.money(both[main]["sunk"]), place=cheap, all=len(told.order))
    )
    if told.has_rule:
        lines.append(
            told.say(
                "for_trial",
                week=int(told.rule["week"]),
                judged=told.money(told.rule["trial"], True),
                always=told.money(told.rule["until"] + told.rule["judged_always"], True),
            )
        )
    return lines


def _against(told: Telling) -> list[str]:
    main, both = told.rollout, told.standing[BOTH]
    lines = [
        told.say(
            "against_nothing",
            matched=told.share(1.0 - told.standing["matched"][main]["beats_nothing"]),
            plausible=told.share(1.0 - told.standing["plausible"][main]["beats_nothing"]),
        )
    ]
    first = min(told.order, key=lambda name: both[name]["regret"])
    if first != main:
        lines.append(
            told.say(
                "against_regret",
                other=told.within(first),
                regret=told.money(both[main]["regret"]),
                least=told.money(both[first]["regret"]),
            )
        )
    lines.append(
        told.say(
            "against_worst",
            strategy=told.within(main),
            regret=told.money(both[main]["regret_worst"]),
        )
    )
    shares = {kind: told.share(told.standing[kind][main]["best"]) for kind in KINDS}
    lines.append(told.say("against_best", **shares))
    return lines


def uncertainty(told: Telling) -> dict[str, Any]:
    """Page 3."""
    width = {
        str(row["what"]): float(row["width"]) for row in told.findings.unknown.to_dict("records")
    }
    alone = told.standing[DEFAULT]
    means = {
        kind: max(told.order, key=lambda name: told.standing[kind][name]["mean"]) for kind in KINDS
    }
    same = len(set(means.values())) == 1
    places = {kind: told.within(name) for kind, name in means.items()}
    return {
        "title": told.say("title_3_same" if same else "title_3_apart", **places),
        "kinds": [
            Row(
                [
                    told.say(f"know_{what}"),
                    told.say(f"know_{what}_is"),
                    told.say(f"know_{what}_size", width=told.money(width[what])),
                    told.say(f"know_{what}_less"),
                ]
            )
            for what in ("luck", "company", "model")
        ],
        "alone": bool(alone),
        "weighs": _weighs(told),
    }


def _weighs(told: Telling) -> str:
    """The assumption that weighs most, in a sentence or two."""
    most = told.findings.weightiest
    if most is None or not most.middle:
        return told.say("weighs_none")
    kind = next(iter(most.middle))
    key = "weighs" if most.decides else "weighs_maybe"
    number = told.speak.tick
    return told.say(
        key,
        parameter=told.label(most.key),
        name=most.key,
        low=number(_round(most.low)),
        high=number(_round(most.high)),
        default=number(_round(most.default)),
        unit=_unit(told, most.unit),
        source=told.say("sourced" if most.sourced else "not_sourced"),
        strategy=told.within(told.rollout),
        middle=number(_round(most.middle[kind])),
        below=told.beside(told.share(most.below[each]) for each in most.middle),
        above=told.beside(told.share(most.above[each]) for each in most.middle),
    )


def _unit(told: Telling, unit: str) -> str:
    """Hours a week are told as such; other units are those of the key."""
    return f"\N{NO-BREAK SPACE}{told.say('hours_a_week')}" if unit == "h/week" else ""


def _round(value: float) -> float:
    return float(f"{value:.2g}") if math.isfinite(value) else value


def adoption(told: Telling) -> dict[str, Any]:
    """Page 4."""
    last = {kind: of_kind(told.findings.steady, kind)[told.rollout]["active"] for kind in KINDS}
    waits = told.findings.lead_time[told.findings.lead_time["companies_kind"] != DEFAULT]
    means = waits.groupby("strategy")["lead_time"].mean()
    shortest = str(means.idxmin())
    return {
        "title": told.say(
            "title_4",
            strategy=told.within(told.rollout),
            matched=told.share(last["matched"] / told.material.people),
            plausible=told.share(last["plausible"] / told.material.people),
        ),
        "words": [
            Row(
                [
                    told.say(f"word_{name}"),
                    told.say(f"word_{name}_is"),
                    told.say(f"word_{name}_there"),
                ]
            )
            for name in ("any", "regular", "genuine")
        ],
        "waits": list(
            dict.fromkeys([REFERENCE, told.rollout, *([shortest] if shortest != REFERENCE else [])])
        ),
        "lead": told.say(
            "lead_note",
            shortest=told.within(shortest),
            weeks=told.number(float(means.min()), 2),
            nothing=told.number(float(means[REFERENCE]), 2),
        ),
    }


def over_time(told: Telling) -> dict[str, Any]:
    """Page 5."""
    place = told.material.strategies.index(told.rollout)
    low = {
        world.kind: float(np.cumsum(world.account.benefit()[place].mean(axis=0)).min())
        for world in told.material.kinds
    }
    values = {
        kind: told.findings.present_value[told.findings.present_value["companies_kind"] == kind]
        for kind in KINDS
    }
    rows = []
    for name in (told.rollout, REFERENCE):
        for rate in told.material.prices.rates:
            cells = [
                told.name(name),
                told.speak.share(rate, 0 if round(100 * rate, 6) % 1 == 0 else 1),
            ]
            for kind in KINDS:
                own = values[kind][values[kind]["strategy"] == name]
                row = own[(own["interest"] - rate).abs() < 1e-12].iloc[0]
                cells += [told.number(float(row[each])) for each in ("low", "mean", "high")]
            rows.append(Row(cells, name == told.rollout and rate == 0.0))
            if name == REFERENCE:
                break
    ends = paid_by(told.material.weeks)
    back = {kind: of_kind(told.findings.payback, kind)[told.rollout] for kind in KINDS}
    key = f"by_{ends[-1]}"
    return {
        "title": told.say(
            "title_5",
            matched=told.share(back["matched"][key]),
            plausible=told.share(back["plausible"][key]),
            weeks=told.material.weeks,
            strategy=told.within(told.rollout),
        ),
        "low": told.say(
            "lowest", matched=told.money(low["matched"]), plausible=told.money(low["plausible"])
        ),
        "rows": rows,
        "shown": _small(told),
    }


def controlling(told: Telling) -> dict[str, Any]:
    """Page 6."""
    main = told.rollout
    steady = {kind: of_kind(told.findings.steady, kind) for kind in KINDS}
    whole = {kind: of_kind(told.findings.account, kind) for kind in KINDS}
    better = (
        steady["matched"][main]["net"] / told.material.people
        > whole["matched"][main]["net_benefit"]
    )
    return {
        "title": told.say("title_6_better" if better else "title_6"),
        "steady": [
            _steady(told, steady, key)
            for key in (
                "licensed",
                "active",
                "hours_saved",
                "hours_put_in",
                "net_hours",
                "ends",
                "value",
                "licences",
                "other",
                "net",
                "ratio",
                "break_even_hours",
            )
        ],
        "account": [
            _account(told, whole, key)
            for key in (
                "cash_licences",
                "cash_other",
                "value_put_in",
                "value_back",
                "net_benefit",
                "ends",
                "not_realised",
                "beats_nothing",
            )
        ],
        "grid": {kind: _grid(told, kind) for kind in KINDS},
        "hours": sorted(told.findings.grid["hour"].unique()),
        "prices": _prices(told),
    }


def _steady(told: Telling, steady: Mapping[str, Any], key: str) -> Row:
    cells = [told.say(f"steady_{key}")]
    for name in (told.rollout, REFERENCE):
        for kind in KINDS:
            row = steady[kind][name]
            cells.append(_steady_cell(told, row, key, name))
    return Row(cells, key == "net")


def _steady_cell(told: Telling, row: Mapping[str, float], key: str, name: str) -> str:
    if name == REFERENCE and key in ("ends", "hours_saved", "hours_put_in", "net_hours"):
        return told.number(0.0, 2) if key != "ends" else "–"
    if key in ("licensed", "active"):
        return told.number(row[key])
    if key == "ends":
        return f"{told.number(row['net_low'], 1)} … {told.number(row['net_high'], 1)}"
    if key in ("hours_saved", "hours_put_in", "net_hours", "break_even_hours"):
        return told.number(row[key], 2)
    if key == "ratio":
        return "–" if math.isnan(row[key]) else f"{told.number(row[key], 1)} : 1"
    sign = -1.0 if key in ("licences", "other") else 1.0
    return told.number(sign * row[key] + 0.0, signed=key == "net")


def _account(told: Telling, whole: Mapping[str, Any], key: str) -> Row:
    cells = [told.say(f"account_{key}")]
    for name in (told.rollout, REFERENCE):
        for kind in KINDS:
            row = whole[kind][name]
            if key == "ends":
                cells.append(
                    f"{told.number(row['low'])} … {told.number(row['high'])}"
                    if name != REFERENCE
                    else "–"
                )
            elif key == "beats_nothing":
                cells.append(told.share(row[key]) if name != REFERENCE else "–")
            else:
                cells.append(told.number(row[key] + 0.0, signed=key == "net_benefit"))
    return Row(cells, key == "net_benefit")


def _grid(told: Telling, kind: str) -> list[tuple[str, list[tuple[str, float]]]]:
    """Rows of a grid: realised share, and each cell with how dark it is."""
    frame = told.findings.grid
    own = frame[(frame["companies_kind"] == kind) & (frame["strategy"] == told.rollout)]
    return [
        (
            told.share(float(str(realised))),
            [(told.share(value), value) for value in part.sort_values("hour")["beats_nothing"]],
        )
        for realised, part in own.groupby("realised")
    ]


def _prices(told: Telling) -> list[tuple[str, str, str, str]]:
    """Every price: in words, where it is from (in words and as a key), and who says so."""
    found = []
    for key, price in told.material.prices.by_key().items():
        source = told.say(f"source_{key}") if price.origin == "sourced" else price.source
        if key in ("realised", "interest"):
            value = told.share(price.value)
        elif price.origin == "drawn":
            value = told.say("span", low=told.money(price.low), high=told.money(price.high))
        else:
            value = told.money(price.value, decimals=0 if float(price.value).is_integer() else 2)
        origin = told.say(f"origin_{price.origin}")
        found.append((told.say(f"price_{key}", value=value), origin, price.origin, source))
    return found


def changes(told: Telling) -> dict[str, Any]:
    """Page 7."""
    own = told.findings.rules[told.findings.rules["strategy"] == told.rollout]
    rows = []
    for row in own.to_dict("records"):
        none = math.isnan(row["threshold"])
        rows.append(
            Row(
                [
                    str(row["week"]),
                    told.say("stop_always") if none else told.share(row["threshold"]),
                    told.share(row["goes_on"]),
                    "–" if none else told.share(row["pays_above"]),
                    told.share(row["pays_below"]),
                    told.money(row["until"], True),
                    told.money(row["judged_always"], True),
                    told.money(row["judged"], True),
                    told.money(row["trial"], True),
                ],
                row["week"] == told.rule["week"],
            )
        )
    prices = []
    for key in ("hour", "realised", "seat_month"):
        cells = [told.say(f"flip_{key}")]
        for kind in KINDS:
            frame = told.findings.break_even
            found = frame[
                (frame["companies_kind"] == kind)
                & (frame["price"] == key)
                & (frame["strategy"] == told.rollout)
            ]
            if len(found):
                cells += [_turn(told, key, found.iloc[0])]
        if len(cells) > 1:
            today = told.findings.break_even.query("price == @key")["today"].iloc[0]
            cells.insert(1, told.share(today) if key == "realised" else told.money(today))
            prices.append(Row(cells))
    tests = told.findings.rules.loc[told.findings.rules.groupby("strategy")["trial"].idxmax()]
    best = tests.sort_values("trial", ascending=False).iloc[0]
    return {
        "title": told.say(
            "title_7_rule" if told.has_rule else "title_7_none",
            threshold=_threshold(told),
            week=int(told.rule["week"]),
            strategy=told.within(told.rollout),
        ),
        "rows": rows,
        "prices": prices,
        "best": told.say(
            "best_trial",
            strategy=told.within(str(best["strategy"])),
            week=int(best["week"]),
            money=told.money(float(best["trial"]), True),
        ),
        "beats": any(
            bool((told.findings.assumptions[f"p_holm_{kind}"] < 0.05).any()) for kind in KINDS
        )
        if not told.findings.assumptions.empty
        else False,
    }


def _turn(told: Telling, key: str, row: Any) -> str:
    pays = str(row["pays"])
    at = (
        ""
        if math.isnan(row["at"])
        else (told.share(row["at"]) if key == "realised" else told.money(row["at"], decimals=0))
    )
    return told.say(f"pays_{pays}", at=at)


def data(told: Telling) -> dict[str, Any]:
    """Page 8."""
    own, table = told.material.own, told.findings.assumptions
    given: list[Row] = []
    later: list[Row] = []
    if own is None:
        given.append(
            Row(
                [
                    told.say("data_headcount"),
                    told.say("data_headcount_as"),
                    told.say("data_headcount_for"),
                    "–",
                ]
            )
        )
    else:
        for source in own.about.sources:
            dropped = sum(source.dropped.values())
            given.append(
                Row(
                    [
                        told.say("data_rows", format=source.format, rows=told.number(source.rows)),
                        told.say(f"data_{source.kind}"),
                        told.say(f"data_{source.kind}_for"),
                        told.say("data_dropped", rows=told.number(dropped)) if dropped else "–",
                    ]
                )
            )
        later = [
            Row(
                [
                    str(int(row["week"])),
                    f"{told.share(row['low'])} … {told.share(row['high'])}",
                    told.share(row["median"]),
                    told.share(row["came"]),
                    told.say("inside" if row["inside"] else "outside"),
                ]
            )
            for row in follow_up(own)
        ]
    known = {} if own is None else own.known
    rows = []
    for row in table.head(7).to_dict("records"):
        key = str(row["parameter"])
        says = (
            told.say("known_yes" if known[key] else "known_no")
            if key in known
            else told.say("known_nobody")
        )
        rows.append(Row([told.label(key), key, row["source"] or told.say("not_sourced"), says]))
    return {
        "title": told.say("title_8_own" if own is not None and own.has_forecast else "title_8"),
        "given": given,
        "later": later,
        "rows": rows,
        "fired": _fired(told),
        "has_forecast": own is not None and own.has_forecast,
        "window": own.window if own is not None else 0,
    }


def _fired(told: Telling) -> str:
    """Whether the switch rule has been reached by the organisation's own weeks."""
    own, rule = told.material.own, told.rule
    if own is None or own.points.empty:
        return ""
    week, last = int(rule["week"]), int(own.points["week"].max())
    came = own.at(week)
    if not told.has_rule or math.isnan(came):
        return told.say("fired_later", week=week, last=last)
    key = "fired_on" if came >= rule["threshold"] else "fired_stop"
    return told.say(key, week=week, came=told.share(came), threshold=told.threshold())


def council(told: Telling) -> dict[str, Any]:
    """Page 9."""
    people = {kind: of_kind(told.findings.people, kind) for kind in KINDS}
    rows = []
    for name in (*told.order, REFERENCE):
        cells = [told.name(name)]
        for key, digits in (
            ("hours_early", 2),
            ("hours_late", 2),
            ("manager_hours", 1),
            ("reactance_peak", 2),
            ("threat_final", 2),
            ("trust_final", 2),
        ):
            cells.append(
                told.beside(told.number(people[kind][name][key], digits) for kind in KINDS)
            )
        rows.append(Row(cells, name == told.rollout))
    own = told.material.own
    read = (
        told.say("sheet_read_none")
        if own is None
        else told.say(
            "sheet_read_own",
            count=len(own.about.sources),
            columns=", ".join(dict.fromkeys(c for each in own.about.sources for c in each.columns))
            or "–",
        )
    )
    names = "names_rejoin" if own is not None and own.about.rejoin else "names"
    sheet = [
        (
            told.say(f"sheet_{name}"),
            read if name == "read" else told.say(f"sheet_{names if name == 'names' else name}_is"),
        )
        for name in ("purpose", "read", "where", "names", "groups", "persons", "kept")
    ]
    asked = [
        Row([told.say(f"ask_{name}"), told.say(f"ask_{name}_page")])
        for name in ("plan", "work", "watch", "expert", "train")
    ]
    ordered = [name for name in told.order if name in ("mandate", "mandate_with_training")]
    counted = told.say("council_counted", names=told.names(ordered)) if ordered else ""
    return {"rows": rows, "sheet": sheet, "asked": asked, "counted": counted}


def methods(told: Telling, command: str) -> dict[str, Any]:
    """Page 10."""
    runs = {
        str(row["companies_kind"]): str(row["run_id"])
        for row in told.findings.runs.to_dict("records")
    }
    count = int(told.standing["matched"][told.rollout]["companies"])
    half = 100.0 * 0.98 / math.sqrt(max(1, count))
    pages = (
        ("2, 3", "decision.csv, runs.parquet"),
        ("4, 5", "weekly.parquet, paths.parquet"),
        ("4", "lead_time.csv"),
        (
            "5, 6",
            "present_value.csv, payback.csv, steady_state.csv, account.csv, price_grid.csv, prices.csv",
        ),
        ("7", "switch_rules.csv, assumptions.csv, break_even.csv"),
        ("9", "people.csv"),
    )
    return {
        "limits": [
            told.say("limit_rank"),
            told.say("limit_family"),
            told.say("limit_share", count=count, points=told.number(half)),
            told.say("limit_stop"),
            told.say("limit_left_out"),
        ],
        "commands": list(dict.fromkeys([told.material.command, command])),
        "sources": [Row([page, tables]) for page, tables in pages],
        "runs": [Row([told.say(f"kind_{kind}"), run]) for kind, run in runs.items()],
        "words": [
            Row([told.say(f"term_{name}"), told.say(f"term_{name}_is")])
            for name in ("company", "matched", "seed", "regret", "net", "realised")
        ],
    }
