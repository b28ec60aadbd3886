"""What a study says by default gives way to what somebody says."""

from __future__ import annotations

from typing import Any

import pytest

from sim.cli.commands import COMMANDS, module_of
from sim.config.words import key_of
from sim.studies.study import Study

STUDIES = {name: study for name in COMMANDS if (study := getattr(module_of(name), "STUDY", None))}
SAID = ("scenario=lumen", "study=quick", "organisation=small", "organisation.headcount=90")


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("study", STUDIES.values(), ids=STUDIES)
def test_an_organisation_that_is_asked_for_is_not_replaced(
    study: Study[Any, Any], said: str
) -> None:
    words = study.defaults(study.options(), (said,))
    assert not [word for word in words if key_of(word).split(".")[0] == "organisation"]


@pytest.mark.parametrize("name", ["report", "search", "ask", "discover"])
def test_companies_have_a_size_where_nobody_says_one(name: str) -> None:
    study = STUDIES[name]
    words = study.defaults(study.options(), ("weeks=20",))
    assert [word for word in words if word.startswith("organisation.headcount=")]
