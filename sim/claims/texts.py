"""Words of the claims report, in English and German."""

from __future__ import annotations

from sim.claims.design import Condition, Text
from sim.claims.metrics import METRICS
from sim.messages import Language

LANGUAGES = ("en", "de")

WORDS: dict[str, Text] = {
    "holds": Text("holds", "gilt"),
    "fails": Text("fails", "gilt nicht"),
    "depends": Text("depends", "kommt darauf an"),
    "not decided": Text("not decided", "nicht entschieden"),
    "met": Text("holds", "gilt"),
    "open": Text("seeds do not decide", "Läufe entscheiden nicht"),
    "missed": Text("fails", "gilt nicht"),
    "title": Text("Do the claims hold?", "Halten die Thesen?"),
    "overview": Text("Share of plausible companies in which each claim holds",
                     "Anteil plausibler Unternehmen, in denen die These gilt"),
    "overview_sub": Text("{draws} companies x {seeds} seeds, {people} people, {weeks} weeks; "
                         "black line: 95 % interval; dotted: one third and two thirds",
                         "{draws} Unternehmen x {seeds} Läufe, {people} Personen, {weeks} Wochen; "
                         "schwarze Linie: 95-%-Intervall; gepunktet: ein und zwei Drittel"),
    "share_axis": Text("share of companies", "Anteil der Unternehmen"),
    "claim_row": Text("The claim (all conditions)", "Die These (alle Bedingungen)"),
    "conditions": Text("Conditions that decide, and further contrasts (italic)",
                       "Bedingungen, die entscheiden, und weitere Vergleiche (kursiv)"),
    "companies": Text("companies, sorted", "Unternehmen, sortiert"),
    "caterpillar": Text("“{text}”: every company with its 95 % interval",
                        "„{text}“: jedes Unternehmen mit 95-%-Intervall"),
    "dose": Text("Dose: {text} (line: median company, band: 8 of 10)",
                 "Dosis: {text} (Linie: Median, Band: 8 von 10 Unternehmen)"),
    "against_least": Text("{metric} minus that of the lowest dose, {unit}",
                          "{metric} minus die der kleinsten Dosis, {unit}"),
    "regime": Text("Where it holds (hatched: not decided)",
                   "Wo sie gilt (schraffiert: nicht entschieden)"),
    "regime_scale": Text("holds minus fails, share of companies in the cell",
                         "gilt minus gilt nicht, Anteil der Unternehmen im Feld"),
    "assumed": Text("no source", "ohne Beleg"),
    "sourced": Text("sourced", "belegt"),
    "threshold": Text("smallest effect that matters", "kleinster Effekt, der zählt"),
    "none_named": Text("no single parameter stands out", "kein einzelner Parameter sticht heraus"),
    "more": Text("more", "mehr"),
    "fewer": Text("less", "weniger"),
    "rule": Text("{text}: {formula} > {threshold} {unit}", "{text}: {formula} > {threshold} {unit}"),
    "rests_assumed": Text("rests on assumptions", "beruht auf Annahmen"),
    "rests_partly": Text("rests partly on assumptions", "beruht teils auf Annahmen"),
    "rests_sourced": Text("deciders have sources", "Ausschlaggebendes ist belegt"),
    "rests_open": Text("no decider found", "nichts Ausschlaggebendes gefunden"),
}  # fmt: skip


def say(word: str, language: str, **values: object) -> str:
    """A word or sentence of the report."""
    return WORDS[word].within(language).format(**values)


def number(value: float, decimals: int, language: str, signed: bool = False) -> str:
    """A number as the language writes it."""
    return Language(language).number(value, decimals, signed)


def percent(share: float, language: str) -> str:
    """A share as a percentage."""
    return Language(language).percent(share)


def rule(condition: Condition, language: str) -> str:
    """The decision rule of a condition as a formula over its arms."""
    metric = METRICS[condition.metric]
    threshold = metric.matters if condition.threshold is None else condition.threshold
    terms = []
    for arm, weight in condition.weights.items():
        sign = "−" if weight < 0 else "+"
        size = "" if abs(weight) == 1 else f"{number(abs(weight), 2, language)} · "
        terms.append(f"{sign} {size}[{arm}]")
    formula = " ".join(terms).removeprefix("+ ")
    digits = metric.decimals
    while digits < 4 and round(metric.factor * threshold, digits) != metric.factor * threshold:
        digits += 1
    least = number(metric.factor * threshold, min(digits, 2), language)
    named = f"{metric.text.within(language)}: {formula}"
    return f"{named} > {least} {metric.unit.within(language)}"
