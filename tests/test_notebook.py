"""Results as Python and notebooks show them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import sim
from sim.base.params import ConfigError

TINY = ["organisation.headcount=30", "weeks=4"]


def test_tab_completion_lists_what_there_is() -> None:
    """Before anything is imported for it."""
    script = "import sim, sys; print(*dir(sim)); assert 'numpy' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(sim.__all__) <= set(done.stdout.split())


def test_one_run() -> None:
    one = sim.run(sim.load(TINY, "champions"))
    shown = one._repr_html_()
    assert "2 strategies, 1 seed;" in shown
    assert repr(one).startswith("2 strategies, 1 seed;")
    assert "champions" in shown
    assert f"{one.runs['genuine_use_final'].iloc[1]:.4g}" in shown
    assert isinstance(one.plot(), Figure)
    assert isinstance(one.plot("lead_time", language="de"), Figure)
    with pytest.raises(ConfigError, match="adoption"):
        one.plot("adoptoin")


def test_a_comparison() -> None:
    found = sim.compare(sim.load_strategies(TINY, ["organic", "mandate"]), seeds=3)
    shown = found._repr_html_()
    assert shown.count("<p>") == len(found.headline)
    assert repr(found) == "\n".join(found.headline)
    assert "mandate" in shown
    assert isinstance(found.plot("differences"), Figure)


def test_a_sweep(tmp_path: Path) -> None:
    found = sim.sweep({"weeks": [3, 4]}, TINY[:1], ["organic"], seeds=2, store=tmp_path)
    assert "1 strategy, 2 seeds" in found._repr_html_()
    assert repr(found).startswith("1 strategy, 2 seeds")
    drawn = [found.plot("adoption", cell).axes[0].lines[0].get_xdata()[-1] for cell in (0, 1)]
    assert drawn == [3, 4]
    with pytest.raises(ConfigError, match="cell"):
        found.plot(cell=2)


def test_a_discovery(tmp_path: Path) -> None:
    """As the command does it, and with what the command writes as tables."""
    pytest.importorskip("ema_workbench")
    own = {"vary": {"workforce.decision.peers": "declared"}, "draws": 30, "seeds": 2}
    found = sim.discover("lead_by_example", "organic", TINY, store=tmp_path, **own)
    assert len(found.companies) == 30
    assert set(found.companies["label"]) <= {"better", "open", "not better"}
    assert repr(found) == "\n".join(found.headline())
    assert found.headline("de") != found.headline()
    assert found.headline()[0] in found._repr_html_()
    assert "`" not in found._repr_html_()
    assert isinstance(found.plot(), Figure)
    with pytest.raises(ConfigError, match="discover_companies"):
        found.plot("discover_company")
    with pytest.raises(ConfigError, match="at least 2"):
        sim.discover("lead_by_example", "organic", TINY, store=tmp_path, **{**own, "seeds": 1})
    with pytest.raises(ConfigError, match="two different strategies"):
        sim.discover("organic", "organic", TINY, store=tmp_path)


def test_a_script_says_what_a_notebook_would_show(capsys: pytest.CaptureFixture[str]) -> None:
    sim.show(sim.run(sim.load(TINY, "champions")).plot(), "Two lines.")
    assert capsys.readouterr().out == "Two lines.\n"
