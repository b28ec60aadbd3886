"""Values by dotted key, in nested frozen dataclasses and dicts: looked up, and replaced."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

Node = TypeVar("Node")


def get(node: Any, key: str) -> Any:
    """What a key such as `work.flow.latency` holds; None where there is no such key."""
    for name in key.split(".") if key else ():
        node = node.get(name) if isinstance(node, dict) else getattr(node, name, None)
    return node


def with_values(node: Node, values: Mapping[str, Any]) -> Node:
    """A copy with other values by key; every part that changes checks itself, once.

    Raises:
        ConfigError: A value is not valid.
        TypeError: There is no such key.
    """
    own: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        first, _, rest = key.partition(".")
        if rest:
            inner.setdefault(first, {})[rest] = value
        else:
            own[first] = value
    for name, below in inner.items():
        own[name] = with_values(get(node, name), below)
    if isinstance(node, dict):
        return {**node, **own}  # type: ignore[return-value]  # a dict like the node
    return dataclasses.replace(node, **own)  # type: ignore[type-var]  # no dataclass: TypeError
