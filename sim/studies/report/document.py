"""The pages of a report in one language, and everything that stands beside them in the folder."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from sim.report.language import LANGUAGES, Language
from sim.report.page import render
from sim.studies.answer import Answer, Place
from sim.studies.publish import in_language
from sim.studies.report.behind import drawn_figures
from sim.studies.report.findings import Findings
from sim.studies.report.material import Material
from sim.studies.report.pages import advice, doubt, finance, sources, ways
from sim.studies.report.telling import Telling


def document(material: Material, found: Findings, command: str, pdf: bool) -> Answer:
    """Everything that a report leaves behind.

    Args:
        material: The runs.
        found: What follows from them.
        command: The line of the report itself.
        pdf: Whether it is printed, too.
    """
    import pandas as pd

    from sim.studies.report.workbook import workbook

    paths = [each.frame() for each in material.paths.values()]
    page = partial(page_text, material, found, command)
    book = workbook({**found.tables(), "runs": material.runs, "companies": material.companies})
    files: dict[str, Any] = {f"{name}.csv": table for name, table in found.tables().items()}
    files |= {
        "paths.parquet": pd.concat(paths, ignore_index=True),
        "weekly.parquet": _weekly(material),
        "runs.parquet": material.runs,
        "companies.csv": material.companies,
    }
    if book is not None:
        files["tables.xlsx"] = book
    if pdf:
        from sim.studies.report.pdf import print_page

        for code in LANGUAGES:
            speak = Language(code)
            files[in_language("report.pdf", code)] = partial(print_page, page(speak))
    return Answer(
        files=files,
        pages={"report.html": lambda speak, place: page(speak, place)},
        context=lambda speak: material.about.get(speak.code, ""),
        told=lambda speak, out: told(material, found, speak, book is not None),
        opens="report.html",
        seeds=sorted({int(seed) for seed in material.runs["seed"].unique()})[:1],
        how={
            "people": material.people,
            "about": dict(material.about),
            "made": material.made,
            "made_by": material.command,
        },
    )


def told(material: Material, found: Findings, speak: Language, book: bool) -> str:
    """What a terminal is told: the recommendation and what it rests on."""
    from sim.report.listing import bullets, wrapped

    telling = Telling(material, found, speak)
    first = advice.recommendation(telling)
    lines = [
        f"{telling.say(f'report.lead_{key}')} {first[name]}"
        for key, name in (("now", "now"), ("then", "then"), ("not", "not_now"))
    ]
    more = [] if book else [wrapped([telling.say("report.no_workbook")])]
    own = material.own
    if own is not None and own.fitted and not material.has_fitted:
        more.append(wrapped([telling.say("report.not_fitted", folder=own.folder)]))
    return "\n\n".join([wrapped([first["title"] + "."]), bullets(lines), *more])


def _weekly(material: Material) -> Any:
    import pandas as pd

    from sim.analysis.paths import quantiles

    over = [
        quantiles(material.paths[kind], world.account) for kind, world in material.worlds.items()
    ]
    return pd.concat(over, ignore_index=True)


def page_text(
    material: Material,
    found: Findings,
    command: str,
    speak: Language,
    place: Place | None = None,
) -> str:
    """The ten pages as one file."""
    from importlib.metadata import version

    telling = Telling(material, found, speak)
    first, fourth = advice.recommendation(telling), ways.adoption(telling)
    beside = next(code for code in LANGUAGES if code != speak.code)
    text = render(
        "report.html.j2",
        speak,
        say=telling.say,
        told=telling,
        first=first,
        third=doubt.uncertainty(telling),
        fourth=fourth,
        fifth=ways.over_time(telling),
        sixth=finance.controlling(telling),
        seventh=doubt.changes(telling),
        eighth=sources.data(telling),
        ninth=sources.council(telling),
        tenth=sources.methods(telling, command),
        figures=drawn_figures(telling, fourth["waits"]),
        command=material.command,
        worlds=[
            (kind, telling.say(f"report.world_{kind}", count=world.account.hour.size))
            for kind, world in material.worlds.items()
        ],
        footer=telling.say(
            "report.footer",
            people=telling.people,
            version=version("rollout-lab"),
            model=material.model,
        ),
        strategy=telling.within(telling.rollout),
        currency=material.prices.currency,
        weeks=material.weeks,
        has_rule=telling.has_rule,
        has_own=material.own is not None and not material.own.points.empty,
        about=material.about.get(speak.code, ""),
        other=in_language("report.html", beside),
    )
    text = re.sub(r"(\d) ([%€])", "\\1\N{NO-BREAK SPACE}\\2", text)  # a number and its unit
    return re.sub(r"\b(page|Seite|week|Woche) (\d)", "\\1\N{NO-BREAK SPACE}\\2", text)
