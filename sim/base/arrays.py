"""Arrays by what they hold: numbers, whole numbers, rows of people or stations, yes or no."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Places in other columns, such as each person's manager; half the memory of `Ints`.
Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
Marks = Annotated[NDArray[np.bool_], 2]
Table = Annotated[NDArray[np.float64], 2]
Phases = NDArray[np.int8]
Bytes = NDArray[np.uint8]
Histories = NDArray[np.uint16]
Word = np.uint32
#: Kernels that others call take int64 only: for every other type they would be compiled anew.
Whole = int | np.int64
Words = Annotated[NDArray[np.uint32], 2]
#: The two words that random words of a label come from.
Key = NDArray[np.uint32]
