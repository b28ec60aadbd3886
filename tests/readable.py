"""Whether a figure can be read: no text on other text, nothing beyond the paper."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox


def texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every visible text of a figure with its box in pixels; tick labels in view only."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()  # places every text as drawing it would
    found = list(figure.texts)
    for legend in figure.legends:
        found += [*legend.get_texts(), legend.get_title()]
    for axes in figure.axes:
        found += [*axes.texts, axes.title, axes._left_title, axes._right_title]
        legend = axes.get_legend()
        found += [*legend.get_texts(), legend.get_title()] if legend else []
        if not axes.axison:
            continue
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            found.append(axis.label)
            found += [t.label1 for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
    seen = [text for text in found if text.get_visible() and text.get_text().strip()]
    # An annotation's own extent includes its arrow; only its words matter here.
    return [(t.get_text(), super(type(t), t).get_window_extent()
             if hasattr(t, "arrow_patch") else t.get_window_extent()) for t in seen]  # fmt: skip


def assert_readable(figure: Figure, unit: str = "") -> None:
    boxes = texts(figure)
    assert any(unit in words for words, _ in boxes), unit
    assert len(boxes) > 5
    for place, (words, box) in enumerate(boxes):
        assert min(box.x0, box.y0) >= 0, words
        assert max(box.x1 - figure.bbox.x1, box.y1 - figure.bbox.y1) <= 0, words
        for others, other in boxes[place + 1 :]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            high = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert wide <= 1 or high <= 1, f"{words!r} lies on {others!r}"
