"""The example for people who build on Mesa: our firm in Mesa's own browser view."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "mesa_view" / "firm_view.py"


def test_mesa_draws_a_firm() -> None:
    """The page renders, with the firm stepped; skipped where Solara is not installed."""
    pytest.importorskip("solara")
    reacton = pytest.importorskip("reacton")
    page = runpy.run_path(str(EXAMPLE))["page"]
    (firm,) = page.args
    firm.step()
    assert len(firm.datacollector.get_model_vars_dataframe()) == 1
    _, context = reacton.render(page, handle_error=False)
    context.close()


def test_a_firm_can_be_started_again_as_mesa_does() -> None:
    """Mesa takes names that a model does not list only where it calls them so."""
    import inspect

    from sim import Firm

    parameters = inspect.signature(Firm.__init__).parameters
    assert parameters["kwargs"].kind is inspect.Parameter.VAR_KEYWORD
    kinds = {each.kind for each in parameters.values()}
    assert inspect.Parameter.VAR_POSITIONAL not in kinds
    asked = {"strategy": "champions", "organisation": "small", "seed": 2}
    firm = Firm(**asked)  # type: ignore[arg-type]  # as Mesa does it, by name
    assert (firm.config.seed, firm.config.strategy.name) == (2, "champions")


def test_the_example_names_strategies_and_columns_that_exist() -> None:
    """Also where Solara is missing."""
    import ast

    from sim.config.spelling import presets
    from sim.model.log import COLUMNS

    tree = ast.parse(EXAMPLE.read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert {"genuine_use", "reported_use", "trust", "threat", "reactance",
            "lead_time_weeks"} <= words & set(COLUMNS)  # fmt: skip
    (listed,) = [node.value for node in tree.body if isinstance(node, ast.Assign)
                 and getattr(node.targets[0], "id", "") == "STRATEGIES"]  # fmt: skip
    assert set(ast.literal_eval(listed)) <= set(presets("strategy"))
