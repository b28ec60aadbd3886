"""C01-C06: what scaling is a question of, and where work loses time."""

from __future__ import annotations

from sim.studies.claims.design import Arm, Claim, Condition, Text, less, more
from sim.studies.claims.levers import (
    APPEAL,
    HALF_A_YEAR,
    LICENCES,
    NONE,
    ORGANIC,
    PHASED,
    PILOT,
    redesign,
)  # fmt: skip

DOUBLED = {"technology.fit": 2.0, "workforce.start.best_use": 2.0}
C01 = Claim(
    "C01",
    Text("Scaling AI is a question of work organisation, not of technology or qualification.",
         "KI zu skalieren ist eine Frage der Arbeitsorganisation, nicht der Technik oder der "
         "Qualifizierung."),
    Text("integration, against technology and skill", "integration, gegen technology und skill"),
    Text("Redesign where work waits longest, against a tool that saves twice as much per task, "
         "and against spending the same budget on training for everybody.",
         "Umbau dort, wo Arbeit am längsten wartet, gegen ein Werkzeug, das je Aufgabe doppelt "
         "so viel spart, und gegen Schulung aller mit demselben Budget."),
    {
        "redesign": PHASED,
        "better tool": Arm(LICENCES, factors=DOUBLED),
        "training": Arm({**LICENCES, "training": {}}),
        "licences": ORGANIC,
    },
    (
        more(Text("redesign beats the better tool", "Umbau schlägt das bessere Werkzeug"),
             "gain_after", "redesign", "better tool"),
        more(Text("redesign beats training", "Umbau schlägt Schulung"),
             "gain_after", "redesign", "training"),
    ),
    (
        less(Text("redesign shortens lead time more than the better tool",
                  "Umbau verkürzt die Durchlaufzeit mehr als das bessere Werkzeug"),
             "lead_time_after", "redesign", "better tool"),
    ),
    limits=Text("A better tool has no price in the model; here it is free, which favours it.",
                "Ein besseres Werkzeug hat im Modell keinen Preis; hier ist es gratis, was es "
                "begünstigt."),
)  # fmt: skip

C02 = Claim(
    "C02",
    Text("Employees use AI on their own long before any rollout; processes do not change by it.",
         "Beschäftigte nutzen KI von sich aus, lange vor jeder Einführung; Prozesse ändern sich "
         "dadurch nicht."),
    Text("awareness, decision, talk; work without integration",
         "awareness, decision, talk; work ohne integration"),
    Text("Licences and nothing else, against no lever at all: use must rise while coordination "
         "hours and waiting for others stay (fall by no more than 2 %).",
         "Nur Lizenzen, gegen gar keine Maßnahme: Die Nutzung muss steigen, während "
         "Abstimmungsstunden und Warten auf andere bleiben (höchstens 2 % weniger)."),
    {"licences": ORGANIC, "nothing": NONE},
    (
        Condition(Text("use rises by 5 points or more", "Nutzung steigt um 5 Punkte oder mehr"),
                  "use_rise", {"licences": 1.0}, 0.05),
        more(Text("coordination hours stay", "Abstimmungsstunden bleiben"),
             "coordination_hours", "licences", "nothing", -0.02),
        more(Text("waiting for others stays", "Warten auf andere bleibt"),
             "friction_waits", "licences", "nothing", -0.02),
    ),
    (
        Condition(Text("use also rises without licences", "Nutzung steigt auch ohne Lizenzen"),
                  "use_rise", {"nothing": 1.0}, 0.01),
        less(Text("lead time falls (shorter queues)", "Durchlaufzeit sinkt (kürzere Schlangen)"),
             "lead_time_after", "licences", "nothing"),
    ),
)  # fmt: skip

EAGER = {APPEAL: 6.0}
HALF = {"alone": 1.0, "nothing": -0.5, "integrated": -0.5}
C03 = Claim(
    "C03",
    Text("Individual use alone has limited benefit, because friction is between people.",
         "Individuelle Nutzung allein bringt wenig, weil die Reibung zwischen den Menschen liegt."),
    Text("touch time against coordination hours and waiting (work, integration)",
         "Bearbeitungszeit gegen Abstimmung und Warten (work, integration)"),
    Text("Everybody with access uses it (appeal + 6 logits), alone or with every station "
         "redesigned without a limit on support: individual use must reach less than half of "
         "the reachable saving of hours per item.",
         "Alle mit Zugang nutzen es (Reiz + 6 Logits), allein oder mit Umbau aller Stationen "
         "ohne Grenze der Unterstützung: Individuelle Nutzung muss weniger als die Hälfte der "
         "erreichbaren Ersparnis je Vorgang bringen."),
    {
        "alone": Arm(LICENCES, shifts=EAGER),
        "integrated": Arm(redesign(targets="all", support_hours=400.0, participants=8),
                          shifts=EAGER, equal_budget=False),
        "nothing": NONE,
    },
    (
        Condition(Text("less than half of the reachable saving of hours",
                       "weniger als die Hälfte der erreichbaren Stundenersparnis"),
                  "hours_per_item", HALF),
    ),
    (
        Condition(Text("less than half of the reachable cut in lead time",
                       "weniger als die Hälfte der erreichbaren Verkürzung der Durchlaufzeit"),
                  "lead_time_after", HALF),
    ),
    axes=("work.flow.touch_share", "work.flow.bottleneck_load"),
)  # fmt: skip

USED = {APPEAL: 3.0}
C04 = Claim(
    "C04",
    Text("Integrated into team workflows AI reaches its potential; otherwise it stays stuck in "
         "the pilot phase.",
         "In die Abläufe der Teams eingebaut entfaltet KI ihr Potenzial; sonst bleibt sie in der "
         "Pilotphase stecken."),
    Text("integration; outcome pilot_trap", "integration; Ergebnisgröße pilot_trap"),
    Text("Integration on and off at equally high use (appeal + 3 logits in both): with it more "
         "is saved, without it hours per item fall by less than 5 % (the pilot trap).",
         "Einbindung an und aus bei gleich hoher Nutzung (Reiz + 3 Logits in beiden): Mit ihr "
         "wird mehr gespart, ohne sie sinken die Stunden je Vorgang um weniger als 5 % "
         "(Pilotfalle)."),
    {
        "integrated": Arm(PILOT, shifts=USED),
        "individual": Arm(LICENCES, shifts=USED),
        "nothing": NONE,
    },
    (
        more(Text("integrated use saves more", "eingebaute Nutzung spart mehr"),
             "gain_after", "integrated", "individual"),
        more(Text("individual use is stuck: hours per item fall by less than 5 %",
                  "individuelle Nutzung steckt fest: Stunden je Vorgang sinken um weniger als 5 %"),
             "hours_per_item", "individual", "nothing", -0.0513),
    ),
    (
        less(Text("integrated use shortens lead time", "eingebaute Nutzung verkürzt Durchlaufzeit"),
             "lead_time_after", "integrated", "individual"),
        more(Text("use differs: integrated above individual",
                  "Nutzung unterscheidet sich: eingebaut über individuell"),
             "use_after", "integrated", "individual"),
    ),
)  # fmt: skip

NARROW = {"hours": 4.0, "share_of_teams": 0.25, "end": HALF_A_YEAR}
BROAD = {"hours": 1.0, "share_of_teams": 1.0, "end": HALF_A_YEAR}
C05 = Claim(
    "C05",
    Text("Introducing AI everywhere at once is the biggest mistake.",
         "KI überall gleichzeitig einzuführen ist der größte Fehler."),
    Text("support budget spread over stations; half-finished redesign pays little (integration)",
         "Unterstützung verteilt sich auf Stationen; halber Umbau bringt wenig (integration)"),
    Text("Breadth of training (all teams, or a quarter of them with four times the hours) "
         "crossed with focus of redesign (everywhere at once, or in waves at the longest wait), "
         "same budget: everywhere at once must be the worst of the four.",
         "Breite der Schulung (alle Teams, oder ein Viertel mit vierfachen Stunden) gekreuzt mit "
         "der Richtung des Umbaus (überall zugleich, oder in Wellen an der längsten Wartezeit), "
         "gleiches Budget: Überall zugleich muss am schlechtesten abschneiden."),
    {
        "all at once": Arm({**redesign(targets="all"), "training": BROAD}),
        "broad training, waves": Arm({**PILOT, "training": BROAD}),
        "narrow training, everywhere": Arm({**redesign(targets="all"), "training": NARROW}),
        "narrow training, waves": Arm({**PILOT, "training": NARROW}),
        "big bang": Arm({**redesign(targets="all"), "announcement": {"end": 4}}),
        "phased": PHASED,
    },
    tuple(
        more(Text(f"{name} beats all at once", f"{german} schlägt alles auf einmal"),
             "gain_after", name, "all at once")
        for name, german in (
            ("broad training, waves", "breite Schulung mit Wellen"),
            ("narrow training, everywhere", "schmale Schulung mit Umbau überall"),
            ("narrow training, waves", "schmale Schulung mit Wellen"),
        )
    ),
    (
        Condition(Text("waves beat everywhere, over both breadths of training",
                       "Wellen schlagen überall, über beide Breiten der Schulung"),
                  "gain_after",
                  {"broad training, waves": 0.5, "narrow training, waves": 0.5,
                   "all at once": -0.5, "narrow training, everywhere": -0.5}),
        more(Text("the phased pilot beats the big bang", "der Stufenplan schlägt den Big Bang"),
             "gain_after", "phased", "big bang"),
        more(Text("... also over the whole time", "… auch über die ganze Zeit"),
             "net_hours", "phased", "big bang"),
    ),
)  # fmt: skip

C06 = Claim(
    "C06",
    Text("Work runs through four phases with losses at approvals, prioritisation, hand-overs "
         "and status queries.",
         "Arbeit läuft durch vier Phasen und verliert Zeit bei Freigaben, Priorisierung, Übergaben "
         "und Statusabfragen."),
    Text("four stations and four frictions per workflow (work)",
         "vier Stationen und vier Reibungen je Ablauf (work)"),
    Text("Decomposition of lead time without any lever: the four frictions must make up more "
         "than half of it, and each of them at least 2 %; the rest is queueing and working.",
         "Zerlegung der Durchlaufzeit ohne Maßnahme: Die vier Reibungen müssen mehr als die "
         "Hälfte ausmachen und jede mindestens 2 %; der Rest ist Schlange und Bearbeitung."),
    {"nothing": NONE},
    (
        Condition(Text("frictions are more than half of lead time",
                       "Reibungen sind mehr als die Hälfte der Durchlaufzeit"),
                  "friction_share", {"nothing": 1.0}, 0.5),
        Condition(Text("each friction is at least 2 %", "jede Reibung macht mindestens 2 % aus"),
                  "least_friction", {"nothing": 1.0}, 0.02),
    ),
    limits=Text("Phases and frictions are built in; only how much they weigh is tested.",
                "Phasen und Reibungen sind eingebaut; geprüft wird nur ihr Gewicht."),
)  # fmt: skip

CLAIMS = (C01, C02, C03, C04, C05, C06)
