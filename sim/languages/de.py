"""German: templates, labels, numbers."""

from __future__ import annotations

from sim.languages.numbers import Numbers

MESSAGES: dict[str, str] = {
    "best": "{Outcome}: Am häufigsten vorn liegt {strategy}, in {often}; {lead}.",
    "lead_decided": "der Vorsprung vor {second}, im Mittel die nächstbeste Strategie, ist "
    "gesichert ({difference})",
    "lead_open": "der Vorsprung vor {second}, im Mittel die nächstbeste Strategie, ist nicht "
    "gesichert ({difference})",
    "lead_behind": "im Mittel ist jedoch {second} besser ({difference})",
    "best_tied": "{Outcome}: {names} liegen gleich oft vorn, in je {often}.",
    "often": "{count} von {seeds} Läufen",
    "often_shared": "{share} von {seeds} Läufen, Gleichstände geteilt",
    "best_nobody": "{Outcome}: Für keine Strategie liegt ein Wert vor.",
    "against": "{Outcome} im Vergleich zu {baseline} ({unit}): {parts}.",
    "against_better": "besser mit {names}",
    "against_worse": "schlechter mit {names}",
    "against_open": "offen bei {names}",
    "against_same": "genau gleich mit {names}",
    "better": "Strategie {strategy} schneidet gegenüber {other} in {count} von {seeds} Läufen "
    "besser ab ({outcome}); Unterschied {difference}: {verdict}.",
    "worse": "Strategie {strategy} schneidet gegenüber {other} in {count} von {seeds} Läufen "
    "schlechter ab ({outcome}); Unterschied {difference}: {verdict}.",
    "even": "{Strategy} und {other} liegen in je {count} von {seeds} Läufen vorn ({outcome}); "
    "Unterschied {difference}: {verdict}.",
    "same": "{Strategy} und {other} unterscheiden sich in keinem von {seeds} Läufen ({outcome}).",
    "decided": "gesichert",
    "open": "nicht gesichert",
    "opposed": "{verdict}, und im Mittel ist es umgekehrt",
    "censored": "50 % echte Nutzung werden innerhalb von {weeks} Wochen nicht erreicht, von "
    "je {seeds} Läufen: {names}; in den Unterschieden zählt ein solcher Lauf mit {weeks} "
    "Wochen.",
    "payback": "Innerhalb von {weeks} Wochen nicht amortisiert, von je {seeds} Läufen: {names}.",
    "trap": "In die Pilotfalle geraten (genutzt, aber nicht in die Abläufe eingebaut, und der "
    "Aufwand je Vorgang sinkt um weniger als 5 %), von je {seeds} Läufen: {names}.",
    "unspent": "Im Mittel nicht ausgegebenes Budget: {names}.",
    "few": "Wenige Läufe je Strategie ({seeds}): Die Intervalle sind breit oder fehlen; das "
    "ist ein erster Blick.",
    "luck": "Ein Intervall verfehlt den wahren Wert in 1 von 20 Fällen: Von den {count} hier "
    "beurteilten Unterschieden zu {baseline} würden allein durch Zufall etwa "
    "{chance} als gesichert erscheinen.",
    "stands": "Auch um ihre Anzahl korrigiert (nach Holm) bleiben alle {decided} gesicherten "
    "Unterschiede gesichert.",
    "undone": "Um ihre Anzahl korrigiert (nach Holm) bleiben {kept} der {decided} gesicherten "
    "Unterschiede gesichert, alle außer {names}.",
    "model": "Das folgt aus dem Modell mit diesen Parametern; es ist keine Prognose für ein "
    "bestimmtes Unternehmen.",
    "in_seeds": "{name} in {count}",
    "with_value": "{name} ({value})",
    "strategy": "„{name}“",
    "and": "und",
    "legend": "Strategien: {strategies}, Läufe je Strategie: {seeds}, Wochen: {weeks}. "
    "Mittelwerte über die Läufe (Amortisation: Median), Veränderungen gegenüber demselben "
    "Lauf ohne Maßnahmen; {star} unterscheidet sich von {baseline} (das 95-%-Intervall der "
    "gepaarten Differenz schließt 0 aus); letzte Spalte: Läufe, in denen die Strategie am "
    "meisten einspart.",
    "results": "Ergebnisse in {folder}",
    "head_strategy": "|Strategie",
    "head_genuine_use_final": "echte Nutzung|am Ende, %",
    "head_hours_saved_per_employee_week": "Std. gespart|je Kopf u. Woche",
    "head_lead_time_change": "Durchlaufzeit|Änderung, %",
    "head_net_benefit_eur": "Nettonutzen|Tsd. €",
    "head_payback_week": "Amortisation|Woche, Median",
    "head_best": "meiste Std.|% der Läufe",
}

LABELS: dict[str, str] = {
    "weeks_to_50_genuine": "Wochen bis 50 % echte Nutzung",
    "weeks_to_80_genuine": "Wochen bis 80 % echte Nutzung",
    "weeks_to_50_reported": "Wochen bis 50 % gemeldete Nutzung",
    "weeks_to_80_reported": "Wochen bis 80 % gemeldete Nutzung",
    "use_auc": "echte Nutzung über die ganze Zeit",
    "genuine_use_final": "echte Nutzung am Ende",
    "reported_use_final": "gemeldete Nutzung am Ende",
    "use_lasting_ratio": "Nutzung nach den Maßnahmen, gemessen am Höchststand davor",
    "gain_lasting_ratio": "Zeitersparnis nach den Maßnahmen, gemessen am Höchststand davor",
    "hours_saved_per_employee_week": "netto eingesparte Stunden",
    "hours_per_item_change": "Veränderung der Stunden je Vorgang",
    "lead_time_change": "Veränderung der Durchlaufzeit",
    "throughput_change": "Veränderung des Durchsatzes",
    "work_in_progress_change": "Veränderung der angefangenen Arbeit",
    "coordination_share_change": "Veränderung des Anteils der Abstimmungsstunden",
    "integration_final": "Einbindung in die Abläufe am Ende",
    "j_curve_depth": "tiefster Einbruch der Zeitersparnis",
    "j_curve_weeks": "Wochen bis zum Ende des Einbruchs",
    "payback_week": "Woche der Amortisation",
    "net_hours_per_employee": "netto eingesparte Stunden über die ganze Zeit",
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
}

STRATEGIES: dict[str, str] = {
    "none": "ohne Maßnahmen",
    "organic": "nur Lizenzen",
    "mandate": "Anordnung",
    "mandate_with_training": "Anordnung mit Schulung",
    "training_first": "Schulung zuerst",
    "lead_by_example": "Vorleben",
    "champions": "Multiplikatoren",
    "phased_pilot": "schrittweiser Pilot",
    "phased_pilot_random": "schrittweiser Pilot, zufällig gewählt",
    "big_bang": "alles auf einmal",
    "playbook": "Gesamtkonzept",
}

NUMBERS = Numbers(
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
)
