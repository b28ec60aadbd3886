"""Figures of the reference results: those of commands made small, and a map of the sweep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

if TYPE_CHECKING:
    import pandas as pd

    from sim.report.language import Language

WIDTH = 960
"""Of a figure, in pixels: with a palette of 256 colours a third of the bytes, and still legible."""
WORDS = Path(__file__).with_name("map.yaml")


def shrunk(found: Path, new: Path) -> None:
    """Every PNG of a folder, and of folders in it, smaller."""
    from PIL import Image

    for path in sorted(found.rglob("*.png")):
        to = new / path.relative_to(found)
        to.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(path) as full:
            size = (WIDTH, round(full.height * WIDTH / full.width))
            small = full.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        small.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            to, optimize=True
        )


def maps(apart: pd.DataFrame, speak: Language, folder: Path) -> None:
    """Differences by two parameters, as a map with a number in every field."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    from sim.report.plots import style
    from sim.report.plots.panels import BLUE, ORANGE

    said = yaml.safe_load(WORDS.read_text(encoding="utf-8"))[speak.code]
    values = apart.to_numpy()
    most = float(np.abs(values).max())
    with style.look():
        figure = Figure(figsize=(8, 3.8), dpi=100, layout="constrained")
        axis = figure.subplots()
        shades = LinearSegmentedColormap.from_list("shades", (ORANGE, "white", BLUE))
        axis.imshow(values, cmap=shades, vmin=-most, vmax=most, origin="lower", aspect="auto")
        for (row, column), value in np.ndenumerate(values):
            axis.text(column, row, speak.number(float(value), 2, True), ha="center", va="center",
                      color="white" if abs(value) > 0.6 * most else style.INK)  # fmt: skip
        columns, rows = (
            [float(str(each)) for each in ends] for ends in (apart.columns, apart.index)
        )
        axis.set_xticks(range(len(columns)), [speak.number(each, 0) for each in columns])
        axis.set_yticks(range(len(rows)), [speak.number(each, 1) for each in rows])
        axis.set(xlabel=said["across"], ylabel=said["up"], title=said["title"])
        axis.spines[:].set_visible(False)
        axis.tick_params(length=0)
        folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(folder / "sweep_map.png", metadata={"Software": None})
