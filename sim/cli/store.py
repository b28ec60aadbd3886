"""`rollout store`: what is in the run store, whether it is sound, what can go."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.params import ConfigError, require_known, unknown
from sim.base.places import typed
from sim.config.settings import STORE
from sim.config.words import Arguments

if TYPE_CHECKING:
    from sim.runs.store import Store

ACTIONS = ("list", "show", "verify", "prune")
#: A temporary file older than this belongs to nobody.
DAY = 86_400.0


def main(arguments: Arguments) -> int:
    """Run the command."""
    if not arguments.words:
        raise ConfigError(f"store what? one of {', '.join(ACTIONS)}")
    action, *words = arguments.words
    require_known("store command", action, ACTIONS)
    rest, root, confirm = [], STORE, False
    for word in words:
        if word.startswith("store="):
            root = typed(word.removeprefix("store="), "store")
        elif word in ("confirm=true", "confirm=false") and action == "prune":
            confirm = word == "confirm=true"
        else:
            rest.append(word)
    if rest and action in ("verify", "prune"):
        raise ConfigError(f"store {action} does not take {rest[0]!r}")
    if action == "prune":
        return _prune(root, confirm)
    return {"list": _list, "show": _show, "verify": _verify}[action](root, rest)


def _list(root: Path, words: list[str]) -> int:
    from sim.report.listing import listing
    from sim.runs.store import Store
    from sim.runs.stored import versions
    from sim.runs.version import model_version

    if words and words[0] == "runs":
        return _list_runs(root, words[1:])
    if words:
        raise unknown("list", words[0], ["runs"])
    rows: list[tuple[str, ...]] = []
    for version in versions(root):
        store = Store(root, version)
        chunks = [status for path in store.chunks if (status := _status(path))]
        last = max((status.st_mtime for status in chunks), default=0.0)
        rows.append((
            version + (" (this one)" if version == model_version() else ""),
            f"{len(store):,}", f"{len(chunks):,}",
            f"{sum(status.st_size for status in chunks) / 1e6:,.1f}",
            time.strftime("%Y-%m-%d %H:%M", time.localtime(last)) if chunks else "",
        ))  # fmt: skip
    print(listing(("model version", "runs", "chunks", "MB", "last run"), rows))
    return 0


def _status(path: Path) -> os.stat_result | None:
    """Of a file that another process may have taken away."""
    try:
        return path.stat()
    except OSError:
        return None


def _list_runs(root: Path, words: list[str]) -> int:
    from sim.runs.chunks import Damaged, check
    from sim.runs.keys import run_id
    from sim.runs.store import Store
    from sim.runs.stored import versions

    versions(root)
    store = Store(root)
    store.save_index()
    damaged = store.damaged
    for path, known in store.listed():
        try:
            check(path)
        except Damaged as damage:
            damaged += [str(damage)] if path.exists() else []
            continue
        for key, strategy, seed, seconds in zip(*known, strict=True):
            line = f"{run_id(strategy, seed, key)}  {seconds:.2f} s"
            if all(word in line for word in words):
                print(line)
    for told in damaged:
        print(f"rollout: damaged, left out: {told}", file=sys.stderr)
    return 0


def _show(root: Path, words: list[str]) -> int:
    import json

    from omegaconf import OmegaConf

    from sim.runs.chunks import WEEKLY
    from sim.runs.keys import run_id
    from sim.runs.store import Store, find
    from sim.runs.version import model_version

    if len(words) != 1:
        raise ConfigError("show which run? rollout store show RUN_ID")
    place = find(root, words[0])
    table = Store(root, place.version).rows([place.key])
    row = table.select([n for n in table.column_names if not n.startswith(WEEKLY)]).to_pylist()[0]
    tree = json.loads(row.pop("config"))
    head = {
        "run_id": run_id(row.pop("strategy"), row.pop("seed"), row["key"]),
        "key": row.pop("key"),
        "model_version": place.version + (" (this one)" if place.version == model_version() else
                                          " (not this one)"),
        "chunk": str(place.chunk),
        "seconds": row.pop("seconds"),
        "command": _command(tree),
    }  # fmt: skip
    print(OmegaConf.to_yaml(OmegaConf.create({**head, "outcomes": row, "configuration": tree})))
    return 0


def _command(tree: dict[str, Any]) -> str:
    from sim.config.check import build
    from sim.config.command_of import command

    try:
        config = build(tree)
    except ConfigError as error:
        return f"(none for this version of the model: {error})"
    return f"{command(config)} seed={config.seed}"


def _verify(root: Path, _: list[str]) -> int:
    from sim.runs.store import Store
    from sim.runs.stored import versions

    damaged = 0
    for version in versions(root):
        store = Store(root, version)
        problems = list(_problems(store))
        state = f"{len(problems)} problems" if problems else "all sound"
        print(f"{version}: {len(store):,} runs in {len(store.chunks):,} chunks, {state}")
        print("".join(f"  {problem}\n" for problem in problems), end="")
        damaged += len(problems)
    if damaged:
        print("Damaged chunks are set aside; whoever needs their runs next does them again.")
    return 3 if damaged else 0


def _problems(store: Store) -> Iterator[str]:
    """What is damaged, and runs that two chunks hold with different values."""
    from sim.runs.chunks import HEAD, read

    yield from store.verify_all()
    seen: dict[str, tuple[str, Any]] = {}
    twice = store.stored_twice()
    for path in sorted({path for paths in twice.values() for path in paths}):
        table = read(path)
        names = [n for n in table.column_names if n not in HEAD or n == "key"]
        for row in table.select(names).to_pylist():
            values = repr(row)
            if row["key"] in twice and seen.setdefault(row["key"], (values, path))[0] != values:
                yield f"run {row['key']} has other values in {path} than in {seen[row['key']][1]}"


def _prune(root: Path, confirm: bool) -> int:
    doomed = list(_doomed(root))
    size = sum(status.st_size for path, _ in doomed if (status := _status(path))) / 1e6
    for why, count in Counter(why for _, why in doomed).items():
        print(f"{count:,} files: {why}")
    if not doomed:
        print("nothing to remove")
    elif not confirm:
        print(f"{size:,.1f} MB would be freed; rollout store prune confirm=true removes them")
    else:
        try:
            for path, _ in doomed:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(f"cannot remove {path}: {error.strerror}") from error
        for folder in {path.parent for path, _ in doomed}:
            with contextlib.suppress(OSError):  # what is not ours is in it
                folder.rmdir()
        print(f"{size:,.1f} MB freed")
    return 0


def _doomed(root: Path) -> Iterator[tuple[Path, str]]:
    """Files of a store that nothing needs, each with the reason. Others' files stay."""
    from sim.runs.stored import is_ours, versions
    from sim.runs.version import model_version

    for version in versions(root):
        for path in sorted((root / version).iterdir()):
            if not is_ours(path.name) or path.is_dir():
                continue
            if path.suffix == ".damaged":
                yield path, "damaged"
            elif path.suffix == ".part":
                status = _status(path)
                if status and time.time() - status.st_mtime > DAY:
                    yield path, "left behind by a crash"
            elif version != model_version():
                yield path, f"of model version {version}"
