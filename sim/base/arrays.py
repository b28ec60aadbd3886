"""Arrays by what they hold: numbers, whole numbers, rows of people or stations, yes or no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Places in other columns, such as each person's manager; half the memory of `Ints`.
Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
