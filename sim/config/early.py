"""Mistakes that words show by themselves: told before Hydra or the model is imported.

Whatever may also depend on a study file, on another package or on a folder of the user's passes,
and is checked when the configuration is built.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sim.analysis.kinds import FILES, KINDS, MINE, ONE, OWN
from sim.base.params import ConfigError, require_known, unknown
from sim.base.places import require_named, typed
from sim.base.presets import conf_folder
from sim.config.catalogue import catalogue
from sim.config.early_forms import check_forms
from sim.config.early_levers import check_levers
from sim.config.foreign import read
from sim.config.public import GROUPS, WHOLE
from sim.config.saved import saved
from sim.config.settings import Settings, needs_scheduler
from sim.config.spelling import NOTHING, PLACES, keys_of, presets, shipped, usual
from sim.config.words import is_quoted
from sim.config.written import NUMBER, check_axis, check_blanks, check_field, no_key, number
from sim.organisation.exports.folder import require_import
from sim.organisation.read.source import require_file
from sim.organisation.spec import GeneratedOrganisation

FROM_FILES = ("organisation.edges", "organisation.people")
"""What only an organisation from files has."""
IMPORTED = "organisation.folder"
"""What only an imported organisation has."""
SEVERAL = ("compare", "tournament", "search")
"""Commands that take `strategies` and no `strategy`."""
COUNTING = ("calibrate", "validate", "evidence")
"""Commands whose `companies` is how many."""
PAIRED = ("better", "than")
"""Own keys that name a strategy."""
_PLAIN = re.compile(r"[+]{0,2}([A-Za-z_][\w.]*)=(.*)", re.DOTALL)
_NAME = re.compile(r"(?!(?:null|nan|inf|true|false)$)[A-Za-z_][\w.\-]*", re.IGNORECASE)
_AXIS = re.compile(r"([\w.]+):\[([^\[\]{}]*)\]")


def check_words(
    words: Sequence[str],
    config_dir: str | None = None,
    own: Sequence[str] = (),
    command: str = "",
) -> None:
    """Check keys, numbers and names that can be told apart without composing anything.

    Args:
        words: Such as `weeks=52`.
        config_dir: A folder of further presets.
        own: Keys of the command, which it checks itself.
        command: Such as `run`, whose levers and files are checked; "" checks neither.

    Raises:
        ConfigError: As `load` would say it, only sooner.
    """
    given = saved(words, config_dir)
    known = () if given is None else tuple(given.runs)
    words = [word for word in words if given is None or not word.startswith("study=")]
    for word in words:
        _check_dashes(word)
    check_forms(words, own)
    matches = [match for word in words if (match := _PLAIN.fullmatch(word))]
    said = {match[1]: match[2] for match in matches}
    for key, value in (match.group(1, 2) for match in matches):
        if key not in own and key.split(".")[0] != "hydra":
            _check_word(key, value, config_dir, own, known, command)
        elif key == "companies":
            _check_companies(value, command)
        elif key in PAIRED:
            _check_group("strategy", value, config_dir, known)
    for key, values in _AXIS.findall(said.get("vary", "")):
        for value in values.split(","):
            check_axis(key, value.strip())
            _check_word(key, value.strip(), config_dir, own, known)
    _check_names(said, config_dir, own, known)
    added = any(word.startswith(("+", "~")) or "extensions." in word for word in words)
    if config_dir is None and given is None and said.keys().isdisjoint(WHOLE) and not added:
        _check_together(said, own, command)
        check_levers(said, _strategies(said) if command in SEVERAL else (), command)


def each_alone(words: Sequence[str]) -> Iterator[str]:
    """Words of `run -m`, with one of their values each."""
    for word in words:
        key, equals, value = word.partition("=")
        plain = equals and not re.search(r"[\[\]{}()'\"]", value)
        yield from (f"{key}={each}" for each in value.split(",")) if plain else (word,)


def _check_word(
    key: str,
    value: str,
    config_dir: str | None,
    own: Sequence[str],
    known: Sequence[str],
    command: str = "",
) -> None:
    if key in GROUPS:
        _check_group(key, value, config_dir, known if key == "strategy" else ())
    elif not key.startswith(("strategy.levers.", "extensions.", "game.")):
        _check_value(key, value, own, command)


def _check_group(group: str, value: str, config_dir: str | None, known: Sequence[str]) -> None:
    if NUMBER.fullmatch(value) and group == "organisation":
        people = re.sub(r"\.(?=\d{3}$)", "", value)
        raise ConfigError(f"organisation is a name: type organisation.headcount={people}")
    names = (*presets(group, config_dir), *known)
    if value not in (*names, "null") and re.fullmatch(r"\w*", value):
        raise unknown(group, value, names)


def _check_dashes(word: str) -> None:
    """A key with dashes, as other programs have them."""
    key, equals, value = word.partition("=")
    plain = key.replace("-", "_")
    if equals and "-" in key and re.fullmatch(r"[\w.]+", plain) and plain in keys_of():
        raise ConfigError(f"unknown key {key!r}: type {plain}={value or '…'}")


def _check_companies(value: str, command: str) -> None:
    """What a study draws companies from, told before the file or the draws are opened."""
    if command in COUNTING or re.search(r"[\[,]", value):
        return
    more = (ONE,) if command in ("", "compare", "run", "sweep") else ()
    if Path(value).suffix.lower() in FILES:
        require_named(Path(value.strip("'\"")).expanduser(), "companies", value)
    elif (
        value not in (*KINDS, *more, OWN, "evidence")
        and not (Path(value.strip("'\"")).expanduser() / MINE).is_file()
    ):
        raise unknown("companies", value, (*KINDS, *more, OWN, "FILE.csv"))


def _check_value(key: str, value: str, own: Sequence[str], command: str) -> None:
    declared = catalogue().run
    settings = {field.name: field for field in dataclasses.fields(Settings)}
    valid = {**declared, **settings}
    if key not in valid:
        if not any(each.startswith(f"{key}.") for each in valid):
            raise no_key(key, value, [*valid, *GROUPS, *own])
    elif key == "workers" and re.fullmatch(r"\S+", value):
        if value not in NOTHING and not (value.isdecimal() and 1 <= int(value) <= 4096):
            said = value if value.lstrip("-").isdecimal() else repr(value)
            raise ConfigError(f"workers must be in [1, 4096] processes, got {said}")
    elif key == "events":
        _check_events(value)
    elif key == "matters":
        _check_matters(value)
    elif key in PLACES and value.strip().lower() in NOTHING:
        raise ConfigError(f"{key} must be text that is not empty, got {value.strip() or repr('')}")
    elif key in ("out", "store"):
        typed(value[1:-1] if is_quoted(value) else value, key)
    else:
        check_field(key, valid[key], value, command)


def _check_events(value: str) -> None:
    """Events that are all written short, such as `pause@20:8`."""
    pieces = value.removeprefix("[").removesuffix("]").split(",")
    if all(re.fullmatch(r"\w*@-?\d+(:[\w.+-]+)?", piece) for piece in pieces):
        from sim.model.events import events_of

        events_of(pieces)


def _check_matters(value: str) -> None:
    if re.fullmatch(r"\{[\w:.,-]*\}", value):
        from sim.analysis.matters import matters

        matters(dict.fromkeys(re.findall(r"(\w+):", value), 0.0))


def _listed(value: str) -> list[str]:
    """Different names in a list; none where it may be something else."""
    names = value.removeprefix("[").removesuffix("]").split(",")
    plain = len(set(names)) == len(names) and all(map(_NAME.fullmatch, names))
    return names if plain else []


def _check_names(
    said: Mapping[str, str], config_dir: str | None, own: Sequence[str], known: Sequence[str]
) -> None:
    if "strategies" not in own:
        check_blanks("strategies", said.get("strategies", ""), presets("strategy", config_dir))
        valid = [*presets("strategy", config_dir), *known]
        _require("strategy", said.get("strategies", ""), valid)
    if "outputs" not in own:
        _require("name in outputs", said.get("outputs", ""), catalogue().names["output"])


def _strategies(said: Mapping[str, str]) -> list[str]:
    return _listed(said["strategies"]) if "strategies" in said else shipped()["strategies"]


def _require(what: str, value: str, valid: Sequence[str]) -> None:
    for name in _listed(value):
        require_known(what, name, valid)


def _check_together(said: Mapping[str, str], own: Sequence[str], command: str) -> None:
    """Words that go with each other, or do not."""
    _require("mechanism in ablate", said.get("ablate", ""), catalogue().names["mechanism"])
    files = said.get("organisation") == "from_files"
    if command and files and "organisation.edges" not in said:
        raise ConfigError("organisation.edges is missing; name a file: organisation.edges=ties.csv")
    for key in FROM_FILES:
        if key in said and said.get("organisation") != "from_files":
            raise needs_files(key)
        path = said.get(key, "").strip("'\"")
        if command and path.lower() not in NOTHING:
            require_file(path, key)
    if IMPORTED in said and said.get("organisation") != "mine":
        raise needs_import()
    if command and said.get("organisation") == "mine":
        require_import(said.get(IMPORTED, "mine").strip("'\""))
    _check_generated(said)
    if said.get("engine") == "dask" and "scheduler" not in said:
        raise needs_scheduler()
    baseline = said.get("baseline", "")
    if _NAME.fullmatch(baseline) and "baseline" not in own:
        strategies = _strategies(said)
        if strategies and baseline not in strategies:
            raise unknown("baseline among the strategies", baseline, strategies)
    weeks = said.get("weeks", str(catalogue().run["weeks"].default))
    if weeks.isdecimal() and said.get("withdraw_week", "").isdecimal():
        check_withdrawal(int(said["withdraw_week"]), int(weeks))


def _check_generated(said: Mapping[str, str]) -> None:
    """Numbers of a drawn organisation that do not go with each other."""
    name = said.get("organisation") or usual("organisation")
    given = {key.removeprefix("organisation."): number(value) for key, value in said.items()
             if key.startswith("organisation.") and NUMBER.fullmatch(value)}  # fmt: skip
    path = conf_folder() / "organisation" / f"{name}.yaml"
    if not given or not path.is_file():
        return
    held = {key: value for key, value in read(path)[1].items() if key != "defaults"}
    try:
        GeneratedOrganisation(**{**held, **given})
    except ConfigError as error:
        raise ConfigError(str(error).replace("GeneratedOrganisation.", "organisation.")) from None


def needs_files(key: str) -> ConfigError:
    """What is said of a key that only an organisation from files has."""
    return ConfigError(f"{key} needs organisation=from_files beside it")


def needs_import() -> ConfigError:
    """What is said of the folder of an import where no import is asked for."""
    return ConfigError(f"{IMPORTED} needs organisation=mine beside it")


def check_withdrawal(withdraw_week: int, weeks: int) -> None:
    """Refuse a last week of the levers, if somebody has typed it, beyond the horizon."""
    if withdraw_week > weeks:
        raise ConfigError(
            f"withdraw_week must be in [0, {weeks}] (weeks={weeks}), got {withdraw_week}"
        )
