"""What `organisation=from_files` once read silently wrong, or refused without help."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.build import Organisation, build
from sim.organisation.spec import OrganisationFromFiles
from tests.organisation.exports.samples import DEPARTMENTS, PEOPLE, boss, department


def read(folder: Path, ties: str, staff: str = "") -> Organisation:
    people = str(folder / staff) if staff else ""
    return build(OrganisationFromFiles(str(folder / ties), people), Streams(0))


def test_viva_ties_keep_their_strength(samples: Path) -> None:
    weight = read(samples, "viva_ties.csv").network.contact.weight
    assert len(set(weight.tolist())) > 3


@pytest.mark.parametrize(
    ("staff", "ties"),
    [("valuelens_org.csv", "tie_list.csv"), ("sap_staff.csv", "tie_list.de.csv"),
     ("m365_orgdata.csv", "outlook.csv"), ("successfactors.csv", "tie_list.de.csv")],
)  # fmt: skip
def test_managers_and_departments_are_read(samples: Path, staff: str, ties: str) -> None:
    structure = read(samples, ties, staff).structure
    sizes = [sum(department(p) == each for p in range(PEOPLE)) for each in DEPARTMENTS]
    assert sorted(np.bincount(structure.department)) == sorted(sizes)
    reports = np.bincount([b for p in range(PEOPLE) if (b := boss(p)) is not None])
    mine = np.bincount(structure.manager[structure.manager >= 0])
    assert sorted(mine[mine > 0]) == sorted(reports[reports > 0])


def test_places_are_no_departments(samples: Path) -> None:
    structure = read(samples, "tie_list.csv", "entra_users.csv").structure
    assert structure.departments == len(DEPARTMENTS)


@pytest.mark.parametrize(
    "file",
    ["slack_members.csv", "forms.de.csv", "forms.en.csv", "viva_groups.csv",
     "copilot_trend.beta.csv", "chatgpt_users.csv", "copilot_users.csv", "valuelens_org.csv"],
)  # fmt: skip
def test_what_is_no_list_of_ties_is_refused_with_its_name(samples: Path, file: str) -> None:
    with pytest.raises(ConfigError, match=r"a tie has two|is no tie|columns"):
        read(samples, file)
