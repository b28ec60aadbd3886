"""From what a kernel says it takes to the types that Numba compiles for.

A kernel says so in its annotations, so that it can be compiled before anybody calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np
from numba import boolean, float64, from_dtype, int64, types, uint32
from numpy.typing import NDArray

from sim.base.arrays import Whole

_tuple_of: Any = types.BaseTuple.from_types
_SCALARS: dict[Any, Any] = {
    int: int64,
    Whole: int64,
    float: float64,
    bool: boolean,
    np.uint32: uint32,
}


def signature(function: Callable[..., Any]) -> tuple[Any, ...] | None:
    """Numba's types of the parameters, or None where one of them says `Any`: it has several.

    Raises:
        TypeError: A parameter is annotated with something that no kernel takes.
    """
    hints = get_type_hints(function, include_extras=True)
    hints.pop("return", None)
    if Any in hints.values():
        return None
    return tuple(_numba_type(hint) for hint in hints.values())


def _numba_type(hint: Any) -> Any:
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) is tuple:
        return _tuple_of([_numba_type(each) for each in get_args(hint)])
    if isinstance(hint, type) and issubclass(hint, tuple):
        fields = get_type_hints(hint, include_extras=True).values()
        return _tuple_of([_numba_type(each) for each in fields], hint)
    array, dimensions = get_args(hint) if get_origin(hint) is Annotated else (hint, 1)
    if get_origin(array) is np.ndarray:
        (dtype,) = get_args(get_args(array)[1])
    elif get_origin(array) is NDArray:  # an alias that stands for itself, from NumPy 2.5 on
        (dtype,) = get_args(array)
    else:
        raise TypeError(f"a kernel takes no {hint}")
    return types.Array(from_dtype(np.dtype(dtype)), dimensions, "C")
