"""Lever sets and parameters that several claims share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.studies.claims.design import Arm

Levers = Mapping[str, Mapping[str, Any]]

HALF_A_YEAR = 26
LICENCES: Levers = {"licences": {}}
PILOT: Levers = {**LICENCES, "redesign": {"targets": "bottleneck"}, "ownership": {}}
CHAMPIONS: Levers = {**LICENCES, "champions": {}}

NONE = Arm()
ORGANIC = Arm(LICENCES)
PHASED = Arm(PILOT)

APPEAL = "workforce.decision.intercept"


def redesign(levers: Levers = PILOT, **fields: Any) -> Levers:
    """The levers with other fields of the redesign."""
    return {**levers, "redesign": {**levers["redesign"], **fields}}


def without(levers: Levers, *names: str) -> Levers:
    """The levers without some of them."""
    return {name: fields for name, fields in levers.items() if name not in names}
