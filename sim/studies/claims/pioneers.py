"""C20-C23: pioneers - whether they matter, what they know, whom to choose, when to start."""

from __future__ import annotations

from itertools import product

from sim.studies.claims.design import Arm, Claim, Condition, Text, less, more
from sim.studies.claims.levers import CHAMPIONS, LICENCES, PILOT, redesign

C20 = Claim(
    "C20",
    Text("A few pioneers try new things unprompted and take others along.",
         "Wenige Vorreiter probieren ungefragt Neues aus und nehmen andere mit."),
    Text("innovativeness; sharing, talk, visible use (discovery, talk, awareness, decision)",
         "Innovationsfreude; Weitergeben, Reden, sichtbare Nutzung (discovery, talk, awareness, "
         "decision)"),
    Text("Licences only. The most innovative 5 % become average people before week 1, against "
         "5 % drawn by lot: how much do all the others use it in the end?",
         "Nur Lizenzen. Die innovationsfreudigsten 5 % werden vor Woche 1 zu "
         "Durchschnittsmenschen, gegen 5 % per Los: Wie viel nutzen es am Ende alle anderen?"),
    {
        "as they are": Arm(LICENCES),
        "without pioneers": Arm(LICENCES, without="pioneers"),
        "without others": Arm(LICENCES, without="others"),
    },
    (
        more(Text("the others use it less without pioneers",
                  "ohne Vorreiter nutzen es die anderen weniger"),
             "use_of_others", "without others", "without pioneers"),
    ),
    (
        more(Text("use over the whole time is lower without pioneers",
                  "Nutzung über die ganze Zeit ist ohne Vorreiter geringer"),
             "use_mean", "without others", "without pioneers"),
    ),
    limits=Text("Pioneers are made average between the making of the company and week 1; "
                "newcomers (turnover) bring new ones in every arm.",
                "Vorreiter werden zwischen Entstehen des Unternehmens und Woche 1 durchschnittlich "
                "gemacht; Neue (Fluktuation) bringen in jedem Fall wieder welche."),
)  # fmt: skip

CHOSEN = {**PILOT, "champions": {"rule": "innovativeness"}}
C21 = Claim(
    "C21",
    Text("Pioneers see quickly where AI adds real value and where it does not.",
         "Vorreiter erkennen schnell, wo KI wirklich nützt und wo nicht."),
    Text("champions choose where to redesign (redesign)",
         "Multiplikatoren wählen, wo umgebaut wird (redesign)"),
    Text("The same champions and the same redesign; champions choose the stations, against a "
         "lot; same budget.",
         "Dieselben Multiplikatoren, derselbe Umbau; Multiplikatoren wählen die Stationen, gegen "
         "das Los; gleiches Budget."),
    {
        "champions choose": Arm(redesign(CHOSEN, targets="champions")),
        "lot": Arm(redesign(CHOSEN, targets="random")),
        "measured wait": Arm(redesign(CHOSEN, targets="bottleneck")),
    },
    (
        more(Text("champions' choice saves more than a lot",
                  "die Wahl der Multiplikatoren spart mehr als das Los"),
             "gain_after", "champions choose", "lot"),
    ),
    (
        less(Text("champions' choice shortens lead time more than a lot",
                  "die Wahl der Multiplikatoren verkürzt die Durchlaufzeit mehr als das Los"),
             "lead_time_with", "champions choose", "lot"),
        more(Text("champions' choice saves more than measuring waits",
                  "die Wahl der Multiplikatoren spart mehr als gemessene Wartezeiten"),
             "gain_after", "champions choose", "measured wait"),
    ),
    limits=Text("In the model champions know the waits at their own stations; they do not know "
                "where the tool fits best, which is the larger part of the claim.",
                "Im Modell kennen Multiplikatoren die Wartezeiten an ihren Stationen; wo das "
                "Werkzeug am besten passt, wissen sie nicht - das ist der größere Teil der These."),
)  # fmt: skip

RULES = {"random": "lot", "innovativeness": "innovative", "degree": "many ties",
         "cross_team": "across teams", "peer_nomination": "named by peers",
         "clustered": "whole teams"}  # fmt: skip
C22 = Claim(
    "C22",
    Text("Pioneers are connected across teams and trusted; the changes they start last.",
         "Vorreiter sind teamübergreifend vernetzt und genießen Vertrauen; was sie anstoßen, "
         "bleibt."),
    Text("position in the network; internalised against compelled use (champions, mandate)",
         "Stellung im Netz; verinnerlichte gegen erzwungene Nutzung (champions, mandate)"),
    Text("Champions by selection rule, and a mandate, until week 78: champions connected across "
         "teams or named by peers must leave more use half a year later than champions by lot, "
         "and keep more of it than a mandate. Companies differ in turnover.",
         "Multiplikatoren nach Auswahlregel, und eine Anordnung, bis Woche 78: Teamübergreifend "
         "vernetzte oder von Kollegen benannte müssen ein halbes Jahr danach mehr Nutzung "
         "hinterlassen als ausgeloste, und mehr davon halten als eine Anordnung. Unternehmen "
         "unterscheiden sich in der Fluktuation."),
    {
        **{name: Arm({**LICENCES, "champions": {"rule": rule}}) for rule, name in RULES.items()},
        "mandate": Arm({**LICENCES, "mandate": {}}),
    },
    (
        Condition(Text("connected and trusted champions leave more use than a lot",
                       "vernetzte und anerkannte Multiplikatoren hinterlassen mehr Nutzung als "
                       "ausgeloste"),
                  "use_after", {"across teams": 0.5, "named by peers": 0.5, "lot": -1.0}, 0.005),
        more(Text("champions' use lasts longer than a mandate's",
                  "Nutzung durch Multiplikatoren hält länger als die einer Anordnung"),
             "reported_lasting", "named by peers", "mandate"),
    ),
    (
        more(Text("across teams beats whole teams", "teamübergreifend schlägt ganze Teams"),
             "use_after", "across teams", "whole teams", 0.005),
        more(Text("named by peers beats many ties", "von Kollegen benannt schlägt viele Kontakte"),
             "use_after", "named by peers", "many ties", 0.005),
        more(Text("the most innovative beat a lot", "die Innovationsfreudigsten schlagen das Los"),
             "use_after", "innovative", "lot", 0.005),
        more(Text("genuine use lasts longer, too", "auch echte Nutzung hält länger"),
             "use_lasting", "named by peers", "mandate"),
    ),
    axes=("workforce.turnover.monthly", "workforce.talk.champion_weight"),
)  # fmt: skip

LATE = 27


def _pioneers(early: bool, room: bool, visible: bool) -> Arm:
    """Champions with their own hours, or without while the budget trains everybody."""
    start = 1 if early else LATE
    champions = {"start": start, "visibility": float(visible)}
    if room:
        return Arm({**CHAMPIONS, "champions": champions})
    rest = {"training": {"start": start}}
    return Arm({**CHAMPIONS, **rest, "champions": {**champions, "hours": 0.0}})


def _cell(early: bool, room: bool, visible: bool) -> str:
    return ", ".join(("early" if early else "late", "own hours" if room else "no hours",
                      "visible" if visible else "unseen"))  # fmt: skip


def _main_effect(place: int) -> dict[str, float]:
    return {_cell(*cell): 0.25 if cell[place] else -0.25
            for cell in product((True, False), repeat=3)}  # fmt: skip


BEST = _cell(True, True, True)
C23 = Claim(
    "C23",
    Text("Involve pioneers early, give them room, make their contribution visible.",
         "Vorreiter früh einbeziehen, ihnen Raum geben, ihren Beitrag sichtbar machen."),
    Text("start, released hours and visibility of champions (champions, talk, discovery)",
         "Beginn, freigestellte Stunden, Sichtbarkeit (champions, talk, discovery)"),
    Text("Start in week 1 or 27 x champions' own hours or the same money for training of all x "
         "visible or not; same budget in all eight. Each of the three must help by itself, the "
         "other two given.",
         "Beginn in Woche 1 oder 27 x eigene Stunden oder dasselbe Geld für Schulung aller x "
         "sichtbar oder nicht; gleiches Budget in allen acht. Jedes der drei muss helfen, wenn "
         "die anderen zwei gegeben sind."),
    {_cell(*cell): _pioneers(*cell) for cell in product((True, False), repeat=3)},
    (
        more(Text("early beats late", "früh schlägt spät"),
             "net_hours", BEST, _cell(False, True, True)),
        more(Text("own hours beat training for all", "eigene Stunden schlagen Schulung aller"),
             "net_hours", BEST, _cell(True, False, True)),
        more(Text("visible beats unseen", "sichtbar schlägt ungesehen"),
             "net_hours", BEST, _cell(True, True, False)),
    ),
    (
        *(Condition(Text(f"{en} by itself (main effect)", f"{de} für sich (Haupteffekt)"),
                    "net_hours", _main_effect(place))
          for place, (en, de) in enumerate(
              (("early", "früh"), ("own hours", "eigene Stunden"), ("visible", "sichtbar")))),
        more(Text("all three beat none (use at the end)",
                  "alle drei schlagen keines (Nutzung am Ende)"),
             "use_after", BEST, _cell(False, False, False)),
    ),
)  # fmt: skip

CLAIMS = (C20, C21, C22, C23)
