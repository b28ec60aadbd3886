"""The claims as a Markdown page: limits first, then verdicts, then every experiment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.studies.claims.limits import limits
from sim.studies.claims.texts import percent, rule, tally

if TYPE_CHECKING:
    from sim.studies.claims.assess import Assessed
    from sim.studies.claims.deciders import Decider
    from sim.studies.claims.experiment import Size
    from sim.studies.claims.verdict import Judged


def document(assessed: Sequence[Assessed], size: Size, command_line: str) -> str:
    """The whole page."""
    words = command_line.split() or ["rollout", "claims"]
    # Where it went and how many worked on it changes no number.
    command = " ".join(each for each in words if not each.startswith(("out=", "workers=")))
    parts = [
        "# Do the claims hold?",
        f"Written by `{command}` as `summary.md`; `docs/claims.md` is a copy, do not edit. "
        f"Numbers: {size.draws} companies x {size.seeds} seeds, {size.headcount} people, "
        f"{size.weeks} weeks, levers until week {size.withdraw_week}.",
        f"Of {len(assessed)} claims, {tally([each.verdict.verdict for each in assessed], 'en')}",
        "## Limits first",
        "\n".join(f"- {line}" for line in limits(size, "en")),
        "## Verdicts",
        _verdicts(assessed),
        "## How a verdict comes about",
        _method(),
        "## The experiments",
        *[_experiment(each) for each in assessed],
    ]
    return "\n\n".join(parts) + "\n"


def _beside(one: Decider) -> str:
    names = ", ".join(f"`{each.key}`" for each in one.partners)
    return f"; moves with {names}" if names else ""


def _verdicts(assessed: Sequence[Assessed]) -> str:
    lines = [
        "| claim | verdict | holds in | fails in (opposite in) | open | decided by (correlation) "
        "| sourced |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in assessed:
        verdict = each.verdict
        deciders = ", ".join(
            f"`{one.dimension.key}` ({one.correlation:+.2f}{_beside(one)})" for one in each.deciders
        )
        cells = (
            f"**{each.claim.id}** {each.claim.statement.en}",
            f"**{verdict.verdict}**",
            f"{percent(verdict.share_holds, 'en')} [{percent(verdict.low, 'en')}, "
            f"{percent(verdict.high, 'en')}]",
            f"{percent(verdict.share_fails, 'en')} ({percent(verdict.share_reversed, 'en')})",
            percent(verdict.share_open, "en"),
            deciders or "nothing stands out",
            {"none": "–"}.get(each.sourced, each.sourced),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _method() -> str:
    from sim.studies.claims import deciders, verdict

    return "\n\n".join((
        (verdict.__doc__ or "").partition("\n")[2].strip(),
        (deciders.__doc__ or "").partition("\n")[2].strip(),
        "Ranges are those that parameters declare (`rollout list parameters`).",
    ))  # fmt: skip


def _experiment(each: Assessed) -> str:
    claim, verdict = each.claim, each.verdict
    parts = [
        f"### {claim.id}: {claim.statement.en}",
        f"*Mechanism:* {claim.mechanism.en}.\n\n*Experiment:* {claim.experiment.en}",
        "| | condition or contrast | rule | holds | open | fails |\n|---|---|---|---|---|---|\n"
        + "\n".join(
            [_line("decides", one) for one in verdict.conditions]
            + [_line("informs", one) for one in verdict.asides]
        ),
    ]
    if claim.limits.en:
        parts.append(f"*Limit:* {claim.limits.en}")
    return "\n\n".join(parts)


def _line(role: str, one: Judged) -> str:
    met, unsure, missed = (percent(share, "en") for share in one.shares())
    words = (role, one.condition.text.en, rule(one.condition, "en"), met, unsure, missed)
    return f"| {' | '.join(words)} |"
