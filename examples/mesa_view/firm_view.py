"""A firm in Mesa's own browser view: `solara run examples/mesa_view/firm_view.py`.

For people who know Mesa: `sim.Firm` is a Mesa model, its weekly log a `DataCollector`, its people
`Employee`, `Manager` and `Champion` agents; so everything that Mesa draws of a model works here.
"""

from __future__ import annotations

from collections.abc import Callable

import solara
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from sim import Firm
from sim.model.log import rungs
from sim.report.plots.network import STAGE_COLOURS, layout

STRATEGIES = ["none", "organic", "mandate", "lead_by_example", "champions", "phased_pilot"]
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"
WEEKS, SIZE = 104, (6.4, 4.0)


def tidy(title: str, top: float | None = None) -> Callable[[Axes], None]:
    """A title, and a scale that stays as it is while the weeks go by."""

    def look(axes: Axes) -> None:
        axes.figure.set_size_inches(SIZE)
        axes.lines[-1].set_linestyle("--" if len(axes.lines) == 2 else "-")  # seen where both meet
        axes.set_title(title, loc="left")
        axes.set_ylabel("")
        axes.set_xlim(0, WEEKS)
        axes.set_ylim(0, top)
        axes.spines[["top", "right"]].set_visible(False)
        if (legend := axes.get_legend()) is not None:
            legend.set_frame_on(False)
            for each in legend.get_texts():
                each.set_text(each.get_text().replace("_", " "))

    return look


@solara.component
def network(model: Firm) -> None:
    """Everybody, by department and stage of use, the darkest those who use it most."""
    update_counter.get()  # drawn anew after every step
    figure = Figure(figsize=SIZE)
    axes = figure.add_subplot()
    spots = layout(model.people.department, (1.0, 1.3))
    colours = [STAGE_COLOURS[rung] for rung in rungs(model.people)]
    axes.scatter(spots[:, 0], spots[:, 1], c=colours, s=60, edgecolors=GREY, linewidths=0.6)
    axes.set_title("who uses it (darker: more)", loc="left")
    axes.set_aspect("equal")
    axes.set_axis_off()
    solara.FigureMatplotlib(figure, format="png", bbox_inches="tight")


page = SolaraViz(
    Firm(strategy="champions", organisation="small", seed=1),
    components=[
        make_plot_component({"genuine_use": BLUE, "reported_use": ORANGE}, tidy("share of use", 1)),
        (network, 0),
        make_plot_component({"trust": BLUE, "threat": ORANGE, "reactance": GREY},
                            tidy("what people feel", 1)),
        make_plot_component({"lead_time_weeks": BLUE}, tidy("weeks that an item takes")),
    ],
    model_params={
        "strategy": {"type": "Select", "value": "champions", "values": STRATEGIES},
        "organisation": {"type": "Select", "value": "small", "values": ["small", "mid"]},
        "seed": {"type": "SliderInt", "value": 1, "min": 0, "max": 50, "step": 1, "label": "seed"},
    },
    name="Rollout Lab",
)  # fmt: skip
