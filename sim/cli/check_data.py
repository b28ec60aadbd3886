"""`rollout check-data`: the same as `rollout import`, without writing anything."""

from __future__ import annotations

from sim.base.params import ConfigError
from sim.cli.own_data import folder_of, read_words, refusals, require_files
from sim.config.words import Arguments

WRITING = ("forget", "quiet", "rejoin")


def main(arguments: Arguments) -> int:
    """Run the command."""
    own, asked = read_words(arguments, WRITING)
    if not asked.files and not own.headcount:
        raise ConfigError("check what? rollout check-data FILE…")
    require_files(asked)
    from sim.analysis.asked import asked as asked_of
    from sim.organisation.exports.gathered import gather
    from sim.organisation.exports.rejoin import read_rejoin
    from sim.organisation.exports.save import earlier, merge
    from sim.report.imports import told
    from sim.report.language import Language

    speak, folder = Language(own.language), folder_of(own)
    before = earlier(folder)
    with refusals(speak, writes=False):
        found = gather(asked, before, read_rejoin(folder))
    if before is not None:
        print(speak.say("exports.checked_with", folder=folder), end="\n\n")
    merged = merge(folder, found, own.min_group, False)
    print(told(found, merged, asked_of(folder), folder, speak))
    print(f"\n{speak.say('exports.nothing_written')}")
    return 0
