"""`rollout tournament`: which strategy one would choose, over many drawn companies."""

from __future__ import annotations

import time

from sim.base.params import ConfigError
from sim.config.words import Arguments

OWN = ("companies", "draws", "seeds")


def main(arguments: Arguments) -> int:
    """Run the command."""
    from sim.base.files import results_folder
    from sim.config.options import take, whole
    from sim.runs.execute import tell_failures
    from sim.studies.tournament.entry import MOST_DRAWS, enter, kinds

    own, words = take(arguments.words, OWN)
    wanted = kinds(own.get("companies", "evidence"))
    draws = whole(own, "draws", 100, 2, MOST_DRAWS)
    seeds = whole(own, "seeds", 6, 2, 1000)
    entry = enter(arguments, words)
    if len(entry.configs) < 2:
        raise ConfigError("a tournament needs two strategies: strategies=[organic,playbook]")
    started = time.time()
    with results_folder(entry.settings.folder("tournament")) as out, entry.store.writable():
        from sim.studies.tournament.publish import play, publish

        found = [play(entry, kind, draws, seeds) for kind in wanted]
        summary = publish(found, entry, out, arguments.line, started)
    failures = [failure for each in found for failure in each.played.failures]
    if failures:
        tell_failures(failures, out)
    if not entry.settings.quiet:
        print(f"{summary}\nresults in {out}")
    return 3 if failures else 0
