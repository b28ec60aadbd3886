"""A small decision tree over the same companies: a cross-check by another method.

It looks at all features at once and knows nothing of the screening. Where it splits on what the
box restricts, two methods agree; where it does no better than always giving the commoner answer,
there is little to find.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.studies.discovery.features import Feature
from sim.studies.discovery.rule import Data

DEPTH = 2
LEAF = 0.1
"""Smallest leaf, as a share of the companies that the tree is grown on."""


@dataclass(frozen=True)
class Tree:
    """A decision tree and how often it is right.

    Attributes:
        text: The tree as indented lines.
        splits: Names of features it splits on, from the root down.
        right: Held-back companies it gets right.
        commoner: Held-back companies that the commoner answer gets right.
        companies: Held-back companies.
    """

    text: str
    splits: tuple[str, ...]
    right: int
    commoner: int
    companies: int


def grow(data: Data, features: Sequence[Feature]) -> Tree:
    """Grow a tree on the companies that are searched, count its hits among the others."""
    from sklearn.tree import DecisionTreeClassifier, export_text

    search, held = data.only(~data.held), data.only(data.held)
    smallest = max(2, math.ceil(LEAF * len(search.wins)))
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=smallest, random_state=0)
    tree.fit(search.values, search.wins)
    names = [feature.name for feature in features]
    used = dict.fromkeys(names[place] for place in tree.tree_.feature if place >= 0)
    words = {False: "not better", True: "better"}
    text = export_text(
        tree, feature_names=names, class_names=[words[bool(each)] for each in tree.classes_],
        decimals=3, show_weights=True,
    )  # fmt: skip
    usual = bool(np.mean(search.wins) > 0.5)
    return Tree(
        text, tuple(used), int((tree.predict(held.values) == held.wins).sum()),
        int((held.wins == usual).sum()), len(held.wins),
    )  # fmt: skip
