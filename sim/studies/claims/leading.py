"""C14-C19: orders, leading by example, candour, showing, room to try, taking part."""

from __future__ import annotations

from sim.studies.claims.design import Arm, Claim, Dose, Of, Text, less, more
from sim.studies.claims.levers import (
    CHAMPIONS,
    HALF_A_YEAR,
    LICENCES,
    ORGANIC,
    redesign,
)  # fmt: skip

ANNOUNCED = {"announcement": {"end": 4}}
TRAINED = {**LICENCES, **ANNOUNCED, "training": {"end": HALF_A_YEAR}}
C14 = Claim(
    "C14",
    Text("Prescribing AI use is often counter-productive.",
         "KI-Nutzung vorzuschreiben ist oft kontraproduktiv."),
    Text("compelled use, reactance, box-ticking (mandate, reactance, threat)",
         "erzwungene Nutzung, Reaktanz, Scheinnutzung (mandate, reactance, threat)"),
    Text("Training with a mandate, against exactly the same training without it; all levers go "
         "in week 78.",
         "Schulung mit Anordnung, gegen genau dieselbe Schulung ohne; alle Maßnahmen enden in "
         "Woche 78."),
    {
        "with mandate": Arm({**TRAINED, "mandate": {"start": 5}}, equal_budget=False),
        "without mandate": Arm(TRAINED, equal_budget=False),
        "mandate only": Arm({**LICENCES, **ANNOUNCED, "mandate": {"start": 5}},
                            equal_budget=False),
        "announcement only": Arm({**LICENCES, **ANNOUNCED}, equal_budget=False),
    },
    (
        more(Text("more genuine use without the mandate", "mehr echte Nutzung ohne Anordnung"),
             "use_after", "without mandate", "with mandate"),
    ),
    (
        more(Text("... also while the mandate holds", "… auch während die Anordnung gilt"),
             "use_with", "without mandate", "with mandate"),
        more(Text("more net hours saved without the mandate",
                  "mehr netto gesparte Stunden ohne Anordnung"),
             "net_hours", "without mandate", "with mandate"),
        more(Text("without training, too: more use without the mandate",
                  "auch ohne Schulung: mehr Nutzung ohne Anordnung"),
             "use_after", "announcement only", "mandate only"),
    ),
    axes=("workforce.mandate.authenticity", "technology.fit"),
    limits=Text("“Often” is read like every other claim: in two of three companies.",
                "„Oft“ wird gelesen wie bei jeder anderen These: in zwei von drei Unternehmen."),
)  # fmt: skip

C15 = Claim(
    "C15",
    Text("Leading by example matters most: leaders use AI themselves.",
         "Vorleben zählt am meisten: Führungskräfte nutzen KI selbst."),
    Text("managers are seen by their teams; their hours leave the approval desk (example, "
         "decision, hours)",
         "Führungskräfte werden gesehen; ihre Stunden fehlen bei Freigaben (example, decision, "
         "hours)"),
    Text("The same budget as hours of managers who lead visibly, as training of managers that "
         "nobody sees, as champions' hours, as training of everybody.",
         "Dasselbe Budget als Stunden sichtbar vorlebender Führungskräfte, als Schulung der "
         "Führungskräfte, die niemand sieht, als Stunden von Multiplikatoren, als Schulung "
         "aller."),
    {
        "lead": Arm({**LICENCES, "lead_by_example": {}}),
        "managers trained": Arm({**LICENCES, "training": {"target": "managers"}}),
        "champions": Arm(CHAMPIONS),
        "training": Arm({**LICENCES, "training": {}}),
        "licences": ORGANIC,
    },
    (
        more(Text("more use than with unseen managers' hours",
                  "mehr Nutzung als mit unsichtbaren Stunden der Führungskräfte"),
             "use_with", "lead", "managers trained"),
        more(Text("more use than with champions", "mehr Nutzung als mit Multiplikatoren"),
             "use_with", "lead", "champions"),
        more(Text("more use than with training of all", "mehr Nutzung als mit Schulung aller"),
             "use_with", "lead", "training"),
    ),
    (
        more(Text("more hours saved than with champions",
                  "mehr gesparte Stunden als mit Multiplikatoren"),
             "gain_after", "lead", "champions"),
        less(Text("lead time not longer than with licences only (approval desk)",
                  "Durchlaufzeit nicht länger als nur mit Lizenzen (Freigaben)"),
             "lead_time_with", "lead", "licences", -0.01),
    ),
    axes=("workforce.decision.manager", "work.flow.approval_load"),
)  # fmt: skip


def _candid(candour: float) -> Arm:
    return Arm({**LICENCES, "lead_by_example": {"candour": candour}})


C16 = Claim(
    "C16",
    Text("Leaders speak openly about what AI is good for and where its limits are.",
         "Führungskräfte sprechen offen darüber, wofür KI gut ist und wo ihre Grenzen liegen."),
    Text("candour against hype in the manager's message (example, threat)",
         "Offenheit gegen Werbung in der Botschaft (example, threat)"),
    Text("Leading managers with candour 0, 0.5 and 1, at the same hours; companies differ in "
         "the quality of the tool and in what people expect.",
         "Vorlebende Führungskräfte mit Offenheit 0, 0,5 und 1 bei gleichen Stunden; Unternehmen "
         "unterscheiden sich in der Güte des Werkzeugs und in den Erwartungen."),
    {"hype": _candid(0.0), "half": _candid(0.5), "candid": _candid(1.0)},
    (
        more(Text("candour brings more use at the end", "Offenheit bringt am Ende mehr Nutzung"),
             "use_after", "candid", "hype"),
    ),
    (
        more(Text("candour brings more use with the levers",
                  "Offenheit bringt mehr Nutzung während der Maßnahmen"),
             "use_with", "candid", "hype"),
        less(Text("candour lowers the threat felt", "Offenheit senkt die empfundene Bedrohung"),
             "threat_with", "candid", "hype"),
        more(Text("candour saves more hours", "Offenheit spart mehr Stunden"),
             "gain_after", "candid", "hype"),
    ),
    axes=("technology.fit", "workforce.start.expectation"),
    dose=Dose(Text("candour", "Offenheit"), "use_after", {0.0: "hype", 0.5: "half", 1.0: "candid"}),
)  # fmt: skip


QUARTER = 0.25
"""Hours a week and person that the announcement takes."""


def _shown(demonstration: float, hours: Of | float) -> Arm:
    fields = {"end": HALF_A_YEAR, "hours": hours, "visibility": 0.0,
              "demonstration": demonstration, "candour": 1.0}  # fmt: skip
    return Arm({**LICENCES, "lead_by_example": fields}, equal_budget=False)


# Those who watch spend the time, too: with about 4.5 reports, a manager's hour of showing takes
# 5.5 hours, and 0.82 of a quarter of an hour for everybody is what the announcement takes.
SHOWN = _shown(1.0, 0.82 * QUARTER)
UNSEEN = _shown(0.0, Of("organisation.span", QUARTER))


C17 = Claim(
    "C17",
    Text("Showing concretely how AI helps in everyday workflows builds trust much faster.",
         "Konkret zu zeigen, wie KI im Alltag hilft, schafft viel schneller Vertrauen."),
    Text("demonstrations pass on use cases, announcements an expectation (discovery, example)",
         "Vorführungen geben Anwendungsfälle weiter, Ankündigungen eine Erwartung (discovery, "
         "example)"),
    Text("Half a year of demonstrations by managers, against an announcement that takes the "
         "same hours.",
         "Ein halbes Jahr Vorführungen der Führungskräfte, gegen eine Ankündigung mit denselben "
         "Stunden."),
    {
        "show": SHOWN,
        "announce": Arm({**LICENCES, "announcement": {"end": HALF_A_YEAR}}, equal_budget=False),
        "managers alone": UNSEEN,
    },
    (
        more(Text("more trust in the first half year", "mehr Vertrauen im ersten Halbjahr"),
             "trust_early", "show", "announce"),
    ),
    (
        more(Text("better use cases known in the first half year",
                  "bessere Anwendungsfälle bekannt im ersten Halbjahr"),
             "best_use_early", "show", "announce"),
        more(Text("more use over the whole time", "mehr Nutzung über die ganze Zeit"),
             "use_mean", "show", "announce"),
        more(Text("showing beats the same hours of managers who show nothing (use)",
                  "Vorführen schlägt dieselben Stunden von Führungskräften, die nichts "
                  "zeigen (Nutzung)"),
             "use_mean", "show", "managers alone"),
    ),
    limits=Text("Trust follows only outcomes and a manager's words: a demonstration does not "
                "let the team see an output that is right or wrong.",
                "Vertrauen folgt nur eigenen Ergebnissen und den Worten der Führungskraft: Bei "
                "einer Vorführung sieht das Team kein richtiges oder falsches Ergebnis."),
)  # fmt: skip


def _room(hours: float) -> Arm:
    room = {"exploration_time": {"hours": hours, "end": HALF_A_YEAR}}
    return Arm({**LICENCES, **room}, equal_budget=False)


C18 = Claim(
    "C18",
    Text("People need room to learn and try in their own workflow.",
         "Menschen brauchen Raum, im eigenen Ablauf zu lernen und auszuprobieren."),
    Text("exploring hours find use cases (discovery, hours, work)",
         "Stunden zum Ausprobieren finden Anwendungsfälle (discovery, hours, work)"),
    Text("0, 0.5, 1 and 2 hours a week to try things for half a year: one hour must pay for "
         "itself within the horizon.",
         "0, 0,5, 1 und 2 Stunden je Woche zum Ausprobieren, ein halbes Jahr lang: Eine Stunde "
         "muss sich bis zum Ende auszahlen."),
    {
        "no hours": ORGANIC,
        "half an hour": _room(0.5),
        "one hour": _room(1.0),
        "two hours": _room(2.0),
        "training": Arm({**LICENCES, "training": {"end": HALF_A_YEAR}}, equal_budget=False),
    },
    (
        more(Text("one hour a week pays for itself", "eine Stunde je Woche zahlt sich aus"),
             "net_hours", "one hour", "no hours"),
    ),
    (
        more(Text("one hour a week saves more at the end", "eine Stunde je Woche spart am Ende "
                  "mehr"),
             "gain_after", "one hour", "no hours"),
        more(Text("trying beats the same hours of training",
                  "Ausprobieren schlägt dieselben Stunden Schulung"),
             "gain_after", "one hour", "training"),
    ),
    axes=("work.flow.bottleneck_load", "workforce.discovery.trials_per_hour"),
    dose=Dose(Text("hours a week to try things", "Stunden je Woche zum Ausprobieren"),
              "net_hours",
              {0.0: "no hours", 0.5: "half an hour", 1.0: "one hour", 2.0: "two hours"}),
)  # fmt: skip


def _together(participants: int, hours: float) -> Arm:
    fields = redesign(participants=participants, participant_hours=hours)
    return Arm(fields, equal_budget=False)


C19 = Claim(
    "C19",
    Text("Co-shaping makes AI less abstract and threatening.",
         "Mitgestalten macht KI weniger abstrakt und bedrohlich."),
    Text("threat falls with hours of taking part (threat)",
         "Bedrohung sinkt mit Stunden der Beteiligung (threat)"),
    Text("Redesign for which four people per station are asked for what they know (same "
         "information), with an hour a week to take part or with none.",
         "Umbau, für den vier Leute je Station gefragt werden, was sie wissen (gleiche "
         "Information), mit einer Stunde je Woche zum Mitgestalten oder ohne."),
    {
        "asked only": _together(4, 0.0),
        "half an hour": _together(4, 0.5),
        "taking part": _together(4, 1.0),
        "two hours": _together(4, 2.0),
    },
    (
        less(Text("less threat with taking part", "weniger Bedrohung durch Mitgestalten"),
             "threat_with", "taking part", "asked only"),
    ),
    (
        more(Text("more use with taking part", "mehr Nutzung durch Mitgestalten"),
             "use_after", "taking part", "asked only"),
        more(Text("it pays for itself", "es zahlt sich aus"),
             "net_hours", "taking part", "asked only"),
    ),
    dose=Dose(Text("hours a week of taking part", "Stunden je Woche des Mitgestaltens"),
              "threat_with",
              {0.0: "asked only", 0.5: "half an hour", 1.0: "taking part", 2.0: "two hours"}),
    limits=Text("Taking part lowers threat by a rate that is assumed; tested is whether it "
                "reaches enough people to matter for the company.",
                "Mitgestalten senkt die Bedrohung mit einer angenommenen Rate; geprüft wird, ob "
                "es genug Menschen erreicht, um im Unternehmen zu zählen."),
)  # fmt: skip

CLAIMS = (C14, C15, C16, C17, C18, C19)
