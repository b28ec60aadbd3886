"""What it is worth to find out more before choosing, from the runs of the report itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.streams import Streams
from sim.studies.ask.questions import groups
from sim.studies.ask.value import floor, lots, pays, worth
from sim.studies.report.material import Material

if TYPE_CHECKING:
    import pandas as pd


def asking(material: Material, seed: int) -> pd.DataFrame:
    """What the answer to every question is worth for the choice, doing nothing being an option.

    In the companies that decide, as `rollout ask` does it in many more.

    Returns:
        One row per question, the most valuable first: `question, parameters, outside, error`
        (what the choice gains in companies held back, in money per employee, and its standard
        error), `inside` (in the sample), `luck` (what luck makes of the best of all), `pays`, and
        `companies`. None where companies differ in nothing.
    """
    import pandas as pd

    worlds, streams = material.deciding, Streams(seed)
    drawn = [draw for world in worlds for draw in material.drawn(world.kind)]
    keys = [key for key in drawn[0] if all(key in draw for draw in drawn)]
    if not keys:
        return pd.DataFrame({name: [] for name in ("question", "outside", "pays", "companies")})
    means = np.concatenate([world.benefit for world in worlds], axis=1)
    families, first = list[int](), 0
    for world in worlds:
        families += [first + int(group) for group in world.groups]
        first = max(families) + 1
    lot = lots(np.array(families), streams.generator("report/ask lots"))
    known = groups(keys)
    features = {name: np.array([[draw[key] for key in own] for draw in drawn])
                for name, own in known.items()}  # fmt: skip
    luck = floor(means, list(features.values()), streams.generator("report/ask luck"))
    rows = [(name, worth(means, own, lot)) for name, own in features.items()]
    return pd.DataFrame([
        {"question": name, "parameters": " ".join(known[name]), "outside": each.outside,
         "error": each.error, "inside": each.inside, "luck": luck,
         "pays": "yes" if pays(each, luck) else "no", "companies": len(drawn)}
        for name, each in sorted(rows, key=lambda row: -row[1].outside)
    ])  # fmt: skip
