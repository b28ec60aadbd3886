"""C07-C13: how to begin, who owns it, who takes part, what lasts."""

from __future__ import annotations

from itertools import product

from sim.studies.claims.design import Arm, Claim, Condition, Dose, Text, less, more
from sim.studies.claims.levers import LICENCES, ORGANIC, PHASED, PILOT, Levers, redesign, without

C07 = Claim(
    "C07",
    Text("Start small: one phase of one concrete workflow that is demonstrably too slow.",
         "Klein anfangen: mit einer Phase eines konkreten Ablaufs, der nachweislich zu langsam "
         "ist."),
    Text("target choice by measured wait (redesign)", "Wahl nach gemessener Wartezeit (redesign)"),
    Text("One station at a time: the longest measured wait, against a lot, against the station "
         "whose staff uses AI most; same budget.",
         "Eine Station nach der anderen: längste gemessene Wartezeit, gegen das Los, gegen die "
         "Station mit den eifrigsten Nutzern; gleiches Budget."),
    {
        "bottleneck": Arm(redesign(wave=0.0)),
        "random": Arm(redesign(wave=0.0, targets="random")),
        "volunteers": Arm(redesign(wave=0.0, targets="volunteers")),
        "large waves": Arm(redesign(wave=0.25)),
    },
    (
        less(Text("shorter lead time than by lot", "kürzere Durchlaufzeit als nach Los"),
             "lead_time_with", "bottleneck", "random"),
        less(Text("shorter lead time than with volunteers",
                  "kürzere Durchlaufzeit als bei Freiwilligen"),
             "lead_time_with", "bottleneck", "volunteers"),
    ),
    (
        more(Text("saves more hours than by lot", "spart mehr Stunden als nach Los"),
             "gain_after", "bottleneck", "random"),
        more(Text("one station at a time saves more than a quarter of all at a time",
                  "eine Station je Welle spart mehr als ein Viertel aller je Welle"),
             "gain_after", "bottleneck", "large waves"),
    ),
    limits=Text("The model has no choice of the largest team.",
                "Die Wahl des größten Teams kennt das Modell nicht."),
)  # fmt: skip

FELT = {"technology.fit": 0.05, "workforce.start.best_use": 0.1,
        "workforce.start.early_best_use": 0.1, "workforce.experience.bias": 0.3}  # fmt: skip
C08 = Claim(
    "C08",
    Text("Once teams experience that AI helps, acceptance comes by itself.",
         "Sobald Teams erleben, dass KI hilft, kommt die Akzeptanz von selbst."),
    Text("experience moves expectation and trust", "experience bewegt Erwartung und Vertrauen"),
    Text("The phased pilot with and without the link from experience to acceptance.",
         "Der Stufenplan mit und ohne die Verbindung von Erfahrung zu Akzeptanz."),
    {
        "with experience": PHASED,
        "without experience": Arm(PILOT, ablate=("experience",)),
        "felt, not real": Arm(PILOT, values=FELT),
        "felt, not real, without": Arm(PILOT, values=FELT, ablate=("experience",)),
    },
    (
        more(Text("experience raises genuine use", "Erfahrung hebt die echte Nutzung"),
             "use_after", "with experience", "without experience"),
    ),
    (
        more(Text("a saving that is felt but not real does so, too",
                  "eine gefühlte, nicht echte Ersparnis tut das auch"),
             "use_after", "felt, not real", "felt, not real, without"),
    ),
)  # fmt: skip

C09 = Claim(
    "C09",
    Text("Front-runners treat scaling as an operational decision: where, and for what purpose.",
         "Vorreiter behandeln Skalierung als operative Entscheidung: wo, und wofür."),
    Text("targeted redesign against licences for all", "gezielter Umbau gegen Lizenzen für alle"),
    Text("Licences for everybody (672 € a head in two years), against licences for half of the "
         "teams and the money saved (336 € a head) for redesign at the longest wait.",
         "Lizenzen für alle (672 € je Kopf in zwei Jahren), gegen Lizenzen für die Hälfte der "
         "Teams und das gesparte Geld (336 € je Kopf) für Umbau an der längsten Wartezeit."),
    {
        "licences": ORGANIC,
        "targeted": Arm({**PILOT, "licences": {"share_of_teams": 0.5}},
                        values={"programme.budget_per_employee": 336.0}),
        "where users are": Arm({**redesign(targets="volunteers"),
                                "licences": {"share_of_teams": 0.5}},
                               values={"programme.budget_per_employee": 336.0}),
    },
    (
        more(Text("targeted redesign saves more at the same spend",
                  "gezielter Umbau spart bei gleichen Ausgaben mehr"),
             "gain_after", "targeted", "licences"),
    ),
    (
        more(Text("redesign where the licences are saves more than licences for all",
                  "Umbau dort, wo Lizenzen sind, spart mehr als Lizenzen für alle"),
             "gain_after", "where users are", "licences"),
        less(Text("targeted redesign shortens lead time",
                  "gezielter Umbau verkürzt die Durchlaufzeit"),
             "lead_time_after", "targeted", "licences"),
    ),
    limits=Text("Licences cannot be given to the redesigned stations only; half of the teams "
                "get them by lot.",
                "Lizenzen lassen sich nicht nur den umgebauten Stationen geben; die Hälfte der "
                "Teams erhält sie per Los."),
)  # fmt: skip

C10 = Claim(
    "C10",
    Text("Ownership for results, not only for experimenting.",
         "Verantwortung für Ergebnisse, nicht nur fürs Experimentieren."),
    Text("decision delay and disputed hand-overs (integration, work)",
         "Entscheidungsverzug und strittige Übergaben (integration, work)"),
    Text("The phased pilot with an owner among the staff, with the (busy) manager as owner, and "
         "with nobody; same budget.",
         "Der Stufenplan mit Verantwortlichen aus dem Team, mit der (ausgelasteten) "
         "Führungskraft, und ohne; gleiches Budget."),
    {
        "owner": PHASED,
        "manager owns": Arm({**PILOT, "ownership": {"owner": "manager"}}),
        "nobody owns": Arm(without(PILOT, "ownership")),
    },
    (
        less(Text("an owner shortens lead time", "Verantwortung verkürzt die Durchlaufzeit"),
             "lead_time_with", "owner", "nobody owns"),
    ),
    (
        more(Text("an owner saves more hours", "Verantwortung spart mehr Stunden"),
             "gain_with", "owner", "nobody owns"),
        less(Text("the manager as owner still shortens lead time",
                  "auch die Führungskraft als Verantwortliche verkürzt die Durchlaufzeit"),
             "lead_time_with", "manager owns", "nobody owns"),
        less(Text("staff own better than the manager", "Team-Verantwortung ist besser als die der "
                  "Führungskraft"),
             "lead_time_with", "owner", "manager owns"),
    ),
    axes=("work.flow.approval_load", "work.integration.decision_delay"),
    limits=Text("An owner decides at once, however busy; an overloaded manager only loses "
                "the hours.",
                "Wer verantwortet, entscheidet sofort, wie ausgelastet auch immer; eine "
                "überlastete Führungskraft verliert nur die Stunden."),
)  # fmt: skip


def _open(visibility: float) -> Arm:
    return Arm({**PILOT, "transparency": {"visibility": visibility}})


C11 = Claim(
    "C11",
    Text("Stepwise and transparent, so that teams see what works and learn from each other.",
         "Schrittweise und transparent, damit Teams sehen, was funktioniert, und voneinander "
         "lernen."),
    Text("visibility of results: shared use cases, cheaper redesign (discovery, integration)",
         "Sichtbarkeit von Ergebnissen: geteilte Anwendungsfälle, billigerer Umbau (discovery, "
         "integration)"),
    Text("The phased pilot with visibility 0 to 1 of results, its hours taken from the same "
         "budget; companies differ in how alike their stations are.",
         "Der Stufenplan mit Sichtbarkeit der Ergebnisse von 0 bis 1, Aufwand aus demselben "
         "Budget; Unternehmen unterscheiden sich in der Ähnlichkeit ihrer Stationen."),
    {"hidden": PHASED, "half": _open(0.5), "open": _open(1.0)},
    (
        more(Text("openness saves more hours", "Offenheit spart mehr Stunden"),
             "gain_after", "open", "hidden"),
    ),
    (
        more(Text("openness brings more integration", "Offenheit bringt mehr Einbindung"),
             "integration_with", "open", "hidden"),
        more(Text("openness raises use", "Offenheit hebt die Nutzung"),
             "use_after", "open", "hidden"),
    ),
    axes=("work.integration.similarity", "workforce.discovery.sharing"),
    dose=Dose(Text("visibility of results", "Sichtbarkeit der Ergebnisse"), "gain_after",
              {0.0: "hidden", 0.5: "half", 1.0: "open"}),
)  # fmt: skip

C12 = Claim(
    "C12",
    Text("Room for feedback: workflows evolve in daily work instead of being fixed up front.",
         "Raum für Rückmeldung: Abläufe entwickeln sich im Alltag, statt vorab festzustehen."),
    Text("participants know frictions; feedback stops erosion (integration)",
         "Beteiligte kennen Reibungen; Rückmeldung bremst den Verfall (integration)"),
    Text("Redesign with 0, 1, 2, 4 and 8 participants per station, and with and without "
         "continuing feedback; same budget.",
         "Umbau mit 0, 1, 2, 4 und 8 Beteiligten je Station, und mit und ohne laufende "
         "Rückmeldung; gleiches Budget."),
    {
        **{f"{n} take part": Arm(redesign(participants=n)) for n in (0, 1, 2, 8)},
        "4 take part": PHASED,
        "feedback": Arm({**PILOT, "feedback": {}}),
    },
    (
        more(Text("4 participants save more than 1", "4 Beteiligte sparen mehr als 1"),
             "gain_with", "4 take part", "1 take part"),
        more(Text("feedback saves more than a one-off design",
                  "laufende Rückmeldung spart mehr als ein einmaliger Entwurf"),
             "gain_with", "feedback", "4 take part"),
    ),
    (
        more(Text("8 participants save more than 4", "8 Beteiligte sparen mehr als 4"),
             "gain_with", "8 take part", "4 take part"),
        more(Text("feedback has more integration", "Rückmeldung bringt mehr Einbindung"),
             "integration_with", "feedback", "4 take part"),
    ),
    dose=Dose(Text("participants per station", "Beteiligte je Station"), "gain_with",
              {float(n): f"{n} take part" for n in (0, 1, 2, 4, 8)}),
    limits=Text("Without participants nobody knows the frictions, so 0 is no test but a limit; "
                "stations have three staff on average and hardly ever more than five, so 8 hardly "
                "differ from 4.",
                "Ohne Beteiligte kennt niemand die Reibungen, daher ist 0 kein Test, sondern ein "
                "Grenzfall; Stationen haben im Mittel drei Leute und fast nie mehr als fünf, daher "
                "ist 8 kaum anders als 4."),
)  # fmt: skip


def _factorial(own: bool, step: bool, learn: bool) -> Arm:
    levers = PILOT if step else redesign(targets="all")
    levers = levers if own else without(levers, "ownership")
    extra: Levers = {"transparency": {}, "feedback": {}} if learn else {}
    return Arm({**LICENCES, **levers, **extra})


def _name(own: bool, step: bool, learn: bool) -> str:
    parts = [word for word, given in (("owned", own), ("stepwise", step), ("learning", learn))
             if given]  # fmt: skip
    return " + ".join(parts) or "none of the three"


CUBE = list(product((False, True), repeat=3))


def _main_effect(place: int) -> dict[str, float]:
    return {_name(*cell): 0.25 if cell[place] else -0.25 for cell in CUBE}


C13 = Claim(
    "C13",
    Text("Ownership, stepwise introduction and learning make AI last.",
         "Verantwortung, schrittweises Vorgehen und Lernen machen KI dauerhaft."),
    Text("integration, ownership, transparency, feedback; levers withdrawn",
         "integration, ownership, transparency, feedback; Maßnahmen enden"),
    Text("Full factorial of the three; all levers go in week 78, and half a year later is "
         "judged. Same budget.",
         "Alle acht Kombinationen der drei; alle Maßnahmen enden in Woche 78, beurteilt wird ein "
         "halbes Jahr später. Gleiches Budget."),
    {_name(*cell): _factorial(*cell) for cell in CUBE},
    (
        more(Text("all three save more afterwards than none",
                  "alle drei sparen danach mehr als keines"),
             "gain_after", _name(True, True, True), _name(False, False, False)),
        Condition(Text("nine tenths of the use are left", "neun Zehntel der Nutzung bleiben"),
                  "use_lasting", {_name(True, True, True): 1.0}, 0.9),
    ),
    tuple(
        Condition(Text(f"{en} by itself (main effect)", f"{de} für sich (Haupteffekt)"),
                  "gain_after", _main_effect(place))
        for place, (en, de) in enumerate(
            (("ownership", "Verantwortung"), ("stepwise", "schrittweise"), ("learning", "Lernen"))
        )
    ),
)  # fmt: skip

CLAIMS = (C07, C08, C09, C10, C11, C12, C13)
