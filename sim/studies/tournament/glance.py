"""The single page of a tournament, for who has a minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sim.report.language import Language
from sim.report.onepage import Group, Words, cases_of, one_page
from sim.runs.version import model_version
from sim.studies.tournament.arena import runs_table
from sim.studies.tournament.found import Found
from sim.studies.tournament.words import told


def glance(
    found: Sequence[Found], about: Words, command: str
) -> dict[str, Callable[[Language, str], str]]:
    """The page by its name; it says how far one kind of companies carries.

    Args:
        found: What was found in each kind of companies.
        about: What the runs are about.
        command: The line as it was typed.
    """
    groups = [
        Group(partial(told, each),
              cases_of(runs_table(each.kind, each.played), "company", each.headcount))
        for each in found
    ]  # fmt: skip
    kind = "both" if len(found) > 1 else "single"

    def page(speak: Language, other: str) -> str:
        return one_page(groups, about, command, model_version(), kind, other, speak)

    return {"report.html": page}
