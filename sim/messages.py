"""The words of the results, in English and German: templates, labels, numbers.

A language is one entry in `MESSAGES`, `LABELS`, `NUMBERS` and `STRATEGIES`. English outcome
labels are those of `outcomes.py`; a strategy without a name here is called by its key.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.outcomes import BY_NAME

MESSAGES: dict[str, dict[str, str]] = {
    "en": {
        "best": "{Outcome}: {strategy} is most often best, in {share} of {seeds} seeds; {lead}.",
        "lead_decided": "it beats {second}, the next by mean ({difference})",
        "lead_open": "its lead over {second}, the next by mean, is not decided ({difference})",
        "lead_behind": "but {second} has the better mean ({difference})",
        "best_tied": "{Outcome}: {names} are best equally often, in {share} of {seeds} seeds each.",
        "best_nobody": "{Outcome}: no strategy has a value to be ranked by.",
        "against": "{Outcome} against {baseline}, in {unit}: {parts}.",
        "against_better": "better with {names}",
        "against_worse": "worse with {names}",
        "against_open": "not decided for {names}",
        "against_same": "exactly the same with {names}",
        "better": "{Strategy} is better than {other} on {outcome} in {count} of {seeds} seeds; "
        "difference {difference}: {verdict}.",
        "worse": "{Strategy} is worse than {other} on {outcome} in {count} of {seeds} seeds; "
        "difference {difference}: {verdict}.",
        "even": "{Strategy} and {other} are each better on {outcome} in {count} of {seeds} seeds; "
        "difference {difference}: {verdict}.",
        "same": "{Strategy} and {other} do not differ on {outcome} in any of {seeds} seeds.",
        "decided": "decided",
        "open": "not decided",
        "opposed": "{verdict}, and the mean points the other way",
        "censored": "50 % genuine use is not reached within {weeks} weeks, of {seeds} seeds: "
        "{names}; in differences such a run counts as {weeks} weeks.",
        "payback": "Not paid back within {weeks} weeks, of {seeds} seeds: {names}.",
        "trap": "Caught in the pilot trap (used, but neither built into the work nor felt in the "
        "hours per item), of {seeds} seeds: {names}.",
        "unspent": "Budget left unspent on average: {names}.",
        "few": "Few seeds ({seeds}): intervals are wide or missing; take this as a first look.",
        "luck": "An interval misses the truth in 1 of 20 cases: of the {count} differences to "
        "{baseline} judged here, about {chance} would look decided by luck alone.",
        "stands": "Corrected for their number (Holm), all {decided} that are decided stay so.",
        "undone": "Corrected for their number (Holm), {kept} of the {decided} that are decided "
        "stay so, all but {names}.",
        "model": "This is what follows from the model with these parameters, not a forecast for "
        "a particular company.",
        "in_seeds": "{name} in {count}",
        "with_value": "{name} ({value})",
        "and": "and",
    },
    "de": {
        "best": "{Outcome}: Am häufigsten vorn liegt {strategy}, in {share} der {seeds} Läufe; "
        "{lead}.",
        "lead_decided": "der Vorsprung vor {second}, im Mittel die nächstbeste Strategie, ist "
        "gesichert ({difference})",
        "lead_open": "der Vorsprung vor {second}, im Mittel die nächstbeste Strategie, ist nicht "
        "gesichert ({difference})",
        "lead_behind": "im Mittel ist jedoch {second} besser ({difference})",
        "best_tied": "{Outcome}: {names} liegen gleich oft vorn, in je {share} der {seeds} Läufe.",
        "best_nobody": "{Outcome}: Für keine Strategie liegt ein Wert vor.",
        "against": "{Outcome} im Vergleich zu {baseline}, in {unit}: {parts}.",
        "against_better": "besser mit {names}",
        "against_worse": "schlechter mit {names}",
        "against_open": "offen bei {names}",
        "against_same": "genau gleich mit {names}",
        "better": "{Strategy} schneidet gegenüber {other} in {count} von {seeds} Läufen besser ab "
        "({outcome}); Unterschied {difference}: {verdict}.",
        "worse": "{Strategy} schneidet gegenüber {other} in {count} von {seeds} Läufen schlechter "
        "ab ({outcome}); Unterschied {difference}: {verdict}.",
        "even": "{Strategy} und {other} liegen in je {count} von {seeds} Läufen vorn ({outcome}); "
        "Unterschied {difference}: {verdict}.",
        "same": "{Strategy} und {other} unterscheiden sich in keinem von {seeds} Läufen "
        "({outcome}).",
        "decided": "gesichert",
        "open": "nicht gesichert",
        "opposed": "{verdict}, und im Mittel ist es umgekehrt",
        "censored": "50 % echte Nutzung werden innerhalb von {weeks} Wochen nicht erreicht, bei "
        "je {seeds} Läufen: {names}; in den Unterschieden zählt ein solcher Lauf mit {weeks} "
        "Wochen.",
        "payback": "Innerhalb von {weeks} Wochen nicht amortisiert, bei je {seeds} Läufen: "
        "{names}.",
        "trap": "In der Pilotfalle (genutzt, aber weder in die Abläufe eingebaut noch im Aufwand "
        "je Vorgang spürbar), bei je {seeds} Läufen: {names}.",
        "unspent": "Im Mittel nicht ausgegebenes Budget: {names}.",
        "few": "Wenige Läufe je Strategie ({seeds}): Die Intervalle sind breit oder fehlen; das "
        "ist ein erster Blick.",
        "luck": "Ein Intervall verfehlt den wahren Wert in 1 von 20 Fällen: Von den {count} hier "
        "beurteilten Unterschieden zu {baseline} sähen rund {chance} rein zufällig gesichert aus.",
        "stands": "Auch um ihre Anzahl korrigiert (nach Holm) bleiben alle {decided} gesicherten "
        "Unterschiede gesichert.",
        "undone": "Um ihre Anzahl korrigiert (nach Holm) bleiben {kept} der {decided} gesicherten "
        "Unterschiede gesichert, alle außer {names}.",
        "model": "Das folgt aus dem Modell mit diesen Parametern; es ist keine Prognose für ein "
        "bestimmtes Unternehmen.",
        "in_seeds": "{name} in {count}",
        "with_value": "{name} ({value})",
        "and": "und",
    },
}

LABELS: dict[str, dict[str, str]] = {
    "en": {name: outcome.label for name, outcome in BY_NAME.items()},
    "de": {
        "weeks_to_50_genuine": "Wochen bis 50 % echte Nutzung",
        "weeks_to_80_genuine": "Wochen bis 80 % echte Nutzung",
        "weeks_to_50_reported": "Wochen bis 50 % gemeldete Nutzung",
        "weeks_to_80_reported": "Wochen bis 80 % gemeldete Nutzung",
        "use_auc": "echte Nutzung über die ganze Zeit",
        "genuine_use_final": "echte Nutzung am Ende",
        "reported_use_final": "gemeldete Nutzung am Ende",
        "use_lasting_ratio": "verbliebene Nutzung nach Ende der Maßnahmen",
        "gain_lasting_ratio": "verbliebene Zeitersparnis nach Ende der Maßnahmen",
        "hours_saved_per_employee_week": "netto gesparte Stunden",
        "hours_per_item_change": "Veränderung der Stunden je Vorgang",
        "lead_time_change": "Veränderung der Durchlaufzeit",
        "throughput_change": "Veränderung des Durchsatzes",
        "work_in_progress_change": "Veränderung der angefangenen Arbeit",
        "coordination_share_change": "Veränderung des Anteils der Abstimmungsstunden",
        "integration_final": "Einbindung in die Abläufe am Ende",
        "j_curve_depth": "tiefster Einbruch der Zeitersparnis",
        "j_curve_weeks": "Wochen bis zum Ende des Einbruchs",
        "payback_week": "Woche der Amortisation",
        "net_hours_per_employee": "netto gesparte Stunden über die ganze Zeit",
        "cost_hours": "Kosten in Stunden",
        "cost_eur": "Kosten",
        "net_benefit_eur": "Nettonutzen über die ganze Zeit",
        "unspent_budget": "nicht ausgegebenes Budget",
        "manager_hours_per_week": "Zeitaufwand der Führungskräfte",
        "trust_final": "Vertrauen am Ende",
        "threat_final": "empfundene Bedrohung am Ende",
        "reactance_peak": "höchste Reaktanz",
        "use_gini_teams": "Ungleichheit der Nutzung zwischen Teams",
        "paper_adoption": "Nutzung nur auf dem Papier",
        "pilot_trap": "Pilotfalle",
    },
}

STRATEGIES: dict[str, dict[str, str]] = {
    "en": {"none": "no rollout"},
    "de": {
        "none": "ohne Einführung",
        "organic": "„nur Lizenzen“",
        "mandate": "„Anordnung“",
        "mandate_with_training": "„Anordnung mit Schulung“",
        "training_first": "„Schulung zuerst“",
        "lead_by_example": "„Vorleben“",
        "champions": "„Multiplikatoren“",
        "phased_pilot": "„schrittweiser Pilot“",
        "phased_pilot_random": "„schrittweiser Pilot, zufällig gewählt“",
        "big_bang": "„alles auf einmal“",
        "playbook": "„Gesamtkonzept“",
    },
}


NAN = float("nan")


@dataclass(frozen=True)
class Numbers:
    """How a language writes numbers and units."""

    decimal: str
    thousands: str
    separator: str
    units: dict[str, str]


NUMBERS: dict[str, Numbers] = {
    "en": Numbers(
        ".",
        ",",
        ", ",
        {
            "points": "percentage points",
            "hours": "hours per employee and week",
            "h": "hours",
            "euros": "thousand €",
            "weeks": "weeks",
        },
    ),
    "de": Numbers(
        ",",
        ".",
        "; ",
        {
            "points": "Prozentpunkte",
            "hours": "Stunden je Kopf und Woche",
            "h": "Stunden",
            "euros": "Tsd. €",
            "weeks": "Wochen",
        },
    ),
}

# Unit of an outcome: (factor, decimals, kind of unit as differences are written in).
SCALES: dict[str, tuple[float, int, str]] = {
    "share": (100.0, 1, "points"),
    "change": (100.0, 1, "points"),
    "ratio": (100.0, 1, "points"),
    "0/1": (100.0, 0, "points"),
    "h per employee and week": (1.0, 2, "hours"),
    "h per employee": (1.0, 1, "h"),
    "h": (1.0, 0, "h"),
    "€": (1e-3, 0, "euros"),
    "weeks": (1.0, 1, "weeks"),
}


@dataclass(frozen=True)
class Language:
    """Says things in one language.

    Args:
        code: "en" or "de".
    """

    code: str = "en"

    def say(self, message: str, **values: object) -> str:
        """Fill a template; a capitalised placeholder gets its value with a capital letter."""
        capital = {key.capitalize(): _capital(str(value)) for key, value in values.items()}
        return MESSAGES[self.code][message].format(**{**capital, **values})

    def outcome(self, name: str) -> str:
        """What an outcome is called."""
        return LABELS[self.code][name]

    def strategy(self, name: str) -> str:
        """What a strategy is called."""
        return STRATEGIES[self.code].get(name, name.replace("_", " "))

    def number(self, value: float, decimals: int, signed: bool = False) -> str:
        """A number with this language's separators and a true minus sign."""
        if math.isnan(value):
            return "–"
        value = round(value, decimals) + 0.0  # without a negative zero
        text = f"{value:{'+' if signed else ''},.{decimals}f}".replace("-", "−")
        style = NUMBERS[self.code]
        return text.translate(str.maketrans(",.", style.thousands + style.decimal))

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return f"{self.number(100 * share, 0)} %"

    def unit(self, unit: str) -> str:
        """What differences of an outcome with this unit are written in."""
        return NUMBERS[self.code].units.get(SCALES.get(unit, (1.0, 2, ""))[2], "")

    def difference(self, unit: str, estimate: float, low: float = NAN, high: float = NAN) -> str:
        """A difference and its interval, without the unit, for example "+3.1 [+0.2, +6.0]"."""
        factor, decimals, _ = SCALES.get(unit, (1.0, 2, ""))
        while decimals < 4 and any(_vanishes(factor * end, decimals) for end in (low, high)):
            decimals += 1
        text, *ends = (
            self.number(factor * value, decimals, signed=True) for value in (estimate, low, high)
        )
        if math.isnan(low):
            return text
        return f"{text} [{NUMBERS[self.code].separator.join(ends)}]"

    def listing(self, items: Sequence[str]) -> str:
        """Items as a list in running text."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {MESSAGES[self.code]['and']} {items[-1]}"


def _vanishes(value: float, decimals: int) -> bool:
    """Whether rounding hides on which side of zero a value lies."""
    return value != 0 and round(value, decimals) == 0


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
