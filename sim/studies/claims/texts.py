"""Words of the claims report, in English and German."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.language import Language
from sim.studies.claims.arm_names import arm_name
from sim.studies.claims.design import Condition, Text
from sim.studies.claims.metrics import METRICS
from sim.studies.claims.verdict import VERDICTS

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
    "overview": Text("Share of drawn companies in which each claim holds",
                     "Anteil der gezogenen Unternehmen, in denen die These gilt"),
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
    "rests_assumed": Text("rests on assumptions", "beruht auf Annahmen"),
    "rests_partly": Text("rests partly on assumptions", "beruht teils auf Annahmen"),
    "rests_sourced": Text("deciders have sources", "Ausschlaggebendes ist belegt"),
    "rests_open": Text("no single parameter decides", "kein einzelner Parameter entscheidet"),
    "star": Text("↑ holds more where the parameter is larger, ↓ where it is smaller; * without a "
                 "source.",
                 "↑ gilt eher, wo der Parameter größer ist, ↓ wo er kleiner ist; * ohne Beleg."),
    "maybe": Text("strongest, not certain:", "am stärksten, nicht sicher:"),
    "other": Text("Deutsch", "English"),
    "subtitle": Text("23 claims about bringing AI into everyday work, each with an experiment that "
                     "can refute it. {draws} drawn companies, {seeds} paired seeds each.",
                     "23 Thesen darüber, wie KI in den Arbeitsalltag kommt, jede mit einem "
                     "Experiment, das sie widerlegen kann. {draws} gezogene Unternehmen, je "
                     "{seeds} gepaarte Läufe."),
    "limits": Text("Read this first", "Zuerst lesen"),
    "count": Text("{holds} hold, {depends} depend on the company, {fails} fail, {open} are not "
                  "decided by this many runs.",
                  "{holds} gelten, {depends} hängen vom Unternehmen ab, {fails} gelten nicht, "
                  "{open} sind mit so vielen Läufen nicht entschieden."),
    "verdicts": Text("Verdicts", "Urteile"),
    "col_claim": Text("claim", "These"),
    "col_verdict": Text("verdict", "Urteil"),
    "col_share": Text("holds in", "gilt in"),
    "col_deciders": Text("decided by", "ausschlaggebend"),
    "col_source": Text("evidence", "Belege"),
    "experiment": Text("Experiment", "Experiment"),
    "mechanism": Text("In the model", "Im Modell"),
    "limit": Text("Limit", "Grenze"),
    "sentence": Text("Holds in {met} of {draws} companies, fails in {missed} (in {opposite} of "
                     "them "
                     "the opposite of a condition is decided, in the rest the effect is too small "
                     "to matter); in {unsure} the "
                     "{seeds} seeds do not decide. 95 % interval of the share: {low} to {high}.",
                     "Gilt in {met} von {draws} Unternehmen, gilt nicht in {missed} (in {opposite} "
                     "davon ist das Gegenteil einer Bedingung gesichert, sonst ist die Wirkung zu "
                     "klein, um zu zählen); in {unsure} "
                     "entscheiden die {seeds} Läufe nicht. 95-%-Intervall des Anteils: {low} bis "
                     "{high}."),
    "col_condition": Text("condition", "Bedingung"),
    "col_rule": Text("rule", "Regel"),
    "col_effect": Text("median company (8 of 10)", "mittleres Unternehmen (8 von 10)"),
    "col_shares": Text("holds / open / fails", "gilt / offen / gilt nicht"),
    "decides": Text("decides", "entscheidet"),
    "informs": Text("informs", "informiert"),
    "deciders": Text("What decides", "Was entscheidet"),
    "col_parameter": Text("parameter", "Parameter"),
    "col_range": Text("range", "Bereich"),
    "col_rank": Text("rank correlation", "Rangkorrelation"),
    "strongest": Text("No parameter survives the correction for {count} tests; strongest: {names}.",
                      "Kein Parameter übersteht die Korrektur für {count} Tests; am stärksten: "
                      "{names}."),
    "data": Text("Runs behind this verdict", "Läufe hinter diesem Urteil"),
    "rows": Text("{runs} runs, arms: {arms}", "{runs} Läufe, Varianten: {arms}"),
    "figure": Text("Figure", "Abbildung"),
    "back": Text("back to the verdicts", "zurück zu den Urteilen"),
    "method": Text("How a verdict comes about", "Wie ein Urteil zustande kommt"),
    "method_company": Text(
        "In one company a condition holds if the 95 % t interval of its paired values over seeds "
        "lies above the smallest effect that matters, which was fixed before; it fails if it lies "
        "below; otherwise the seeds leave it open. The claim holds where all its conditions do.",
        "In einem Unternehmen gilt eine Bedingung, wenn das 95-%-t-Intervall ihrer gepaarten Werte "
        "über die Läufe oberhalb des vorab festgelegten kleinsten Effekts liegt, der zählt; sie "
        "gilt nicht, wenn es darunter liegt; sonst bleibt sie offen. Die These gilt, wo alle ihre "
        "Bedingungen gelten."),
    "method_share": Text(
        "The interval of the share runs from Wilson's lower end of “holds” to Wilson's upper end "
        "of “holds or open”. Above two thirds the claim holds, below one third it fails; it "
        "depends if neither, and it certainly holds in some companies (more than a tenth) and "
        "fails in others; else it is not decided.",
        "Das Intervall des Anteils reicht von Wilsons unterem Ende von „gilt“ bis zu Wilsons "
        "oberem Ende von „gilt oder offen“. Über zwei Dritteln gilt die These, unter einem Drittel "
        "gilt sie nicht; es kommt darauf an, wenn keines zutrifft und sie sicher in einigen "
        "Unternehmen gilt (mehr als einem Zehntel) und in anderen nicht; sonst ist sie nicht "
        "entschieden."),
    "method_deciders": Text(
        "Deciding parameters: Spearman's rank correlation with the margin by which the claim "
        "holds, Holm-corrected for all parameters, three at most. It does not see effects that "
        "rise and fall again, nor parameters that matter only together. Fitted parameters come in "
        "whole draws: those that move with the one named (≈) may be what decides instead.",
        "Ausschlaggebende Parameter: Spearmans Rangkorrelation mit dem Abstand, um den die These "
        "gilt, nach Holm für alle Parameter korrigiert, höchstens drei. Wirkungen, die steigen und "
        "wieder fallen, und reine Wechselwirkungen sieht das nicht. Angepasste Parameter kommen in "
        "ganzen Ziehungen: Was sich mit dem genannten gemeinsam bewegt (≈), kann ebenso gut den "
        "Ausschlag geben."),
    "made_by": Text("Written by", "Geschrieben von"),
    "english_names": Text("", "Namen und Beschreibungen der Parameter stehen auf Englisch, wie in "
                          "der Konfiguration."),
}  # fmt: skip


def say(word: str, language: str, **values: object) -> str:
    """A word or sentence of the report."""
    return WORDS[word].within(language).format(**values)


def tally(verdicts: Sequence[str], language: str) -> str:
    """How many claims got which verdict, in one sentence."""
    holds, depends, fails, undecided = (verdicts.count(each) for each in VERDICTS)
    return say("count", language, holds=holds, depends=depends, fails=fails, open=undecided)


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
    for arm, weight in sorted(condition.weights.items(), key=lambda item: item[1] < 0):
        sign = "−" if weight < 0 else "+"
        size = "" if abs(weight) == 1 else f"{number(abs(weight), 2, language)} · "
        terms.append(f"{sign} {size}[{arm_name(arm, language)}]")
    formula = " ".join(terms).removeprefix("+ ")
    digits = metric.decimals
    while digits < 4 and round(metric.factor * threshold, digits) != metric.factor * threshold:
        digits += 1
    least = number(metric.factor * threshold, min(digits, 2), language)
    named = f"{metric.text.within(language)}: {formula}"
    return f"{named} > {least} {metric.unit.within(language)}"
