"""What the report cannot say; it is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.companies import dimensions
from sim.studies.claims.design import Text

if TYPE_CHECKING:
    from sim.studies.claims.experiment import Size

KINDS = {
    "plausible": Text(
        "These are plausible companies (companies=plausible): every parameter is uniform and "
        "independent over its range.",
        "Es sind plausible Unternehmen (companies=plausible): Jeder Parameter ist gleichverteilt "
        "und unabhängig in seinem Bereich.",
    ),
    "evidence": Text(
        "These are evidence-based companies (companies=evidence): the {fitted} parameters that "
        "published numbers speak about come from draws that agree with them when all else is "
        "at its default; every other one is uniform and independent over its range, so a company "
        "as a whole need not agree with them.",
        "Es sind evidenzbasierte Unternehmen (companies=evidence): Die {fitted} Parameter, über "
        "die veröffentlichte Zahlen etwas sagen, stammen aus Ziehungen, die zu diesen Zahlen "
        "passen, wenn alles andere auf seiner Voreinstellung steht; jeder andere ist "
        "gleichverteilt und unabhängig in seinem Bereich. Ein Unternehmen als Ganzes muss also "
        "nicht zu den Zahlen passen.",
    ),
}

LIMITS = (
    Text("No published study compares rollout strategies with each other. Verdicts and rankings "
         "rest on mechanisms and assumptions; they show what would follow, not what was observed.",
         "Keine veröffentlichte Studie vergleicht Einführungsstrategien miteinander. Urteile und "
         "Ranglisten beruhen auf Mechanismen und Annahmen; sie zeigen, was folgen würde, nicht, "
         "was beobachtet wurde."),
    Text("{assumed} of the {all} drawn parameters have no source. A verdict whose deciders are "
         "among them says so: it can turn with better evidence. A value that is fitted to "
         "published numbers counts as sourced, though it is not measured; not so where they hardly "
         "narrow it down and nothing else supports it.",
         "{assumed} der {all} gezogenen Parameter sind ohne Beleg. Ein Urteil, das von ihnen "
         "abhängt, sagt das: Mit besseren Belegen kann es kippen. Ein an veröffentlichte Zahlen "
         "angepasster Wert zählt als belegt, obwohl er nicht gemessen ist; nicht aber, wo sie ihn "
         "kaum eingrenzen und nichts anderes ihn stützt."),
    Text("{kind} Real companies are not spread like that, so shares are no probabilities; and "
         "some drawn ones end with hardly anybody or nearly everybody using AI, where no lever can "
         "do much.",
         "{kind} Wirkliche Unternehmen verteilen sich anders, die Anteile sind keine "
         "Wahrscheinlichkeiten; und in manchen gezogenen nutzt am Ende kaum jemand oder fast jeder "
         "KI, dort kann keine Maßnahme viel bewirken."),
    Text("The claims come from one interview with a practitioner who works for a vendor of work "
         "software. It is unpublished and anonymous, so it cannot be checked, and it served only "
         "as a source of hypotheses. No strategy gets a bonus for being recommended there.",
         "Die Thesen stammen aus einem einzigen Interview mit jemandem aus der Praxis, tätig bei "
         "einem Anbieter von Arbeitssoftware. Es ist unveröffentlicht und anonym, lässt sich also "
         "nicht nachprüfen, und diente nur als Quelle von Hypothesen. Keine Strategie bekommt "
         "einen Bonus, weil sie dort empfohlen wird."),
    Text("Companies have {people} people, a horizon of {weeks} weeks and a budget of 200 to "
         "2,000 € a head. Other sizes may decide otherwise.",
         "Die Unternehmen haben {people} Personen, einen Horizont von {weeks} Wochen und ein "
         "Budget von 200 bis 2.000 € je Kopf. Andere Größen können anders entscheiden."),
    Text("{draws} companies were drawn: the 95 % interval of a share is up to {width} points "
         "wide, before what the seeds leave open. With {claims} claims, one in twenty intervals "
         "misses the truth.",
         "{draws} Unternehmen wurden gezogen: Das 95-%-Intervall eines Anteils ist bis zu {width} "
         "Punkte breit, noch ohne das, was die Läufe offen lassen. Bei {claims} Thesen verfehlt "
         "eines von zwanzig Intervallen die Wahrheit."),
)  # fmt: skip


def limits(size: Size, language: str) -> list[str]:
    """The limits as sentences."""
    from sim.analysis.inference import wilson
    from sim.analysis.priors import FITTED
    from sim.studies.claims.registry import REGISTRY

    low, high = wilson(0.5, size.draws)
    known = dimensions()
    values = {
        "kind": KINDS[size.companies].within(language).format(fitted=len(FITTED)),
        "assumed": sum(not each.sourced for each in known), "all": len(known),
        "people": size.headcount, "weeks": size.weeks, "draws": size.draws,
        "width": round(100 * (high - low)), "claims": len(REGISTRY),
    }  # fmt: skip
    return [line.within(language).format(**values) for line in LIMITS]
