"""Validation: real diffusions on made-up data, network ranges, patterns on small companies."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.organisation.network import Ties
from sim.report.language import ENGLISH, Language
from sim.studies.evidence.table import shipped
from sim.studies.validate import networks, patterns
from sim.studies.validate.diffusion import Diffusion, diffusions, fit, read, reproduce
from sim.studies.validate.findings import FAILS, FITTED, HOLDS, SKIPPED, judged, summary
from sim.studies.validate.study import blind_numbers

SMALL = ("organisation.headcount=40",)


def planted(outside: float, peers: float, people: int = 600, periods: int = 12) -> Diffusion:
    """A diffusion on a random network with known rates."""
    draw = Streams(3).generator("planted")
    a, b = draw.integers(0, people, (2, 3 * people))
    ties = Ties.from_pairs(people, a, b)
    period = np.full(people, periods + 1)
    data = Diffusion(ties, period, periods, np.repeat(np.arange(people // 20), 20))
    for when in range(1, periods + 1):
        chance = 1.0 - (1.0 - outside) * np.exp(-peers * data.exposure(when))
        period[(period > periods) & (draw.random(people) < chance)] = when
    return data


def test_planted_rates_are_found() -> None:
    with_peers = fit(planted(0.05, 0.3))
    assert with_peers.low < 0.3 < with_peers.high
    assert with_peers.low > 0.1
    assert with_peers.outside == pytest.approx(0.05, abs=0.02)
    assert fit(planted(0.1, 0.0)).low == 0.0


def test_the_firm_reproduces_a_planted_diffusion() -> None:
    data = planted(0.05, 0.3)
    ours = reproduce(data, 0.05, 0.3, seeds=3).mean(axis=0)
    assert np.abs(ours - data.curve()).max() < 0.1
    alone = reproduce(data, 0.05, 0.0, seeds=1)[0]
    assert alone == pytest.approx(1.0 - 0.95 ** np.arange(1, 13), abs=0.06)


def test_absent_data_are_skipped(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        found = diffusions(folder)
        assert len(found) == 2
        assert {each.verdict for each in found} == {SKIPPED}


def test_towns_are_read_apart_and_strangers_left_out(tmp_path: Path) -> None:
    path = tmp_path / "coleman-medical-innovation" / "medInnovations.csv"
    path.parent.mkdir()
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["city", "id", "net1_1", "net2_1", "toa"])
        rows.writerows([[1, 1, 2, 99, 3], [1, 2, "", 1, 18], [2, 1, 1, "", 1], [2, 2, 1, "", 17]])
    data = read(tmp_path, "coleman")
    assert data is not None
    assert data.ties.pairs()[0].tolist() == [0, 2]
    assert data.ties.pairs()[1].tolist() == [1, 3]
    assert data.period.tolist() == [3, 18, 1, 17]
    path.write_text("city,id\n1,1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot read"):
        read(tmp_path, "coleman")


def test_networks_are_judged_by_the_measured_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "HEADCOUNT", 120)
    monkeypatch.setattr(networks, "SEEDS", (0,))
    found = {each.cells(ENGLISH)[1]: each for each in networks.networks()}
    assert found["Mean degree, working ties"].verdict == HOLDS
    few = networks.networks(("organisation.contact_degree=12",))
    thin = {each.cells(ENGLISH)[1]: each for each in few}
    assert thin["Mean degree, contact ties"].verdict == FAILS


def test_every_pattern_gets_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "COMPANIES", 2)
    monkeypatch.setattr(patterns, "DRAWS", 2)
    found = patterns.patterns(SMALL)
    assert len(found) == 12
    assert {each.verdict for each in found} <= {HOLDS, FAILS}
    assert "nan" not in "".join(each.cells(ENGLISH)[3] for each in found)


def test_blind_numbers_keep_their_failures() -> None:
    rows = [row for row in shipped() if row.id in ("workday_rework", "hv_time_saved")]
    harmless = blind_numbers(rows, (*SMALL, "workforce.saving.checking=0"), 1)
    assert [each.verdict for each in harmless] == [FAILS]
    kind, pattern, published, _, verdict = harmless[0].cells(ENGLISH)
    assert (kind, verdict) == ("blind number", "FAILS")
    assert pattern.startswith("workday_rework: Share of time saved")
    assert published == "37 % of time saved, 27 to 47 counts as met"
    assert summary(harmless, ENGLISH) == "Blind: 0 hold, 1 fail"


def test_what_was_fitted_is_counted_apart() -> None:
    found = [
        judged(FITTED, "network", True),
        judged("pattern", "dip", False),
        judged("pattern", "trust", True),
    ]
    assert summary(found, ENGLISH) == "Blind: 1 hold, 1 fail; fitted to: 1 hold, 0 fail"
    german = "Blind: 1 erfüllt, 1 verfehlt; angepasst: 1 erfüllt, 0 verfehlt"
    assert summary(found, Language("de")) == german
