"""A firm in Mesa's own browser view: `solara run examples/mesa_view/firm_view.py`.

For people who know Mesa: `sim.Firm` is a Mesa model, its weekly log a `DataCollector`, its people
`Employee`, `Manager` and `Champion` agents; so everything that Mesa draws of a model works here.
"""

from __future__ import annotations

from mesa.visualization import SolaraViz, make_plot_component

from sim import Firm

STRATEGIES = ["none", "organic", "mandate", "lead_by_example", "champions", "phased_pilot"]

page = SolaraViz(
    Firm(strategy="champions", organisation="small", seed=1),
    components=[
        make_plot_component({"genuine_use": "#0072b2", "reported_use": "#d55e00"}),
        make_plot_component({"trust": "#0072b2", "threat": "#d55e00", "reactance": "#555555"}),
        make_plot_component("lead_time_weeks"),
    ],
    model_params={
        "strategy": {"type": "Select", "value": "champions", "values": STRATEGIES},
        "organisation": {"type": "Select", "value": "small", "values": ["small", "mid"]},
        "seed": {"type": "InputText", "value": 1, "label": "seed"},
    },
    name="Rollout Lab",
)
