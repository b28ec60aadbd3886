"""A fast stand-in for the simulator: parameters in, targets out, with its own error.

A few small neural networks (scikit-learn), trained on simulated particles, over the parameters
that move a target near the evidence; about the others nothing is claimed. Their mean is the
prediction. What they miss on particles that none of them has seen, less the luck of a few firms,
is the error: one number per target, which widens the tolerance wherever the stand-in is used.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.params import ConfigError

if TYPE_CHECKING:
    from sim.base.arrays import Floats, Ints

HIDDEN = (48, 48)
MEMBERS = 3
#: Every eighth particle is kept from training and shows the error.
HELD_OUT = 8
SCREENED = 50
"""Parameters that the stand-in looks at: among 114, 55 explained most of what can be explained."""
RIDGE = 10.0
"""Weight that holds back coefficients of the screen, in particles."""
MISSING = "calibrate needs scikit-learn: pip install 'rollout-lab[evidence]'"


@dataclass(frozen=True)
class Particles:
    """What was simulated.

    Attributes:
        points: Normal scores of parameters, shape (particles, parameters).
        shown: Targets, mean over a few firms, shape (particles, targets).
        luck: Variance of that mean between firms, same shape; 0 where there was one firm only.
    """

    points: Floats
    shown: Floats
    luck: Floats

    @classmethod
    def of(cls, points: Floats, firms: Floats) -> Particles:
        """From targets firm by firm, shape (particles, firms, targets)."""
        count = firms.shape[1]
        luck = firms.var(axis=1, ddof=1) / count if count > 1 else np.zeros(firms[:, 0].shape)
        return cls(points, firms.mean(axis=1), luck)

    def __add__(self, other: Particles) -> Particles:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Particles(*(np.concatenate(pair) for pair in pairs))

    def __getitem__(self, rows: Any) -> Particles:
        return Particles(*(each[rows] for each in vars(self).values()))


@dataclass(frozen=True)
class Surrogate:
    """Networks trained on particles.

    Attributes:
        members: The networks.
        columns: Parameters they look at.
        centre: Mean of every target over the particles.
        scale: Standard deviation of every target.
        held: Held-out particles.
        missed: By how much the networks missed what those showed, shape (particles, targets).
    """

    members: tuple[Any, ...]
    columns: Ints
    centre: Floats
    scale: Floats
    held: Particles
    missed: Floats

    def predict(self, points: Floats) -> Floats:
        """Targets of normal scores, shape (points, targets)."""
        mean = np.mean([each.predict(points[:, self.columns]) for each in self.members], axis=0)
        return np.asarray(self.centre + self.scale * mean)

    def error(self, weight: Floats) -> Floats:
        """Root mean square error per target without luck, held-out particles weighted."""
        share = weight / weight.sum()
        square = share @ self.missed**2 - share @ self.held.luck
        return np.asarray(np.sqrt(np.maximum(square, 0.1 * (share @ self.missed**2))))

    @property
    def explained(self) -> Floats:
        """Share of variance explained on held-out particles, per target."""
        spread = self.held.shown.var(axis=0)
        return np.asarray(1.0 - (self.missed**2).mean(axis=0) / np.maximum(spread, 1e-12))


def require() -> None:
    """Refuse to start without the library that the end will need."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ConfigError(MISSING) from error


def screen(particles: Particles, weight: Floats, count: int = SCREENED) -> Ints:
    """The parameters that move targets most, by weighted ridge regression.

    Args:
        particles: What was simulated.
        weight: How much each tells about the neighbourhood of the evidence.
        count: How many to keep.
    """
    root = np.sqrt(weight * len(weight) / weight.sum())[:, None]
    centre = np.average(particles.shown, axis=0, weights=weight)
    scale = np.sqrt(np.average((particles.shown - centre) ** 2, axis=0, weights=weight)) + 1e-9
    left, right = root * particles.points, root * (particles.shown - centre) / scale
    square = left.T @ left + RIDGE * np.eye(left.shape[1])
    moved = (np.linalg.solve(square, left.T @ right) ** 2).sum(axis=1)
    return np.sort(np.argsort(-moved, kind="stable")[:count])


def train(particles: Particles, columns: Ints, seed: int = 0) -> Surrogate:
    """Train the stand-in.

    Args:
        particles: What was simulated.
        columns: Parameters that it looks at.
        seed: Seed of the networks' first weights.
    """
    from sklearn.neural_network import MLPRegressor
    from threadpoolctl import threadpool_limits

    shown = particles.shown
    centre, scale = shown.mean(axis=0), shown.std(axis=0) + 1e-9
    kept = np.arange(len(shown)) % HELD_OUT != 0
    inside, wanted = particles.points[:, columns], (shown - centre) / scale
    members: list[Any] = []
    for member in range(MEMBERS):
        network = MLPRegressor(
            hidden_layer_sizes=HIDDEN, activation="tanh", solver="lbfgs", alpha=1.0, max_iter=300,
            random_state=seed * MEMBERS + member,
        )  # fmt: skip
        # Matrices are small: threads would only wait for each other.
        with warnings.catch_warnings(), threadpool_limits(1):
            # Stopping early is a choice: more steps would only follow noise.
            warnings.simplefilter("ignore")
            members.append(network.fit(inside[kept], wanted[kept]))
    held = particles[~kept]
    nothing = np.zeros_like(held.shown)
    untested = Surrogate(tuple(members), columns, centre, scale, held, nothing)
    missed = untested.predict(held.points) - held.shown
    return Surrogate(tuple(members), columns, centre, scale, held, missed)
