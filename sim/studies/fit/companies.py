"""The fitted companies as a file that every other study takes: `companies=mine`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.companies import MINE, dimensions
from sim.analysis.reweighting import resampled
from sim.base.files import atomic_write, write_csv
from sim.base.params import ConfigError
from sim.base.streams import Streams
from sim.base.values import get
from sim.organisation.exports.folder import IDENTIFIED
from sim.studies.fit import history
from sim.studies.fit.library import DETECTION, GIVEN

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.fit.found import Found

COMPANIES = 200
"""Companies that stand for the weighted ones."""
MARK = {"rollout": "companies of rollout fit"}
"""What says of a file that this program wrote it."""


def table(fit: Found) -> pd.DataFrame:
    """Companies with equal weights, one a row: every parameter that other studies would draw.

    What the line held is the same in all of them, so that `companies=mine` is the firm.
    """
    import pandas as pd

    luck = Streams(fit.config.seed).generator("fit/companies")
    taken = resampled(fit.weighed.weights, COMPANIES, luck)
    held = {each.key: float(get(fit.config, each.key)) for each in dimensions()
            if each.key in fit.fixed and not each.key.startswith(GIVEN)}  # fmt: skip
    rows = [{**held, **fit.library.draws[firm]} for firm in taken]
    return pd.DataFrame({
        "firm": taken, "kind": _kinds(fit)[taken], DETECTION: fit.library.detection[taken],
        **pd.DataFrame(rows),
    })  # fmt: skip


def weights(fit: Found) -> pd.DataFrame:
    """Every firm of the library: kind, detection, weight without and with the last weeks."""
    import pandas as pd

    return pd.DataFrame({
        "firm": np.arange(len(fit.library)), "kind": _kinds(fit),
        "judged": fit.judged.weighed.weights, "weight": fit.weighed.weights,
        DETECTION: fit.library.detection, **pd.DataFrame(fit.library.draws),
    })  # fmt: skip


def _kinds(fit: Found) -> Any:
    return np.where(fit.library.matched, "matched", "plausible")


def write(firms: pd.DataFrame, path: Path) -> None:
    """Write the companies, so that they are known again."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    marked = pa.Table.from_pandas(firms, preserve_index=False).replace_schema_metadata(MARK)
    with atomic_write(path) as temporary:
        pq.write_table(marked, temporary)


def require_ours(folder: Path) -> None:
    """Refuse a folder in which a file of somebody else stands where the companies go.

    Raises:
        ConfigError: There is one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / MINE
    if not path.exists():
        return
    try:
        found = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        found = {}
    if found.get(b"rollout") != MARK["rollout"].encode():
        raise ConfigError(f"{path} was not written by rollout fit: move it away first")


def keep(folder: Path | None, firms: pd.DataFrame, told: pd.DataFrame, known: pd.DataFrame) -> None:
    """Leave what was found beside the data, for other commands and the next month."""
    if folder is not None:
        write(firms, folder / MINE)
        write_csv(told, folder / history.FILE)
        write_csv(known, folder / IDENTIFIED)
