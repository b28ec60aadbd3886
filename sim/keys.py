"""What a finished run may be found by: its configuration, its seed and the model's version.

Two runs with the same key have the same bytes. Names and descriptions of strategies are
labels and no part of the key; every parameter is, whether somebody set it or not.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import LOADED_AT
from sim.composition import Tree
from sim.params import ConfigError

if TYPE_CHECKING:
    from sim.config import RunConfig

#: Where the model starts; every file of the package that it imports from there is part of it.
ENTRY = "sim.run"
IMPORT = re.compile(r"(?:from|import)\s+(sim[\w.]*)(?:\s+import\s+(\([^)]*\)|[^\n]*))?")
#: Libraries that calculate: another version of them may round differently.
LIBRARIES = ("numba", "numpy", "scipy")
DIGITS = 32
#: Characters of the key in a run's name: 64 bits, so that ten million runs stay distinct.
SHORT = 16


def digest(*parts: str | bytes) -> str:
    """Some texts as 32 hexadecimal digits; where one part ends and the next begins counts."""
    total = hashlib.blake2b(digest_size=DIGITS // 2)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()


@functools.cache
def model_version() -> str:
    """Version of the package and a digest of everything that numbers depend on, `0.1.0-1f3a…`.

    The digest covers the bytes of each source file that the model imports, directly or not,
    and the versions of the libraries that calculate. An edited mechanism is a new version.

    Raises:
        ConfigError: A source file changed after this process had loaded the package, so that
            nobody can say which of the two it runs.
    """
    files = model_files()
    for name, path in files.items():
        if path.stat().st_mtime > LOADED_AT:
            raise ConfigError(f"{name} was changed after this program had started: start it again")
    sources = [part for name in sorted(files) for part in (name, files[name].read_bytes())]
    libraries = [f"{name} {_version(name)}" for name in LIBRARIES]
    return f"{_version('rollout-lab')}-{digest(*sources, *libraries)[:12]}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "0"


@functools.cache
def model_files() -> dict[str, Path]:
    """Source files of the model by module name, as their imports lead from one to the next."""
    found: dict[str, Path] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if name in found or path is None:
            continue
        found[name] = path
        waiting += _imports(path.read_text(encoding="utf-8"))
    return found


def _source(name: str) -> Path | None:
    first, *rest = name.split(".")
    if first != "sim" or not rest:
        return None
    path = Path(__file__).parent.joinpath(*rest)
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((each for each in candidates if each.is_file()), None)


def _imports(source: str) -> Iterable[str]:
    """Modules that a source file may import from this package; rather one too many."""
    for module, names in IMPORT.findall(source):
        yield module
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))


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
    from sim.tree import resolved

    tree = resolved(config)
    del tree["seed"]
    strategy = tree["strategy"]
    del strategy["name"], strategy["description"]
    tree["organisation"] = _with_contents(tree["organisation"])
    foreign = sorted({name for name in _targets(tree) if not name.startswith("sim.")})
    return digest(_json(tree), *[part for name in foreign for part in _code_of(name)])


def config_text(config: RunConfig) -> str:
    """A configuration as JSON that says everything but the seed."""
    from sim.tree import resolved

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


def _code_of(target: str) -> tuple[str, bytes]:
    """A class from outside this package (a lever of your own) counts with its source file."""
    module = sys.modules.get(target.rpartition(".")[0])
    try:
        source = inspect.getsourcefile(module) if module is not None else None
        if source is not None:
            return target, Path(source).read_bytes()
    except (OSError, TypeError):
        pass
    raise ConfigError(
        f"{target} has no source file, so its runs cannot be found again: "
        "put the class into a module, or run without a store"
    )
