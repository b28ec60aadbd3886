"""Elliptical slice sampling: many chains at once, each from a draw of the prior of its own.

Murray, Adams and MacKay, "Elliptical slice sampling", AISTATS 2010. The prior is a standard
normal in every dimension; nothing has to be tuned, and no chain knows of another, so that all
draws differ.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.base.arrays import Floats

#: Shrinking an ellipse this often leaves a chain where it is: the rest is rounding.
MOST_SHRINKS = 60


def slices(
    log_likelihood: Callable[[Floats], Floats],
    begin: Floats,
    steps: int,
    draw: np.random.Generator,
) -> Floats:
    """The last state of every chain.

    Args:
        log_likelihood: Of states, shape (chains, dimensions), one number each.
        begin: A draw of the prior per chain, shape (chains, dimensions).
        steps: Steps of every chain.
        draw: Random numbers.
    """
    state = np.array(begin)
    known = log_likelihood(state)
    chains = len(state)
    for _ in range(steps):
        other = draw.standard_normal(state.shape)
        level = known + np.log(draw.random(chains))
        angle = draw.uniform(0.0, 2.0 * np.pi, chains)
        low, high = angle - 2.0 * np.pi, angle.copy()
        left = np.arange(chains)
        for _ in range(MOST_SHRINKS):
            turn = angle[left, None]
            proposed = np.cos(turn) * state[left] + np.sin(turn) * other[left]
            found = log_likelihood(proposed)
            fine = found > level[left]
            state[left[fine]], known[left[fine]] = proposed[fine], found[fine]
            left = left[~fine]
            if not len(left):
                break
            low[left] = np.where(angle[left] < 0.0, angle[left], low[left])
            high[left] = np.where(angle[left] >= 0.0, angle[left], high[left])
            angle[left] = draw.uniform(low[left], high[left])
    return state
