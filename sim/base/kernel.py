"""What loops over people are built with: compiler, memory in time, a fast logistic function."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.extending import intrinsic

from sim.base.kernel_cache import Locator, covers, folder

Function = TypeVar("Function", bound=Callable[..., Any])

LOCATORS = "CACHE_LOCATOR_CLASSES"
"""Numba's setting for who says where a kernel is kept; its older versions do not ask."""
KERNELS: dict[str, Any] = {}
"""Every kernel of the modules imported so far, by "module:name"."""


def _compiler(**options: Any) -> Callable[[Function], Function]:
    """A decorator; the folder for compiled kernels is set while it decorates, for ours only."""

    def decorate(function: Function) -> Function:
        # Dividing by zero gives inf or NaN, as in NumPy: a test at every division would keep the
        # processor from working on several people at once. Nobody calls kernels from C.
        compiler = cast(Any, njit)(error_model="numpy", no_cfunc_wrapper=True, **options)
        settings = cast(Any, config)
        before = settings.CACHE_DIR, getattr(settings, LOCATORS, "")
        settings.CACHE_DIR = str(folder())
        if covers(function):
            setattr(settings, LOCATORS, f"{Locator.__module__}.{Locator.__qualname__}")
        try:
            compiled = cast(Function, compiler(function))
        finally:
            settings.CACHE_DIR = before[0]
            setattr(settings, LOCATORS, before[1])
        if options.get("cache"):
            KERNELS[f"{function.__module__}:{function.__qualname__}"] = compiled
        return compiled

    return decorate


#: Compiled loops.
kernel = _compiler(cache=folder() is not None)
#: The same for loops long enough to share among threads: others run meanwhile.
unlocked = _compiler(cache=folder() is not None, nogil=True)
#: Small functions that become part of the kernel that calls them, and are kept as part of it.
inlined = _compiler(forceinline=True)


def _fetch_ahead(typing_context: Any, array: Any, row: Any) -> Any:
    """Inside a kernel, `fetch_ahead(array, row)` starts to load a row, which must exist.

    Who follows ties through a large company reads memory in no order, and waits for most of it:
    with a million people, longer than all reckoning takes. A kernel that knows whom it will
    look at soon says so, and finds the row in the cache when it gets there.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        table = context.make_array(array)(context, builder, arguments[0])
        offset = builder.mul(arguments[1], builder.extract_value(table.strides, 0))
        start = builder.bitcast(table.data, ir.IntType(8).as_pointer())
        address = builder.gep(start, [offset])
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [address.type, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [address.type], kind)
        # To be read (0), to be kept in every cache (3), as data (1).
        builder.call(prefetch, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


fetch_ahead: Any = intrinsic(_fetch_ahead)


def _power_of_two(typing_context: Any, exponent: Any) -> Any:
    """Inside a kernel, `power_of_two(n)` is 2**n, for whole n from -1022 to 1023."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = builder.sext(builder.fptosi(arguments[0], ir.IntType(32)), ir.IntType(64))
        bits = builder.shl(builder.add(whole, whole.type(1023)), whole.type(52))
        return builder.bitcast(bits, ir.DoubleType())

    return types.float64(types.float64), generate


power_of_two: Any = intrinsic(_power_of_two)


@inlined
def power(base: float, exponent: float) -> float:
    """base ** exponent, for base >= 0; a square without the library's slow way."""
    return base * base if exponent == 2.0 else base**exponent


_PER_LOG_2 = 1.0 / math.log(2.0)
_LOG_2_HIGH, _LOG_2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_TAYLOR = tuple(1.0 / math.factorial(k) for k in range(13, -1, -1))


@inlined
def logistic(x: float) -> float:
    """1 / (1 + exp(-x)) to 16 digits, three times as fast as the library's exponential.

    The library does one number at a time; a loop over this does four or eight, and gives the
    same digits on every machine. exp(-x) = 2**n exp(r) with |r| <= log(2) / 2 (Cody and Waite,
    "Software Manual for the Elementary Functions", 1980), where Taylor's series is exact.
    """
    y = 700.0 if x < -700.0 else -700.0 if x > 700.0 else -x
    n = np.floor(y * _PER_LOG_2 + 0.5)
    r = (y - n * _LOG_2_HIGH) - n * _LOG_2_LOW
    series = _TAYLOR[0]
    for coefficient in _TAYLOR[1:]:
        series = series * r + coefficient
    return float(1.0 / (1.0 + series * power_of_two(n)))
