"""What stays after class: strategy files of all teams, and decisions of those who agreed to it."""

from __future__ import annotations

import io
import json
import shlex
import zipfile

import pandas as pd

from sim.app.class_view import standings
from sim.app.desk import Desk
from sim.app.export import COMPANY, company_of, preset_of
from sim.app.plan import file_name
from sim.app.rows import Session, Team
from sim.app.team_view import team_title
from sim.base.files import csv_text
from sim.report.language import ENGLISH, LANGUAGES, Language

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
