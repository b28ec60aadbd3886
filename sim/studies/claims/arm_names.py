"""Names of arms in German; in English an arm is called by its key."""

from __future__ import annotations

GERMAN = {
    "redesign": "Umbau", "better tool": "besseres Werkzeug", "training": "Schulung",
    "licences": "Lizenzen", "nothing": "nichts", "alone": "allein", "integrated": "eingebaut",
    "individual": "individuell", "all at once": "alles auf einmal", "waves": "Wellen",
    "broad training": "breite Schulung", "narrow training": "schmale Schulung",
    "everywhere": "überall", "big bang": "Big Bang", "phased": "Stufenplan",
    "bottleneck": "Engpass", "random": "Los", "volunteers": "Freiwillige",
    "large waves": "große Wellen", "with experience": "mit Erfahrung",
    "without experience": "ohne Erfahrung", "felt": "gefühlt", "not real": "nicht echt",
    "without": "ohne", "targeted": "gezielt", "where users are": "wo Nutzer sind",
    "owner": "Verantwortliche", "manager owns": "Führungskraft verantwortet",
    "nobody owns": "niemand verantwortet", "hidden": "verborgen", "half": "halb", "open": "offen",
    "feedback": "Rückmeldung", "0 take part": "0 beteiligt", "1 take part": "1 beteiligt",
    "2 take part": "2 beteiligt", "4 take part": "4 beteiligt", "8 take part": "8 beteiligt",
    "owned": "verantwortet", "stepwise": "schrittweise", "learning": "lernend",
    "none of the three": "keines der drei", "with mandate": "mit Anordnung",
    "without mandate": "ohne Anordnung", "mandate only": "nur Anordnung",
    "announcement only": "nur Ankündigung", "lead": "vorleben",
    "managers trained": "Führungskräfte geschult", "champions": "Multiplikatoren",
    "hype": "Werbung", "candid": "offen", "show": "zeigen", "announce": "ankündigen",
    "managers alone": "Führungskräfte allein", "no hours": "keine Stunden",
    "half an hour": "halbe Stunde", "one hour": "eine Stunde", "two hours": "zwei Stunden",
    "asked only": "nur gefragt", "taking part": "mitgestaltet", "as they are": "wie sie sind",
    "without pioneers": "ohne Vorreiter", "without others": "ohne andere",
    "champions choose": "Multiplikatoren wählen", "lot": "Los",
    "measured wait": "gemessenes Warten",
    "innovative": "Innovationsfreudige", "many ties": "viele Kontakte",
    "across teams": "teamübergreifend", "named by peers": "von Kollegen benannt",
    "whole teams": "ganze Teams", "mandate": "Anordnung", "early": "früh", "late": "spät",
    "own hours": "eigene Stunden", "visible": "sichtbar", "unseen": "ungesehen",
}  # fmt: skip


def arm_name(name: str, language: str) -> str:
    """What an arm is called; names made of parts are translated part by part."""
    if language != "de":
        return name
    return " + ".join(
        ", ".join(GERMAN.get(part, part) for part in side.split(", ")) for side in name.split(" + ")
    )
