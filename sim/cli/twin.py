"""`rollout twin`: an invented organisation like an imported one, to share."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.files import results_folder, together, write_csv
from sim.base.params import Checked, ConfigError, choice, param
from sim.base.places import typed
from sim.base.presets import LANGUAGES
from sim.config.options import own_keys, refuse_others
from sim.config.words import Arguments
from sim.organisation.exports.folder import require_import


@dataclass(frozen=True)
class Options(Checked):
    """Own keys."""

    data: str = "mine"
    out: str = "twin"
    seed: int = param(0, 0, 2**63 - 1, doc="another twin")
    group_names: bool = param(True, doc="keep the names of departments")
    language: str = choice("en", LANGUAGES, doc="of what is told")


def main(arguments: Arguments) -> int:
    """Run the command."""
    refuse_others(arguments.words, Options.__dataclass_fields__)
    own, rest = own_keys(Options, arguments.words)
    if rest:
        raise ConfigError(f"expected key=value, got {rest[0]!r}: type rollout twin data={rest[0]}")
    require_import(own.data)
    import numpy as np
    import pandas as pd

    from sim.organisation.exports.twin import twin
    from sim.report.language import Language

    made, speak, out = (
        twin(own.data, own.seed, own.group_names),
        Language(own.language),
        typed(own.out),
    )
    name = np.array([f"T{number + 1:06d}" for number in made.number.tolist()], dtype=object)
    manager = made.structure.manager
    staff = pd.DataFrame({
        "id": name,
        "manager": np.where(manager < 0, "", name[manager]),
        "department": np.array(made.groups, dtype=object)[made.structure.department],
    }).sort_values("id")  # fmt: skip
    ties = pd.DataFrame({"from": name[made.a], "to": name[made.b], "weight": made.weight})
    with results_folder(out, "twin"), together(out) as new:
        write_csv(staff, new / "staff.csv")
        if len(ties):
            write_csv(ties.sort_values(["from", "to"]), new / "ties.csv")
    print(speak.say(
        "exports.twin_written", folder=own.data, out=out, groups=made.structure.departments,
        people=speak.separated(f"{len(staff):,}"), ties=speak.separated(f"{len(ties):,}"),
        names=speak.say("exports.twin_names") if own.group_names else "",
    ))  # fmt: skip
    return 0
