"""`rollout import`: what a company can release, as a folder that names nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from sim.base.params import ConfigError
from sim.cli.own_data import Reading, folder_of, read_words, refusals, require_files
from sim.config.words import Arguments

if TYPE_CHECKING:
    from sim.report.language import Language


def main(arguments: Arguments) -> int:
    """Run the command."""
    own, asked = read_words(arguments)
    if own.forget:
        return _forget(own)
    if not asked.files and not own.headcount:
        raise ConfigError("import what? rollout import FILE…, or headcount=350")
    require_files(asked)
    from sim.analysis.asked import asked as asked_of
    from sim.organisation.exports.folder import DATASHEETS
    from sim.organisation.exports.gathered import gather
    from sim.organisation.exports.rejoin import new_salt, read_rejoin, read_salt
    from sim.organisation.exports.save import earlier, merge, save
    from sim.report.datasheet import datasheet
    from sim.report.imports import told
    from sim.report.language import Language

    speak, folder = Language(own.language), folder_of(own)
    before, salt = earlier(folder), None
    if own.rejoin:
        salt = read_salt(folder) or new_salt()
    with refusals(speak, writes=True):
        found = gather(asked, before, read_rejoin(folder), salt)
    if not found.headcount:
        raise ConfigError("how many people work here? No file says: add headcount=350")
    has_people = bool(found.known.stored.people)
    merged = merge(folder, found, own.min_group, own.rejoin and has_people)
    sheets = {code: partial(datasheet, language=code) for code in DATASHEETS}
    save(folder, merged, found, salt if has_people else None, sheets)
    if not own.quiet:
        if before is not None:
            print(speak.say("exports.updated", added=merged.added, replaced=merged.replaced))
            if merged.kept:
                print(speak.say("exports.updated_kept", kept=merged.kept))
            print()
        print(told(found, merged, asked_of(folder), folder, speak))
        print(_ends(folder, len(merged.usage) > 0, speak))
    return 0


def _ends(folder: Path, used: bool, speak: Language) -> str:
    """Where it is, and what can be done with it."""
    files = sorted(path.name for path in folder.iterdir() if path.is_file()
                   and path.name != "provenance.json")  # fmt: skip
    place = "" if str(folder) == "mine" else f" organisation.folder={quote(str(folder))}"
    following = speak.say("exports.next_fit" if used else "exports.next_compare",
                          folder=quote(str(folder)), place=place)  # fmt: skip
    return f"\n{speak.say('exports.written', folder=folder, files=', '.join(files))}\n{following}"


def _forget(own: Reading) -> int:
    from sim.organisation.exports.save import forget
    from sim.report.language import Language

    speak, folder = Language(own.language), folder_of(own, "forget")
    count, gone = forget(folder)
    if not own.quiet:
        key = "exports.forgotten" if gone else "exports.forgotten_some"
        print(speak.say(key, count=count, folder=folder))
    return 0
