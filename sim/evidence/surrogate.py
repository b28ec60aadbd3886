"""A fast stand-in for the simulator: parameters in, targets out, with its own error.

A few small neural networks (scikit-learn), trained on simulated particles. Their mean is the
prediction; what they miss on particles that none of them has seen is the error, one number
per target, and widens the tolerance wherever the stand-in is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.params import ConfigError

if TYPE_CHECKING:
    from sim.people import Floats

HIDDEN = (48, 48)
MEMBERS = 3
#: Every eighth particle is kept from training and shows the error.
HELD_OUT = 8
MISSING = "this needs scikit-learn and emcee: pip install 'rollout-lab[evidence]'"


@dataclass(frozen=True)
class Surrogate:
    """Networks trained on particles.

    Attributes:
        members: The networks.
        centre: Mean of every target over the particles.
        scale: Standard deviation of every target.
        error: Root mean square error on held-out particles near the evidence, per target,
            in units of the target.
        explained: Share of variance explained on held-out particles, per target.
    """

    members: tuple[Any, ...]
    centre: Floats
    scale: Floats
    error: Floats
    explained: Floats

    def predict(self, points: Floats) -> Floats:
        """Targets of points in [0, 1]^parameters, shape (points, targets)."""
        inside = 2.0 * points - 1.0
        mean = np.mean([each.predict(inside) for each in self.members], axis=0)
        return np.asarray(self.centre + self.scale * mean)


def train(points: Floats, targets: Floats, near: Floats, seed: int = 0) -> Surrogate:
    """Train the stand-in.

    Args:
        points: Particles in [0, 1]^parameters, shape (particles, parameters).
        targets: What the simulator showed, shape (particles, targets).
        near: Weight of every particle in the error; high near the evidence.
        seed: Seed of the networks' first weights.
    """
    try:
        from sklearn.neural_network import MLPRegressor
        from threadpoolctl import threadpool_limits
    except ImportError as error:
        raise ConfigError(MISSING) from error
    import warnings

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
    rough = Surrogate(tuple(members), centre, scale, scale, scale)
    missed = (rough.predict(points[~kept]) - targets[~kept]) ** 2
    weight = near[~kept] / near[~kept].sum()
    explained = 1.0 - missed.mean(axis=0) / targets[~kept].var(axis=0)
    return Surrogate(rough.members, centre, scale, np.sqrt(weight @ missed), explained)
