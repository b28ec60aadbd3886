"""`rollout new strategy NAME`: a strategy of one's own, as a file to change."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from sim.base.params import Checked, ConfigError
from sim.config.options import own_keys
from sim.config.words import Arguments

LEVERS = ("licences", "training")
FILE = """\
# One sentence on what this strategy does.
# Levers to add: rollout list levers. What they take: rollout list levers NAME.
defaults:
{defaults}
  - _self_
_target_: sim.strategy.Strategy
name: {name}
description: Licences, and training from the first week.
# Values that stay at their default can go.
levers:
{levers}
"""


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    out: str = "mine"


def main(arguments: Arguments) -> int:
    """Run the command."""
    own, words = own_keys(Options, arguments.words)
    if len(words) != 2 or words[0] != "strategy":
        raise ConfigError("type rollout new strategy NAME")
    name, folder = words[1], Path(own.out)
    path = folder / "strategy" / f"{name}.yaml"
    _check(name, path)
    from sim.base.files import write_text

    write_text(path, content(name))
    place = shlex.quote(str(folder))
    print(f"{path}\nrollout compare --config-dir {place} strategies=organic,{name} study=quick")
    return 0


def _check(name: str, path: Path) -> None:
    from sim.base.params import check_name
    from sim.config.foreign import NAME
    from sim.config.spelling import presets

    check_name("NAME", name)
    if not NAME.fullmatch(name):
        raise ConfigError(f"NAME may have letters, digits, _, - and ., got {name!r}")
    if name in presets("strategy"):
        raise ConfigError(f"{name} is a shipped strategy: take another name")
    if path.exists():
        raise ConfigError(f"{path} is there already, and stays as it is")


def content(name: str) -> str:
    """The file, with the declared defaults of two levers and what they mean."""
    from sim.config.catalogue import catalogue

    lines = []
    for lever in LEVERS:
        lines.append(f"  {lever}:")
        for key, field in catalogue().levers[lever].items():
            unit, doc = field.metadata.get("unit", ""), field.metadata.get("doc", "")
            about = ": ".join(each for each in (unit, doc) if each)
            lines.append(f"    {key}: {field.default}  # {about}")
    defaults = [f"  - /lever/{lever}@levers.{lever}: default" for lever in LEVERS]
    return FILE.format(name=name, defaults="\n".join(defaults), levers="\n".join(lines))
