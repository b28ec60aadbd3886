"""The network in four weeks of one run: who uses it, where, and in which role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.base.arrays import Flags, Floats
from sim.report.language import Language
from sim.report.plots import style
from sim.report.plots.sheet import WIDTH, arrange, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Whole = NDArray[np.integer]

# As `log.stage` counts them.
STAGES = (
    "figures.stage_none",
    "figures.stage_low",
    "figures.stage_novice",
    "figures.stage_habitual",
    "figures.stage_power",
)
STAGE_COLOURS = ("#d4d4d4", "#b7d7ea", "#6caed6", "#2070b4", "#08306b")
ROLES = ("figures.role_employee", "figures.role_champion", "figures.role_manager")
ROLE_MARKERS = ("o", "^", "s")
ROLE_EDGES = ("#666666", "#d55e00", "#111111")
TALL = 4.9
"""Height of the picture, in inches."""
EDGES_DRAWN = 900
PEOPLE_DRAWN = 2_000
"""More could not be told apart on a slide, and their departments take long to pack."""
TALLER = (1.45, 1.0)
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class NetworkSnapshots:
    """What a network picture needs, one entry per person where nothing else is said.

    It may hold only those who are `drawn`; then it says what they are part of.

    Attributes:
        edges: Ties as pairs of rows, shape (ties, 2).
        department: Number of the person's department, from 0.
        role: 0 employee, 1 champion, 2 manager.
        stages: Usage stage of everybody in some weeks: 0 non-user, 1 low, 2 novice,
            3 habitual, 4 power.
        title: What the run is, for example the strategy's name.
        people: People of the whole organisation; 0 if nobody has picked yet who is drawn.
        ties: Ties of the whole organisation, once that is so.
        using: Share of all people who use the tool in each of these weeks, once that is so.
    """

    edges: Whole
    department: Whole
    role: Whole
    stages: Mapping[int, Whole]
    title: str = ""
    people: int = 0
    ties: int = 0
    using: Mapping[int, float] = field(default_factory=dict)


def network_figure(snapshots: NetworkSnapshots, speak: Language) -> Figure:
    """Draw the organisation in each week: stage as colour, role as shape, departments grouped."""
    part = some_departments(snapshots)
    positions = layout(part.department)
    edges = _sample(part.edges)
    weeks, shown = sorted(part.stages), len(positions)
    told = {week: speak.percent(part.using[week]) for week in weeks}
    people = "figures.people_all" if shown == part.people else "figures.people_some"
    figure, axes = sheet(
        speak.say("figures.network_of" if snapshots.title else "figures.network",
                  name=style.strategy_name(snapshots.title, speak),
                  first=told[weeks[0]], start=weeks[0], last=told[weeks[-1]], end=weeks[-1]),
        speak.say(
            "figures.network_sub",
            people=speak.say(
                people, shown=speak.number(shown, 0), all=speak.number(part.people, 0)
            ),
            drawn=speak.say("figures.ties" if len(edges) == part.ties
                            else "figures.ties_sample"),
        ),
        TALL, 1, len(weeks),
    )  # fmt: skip
    room = np.array([72 * WIDTH / len(weeks), 72 * 0.85 * TALL])
    size = float(np.clip((0.85 * (room / np.ptp(positions, axis=0)).min()) ** 2, 3, 80))
    for axis, week in zip(axes, weeks, strict=True):
        _panel(axis, positions, positions[edges], part, week, size)
        title = speak.say("figures.users", week=week, share=told[week])
        axis.set_title(title, loc="center", fontsize=13)
    _label(axes[0], part, speak)
    return arrange(figure)


def using(stage: Whole) -> float:
    """Share of people who use the tool at all."""
    return float((np.asarray(stage) > 0).mean())


def drawn(department: Whole) -> Flags:
    """Who is drawn: all of a small organisation; of a large one whole departments, evenly picked.

    Picked in the order of their rows, as many as `PEOPLE_DRAWN` people allow, and one at least.
    """
    count = len(department)
    if count <= PEOPLE_DRAWN:
        return np.ones(count, np.bool_)
    inside, sizes = np.unique(department, return_inverse=True, return_counts=True)[1:]
    # Every n-th department; the smallest n whose people fit.
    steps = range(-(-count // PEOPLE_DRAWN), len(sizes))
    step = next((each for each in steps if sizes[::each].sum() <= PEOPLE_DRAWN), len(sizes))
    kept: Flags = inside % step == 0
    return kept


def some_departments(snapshots: NetworkSnapshots) -> NetworkSnapshots:
    """Those who are drawn, with what they are part of."""
    if snapshots.people:
        return snapshots
    kept = drawn(snapshots.department)
    row = np.cumsum(kept) - 1
    edges = snapshots.edges[kept[snapshots.edges].all(axis=1)]
    return replace(
        snapshots,
        edges=row[edges],
        department=snapshots.department[kept],
        role=snapshots.role[kept],
        stages={week: np.asarray(stage)[kept] for week, stage in snapshots.stages.items()},
        people=len(kept),
        ties=len(snapshots.edges),
        using={week: using(stage) for week, stage in snapshots.stages.items()},
    )


def layout(department: Whole, shape: tuple[float, float] = TALLER) -> Floats:
    """Place people: departments as packed discs, their people on a sunflower inside.

    Args:
        department: Number of the person's department, from 0.
        shape: As for `pack`.

    Returns:
        Positions, shape (people, 2); neighbours in a disc are about 1 apart.
    """
    numbers, inside, sizes = np.unique(department, return_inverse=True, return_counts=True)
    radii = 0.62 * np.sqrt(sizes) + 1.2
    centres = pack(radii, shape)
    positions = np.empty((len(inside), 2))
    for place in range(len(numbers)):
        members = np.flatnonzero(inside == place)
        turn = np.arange(len(members))
        radius = 0.62 * np.sqrt(turn + 0.5)
        angle = turn * GOLDEN_ANGLE
        offsets = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        positions[members] = centres[place] + offsets
    return positions


def pack(radii: Floats, shape: tuple[float, float] = TALLER) -> Floats:
    """Pack discs around the origin, the largest first, each as near to it as it fits.

    Near is measured so that the whole gets the shape of its panel.

    Args:
        radii: Radius of each disc.
        shape: What a distance across, and one up, counts; the larger one gets shorter.

    Returns:
        Centres, shape (discs, 2), in the order given; discs do not overlap.
    """
    order = np.argsort(-radii, kind="stable")
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    centres = np.zeros((len(radii), 2))
    placed = list(order[:1])
    for disc in order[1:]:
        reach = radii[placed] + radii[disc]
        # Candidates touch one disc that is already there and overlap none of the others.
        candidates = (centres[placed][:, None] + 1.0001 * reach[:, None, None] * around).reshape(
            -1, 2
        )
        apart = np.linalg.norm(candidates[:, None] - centres[placed][None], axis=2) >= reach
        free = candidates[apart.all(axis=1)]
        centres[disc] = free[np.argmin(np.round(np.linalg.norm(free * shape, axis=1), 9))]
        placed.append(disc)
    return centres


def _sample(edges: Whole) -> Whole:
    """Every n-th tie, so that a large network stays light and the sample needs no luck."""
    step = max(1, -(-len(edges) // EDGES_DRAWN))
    return edges[::step]


def _panel(
    axis: Axes,
    positions: Floats,
    lines: Floats,
    snapshots: NetworkSnapshots,
    week: int,
    size: float,
) -> None:
    from matplotlib.colors import to_rgba_array

    # One line with gaps: a tenth of the time and size of a line per tie.
    gaps = np.full((len(lines), 1, 2), np.nan)
    ties = np.concatenate([lines, gaps], axis=1).reshape(-1, 2)
    axis.plot(ties[:, 0], ties[:, 1], color="#888888", linewidth=0.4, alpha=0.3, zorder=1)
    stage = np.asarray(snapshots.stages[week])
    colours = to_rgba_array(STAGE_COLOURS)
    for role, marker in enumerate(ROLE_MARKERS):
        mine = snapshots.role == role
        axis.scatter(
            positions[mine, 0],
            positions[mine, 1],
            s=size * (1.0, 1.5, 1.1)[role],
            c=colours[stage[mine]],
            marker=marker,
            linewidths=0.3 if role == 0 else 0.8,
            edgecolors=ROLE_EDGES[role],
            zorder=2 + role,
            clip_on=False,
        )
    axis.set_aspect("equal")
    axis.set_axis_off()
    axis.margins(0.04)


def _label(axis: Axes, part: NetworkSnapshots, speak: Language) -> None:
    """Points outside the picture that a legend shows: stages and roles that occur."""
    stages = np.unique(np.concatenate([np.asarray(each) for each in part.stages.values()]))
    for key, marker, face, edge in (
        *((STAGES[stage], "o", STAGE_COLOURS[stage], "#666666") for stage in stages),
        *((ROLES[role], ROLE_MARKERS[role], "white", ROLE_EDGES[role])
          for role in np.unique(part.role)),
    ):  # fmt: skip
        axis.plot([], [], marker, markersize=9, color=face, markeredgecolor=edge,
                  label=speak.say(key))  # fmt: skip
