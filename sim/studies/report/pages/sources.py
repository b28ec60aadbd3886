"""Pages 8 to 10: data and assumptions, the works council, methods."""

from __future__ import annotations

import math
from collections.abc import Mapping
from shlex import quote
from typing import Any

from sim.analysis.asked import OWN, asked
from sim.base.presets import REFERENCE
from sim.report.parameters import source
from sim.report.tables import rows_of
from sim.studies.report.own import follow_up
from sim.studies.report.telling import Row, Telling, kind_of

READ = ("trend", "panel", "last", "ties", "groups", "people", "survey", "costs")
"""Kinds of files that an import tells apart."""
ASKED, LATER, SOURCED = 3, 4, 6
"""Questions, weeks that have come, and assumptions that are named; all of it is on one page."""


def data(told: Telling) -> dict[str, Any]:
    """Page 8."""
    own, table = told.material.own, told.findings.assumptions
    later = _later(told) if own is not None else []
    ahead = own is not None and own.has_forecast
    return {
        "title": told.say("report.title_8_own" if ahead else "report.title_8"),
        "given": _given(told),
        "later": later,
        "rows": [
            Row([
                told.label(row["parameter"]), row["parameter"], source(row["source"], told.speak),
                told.say(f"report.known_{_known(told, row['parameter'])}"),
            ])
            for row in rows_of(table.head(SOURCED - len(later) if own else SOURCED + 2))
        ],
        "fired": _fired(told),
        "asking": [_asked(told, row) for row in rows_of(told.findings.asking.head(ASKED))],
        "ask_note": _ask_note(told),
        "has_forecast": ahead,
        "window": own.window if own is not None else 0,
    }  # fmt: skip


def _given(told: Telling) -> list[Row]:
    """What the organisation has said of itself."""
    if told.material.own is None:
        cells, _ = told.row(
            "report.data_headcount", "report.data_headcount_as", "report.data_headcount_for"
        )
        return [Row([*cells, "–"])]
    rows = []
    for read in told.material.own.about.sources:
        dropped = sum(read.dropped.values())
        kind = read.kind if read.kind in READ else "other"
        title = told.say(f"exports.format_{read.format}")
        rows.append(Row([
            told.say("report.data_rows", format=title, rows=told.number(read.rows)),
            told.say(f"report.data_{kind}"),
            told.say(f"report.data_{kind}_for"),
            told.say("report.data_dropped", rows=told.number(dropped)) if dropped else "–",
        ]))  # fmt: skip
    return rows


def _later(told: Telling) -> list[Row]:
    """Weeks that have come since they were forecast."""
    return [
        Row([
            str(row["week"]), str(row["as_of"]),
            told.ends(told.share(row["low"]), told.share(row["high"])),
            told.share(row["median"]), told.share(row["came"]),
            told.say("report.inside" if row["inside"] else "report.outside"),
        ])
        for row in follow_up(told.material.own)[-LATER:]
    ]  # fmt: skip


def _asked(told: Telling, row: Mapping[str, Any]) -> Row:
    """What to find out, and what that is worth."""
    pays, name = row["pays"] == "yes", row["question"]
    verdict = "pays" if pays else "open" if row["inside"] > 0.0 else "nothing"
    cells = [
        told.say(f"ask.question_{name}", people=100),
        told.say(f"ask.how_{name}", people=100),
        told.money(row["outside"], True),
        told.money(row["error"]),
        told.say(f"ask.{verdict}"),
    ]
    return Row(cells, pays)


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
        question = told.say(f"ask.question_{best.name}", people=100)
        lines.append(told.say(
            "report.ask_kept", question=question, money=told.money(best.worth),
            companies=told.number(known.companies), command=known.command,
        ))  # fmt: skip
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
        key = kind_of(rule)
    elif math.isnan(came):
        key = "later" if last < week else "unknown"
    else:
        key = "on" if came >= rule["threshold"] else "stop"
    found = told.say(f"report.fired_{key}", came=told.share(came),
                     threshold=told.share(rule["threshold"]), **places)  # fmt: skip
    if own.has_forecast:
        return found
    return f"{found} {told.say('report.fired_start', strategy=strategy)}"


PUT_IN = {"hours_early": 2, "hours_late": 2, "manager_hours": 1, "reactance_peak": 2,
          "threat_final": 2, "trust_final": 2}  # fmt: skip
"""What people put in and go through, with decimals."""


def council(told: Telling) -> dict[str, Any]:
    """Page 9."""
    people = told.of_kinds(told.findings.people)
    rows = []
    for name in (*told.order, REFERENCE):
        cells = [
            told.beside(told.number(people[kind][name][key], digits) for kind in told.kinds)
            for key, digits in PUT_IN.items()
        ]
        rows.append(Row([told.name(name), *cells], name == told.rollout))
    asked = [told.row(f"report.ask_{name}", f"report.ask_{name}_page")
             for name in ("plan", "work", "watch", "expert", "train")]  # fmt: skip
    ordered = [name for name in told.order if name in ("mandate", "mandate_with_training")]
    counted = told.say("report.council_counted", names=told.names(ordered)) if ordered else ""
    return {"rows": rows, "sheet": _sheet(told), "asked": asked, "counted": counted}


def _sheet(told: Telling) -> list[tuple[str, str]]:
    """The data sheet in short: what is asked, and what holds here."""
    own, held = told.material.own, {}
    if own is None:
        held["read"] = told.say("report.sheet_read_none")
    else:
        columns = dict.fromkeys(name for each in own.about.sources for name in each.columns)
        held["read"] = told.say("report.sheet_read_own", count=len(own.about.sources),
                                columns=", ".join(columns) or "–")  # fmt: skip
        if own.about.rejoin:
            held["names"] = told.say("report.sheet_names_rejoin_is")
    return [
        (told.say(f"report.sheet_{name}"), held.get(name) or told.say(f"report.sheet_{name}_is"))
        for name in ("purpose", "read", "where", "names", "groups", "persons", "kept")
    ]


def methods(told: Telling, command: str) -> dict[str, Any]:
    """Page 10."""
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
        "runs": [
            Row([told.say(f"report.kind_{row['companies_kind']}"), str(row["run_id"])])
            for row in rows_of(told.findings.first_runs)
        ],
        "words": [
            told.row(f"report.term_{name}", f"report.term_{name}_is")
            for name in ("company", *fitted, "matched", "seed", "regret", "net", "realised")
        ],
    }
