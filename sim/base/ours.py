"""Which files of a folder of results this program wrote: only those does it replace or remove.

`provenance.json` lists them. The list grows before a file appears, so that also a command that
was killed leaves nothing behind that the next one does not know.
"""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from sim.base.params import ConfigError

PROVENANCE = "provenance.json"
#: Names that commands write and people use as well: looked for before any work starts.
USUAL = ("config.yaml", "summary.md", "summary.csv")


class Record:
    """The files in a folder of results that are this program's.

    Args:
        folder: The folder; it need not exist yet.
        command: The command that is about to write there, if it has a name.

    Attributes:
        earlier: What is known of the result that was there before; empty if there was none.

    Raises:
        ConfigError: It holds the result of another command, or files in the way that
            somebody else put there.
    """

    def __init__(self, folder: Path, command: str | None = None) -> None:
        self.folder, self.command = folder, command
        self.earlier = record_of(folder)
        self.content: dict[str, Any] = dict(self.earlier)
        self.files = set(_relative(self.content.get("files", ())))
        other = self.earlier.get("command")
        if command is not None and other not in (None, command):
            raise ConfigError(
                f"out={folder} holds a result of rollout {other}; give rollout {command} "
                "another folder, or remove that one"
            )
        for name in USUAL:
            self._require_ours(name)

    def claim(self, path: Path, text: Path) -> None:
        """Note that a file is about to take its place.

        Args:
            path: Where it will be.
            text: Where its content is now.

        Raises:
            ConfigError: A file of somebody else is in its place.
        """
        name = self.name_of(path)
        self._require_ours(name)
        known = name in self.files
        self.files.add(name)
        if name == PROVENANCE:
            self.content = json.loads(text.read_text(encoding="utf-8"))
            text.write_text(self._text(), encoding="utf-8")
        elif not known:
            self._save()

    def remove(self, names: Collection[str]) -> None:
        """Remove files of this program, and folders that become empty."""
        for name in sorted(set(names) & self.files):
            place = self.folder / name
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                place.unlink()
            self.files.discard(name)
            for above in PurePosixPath(name).parents[:-1]:
                with suppress(OSError):
                    (self.folder / above).rmdir()
        if names:
            self._save()

    def remove_all(self) -> None:
        """Remove every file of this program, the list itself, and what becomes empty."""
        self.content.pop("command_line", None)
        self.remove(self.files - {PROVENANCE})
        with suppress(OSError):
            self.folder.rmdir()

    def below(self, folder: Path) -> list[str]:
        """This program's files in the folder, or in one within."""
        place = self.name_of(folder)
        return [name for name in self.files if place == "." or name.startswith(f"{place}/")]

    def name_of(self, path: Path) -> str:
        """A place within the folder, as the list has it."""
        return path.relative_to(self.folder).as_posix()

    def require_ours(self, path: Path) -> None:
        """Refuse a place that a file of somebody else takes.

        Raises:
            ConfigError: It does.
        """
        self._require_ours(self.name_of(path))

    def replaced(self) -> bool:
        """Whether a finished result took the place of another one, whichever process wrote it."""
        now = {**record_of(self.folder), "files": self.earlier.get("files")}
        return "command_line" in self.earlier and now != self.earlier

    def described(self) -> str:
        """The earlier result in words: what made it, and when."""
        return f"{self.earlier['command_line']} ({self.earlier.get('started', 'undated')})"

    def _require_ours(self, name: str) -> None:
        if name == PROVENANCE:
            return  # `record_of` has looked at it
        if name in self.files or not os.path.lexists(self.folder / name):
            return
        self.files |= set(_relative(record_of(self.folder).get("files", ())))  # another process's?
        if name not in self.files:
            raise ConfigError(
                f"{self.folder / name} is no file of this program and stays: "
                "move it away, or give another folder (out=DIR)"
            )

    def _save(self) -> None:
        if not self.files - {PROVENANCE} and "command_line" not in self.content:
            with suppress(FileNotFoundError):
                (self.folder / PROVENANCE).unlink()
            return
        self.files.add(PROVENANCE)
        temporary = self.folder / f".{PROVENANCE}.{this_process()}.part"
        temporary.write_text(self._text(), encoding="utf-8")
        os.replace(temporary, self.folder / PROVENANCE)

    def _text(self) -> str:
        content = {key: value for key, value in self.content.items() if key != "files"}
        if self.command is not None:
            content = {"command": self.command, **content}
        whole = {**content, "files": sorted(self.files)}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def this_process() -> str:
    """What tells this process from all others that share a folder, on any machine."""
    return f"{socket.gethostname()}.{os.getpid()}"


def record_of(folder: Path) -> dict[str, Any]:
    """What an earlier command noted; empty if none did.

    Raises:
        ConfigError: There is a `provenance.json` that says nothing of this kind.
    """
    path = folder / PROVENANCE
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or not isinstance(content.get("files"), list):
            raise ValueError
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            f"{path} does not say which files of the folder are this program's: remove the "
            "folder if you need nothing in it, or give another one (out=DIR)"
        ) from error
    return content


def _relative(names: Any) -> Iterator[str]:
    """Names that stay within the folder, whatever else the list holds."""
    for name in names:
        if isinstance(name, str) and name:
            place = PurePosixPath(name)
            if ".." not in place.parts and not place.is_absolute():
                yield name
