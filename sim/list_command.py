"""`rollout list`: what can be chosen, what can be set, what comes out."""

from __future__ import annotations

import dataclasses
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.arguments import Arguments
from sim.errors import unknown
from sim.params import ConfigError

HELP = """\
usage: rollout list KIND [WORD ...]

kinds:
  strategies      prepared strategies and their levers
  organisations   prepared organisations
  parameters      every key with default, valid range, unit, meaning and source
  outcomes        what a run is judged by
  levers          the kinds of levers and their keys
  mechanisms      the order of a week; optional ones can be named in ablate=[...]

Further words narrow the list down to the lines that contain all of them.

examples:
  rollout list strategies
  rollout list parameters reactance
  rollout list levers training
"""

LAST_COLUMN = 30
"""Characters that the last column needs on a screen to be worth breaking."""

Rows = list[tuple[str, ...]]
Table = tuple[tuple[str, ...], Rows]


def main(arguments: Arguments) -> int:
    """Run the command."""
    if not arguments.words:
        raise ConfigError(f"list what? one of {', '.join(KINDS)}")
    kind, *words = arguments.words
    if kind not in KINDS:
        raise unknown("list", kind, KINDS)
    header, rows = KINDS[kind](arguments.config_dir)
    shown = [row for row in rows if all(_contains(row, word) for word in words)]
    if words and not shown:
        raise ConfigError(f"nothing among the {kind} contains {' '.join(words)!r}")
    told = table(header, shown)
    if sys.stdout.isatty():
        told = fitted(header, shown, shutil.get_terminal_size((80, 24)).columns)
    print(told)
    return 0


def _contains(row: Sequence[str], word: str) -> bool:
    return word.lower() in " ".join(row).lower()


def table(header: tuple[str, ...], rows: Rows) -> str:
    """Rows as aligned columns, two blanks apart."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def fitted(header: tuple[str, ...], rows: Rows, width: int) -> str:
    """The same for a screen: the last column is broken, or a row becomes a paragraph."""
    whole = table(header, rows)
    if max(map(len, whole.splitlines())) <= width:
        return whole
    *lead, _ = zip(header, *rows, strict=True)
    start = sum(max(map(len, column)) + 2 for column in lead)
    if width - start >= LAST_COLUMN:
        hanging = " " * start
        lines = whole.splitlines()
        folded = [textwrap.wrap(each, width, subsequent_indent=hanging, break_on_hyphens=False)
                  for each in lines]  # fmt: skip
        return "\n".join(line for parts in folded for line in parts)
    indent = "    "
    blocks = []
    for name, *cells in rows:
        named = [
            f"{head}: {cell.rstrip('.')}"
            for head, cell in zip(header[1:], cells, strict=True)
            if cell
        ]
        about = textwrap.fill("; ".join(named), width, initial_indent=indent,
                              subsequent_indent=indent, break_on_hyphens=False)  # fmt: skip
        blocks.append(f"{name}\n{about}" if about else name)
    return "\n".join(blocks)


def _presets(group: str, config_dir: str | None) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, content and leading comment of every file of a group."""
    from omegaconf import OmegaConf

    from sim.composition import conf_folder, options

    folders = [conf_folder()] if config_dir is None else [Path(config_dir), conf_folder()]
    for name in options(group, config_dir):
        paths = [folder / group / f"{name}.yaml" for folder in folders]
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            yield name, {}, ""
            continue
        content: Any = OmegaConf.to_container(OmegaConf.load(path))
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        yield name, content, first.removeprefix("#").strip() if first.startswith("#") else ""


def _strategies(config_dir: str | None) -> Table:
    rows: Rows = []
    for name, content, comment in _presets("strategy", config_dir):
        rows.append((name, str(content.get("description") or comment)))
    return ("strategy", "what it does"), rows


def _organisations(config_dir: str | None) -> Table:
    built_in = {
        "from_files": "Read from organisation.edges=FILE (and organisation.people=FILE).",
        "generated": "Generated, every parameter at its default.",
    }
    rows: Rows = [
        (name, comment or built_in.get(name, ""))
        for name, _, comment in _presets("organisation", config_dir)
    ]
    return ("organisation", "what it is"), rows


def _parameters(config_dir: str | None) -> Table:
    from sim.composition import lever_classes
    from sim.config import RunConfig
    from sim.organisation import OrganisationFromFiles
    from sim.params import parameters

    declared = dict(parameters(RunConfig))
    files = dict(parameters(OrganisationFromFiles, "organisation."))
    declared |= {key: field for key, field in files.items() if key not in declared}
    for name, cls in lever_classes().items():
        declared |= dict(parameters(cls, f"strategy.levers.{name}."))
    rows: Rows = [_row(key, field) for key, field in declared.items()]
    return ("key", "default", "range", "unit", "meaning", "source"), rows


def _row(key: str, field: dataclasses.Field[Any]) -> tuple[str, ...]:
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
    from sim.outcomes import OUTCOMES

    rows: Rows = [(each.name, each.unit, each.better or "", each.formula) for each in OUTCOMES]
    return ("outcome", "unit", "better", "definition"), rows


def _levers(config_dir: str | None) -> Table:
    from sim.composition import lever_classes
    from sim.params import parameters

    rows: Rows = [
        (name, _first_line(cls), ", ".join(key for key, _ in parameters(cls)))
        for name, cls in lever_classes().items()
    ]
    return ("lever", "what it does", "keys"), rows


def _mechanisms(config_dir: str | None) -> Table:
    from sim.week import ESSENTIAL, WEEK

    rows: Rows = []
    for mechanism in WEEK:
        name = mechanism.__name__
        # "7b. Threat: …": the number is for readers of the code.
        about = re.sub(r"^\d+\w?\. ", "", _first_line(sys.modules[mechanism.__module__]))
        rows.append((name, "no" if name in ESSENTIAL else "yes", about))
    return ("mechanism", "optional", "what it does"), rows


def _first_line(documented: object) -> str:
    return (documented.__doc__ or "").strip().partition("\n")[0]


KINDS = {
    "strategies": _strategies,
    "organisations": _organisations,
    "parameters": _parameters,
    "outcomes": _outcomes,
    "levers": _levers,
    "mechanisms": _mechanisms,
}
