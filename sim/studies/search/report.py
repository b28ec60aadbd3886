"""What a search says in words: `summary.md`, and a few lines for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.report.language import ENGLISH
from sim.report.tables import markdown, rows_of
from sim.studies.search.figures import scoring, told
from sim.studies.search.genes import in_words
from sim.studies.search.left import front_table
from sim.studies.search.optimise import POPULATION
from sim.studies.search.play import CHECKED, RULES, Found, Pick
from sim.studies.tournament.goals import COST, TRADED

LIMITS = """\
- No published study compares rollout strategies with each other. What is found here is what the
  model rewards; where the model is wrong, so is what was found.
- A search finds what is good in the companies it sees, luck included. Only the comparison on
  fresh companies counts; what got lost on the way is told as shrinkage.
- Only dates, doses, target groups and the part of the budget were searched; the front is the best
  of what was tried, not the best there is.
- Doses are shares of a common budget: in a company with another budget the same file buys more or
  less of everything."""

READING = f"""\
- NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002, *IEEE Transactions on Evolutionary Computation*
  6), {POPULATION} strategies a generation, as implemented in optuna. Same seed, same way.
- *Front*: no strategy that was tried has better scores in speed, gain and cost at once.
- Picks are made before the check, by a rule: *knee*: {RULES["knee"]}, every goal scaled to its
  range on the front and among the shipped strategies (Euclidean distance to the ideal point: Yu
  1973, *Management Science* 19); *fastest*: {RULES["fastest"]}; *gain*: {RULES["gain"]}. The same
  rule picks the shipped strategy to compare with, in the companies that the search saw.
- *Better*, *worse*: the paired t test over fresh companies, with Holm's correction for all
  comparisons of the table; the rule of `rollout tournament`.
- *Shrinkage*: the difference where the search looked minus that on fresh companies. It is part
  luck of the search and part luck of the draw of companies.
- Found strategies plan for a part of the common budget (`budget_share`); shipped ones for all of
  it; levers stop when it is spent."""


def document(found: Found, out: Path, command_line: str) -> str:
    """The whole page."""
    parts = [
        "# Can a search do better than the shipped strategies?",
        f"Written by `{command_line or 'rollout search'}` as `summary.md`; `docs/tournament.md` "
        f"shows a copy. {told(found)}, {found.headcount} people; {scoring(found)}. Checked in "
        f"{found.wanted.fresh} fresh companies.",
        "## Limits first",
        LIMITS,
        "## Verdict",
        "\n".join(f"- {_verdict(found, pick)}" for pick in found.picks),
        "![Found minus shipped, on fresh companies](figures/search_check.png)",
        _check_table(found),
        "## What was found",
        "![Everything tried, the front, and the shipped strategies](figures/search_front.png)",
        f"Figure and table show no mean, but a {scoring(found)}. Compare it with scores only.",
        _front_table(found),
        "A found strategy runs like any other:",
        f"```bash\n{run_line(found, out)}\n```",
        "## How to read it",
        READING,
    ]
    return "\n\n".join(parts) + "\n"


def run_line(found: Found, out: Path) -> str:
    """A command that runs the picks beside their rivals."""
    names = dict.fromkeys(name for pick in found.picks for name in (pick.rival, pick.found))
    return f"rollout compare --config-dir {out} strategies={','.join(names)}"


def _verdict(found: Found, pick: Pick) -> str:
    rows = {row["goal"]: row for row in rows_of(found.check) if row["rule"] == pick.rule}
    trial = next(trial for trial, name in found.front.items() if name == pick.found)
    parts = [_part(rows[goal.name]) for goal in CHECKED]
    count = [row["verdict"] for row in rows.values()]
    better, worse = count.count("better"), count.count("worse")
    if better and not worse:
        sentence = f"better in {better} of {len(CHECKED)}, worse in none"
    elif better:
        sentence = f"better in {better} of {len(CHECKED)} and worse in {worse}: a trade"
    elif worse:
        sentence = f"not better in anything, worse in {worse}"
    else:
        sentence = "no difference is decided"
    why = " and ".join(RULES[rule] for rule in pick.rule.split("+"))
    return (f"**{pick.found}** against **{pick.rival}** ({why}; "
            f"{in_words(found.trials.values[trial], found.last)}): on fresh companies {sentence}. "
            f"{'; '.join(parts)}.")  # fmt: skip


def _part(row: Mapping[str, Any]) -> str:
    return (f"{row['goal']} {_told(row, 'fresh')} {row['unit']} [{', '.join(_ends(row))}], "
            f"{row['verdict']} (in the search {_told(row, 'search')})")  # fmt: skip


def _ends(row: Mapping[str, Any]) -> tuple[str, str]:
    """The interval in the goal's own direction, the smaller end first."""
    low, high = _told(row, "low"), _told(row, "high")
    return (high, low) if row["goal"] == COST.name else (low, high)


def _told(row: Mapping[str, Any], column: str) -> str:
    """A difference with its sign in the goal's own direction: a cost that falls is negative."""
    goal = next(each for each in CHECKED if each.name == row["goal"])
    value = -row[column] if goal.better == "lower" else row[column]
    text = ENGLISH.number(value, goal.decimals)
    return text if text.startswith("−") or text.strip("0.") == "" else f"+{text}"


def _check_table(found: Found) -> str:
    header = ("found", "shipped", "goal", "unit", "where the search looked", "fresh",
              "95 % interval", "shrinkage", "verdict")  # fmt: skip
    rows = [
        (
            row["found"], row["rival"], row["goal"], row["unit"], _told(row, "search"),
            _told(row, "fresh"), " to ".join(_ends(row)), _told(row, "shrinkage"), row["verdict"],
        )
        for row in rows_of(found.check)
    ]  # fmt: skip
    return markdown(header, rows)


def _front_table(found: Found) -> str:
    header = ("name", "levers", *(f"score of {goal.name}, {goal.unit}" for goal in TRADED))
    columns = [f"{goal.name.replace(' ', '_')}_score" for goal in TRADED]
    rows = [
        (f"`{row['name']}`", row["strategy"],
         *(ENGLISH.number(row[column], goal.decimals)
           for column, goal in zip(columns, TRADED, strict=True)))
        for row in rows_of(front_table(found))
    ]  # fmt: skip
    signs = (1.0, 1.0, -1.0)
    rows += [
        (f"{ENGLISH.name(name)} (shipped)", "",
         *(ENGLISH.number(sign * score, goal.decimals)
           for sign, score, goal in zip(signs, found.reference[place], TRADED, strict=True)))
        for place, name in enumerate(found.shipped)
    ]  # fmt: skip
    return markdown(header, rows)


def spoken(found: Found, out: Path) -> str:
    """The verdict for a terminal."""
    lines = [f"{told(found)}; {len(found.front)} on the front; {scoring(found)}"]
    bullets = [f"- {_verdict(found, pick)}".replace("**", "") for pick in found.picks]
    bullets.append("- The model rewards these; no published study compares rollout strategies.")
    lines += [textwrap.fill(line, 100, subsequent_indent="  ") for line in bullets]
    return "\n".join([*lines, f"to run them: {run_line(found, out)}"])
