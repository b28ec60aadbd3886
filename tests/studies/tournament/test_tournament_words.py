"""The page and the terminal's lines say the same in every language."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.analysis.matters import matters
from sim.model.outcomes import BY_NAME, OUTCOMES
from sim.report.language import ENGLISH, LANGUAGES, Language
from sim.studies.tournament.arena import Played
from sim.studies.tournament.figures import chance_figure, regret_figure, trade_figure
from sim.studies.tournament.found import Found, Frames
from sim.studies.tournament.goals import AGAINST_NOTHING, GOALS, JUDGED, TRADED
from sim.studies.tournament.honesty import null_row, power_table
from sim.studies.tournament.pareto import fronts
from sim.studies.tournament.prices import Books, Price, flips
from sim.studies.tournament.report import behind, document, spoken
from sim.studies.tournament.standings import leaders, nothing, pairwise, standings
from sim.studies.tournament.words import flip_lines, headline

NAMES = ("organic", "mandate", "phased_pilot", "own_idea")
ENGLISH_WORDS = {"the", "of", "best", "companies", "strategy", "higher", "better", "decided"}


def found(kind: str) -> Found:
    """Four strategies in eight companies; the third is best in everything, but costs most."""
    draw = np.random.default_rng(3)
    level = np.array([1.0, 2.0, 4.0, 1.5])[:, None, None]
    values = {each.name: level * draw.uniform(0.5, 1.5, (1, 8, 3)) + draw.uniform(0, 0.1, (4, 8, 3))
              for each in OUTCOMES}  # fmt: skip
    played = Played(NAMES, values, (), (), np.zeros(8, bool), np.arange(8))
    hours, other = level[:, :, 0] * draw.uniform(1, 2, (1, 8)), np.full((4, 8), 10.0)
    hour, seat = (Price("hour", "€ per hour", 50.0, 30.0, 90.0),
                  Price("seat", "€ per seat and month", 28.0, 10.0, 60.0))  # fmt: skip
    books = Books(NAMES, 1.5 * hours, hours / 2, np.full((4, 8), 1.0), other * level[:, :, 0], hour,
                  seat)  # fmt: skip
    return Found(kind, [{}] * 8, played, 50, 104, books, 0, matters(people=50))


def frames(each: Found) -> Frames:
    def of_all(make: Callable[..., pd.DataFrame]) -> pd.DataFrame:
        return pd.concat([make(each.table(outcome)) for outcome in JUDGED])

    tables = {
        "standings": of_all(standings),
        "nothing": pd.concat(
            [nothing(each.table(BY_NAME[goal.outcome])) for goal in AGAINST_NOTHING]
        ),
        "pairwise": of_all(pairwise),
        "pareto": fronts([each.goal(goal) for goal in TRADED]),
        "flips": flips(each.books),
        "honesty": pd.DataFrame([null_row(each.goal(goal), 0) for goal in GOALS]),
        "power": pd.concat([power_table(each.goal(goal)) for goal in GOALS]),
    }
    kinds = {name: table.assign(companies_kind=each.kind) for name, table in tables.items()}
    return Frames(
        **kinds, leaders={(each.kind, goal.name): leaders(each.goal(goal)) for goal in GOALS}
    )


@pytest.fixture(scope="module")
def result() -> tuple[Found, Frames]:
    each = found("matched")
    return each, frames(each)


def test_a_headline_says_what_is_best_what_is_not_worth_it_and_what_is_open() -> None:
    """The third is best by far; nothing is best where leads are too small to matter."""
    each = found("matched")
    best, poor, unsure = headline(each, frames(each), Language())
    assert best.startswith(
        "Best on average: phased pilot in adoption speed (best for certain in 8 of 8 companies); "
    )
    assert (
        poor == "Not worth it: none for certain; each trades speed, gain and cost in its own way."
    )
    assert (
        unsure == "Open: in 100\N{NO-BREAK SPACE}% of companies, who is best in net benefit by as "
        "much as matters."
    )
    dull = dataclasses.replace(each, least=dict.fromkeys(each.least, 1e9))
    best, poor, unsure = headline(dull, frames(dull), Language("de"))
    names = "„schrittweiser Pilot“, „Anordnung“, „own idea“ und „nur Lizenzen“ praktisch gleichauf"
    assert best.startswith(f"Im Mittel am besten: {names} (Tempo der Nutzung); ")
    assert unsure.startswith("Offen: in 100\N{NO-BREAK SPACE}% der Unternehmen")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_every_language(result: tuple[Found, Frames], language: str) -> None:
    each, tables = result
    page = document([each], tables, "", "About.", language)
    english = document([each], tables, "", "About.")
    assert page.count("\n|") == english.count("\n|")
    assert page.count("\n#") == english.count("\n#")
    assert not re.search(r"\bnan\b|[{}]|\n\n\n| \n|Undefined", page)
    assert page.endswith("|\n")
    assert "own idea" in page


def test_german_has_no_english_left(result: tuple[Found, Frames]) -> None:
    each, tables = result
    page = document([each], tables, "", "", "de") + spoken([each], tables, Language("de"))
    page += behind([each], tables, Language("de"))
    prose = re.sub(r"`[^`]*`|\*[A-Z][^*]*\*|Berger, R\.(.|\n)*?offen bleibt", "", page)
    assert not ENGLISH_WORDS & set(re.findall(r"\w+", prose))
    assert not re.search(r"\d\.\d\b(?!\d\d)", prose)  # decimals have a comma


def test_terminal_and_page_say_the_same_verdicts(result: tuple[Found, Frames]) -> None:
    each, tables = result
    lines = [line.replace("**", "") for line in document([each], tables, "", "").splitlines()
             if line.startswith(("- Adoption", "- Efficiency", "- Cost,", "- Cost:", "- Net"))
             and "**" in line]  # fmt: skip
    assert len(lines) == len(GOALS)
    told = " ".join(behind([each], tables, ENGLISH).split())
    assert all(" ".join(line.split()) in told for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_labelled_in_every_language(
    result: tuple[Found, Frames], language: str
) -> None:
    each, tables = result
    speak = Language(language)
    for make, table in ((chance_figure, tables.standings), (regret_figure, tables.standings),
                        (trade_figure, tables.pareto)):  # fmt: skip
        figure = make(each, table, speak)
        texts = " ".join(text.get_text() for text in figure.texts)
        assert ("Unternehmen" in texts) == (language == "de")


def row(**changes: object) -> pd.DataFrame:
    usual = {
        "price": "hour", "unit": "€ per hour", "today": 50.0, "best": "organic",
        "second": "mandate", "advantage": 12.0, "flip_price": np.nan, "undecided_low": np.nan,
        "undecided_high": np.nan, "best_from": 0.0, "before_it": "", "best_until": np.inf,
        "after_it": "", "flips_in_range": 0.25, "matters": True,
    }  # fmt: skip
    return pd.DataFrame([{**usual, **changes}])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"matters": False}, "it changes no ranking."),
        ({}, "No price flips these two. Over companies, and with these two alone, every price"),
        ({"flip_price": 61.25}, "They change places at 61.2 € per hour."),
        ({"undecided_low": 0.0, "undecided_high": np.inf}, "no price decides for sure."),
        ({"undecided_low": 7.0, "undecided_high": np.inf}, "prices from 7.0 € per hour upwards"),
        ({"undecided_low": 7.0, "undecided_high": 9.0}, "prices from 7.0 to 9.0 € per hour do not"),
        ({"before_it": "playbook", "best_from": 3.0}, "below 3.0 € per hour playbook is best."),
        ({"before_it": "playbook", "best_from": 3.0, "after_it": "champions", "best_until": 99.0},
         "playbook is best and above 99.0 € per hour champions is best."),
    ],
)  # fmt: skip
def test_what_is_said_of_a_price(changes: dict[str, object], said: str) -> None:
    (line,) = flip_lines(row(**changes), Language())
    assert said in line
    (german,) = flip_lines(row(**changes), Language("de"))
    assert "€ je Stunde" in german
    assert not ENGLISH_WORDS & set(german.split())
