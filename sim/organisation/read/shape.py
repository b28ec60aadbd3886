"""How a name looks, for messages that must not repeat it."""

from __future__ import annotations

from sim.base.params import ConfigError

LONGEST = 60  # letters of a cell in a message


def shape(text: str) -> str:
    """What a cell looks like: "an address", "3 letters and 4 digits", "2 words of 9 letters"."""
    text = text.strip()
    if not text:
        return "nothing"
    if "@" in text:
        return "an address"
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    words = len(text.split())
    parts = [
        _many(count, name) for count, name in ((letters, "letter"), (digits, "digit")) if count
    ]
    said = " and ".join(parts) or _many(len(text), "sign")
    return f"{words} words of {said}" if words > 1 else said


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def told(text: str, show: bool) -> str:
    """A name for a message: itself if names may be shown, else what it looks like."""
    if not show:
        return shape(text)
    return repr(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def told_all(names: list[str], show: bool, most: int = 3) -> str:
    """A few names for a message, or what they look like, each look once."""
    said = list(dict.fromkeys(told(name, show) for name in names[: most if show else 100]))
    more = f" and {len(names) - most:,} more" if show and len(names) > most else ""
    return ", ".join(said[:most]) + more


class NotRead(ConfigError):
    """A file that follows the rules of its format, and says what cannot be read here."""


def broken(path: str, kind: str, why: str, line: int | None = None) -> ConfigError:
    """The error of a file in a known format that cannot be read."""
    at = "" if line is None else f":{line}"
    return ConfigError(f"{path}{at}: broken {kind} file: {why}")
