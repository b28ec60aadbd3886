"""`rollout list`: what can be chosen, what can be set, what comes out."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sim.base.params import ConfigError, require_known
from sim.base.presets import RULES
from sim.config.words import Arguments
from sim.report.listing import Row, narrowed, shown

Table = tuple[Row, list[Row]]

BUILT_IN = {
    "from_files": "Read from organisation.edges=FILE (and organisation.people=FILE).",
    "generated": "Generated, every parameter at its default.",
    "mine": "Imported by rollout import into ./mine, or organisation.folder=DIR.",
}
"""Presets that are no files, and what they are."""


def main(arguments: Arguments) -> int:
    """Run the command."""
    if not arguments.words:
        raise ConfigError(f"list what? one of {', '.join(KINDS)}")
    kind, *words = arguments.words
    require_known("list", kind, KINDS)
    header, rows = KINDS[kind](arguments.config_dir)
    print(shown(header, narrowed(rows, words, f"among the {kind}")))
    return 0


def _presets(group: str, config_dir: str | None) -> Iterator[tuple[str, str]]:
    """Name of every preset of a group, and its description or leading comment."""
    from sim.base.presets import conf_folder
    from sim.config.foreign import read
    from sim.config.spelling import presets

    folders = [conf_folder()] if config_dir is None else [Path(config_dir), conf_folder()]
    for name in presets(group, config_dir):
        paths = [folder / group / f"{name}.yaml" for folder in folders]
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            yield name, BUILT_IN.get(name, "Every parameter at its default.")
            continue
        text, content = read(path)
        comments = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
        spoken = [line for line in comments if not line.startswith("@")]
        yield name, str(content.get("description") or (spoken[0] if spoken else ""))


def _of_group(group: str, about: str = "what it is") -> Callable[[str | None], Table]:
    def table(config_dir: str | None) -> Table:
        return (group, about), list(_presets(group, config_dir))

    return table


def _all_presets(config_dir: str | None) -> Table:
    from sim.config.public import GROUPS

    rows: list[Row] = [
        (f"{group}={name}", about)
        for group in GROUPS
        for name, about in _presets(group, config_dir)
    ]
    return ("preset", "what it is"), rows


def _parameters(config_dir: str | None) -> Table:
    from sim.base.params import parameters
    from sim.config.public import lever_classes
    from sim.model.config import RunConfig
    from sim.organisation.spec import OrganisationFromFiles

    declared = dict(parameters(RunConfig))
    files = dict(parameters(OrganisationFromFiles, "organisation."))
    declared |= {key: field for key, field in files.items() if key not in declared}
    for name, cls in lever_classes().items():
        declared |= dict(parameters(cls, f"strategy.levers.{name}."))
    rows: list[Row] = [_row(key, field) for key, field in declared.items()]
    return ("key", "default", "range", "unit", "meaning", "source"), rows


def _row(key: str, field: dataclasses.Field[Any]) -> Row:
    meta = field.metadata
    default = str(field.default)
    if "options" in meta:
        valid = "|".join(meta["options"])
    elif isinstance(field.default, bool):
        default, valid = default.lower(), "true|false"
    else:
        ends = ["" if end is None else f"{end:g}" for end in (meta["low"], meta["high"])]
        default, valid = f"{field.default:g}", "..".join(ends)
    return key, default, valid, str(meta["unit"]), str(meta["doc"]), str(meta["source"])


def _outcomes(config_dir: str | None) -> Table:
    from sim.model.outcomes import OUTCOMES

    rows: list[Row] = [(each.name, each.unit, each.better or "", each.formula) for each in OUTCOMES]
    return ("outcome", "unit", "better", "definition"), rows


def _levers(config_dir: str | None) -> Table:
    from sim.base.params import parameters
    from sim.config.extensions import everything
    from sim.config.public import lever_classes

    rows: list[Row] = [
        (name, _first_line(cls), ", ".join((*(key for key, _ in parameters(cls)), *RULES)))
        for name, cls in {**lever_classes(), **everything("lever")}.items()
    ]
    return ("lever", "what it does", "keys"), rows


def _events(config_dir: str | None) -> Table:
    from sim.model.events import KINDS

    rows: list[Row] = [
        (name, f"{each.usual:g}", f"{each.low:g}..{each.high:g}", each.unit, each.doc)
        for name, each in KINDS.items()
    ]
    return ("event", "usual size", "range", "unit", "what happens"), rows


def _measures(config_dir: str | None) -> Table:
    from sim.model.measured import MEASURES

    rows: list[Row] = [(name, f"{each.low:g}..{each.high:g}", each.unit, each.doc)
                       for name, each in MEASURES.items()]  # fmt: skip
    return ("measure", "range", "unit", "what it is"), rows


def _mechanisms(config_dir: str | None) -> Table:
    from sim.config.extensions import everything
    from sim.model.week import ESSENTIAL, WEEK

    rows: list[Row] = []
    for mechanism in WEEK:
        name = mechanism.__name__
        # "7b. Threat: …": the number is for readers of the code.
        about = re.sub(r"^\d+\w?\. ", "", _first_line(sys.modules[mechanism.__module__]))
        rows.append((name, "no" if name in ESSENTIAL else "yes", about))
    rows += [(name, "added", _first_line(cls)) for name, cls in everything("mechanism").items()]
    return ("mechanism", "optional", "what it does"), rows


def _first_line(documented: object) -> str:
    return (documented.__doc__ or "").strip().partition("\n")[0]


KINDS = {
    "presets": _all_presets,
    "strategies": _of_group("strategy", "what it does"),
    "organisations": _of_group("organisation"),
    "workforce": _of_group("workforce"),
    "scenarios": _of_group("scenario"),
    "studies": _of_group("study"),
    "parameters": _parameters,
    "outcomes": _outcomes,
    "levers": _levers,
    "measures": _measures,
    "events": _events,
    "mechanisms": _mechanisms,
}
