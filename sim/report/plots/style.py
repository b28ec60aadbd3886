"""The look of every figure: type, colours that colour-blind readers can tell apart.

Colours are Okabe and Ito's (2008) without their yellow, which is too faint on
white, and three more of other lightness. Ten colours are more than anybody can
tell apart by colour alone, so a strategy is always named next to its line, bar
or point as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sim.base.arrays import Floats
from sim.base.files import atomic_write
from sim.base.presets import REFERENCE
from sim.model.measures import FINAL_WEEKS
from sim.report.language import Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

DPI = 120
INK, GREY, FAINT, GRID = "#222222", "#6b6b6b", "#c9c9c9", "#e8e8e8"
PALETTE = (
    "#555555",
    "#d55e00",
    "#e69f00",
    "#0072b2",
    "#56b4e9",
    "#009e73",
    "#882255",
    "#cc79a7",
    "#8c6d1f",
    "#111111",
)
SHIPPED = (
    "organic",
    "mandate",
    "mandate_with_training",
    "training_first",
    "lead_by_example",
    "champions",
    "phased_pilot",
    "phased_pilot_random",
    "big_bang",
    "playbook",
)
"""Strategies that come with the program, in the order of their colours."""
MARKERS = "osD^vP<X>*"
SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # fixed, which saves measuring every panel again at every draw
    "axes.axisbelow": True,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "svg.hashsalt": "rollout-lab",
}


def load() -> None:
    """Load what draws, so that processes that share figures need not do it one by one."""
    from matplotlib.backends import backend_agg, backend_svg  # noqa: F401
    from matplotlib.figure import Figure  # noqa: F401


@contextmanager
def look() -> Iterator[None]:
    """Apply the settings while figures are made or written, and only then."""
    from matplotlib import style

    with style.context(SETTINGS, after_reset=True):
        yield


def strategy_name(strategy: str, speak: Language) -> str:
    """A strategy as it is written in a figure."""
    words = name_in_text(strategy, speak)
    return words[:1].upper() + words[1:]


def name_in_text(strategy: str, speak: Language) -> str:
    """The same within a title."""
    if strategy == REFERENCE:
        return speak.say("figures.no_rollout")
    return drawable(speak.name(strategy))


def drawable(name: str) -> str:
    """A name as Matplotlib draws it: no formula between dollars, no sign without a shape."""
    return "".join(each if each.isprintable() else "?" for each in name).replace("$", r"\$")


def colours(strategies: Sequence[str]) -> dict[str, str]:
    """One colour per strategy: by its name, so that it is the same in every figure.

    Strategies of one's own take the colour that their name leads to, or the next one that
    nobody else in the figure has.
    """
    found = {each: PALETTE[SHIPPED.index(each)] for each in strategies if each in SHIPPED}
    for name in strategies:
        if name not in found:
            first = crc32(name.encode()) % len(PALETTE)
            order = PALETTE[first:] + PALETTE[:first]
            free = [each for each in order if each not in found.values()]
            found[name] = free[0] if free else order[0]
    return {each: found[each] for each in strategies}


def week_axes(axes: Sequence[Axes], weeks: int, withdraw_week: int | None, speak: Language) -> None:
    """Weeks in quarters of a year on shared axes, and a line where the levers go."""
    step = 26 if weeks > 52 else 13 if weeks > 20 else 4
    axes[0].set_xlim(0, weeks)
    axes[0].set_xticks(range(0, weeks + 1, step))
    if withdraw_week is None or withdraw_week >= weeks:
        return
    for axis in axes:
        axis.axvline(withdraw_week, color=GREY, linewidth=1, linestyle=":",
                     label=speak.say("figures.withdrawn"))  # fmt: skip


def by_strategy(weekly: pd.DataFrame, columns: Sequence[str]) -> dict[str, dict[str, Floats]]:
    """Weekly columns of each strategy as arrays, shape (seeds, weeks), in order of appearance."""
    result: dict[str, dict[str, Floats]] = {}
    for strategy, own in weekly.groupby("strategy", sort=False, observed=True):
        ordered = own.sort_values(["seed", "week"], kind="stable")
        shape = (ordered["seed"].nunique(), -1)
        cubes = {name: ordered[name].to_numpy(float).reshape(shape) for name in columns}
        result[str(strategy)] = cubes
    return result


def pivot(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Means of a column by seed (rows) and strategy (columns, in order of appearance)."""
    groups = frame.groupby(["seed", "strategy"], sort=False, observed=True)
    table: pd.DataFrame = groups[column].mean().unstack()
    return table[list(frame["strategy"].unique())]


def last_weeks(weekly: pd.DataFrame) -> pd.DataFrame:
    """The weeks that count as the end."""
    last: pd.DataFrame = weekly[weekly["week"] > weekly["week"].max() - FINAL_WEEKS]
    return last


def seeds_in_words(count: int, speak: Language, message: str = "figures.seeds") -> str:
    """For subtitles: "one seed", or what a message says of several, by default "50 seeds"."""
    return speak.say("figures.one_seed") if count == 1 else speak.say(message, count=count)


def spread_in_words(frame: pd.DataFrame, message: str, speak: Language) -> str:
    """What is drawn of several seeds, such as "line: median of 50 seeds", or "one seed"."""
    return seeds_in_words(int(frame["seed"].nunique()), speak, message)


def decimals(axis: Axis, speak: Language) -> None:
    """Label an axis with as many decimals as its ticks need, as a language writes them."""
    from matplotlib.ticker import ScalarFormatter

    class Separated(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return speak.separated(super().__call__(x, pos))

    axis.set_major_formatter(Separated())


def save(figure: Figure, directory: Path, name: str) -> list[Path]:
    """Write PNG and SVG, the same bytes for the same figure."""
    paths = [directory / f"{name}.png", directory / f"{name}.svg"]
    # Half the time of the usual compression for one percent more bytes.
    ways: tuple[dict[str, Any], ...] = (
        {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 3}},
        {"metadata": {"Date": None}},
    )
    for path, way in zip(paths, ways, strict=True):
        with atomic_write(path) as temporary:
            figure.savefig(temporary, **way)
    return paths
