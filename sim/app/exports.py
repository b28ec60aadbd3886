"""What stays after class: plans as strategy files, the company as a study file, decisions."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from collections.abc import Mapping, Sequence

import pandas as pd
from omegaconf import OmegaConf

from sim.analysis.companies import by_seed
from sim.app.class_view import standings
from sim.app.desk import Desk
from sim.app.plan import Decision, file_name, strategy_of
from sim.app.plan_file import text_of
from sim.app.rows import Session, Team
from sim.app.scenario import COMPANIES, Scenario
from sim.app.team_view import team_title
from sim.base.files import csv_text
from sim.report.language import ENGLISH, LANGUAGES, Language

COMPANY = "class"
"""Name of the study file that makes `rollout run` and the others use the class's own company."""
COLUMNS = ("team", "round", "kind", "card", "content", "seconds")
FOLDER, STUDIES = "class/strategy", "class/study"
MADE = (1980, 1, 1, 0, 0, 0)
"""Time of files in an archive: the same plans are the same bytes."""


def session_csv(desk: Desk, session: Session) -> str:
    """Rows made by people who consented; numbers for teams, none for people, no clock times."""
    agreed = {each.id for each in desk.store.players(session.id) if each.consent}
    number = {each.id: place for place, each in enumerate(desk.store.teams(session.id), 1)}
    rows = [
        (number[row.team], row.round, row.kind, row.fields.get("card", ""),
         json.dumps({key: each for key, each in row.fields.items() if key != "card"},
                    sort_keys=True), round(row.made - session.made))
        for row in desk.store.rows_of_session(session.id) if row.by in agreed
    ]  # fmt: skip
    return csv_text(pd.DataFrame(rows, columns=list(COLUMNS)))


def plans_zip(desk: Desk, session: Session) -> bytes:
    """A folder `class`, for `--config-dir class`: a strategy file per team, and the company."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for team in desk.store.teams(session.id):
            name, text = plan_of(desk, session, team)
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}.yaml", MADE), text)
        study = f"{STUDIES}/{COMPANY}.yaml"
        archive.writestr(zipfile.ZipInfo(study, MADE), company_of(desk.scenario(session)))
    return packed.getvalue()


def company_words(session: Session) -> str:
    """What names a session's company on a command line, as it was started; the game itself not."""
    own = [word for word in session.words if not word.startswith("game.")]
    return shlex.join([session.scenario, *own])


def plan_name(team: Team) -> str:
    """What a team's strategy file is called, and the strategy in it."""
    return file_name(team_title(ENGLISH, team.name))


def plan_of(desk: Desk, session: Session, team: Team) -> tuple[str, str]:
    """Name and text of a team's strategy file."""
    name = plan_name(team)
    decisions = standings(desk, session)[team.id].decisions
    titles = {code: team_title(Language(code), team.name) for code in LANGUAGES}
    return name, preset_of(desk.scenario(session), decisions, name, titles)


def preset_of(
    scenario: Scenario, decisions: Sequence[Decision], name: str, titles: Mapping[str, str]
) -> str:
    """A team's plan as a strategy file: `compare`, `sweep` and the others take it.

    Args:
        scenario: What was played.
        decisions: What the team decided.
        name: Of the team; the file is to be called `file_name(name)` + ".yaml".
        titles: What readers see, by language.

    Raises:
        ConfigError: A decision is not valid.
    """
    said = f"# A plan made in a game; the scenario it was made for: {scenario.name}\n"
    return said + text_of(strategy_of(scenario, decisions, name), titles)


def company_of(scenario: Scenario) -> str:
    """The class's own company as a study file: seed, and the values drawn for it.

    With it, `rollout run scenario=… study=class strategy=TEAM` is the game once more.
    """
    drawn = OmegaConf.create({"seed": scenario.seed})
    for key, value in by_seed(COMPANIES, [scenario.seed], scenario.held)[scenario.seed].items():
        OmegaConf.update(drawn, key, value)
    said = f"# @package _global_\n# The company of a class that played {scenario.name}.\n"
    return said + str(OmegaConf.to_yaml(drawn))
