"""A fast stand-in for the simulator: parameters in, targets out, with its own error.

A few small neural networks (scikit-learn), trained on simulated particles. Their mean is the
prediction; what they miss on particles that none of them has seen is the error, one number
per target, and widens the tolerance wherever the stand-in is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.params import ConfigError

if TYPE_CHECKING:
    from sim.base.arrays import Floats

HIDDEN = (48, 48)
MEMBERS = 3
#: Every eighth particle is kept from training and shows the error.
HELD_OUT = 8
MISSING = "calibrate needs scikit-learn and emcee: pip install 'rollout-lab[evidence]'"


@dataclass(frozen=True)
class Surrogate:
    """Networks trained on particles.

    Attributes:
        members: The networks.
        centre: Mean of every target over the particles.
        scale: Standard deviation of every target.
        held: What the simulator showed for the held-out particles, shape (particles, targets).
        missed: By how much the networks missed that, same shape.
    """

    members: tuple[Any, ...]
    centre: Floats
    scale: Floats
    held: Floats
    missed: Floats

    def predict(self, points: Floats) -> Floats:
        """Targets of points in [0, 1]^parameters, shape (points, targets)."""
        inside = 2.0 * points - 1.0
        mean = np.mean([each.predict(inside) for each in self.members], axis=0)
        return np.asarray(self.centre + self.scale * mean)

    def error(self, weight: Floats) -> Floats:
        """Root mean square error per target, held-out particles weighted."""
        return np.asarray(np.sqrt(weight / weight.sum() @ self.missed**2))

    @property
    def explained(self) -> Floats:
        """Share of variance explained on held-out particles, per target."""
        return np.asarray(1.0 - (self.missed**2).mean(axis=0) / self.held.var(axis=0))


def require() -> None:
    """Refuse to start without the libraries that the end will need."""
    try:
        import emcee  # noqa: F401
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ConfigError(MISSING) from error


def train(points: Floats, targets: Floats, seed: int = 0) -> Surrogate:
    """Train the stand-in.

    Args:
        points: Particles in [0, 1]^parameters, shape (particles, parameters).
        targets: What the simulator showed, shape (particles, targets).
        seed: Seed of the networks' first weights.
    """
    import warnings

    from sklearn.neural_network import MLPRegressor
    from threadpoolctl import threadpool_limits

    centre, scale = targets.mean(axis=0), targets.std(axis=0) + 1e-9
    kept = np.arange(len(points)) % HELD_OUT != 0
    inside, wanted = 2.0 * points - 1.0, (targets - centre) / scale
    members = []
    for member in range(MEMBERS):
        network = MLPRegressor(
            hidden_layer_sizes=HIDDEN, activation="tanh", solver="lbfgs", alpha=0.3, max_iter=500,
            random_state=seed * MEMBERS + member,
        )  # fmt: skip
        # Matrices are small: threads would only wait for each other.
        with warnings.catch_warnings(), threadpool_limits(1):
            # Stopping early is a choice: more steps would only follow noise.
            warnings.simplefilter("ignore")
            members.append(network.fit(inside[kept], wanted[kept]))
    held = targets[~kept]
    untested = Surrogate(tuple(members), centre, scale, held, np.zeros_like(held))
    return replace(untested, missed=untested.predict(points[~kept]) - held)
