"""What a finished run may be found by: its configuration, its seed and the model's version.

Two runs with the same key have the same bytes. Names and descriptions of strategies are
labels and no part of the key; every parameter is, whether somebody set it or not.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError
from sim.config.compose import Tree
from sim.runs.version import digest, model_version

if TYPE_CHECKING:
    from sim.model.config import RunConfig

#: Characters of the key in a run's name: 64 bits, so that ten million runs stay distinct.
SHORT = 16


def run_key(config: RunConfig, seed: int | None = None) -> str:
    """The key of one run: 32 hexadecimal digits.

    Args:
        config: The whole configuration.
        seed: Replaces the configuration's seed.
    """
    return seeded(config_key(config), config.seed if seed is None else seed)


def seeded(key: str, seed: int) -> str:
    """The key of one run, from the key of its configuration and its seed."""
    return digest(key, str(seed), model_version())


def config_key(config: RunConfig) -> str:
    """A digest of everything in a configuration that numbers depend on, but for the seed."""
    from sim.config.check import resolved

    tree = resolved(config)
    del tree["seed"]
    strategy = tree["strategy"]
    del strategy["name"], strategy["description"]
    tree["organisation"] = _with_contents(tree["organisation"])
    foreign = sorted({name for name in _targets(tree) if not name.startswith("sim.")})
    return digest(_json(tree), *[part for name in foreign for part in _code_of(name)])


def config_text(config: RunConfig) -> str:
    """A configuration as JSON that says everything but the seed."""
    from sim.config.check import resolved

    tree = resolved(config)
    del tree["seed"]
    return _json(tree)


def with_seed(text: str, seed: int) -> str:
    """The text of a configuration with its seed: JSON that says everything."""
    return f'{text[:-1]},"seed":{seed}}}'


def _json(tree: Tree) -> str:
    """The same text for the same values, floats in full."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def run_id(strategy: str, seed: int, key: str) -> str:
    """Name of a run in tables: `mandate-3-` and the first digits of its key."""
    return f"{strategy}-{seed}-{key[:SHORT]}"


def _with_contents(organisation: Tree) -> Tree:
    """Files count by what is in them, not by where they are."""
    if organisation["_target_"].endswith(".ImportedOrganisation"):
        from sim.organisation.exports.folder import organisation_of

        known = organisation_of(organisation["folder"])
        said = f"{known} people" if isinstance(known, int) else _content(str(known))
        return {**organisation, "folder": said}
    if not organisation["_target_"].endswith(".OrganisationFromFiles"):
        return organisation
    files = {name: organisation[name] for name in ("edges", "people")}
    return {**organisation, **{name: _content(path) for name, path in files.items()}}


def _content(path: str) -> str:
    if not path:
        return ""
    try:
        place = Path(path).expanduser()
        status = place.stat()
        return _content_of(place, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error


@functools.lru_cache(maxsize=256)
def _content_of(path: Path, changed: int, size: int) -> str:
    return f"{path.suffix} {digest(path.read_bytes())}"


def _targets(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        for name, inner in node.items():
            if name == "_target_":
                yield inner
            else:
                yield from _targets(inner)


def _source_of(module: str, path: Path) -> bytes:
    top = sys.modules[module.partition(".")[0]]
    if not hasattr(top, "__path__"):
        return path.read_bytes()
    folders = [Path(each) for each in top.__path__]
    files = {file.relative_to(folder).as_posix(): file
             for folder in folders for file in folder.rglob("*.py")}  # fmt: skip
    return digest(*(part for name in sorted(files) for part in (name, files[name].read_bytes()))
                  ).encode()  # fmt: skip


def _code_of(target: str) -> tuple[str, bytes]:
    """A class from outside this package counts with its source: its file, or its whole package."""
    module = sys.modules.get(target.rpartition(".")[0])
    try:
        source = inspect.getsourcefile(module) if module is not None else None
        if module is not None and source is not None:
            return target, _source_of(module.__name__, Path(source))
    except (OSError, TypeError):
        pass
    raise ConfigError(
        f"{target} has no source file, so its runs cannot be found again: "
        "put the class into a module, or run without a store"
    )
