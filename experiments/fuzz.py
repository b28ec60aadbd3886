"""Random configurations and damaged files: is each done, or refused in one line, and soon?

    python -m experiments.fuzz --configurations 2000 --files 1000 --seed 0

A configuration is a command line of random words (keys, presets, values that are valid, out of
range, of another type or no values at all), half of them with a study file of random content; it
is checked with `dry_run=true`. A file is one of each kind that `organisation=from_files` reads,
with random damage. A fault is a traceback, an exit code but 0 and 2, a refusal of several lines
or of more than a thousand letters, a name of a person in it, or more than so many CPU
seconds.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

PEOPLE = [f"Zqx{first} Vkj{last}" for first in "abcd" for last in "efg"]
PAIRS = [(a, (a + step) % len(PEOPLE)) for a in range(len(PEOPLE)) for step in (1, 2, 5)]
LEAK = ("zqx", "vkj")
SECONDS, LONGEST = 60, 1000
ODD = (
    "", "0", "-1", "1", "1e999", "-1e308", "nan", "inf", "null", "~", "true", "no", "0,7", "1.000",
    "1,2,3", "[1,2", "{a:1}", "${weeks}", "${oc.env:HOME}", "'", '"', "a b", "é", "💥", "\x00",
    "../..",
    "/dev/null", "9" * 400, "%s", "$(id)", "0x10", "1_000", "1..2", "declared", "*", "glob(*)",
    "choice(1,2)", "range(0,1e8)", "12 %", "80 €", "2026-01-01",
)  # fmt: skip
PIECES = (
    "", ",", ";", "\t", '"', "\n", "<", ">", "{", "}", "@", "*Arcs", "[edges]", "-1", "1e999",
    "nan", "0", "é", "\u2028", "\ufeff", "\x00", "from,to", "Total", "%", "#", "  ", "0,5", "1.000",
    "false", "Guest", "project", "Status",
)  # fmt: skip


class TooLong(Exception):
    """It took more than `SECONDS`."""


def _alarm(*_: object) -> None:
    raise TooLong


def lines(form: str) -> str:
    """A row per tie."""
    return "".join(
        form.format(a=PEOPLE[a], b=PEOPLE[b], i=a, j=b, w=1 + a % 4, n=a + 1, m=b + 1)
        for a, b in PAIRS
    )


def matrix(corner: str = "", mark: str = ",") -> str:
    """The same as a matrix."""
    rows = [[str(int((a, b) in PAIRS)) for b in range(len(PEOPLE))] for a in range(len(PEOPLE))]
    head = mark.join([corner, *PEOPLE])
    body = [mark.join([name, *row]) for name, row in zip(PEOPLE, rows, strict=True)]
    return "\n".join([head, *body]) + "\n"


def kinds() -> dict[str, str]:
    """A sound file of every kind that is read."""
    nodes = "".join(f'<node id="{i}" label="{name}"/>' for i, name in enumerate(PEOPLE))
    edges = "".join(f'<edge source="{a}" target="{b}"/>' for a, b in PAIRS)
    numbered = "".join(f'{i} "{name}"\n' for i, name in enumerate(PEOPLE, 1))
    count, ties = len(PEOPLE), len(PAIRS)
    people = "".join(
        f"{name},D{i % 3},{PEOPLE[0] if i else ''},Lead,Active,2020-01-0{1 + i % 9},\n"
        for i, name in enumerate(PEOPLE)
    )
    return {
        "list": "from,to,weight\n" + lines("{a},{b},{w}\n"),
        "list without a header": lines("{a};{b};{w}\n"),
        "numbers": lines("{n} {m}\n"),
        "German list": "von;an;Gewicht\n" + lines("{a};{b};{w},5\n"),
        "mail": "Date,From,To,Cc\n" + lines('2025-01-02,{a} <{i}@x.org>,"{j}@x.org; {i}@x.org",\n'),
        "survey": "name,advice 1,advice 2\n" + lines("{a},{b},\n"),
        "matrix": matrix(),
        "matrix with tabs": matrix("id", "\t"),
        "memberships": "person,project\n" + lines("{a},team {j}\n"),
        "GEXF": f'<gexf xmlns="http://gexf.net/1.3"><graph><nodes>{nodes}</nodes>'
        f"<edges>{edges}</edges></graph></gexf>",
        "GraphML": '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph>'
        f"{nodes.replace('label', 'name')}{edges}</graph></graphml>",
        "GML": "graph [\n" + "".join(f'node [ id {i} label "{n}" ]\n' for i, n in enumerate(PEOPLE))
        + lines("edge [ source {i} target {j} value {w} ]\n") + "]\n",
        "Pajek": f"*Vertices {count}\n{numbered}*Arcs\n" + lines("{n} {m} {w}\n"),
        "DL": f"dl n={count} format=edgelist1\nlabels:\n{','.join(PEOPLE)}\ndata:\n"
        + lines("{n} {m} {w}\n"),
        "JSON": '{"nodes": [' + ",".join(f'{{"id": "{name}"}}' for name in PEOPLE) + '], "links": ['
        + lines('{{"source": "{a}", "target": "{b}"}},')[:-1] + "]}",
        "Matrix Market": f"%%MatrixMarket matrix coordinate real general\n{count} {count} {ties}\n"
        + lines("{n} {m} {w}\n"),
        "people": f"Name,Department,Manager,Role,Status,Hired,Termination Date\n{people}",
    }  # fmt: skip


def damaged(text: str, chance: random.Random) -> bytes:
    """A file with some damage."""
    for _ in range(chance.randint(1, 5)):
        rows = text.split("\n")
        what = chance.randrange(8)
        at = chance.randrange(len(text) + 1)
        if what == 0:
            text = text[:at]
        elif what == 1 and rows:
            rows.insert(chance.randrange(len(rows)), chance.choice(rows))
            text = "\n".join(rows)
        elif what == 2:
            chance.shuffle(rows)
            text = "\n".join(rows)
        elif what == 3 and rows:
            del rows[chance.randrange(len(rows))]
            text = "\n".join(rows)
        elif what == 4:
            text = text.replace(chance.choice(',; \t"<>[]'), chance.choice(PIECES))
        else:
            length = chance.choice((0, 1, 3, 40))
            text = (
                text[:at]
                + chance.choice(PIECES) * chance.choice((1, 1, 1, 50))
                + text[at + length :]
            )
    data = text.encode(chance.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")
    if chance.random() < 0.1:
        data = gzip.compress(data)
    if chance.random() < 0.2 and data:
        at = chance.randrange(len(data))
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data


def read_damaged(chance: random.Random, folder: Path) -> tuple[str, Callable[[], str]]:
    """A damaged file, and what reads it: returns the refusal, or nothing."""
    from sim.base.params import ConfigError
    from sim.organisation.complete.organise import read_network
    from sim.organisation.spec import OrganisationFromFiles
    from sim.report.language import Language
    from sim.report.notes import told

    whole = kinds()
    kind = chance.choice(list(whole))
    ties, people = folder / f"ties{chance.random()}", folder / f"staff{chance.random()}"
    data = damaged(whole[kind], chance)
    ties.write_bytes(whole["list"].encode() if kind == "people" else data)
    people.write_bytes(data)
    asked = OrganisationFromFiles(str(ties), str(people) if kind == "people" else "")

    def read() -> str:
        try:
            notes = read_network(asked)[2]
        except ConfigError as error:
            return str(error)
        finally:
            ties.unlink()
            people.unlink()
        said = " ".join(told(notes, Language("en")) + told(notes, Language("de")))
        return "LEAK" if any(each in said.casefold() for each in LEAK) else ""

    return f"{kind}: {data[:4000]!r}", read


def values_of(field: Any, chance: random.Random) -> str:
    """A value of a key: in its range, at its ends or beyond, or anything."""
    meta = field.metadata
    low, high = meta.get("low"), meta.get("high")
    if chance.random() < 0.3 or not isinstance(low, int | float) or high is None:
        options = [str(each) for each in meta.get("options", ())]
        return chance.choice([*ODD, *options, str(field.default)])
    if chance.random() < 0.2:
        return str(chance.choice((low, high, low - 1, high + 1, -high)))
    inside = low + (min(high, 1e6) - low) * chance.random()
    return str(round(inside) if isinstance(field.default, int) else round(inside, 3))


def words(chance: random.Random) -> list[str]:
    """A random command line."""
    from sim.cli.commands import COMMANDS, SPOKEN
    from sim.config.catalogue import catalogue
    from sim.config.public import GROUPS
    from sim.config.settings import Settings
    from sim.config.spelling import presets

    fields = {**catalogue().run, **Settings.__dataclass_fields__}
    said = [chance.choice([each for each in COMMANDS if each not in SPOKEN])]
    for _ in range(chance.randint(0, 5)):
        kind = chance.random()
        if kind < 0.5:
            key = chance.choice(list(fields))
            word = f"{key}={values_of(fields[key], chance)}"
        elif kind < 0.7:
            group = chance.choice(GROUPS)
            word = f"{group}={chance.choice([*presets(group), *ODD])}"
        elif kind < 0.8:
            lever, own = chance.choice(list(catalogue().levers.items()))
            key = chance.choice([*own, "when", "nothing"])
            word = f"strategy.levers.{lever}.{key}={chance.choice(ODD)}"
        elif kind < 0.9:
            word = f"vary.{chance.choice(list(catalogue().run))}={chance.choice(ODD)}"
        else:
            word = chance.choice(ODD)
        if chance.random() < 0.05:
            at = chance.randrange(len(word) + 1)
            word = word[:at] + chance.choice(PIECES) + word[at + 1 :]
        if not word.startswith(("out=", "store=", "+out", "+store")):
            said.append(word)
    return said


def study(chance: random.Random) -> str:
    """A study file of random content."""
    from sim.config.catalogue import catalogue

    def node(depth: int) -> Any:
        kind = chance.random()
        if depth > 3 or kind < 0.5:
            return chance.choice([*ODD, 1, 0.5, True, None, -3])
        if kind < 0.7:
            return [node(depth + 1) for _ in range(chance.randint(0, 4))]
        names = [
            *catalogue().run,
            "defaults",
            "vary",
            "strategies",
            "hydra",
            "_target_",
            "x",
            "weeks",
        ]
        return {part: node(depth + 1) for key in chance.sample(names, chance.randint(1, 4))
                for part in [chance.choice(key.split("."))]}  # fmt: skip

    import yaml

    content = node(0)
    text = yaml.safe_dump(content if isinstance(content, dict) else {"vary": content})
    head = "# @package _global_\n" if chance.random() < 0.9 else ""
    if chance.random() < 0.3:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(PIECES) + text[at:]
    return head + text


def random_configuration(chance: random.Random, folder: Path) -> tuple[str, Callable[[], str]]:
    """A command line, and what checks it: returns the refusal, or nothing."""
    from sim.cli.main import main

    said = words(chance)
    if chance.random() < 0.5:
        path = folder / f"mine{chance.random()}" / "study" / "s.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(study(chance), encoding="utf-8", errors="replace")
        said += ["--config-dir", str(path.parents[1]), "study=s"]
        shown = f"{said} {path.read_text()!r}"
    else:
        shown = str(said)
    line = [*said, "dry_run=true", f"out={folder / 'out'}", f"store={folder / 'store'}"]
    taken = [word for word in line if not (said[0] in ("claims", "calibrate", "validate")
                                           and word.startswith("store="))]  # fmt: skip

    def check() -> str:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(taken)
        return (
            "" if code == 0 else f"{'' if code == 2 else f'CODE {code} '}{err.getvalue().rstrip()}"
        )

    return shown, check


def fault(check: Callable[[], str]) -> tuple[str, str]:
    """How it came out, and what is wrong with it; "" if nothing is."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of this process, however busy the machine
    try:
        said = check()
    except TooLong:
        return "fault", f"more than {SECONDS} CPU seconds"
    except BaseException as error:
        return "fault", f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if said.startswith(("CODE", "LEAK")) or "\n" in said or len(said) > LONGEST:
        return "fault", said
    if any(each in said.casefold() for each in LEAK):
        return "fault", f"names somebody: {said}"
    return ("refused" if said else "fine"), ""


def tried(
    make: Callable[[random.Random, Path], tuple[str, Callable[[], str]]], count: int, seed: int,
    folder: Path,
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    """How each came out, what is wrong with it, and what it was."""
    for number in range(count):
        shown, check = make(random.Random(f"{seed} {number}"), folder)
        yield (*fault(check), f"[{number}] {shown}")


def main() -> None:
    """Print a table, and every fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--configurations", type=int, default=2000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    faults = 0
    print(
        "| what | fine | refused in a line | faults | CPU seconds |\n"
        "| --- | --- | --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, make, count in (
            ("damaged file", read_damaged, given.files),
            ("random configuration", random_configuration, given.configurations),
        ):
            began, counts = time.process_time(), Counter[str]()
            for how, why, shown in tried(make, count, given.seed, Path(folder)):
                counts[how] += 1
                if why:
                    print(
                        f"FAULT {name} {why[:1500]}\n  {shown[:3000]}", file=sys.stderr, flush=True
                    )
            faults += counts["fault"]
            seconds = time.process_time() - began
            print(f"| {name} | {counts['fine']} | {counts['refused']} | {counts['fault']} | "
                  f"{seconds:.0f} |", flush=True)  # fmt: skip
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
