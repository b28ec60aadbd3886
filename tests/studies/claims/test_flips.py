"""What the study of both ways found is what the claims say."""

from __future__ import annotations

import re
from pathlib import Path

from sim.studies.claims.registry import REGISTRY

PAGE = Path(__file__).parents[3] / "docs" / "flips.md"


def test_built_in_is_what_comes_out_one_way_only() -> None:
    rows = re.findall(r"^\| (C\d\d) .*\| (yes|\*\*built in\*\*) \|$", PAGE.read_text("utf-8"), re.M)
    found = {name: verdict != "yes" for name, verdict in rows}
    assert found == {name: bool(claim.built_in.en) for name, claim in REGISTRY.items()}
    assert all(bool(each.built_in.en) == bool(each.built_in.de) for each in REGISTRY.values())


def test_one_row_decides() -> None:
    assert all(len(claim.conditions) == 1 for claim in REGISTRY.values())
