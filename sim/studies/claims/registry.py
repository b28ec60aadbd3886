"""All claims, C01 to C23; what they are stands in `claims.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from sim.studies.claims.design import Arm, Claim, Condition, Dose, Of, Text

FILE = Path(__file__).with_name("claims.yaml")


def read(path: Path = FILE) -> dict[str, Claim]:
    """The claims of a file, by their id.

    Raises:
        TypeError: A claim has a key that is not known, or lacks one.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster
    found = yaml.load(path.read_text(encoding="utf-8"), loader)
    return {name: _claim(name, told) for name, told in found.items()}


def _claim(name: str, told: dict[str, Any]) -> Claim:
    made: dict[str, Any] = {
        "arms": {arm: _arm(fields) for arm, fields in told["arms"].items()},
        "conditions": _conditions(told["conditions"]),
        "asides": _conditions(told.get("asides", ())),
    }
    if "axes" in told:
        made["axes"] = tuple(told["axes"])
    if "dose" in told:
        made["dose"] = Dose(**_said(told["dose"], "text"))
    texts = _said(
        told, "statement", "mechanism", "experiment", *({"limits", "built_in"} & told.keys())
    )
    return Claim(id=name, **{**texts, **made})


def _arm(fields: dict[str, Any]) -> Arm:
    levers = {
        kind: {key: Of(**value) if isinstance(value, dict) else value for key, value in own.items()}
        for kind, own in fields.get("levers", {}).items()
    }
    return Arm(**{**fields, "levers": levers, "ablate": tuple(fields.get("ablate", ()))})


def _conditions(found: Iterable[dict[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(**_said(each, "text")) for each in found)


def _said(fields: dict[str, Any], *texts: str) -> dict[str, Any]:
    """Fields, some of which are texts in every language."""
    return {**fields, **{name: Text(**fields[name]) for name in texts}}


REGISTRY: Mapping[str, Claim] = read()
