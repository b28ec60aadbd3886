"""Pages 8 to 10: data and assumptions, the works council, methods."""

from __future__ import annotations

import math
from shlex import quote
from typing import Any

from sim.analysis.asked import OWN, asked
from sim.base.presets import REFERENCE
from sim.report.parameters import source
from sim.studies.report.findings import of_kind
from sim.studies.report.own import follow_up
from sim.studies.report.pages.common import Row
from sim.studies.report.telling import Telling, kind_of

READ = ("trend", "panel", "last", "ties", "groups", "people", "survey", "costs")
"""Kinds of files that an import tells apart."""
ASKED, LATER, SOURCED = 3, 4, 6
"""Questions, weeks that have come, and assumptions that are named; all of it is on one page."""


def data(told: Telling) -> dict[str, Any]:
    """Page 8."""
    own, table = told.material.own, told.findings.assumptions
    given: list[Row] = []
    later: list[Row] = []
    if own is None:
        given.append(
            Row(
                [
                    told.say("report.data_headcount"),
                    told.say("report.data_headcount_as"),
                    told.say("report.data_headcount_for"),
                    "–",
                ]
            )
        )
    else:
        for read in own.about.sources:
            dropped = sum(read.dropped.values())
            kind = read.kind if read.kind in READ else "other"
            given.append(
                Row(
                    [
                        told.say(
                            "report.data_rows",
                            format=told.say(f"exports.format_{read.format}"),
                            rows=told.number(read.rows),
                        ),
                        told.say(f"report.data_{kind}"),
                        told.say(f"report.data_{kind}_for"),
                        told.say("report.data_dropped", rows=told.number(dropped))
                        if dropped
                        else "–",
                    ]
                )
            )
        later = [
            Row(
                [
                    str(row["week"]),
                    str(row["as_of"]),
                    told.ends(told.share(row["low"]), told.share(row["high"])),
                    told.share(row["median"]),
                    told.share(row["came"]),
                    told.say("report.inside" if row["inside"] else "report.outside"),
                ]
            )
            for row in follow_up(own)[-LATER:]
        ]
    rows = []
    for row in table.head(SOURCED - len(later) if own else SOURCED + 2).to_dict("records"):
        key = str(row["parameter"])
        rows.append(
            Row(
                [
                    told.label(key),
                    key,
                    source(str(row["source"]), told.speak),
                    told.say(f"report.known_{_known(told, key)}"),
                ]
            )
        )
    return {
        "title": told.say(
            "report.title_8_own" if own is not None and own.has_forecast else "report.title_8"
        ),
        "given": given,
        "later": later,
        "rows": rows,
        "fired": _fired(told),
        "asking": _asking(told),
        "ask_note": _ask_note(told),
        "has_forecast": own is not None and own.has_forecast,
        "window": own.window if own is not None else 0,
    }


def _asking(told: Telling) -> list[Row]:
    """What to find out first, and what that is worth."""
    rows = []
    for row in told.findings.asking.head(ASKED).to_dict("records"):
        changes = "open" if row["inside"] > 0.0 else "nothing"
        rows.append(
            Row(
                [
                    told.say(f"ask.question_{row['question']}", people=100),
                    told.say(f"ask.how_{row['question']}", people=100),
                    told.money(row["outside"], True),
                    told.money(row["error"]),
                    told.say(f"ask.{'pays' if row['pays'] == 'yes' else changes}"),
                ],
                row["pays"] == "yes",
            )
        )
    return rows


def _ask_note(told: Telling) -> str:
    """In how many companies that was found, and the line that looks at enough of them."""
    own, table = told.material.own, told.findings.asking
    line = "rollout ask"
    if own is not None:
        line += f" organisation=mine organisation.folder={quote(str(own.folder))}"
        line += f" companies={quote(str(own.folder))}" if own.fitted else ""
    count = int(table["companies"].iloc[0]) if len(table) else 0
    lines = list[str]()
    if not (table["pays"] == "yes").any():
        lines.append(told.say("report.ask_nothing"))
    known = None if own is None else asked(own.folder)
    if known is not None and known.whose == OWN and known.paying:
        best = known.paying[0]
        lines.append(
            told.say(
                "report.ask_kept",
                question=told.say(f"ask.question_{best.name}", people=100),
                money=told.money(best.worth),
                companies=told.number(known.companies),
                command=known.command,
            )
        )
    return " ".join([*lines, told.say("report.ask_note", companies=count, command=line)])


def _known(told: Telling, key: str) -> str:
    """What the organisation's own data say of a parameter, as the last fit has found."""
    own = told.material.own
    if own is None or not own.has_forecast:
        return "nobody"
    return {True: "yes", False: "no", None: "fit"}[own.identified.get(key)]


def _fired(told: Telling) -> str:
    """Whether the organisation's own weeks have reached the rule of what was carried out there."""
    own = told.material.own
    if own is None or own.points.empty:
        return ""
    carried = own.programme if own.programme in told.order else told.rollout
    rule, strategy = told.rule_of(carried), told.within(carried)
    week, last = int(rule["week"]), int(own.points["week"].max())
    came = own.at(week)
    places = {"week": week, "last": last, "strategy": strategy}
    if kind_of(rule) != "rule":
        found = told.say(f"report.fired_{kind_of(rule)}", **places)
    elif math.isnan(came):
        key = "report.fired_later" if last < week else "report.fired_unknown"
        found = told.say(key, **places)
    else:
        key = "report.fired_on" if came >= rule["threshold"] else "report.fired_stop"
        found = told.say(
            key, came=told.share(came), threshold=told.share(rule["threshold"]), **places
        )
    if own.has_forecast:
        return found
    return f"{found} {told.say('report.fired_start', strategy=strategy)}"


def council(told: Telling) -> dict[str, Any]:
    """Page 9."""
    people = {kind: of_kind(told.findings.people, kind) for kind in told.kinds}
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
                told.beside(told.number(people[kind][name][key], digits) for kind in told.kinds)
            )
        rows.append(Row(cells, name == told.rollout))
    own = told.material.own
    read = (
        told.say("report.sheet_read_none")
        if own is None
        else told.say(
            "report.sheet_read_own",
            count=len(own.about.sources),
            columns=", ".join(dict.fromkeys(c for each in own.about.sources for c in each.columns))
            or "–",
        )
    )
    names = "names_rejoin" if own is not None and own.about.rejoin else "names"
    sheet = [
        (
            told.say(f"report.sheet_{name}"),
            read
            if name == "read"
            else told.say(f"report.sheet_{names if name == 'names' else name}_is"),
        )
        for name in ("purpose", "read", "where", "names", "groups", "persons", "kept")
    ]
    asked = [
        Row([told.say(f"report.ask_{name}"), told.say(f"report.ask_{name}_page")])
        for name in ("plan", "work", "watch", "expert", "train")
    ]
    ordered = [name for name in told.order if name in ("mandate", "mandate_with_training")]
    counted = told.say("report.council_counted", names=told.names(ordered)) if ordered else ""
    return {"rows": rows, "sheet": sheet, "asked": asked, "counted": counted}


def methods(told: Telling, command: str) -> dict[str, Any]:
    """Page 10."""
    runs = {
        str(row["companies_kind"]): str(row["run_id"])
        for row in told.findings.runs.to_dict("records")
    }
    count = int(told.standing[told.kinds[0]][told.rollout]["companies"])
    half = 100.0 * 0.98 / math.sqrt(max(1, count))
    fitted = ("fitted",) if told.material.has_fitted else ()
    pages = (
        ("2, 3", "decision.csv, runs.parquet"),
        ("4, 5", "weekly.parquet, paths.parquet, lead_time.csv"),
        (
            "5, 6",
            "present_value.csv, payback.csv, steady_state.csv, account.csv, price_grid.csv, "
            "prices.csv",
        ),
        ("7, 8", "switch_rules.csv, assumptions.csv, break_even.csv, asking.csv"),
        ("9", "people.csv"),
    )
    return {
        "limits": [
            told.say("report.limit_rank"),
            told.say("report.limit_family"),
            told.say("report.limit_share", count=count, points=told.number(half)),
            told.say("report.limit_stop"),
            told.say("report.limit_left_out"),
        ],
        "commands": list(dict.fromkeys([told.material.command, command])),
        "sources": [Row([page, tables]) for page, tables in pages],
        "runs": [Row([told.say(f"report.kind_{kind}"), run]) for kind, run in runs.items()],
        "words": [
            Row([told.say(f"report.term_{name}"), told.say(f"report.term_{name}_is")])
            for name in ("company", *fitted, "matched", "seed", "regret", "net", "realised")
        ],
    }
