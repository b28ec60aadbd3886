"""German: templates, labels, numbers."""

from __future__ import annotations

from sim.report.languages.numbers import Numbers

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
    "censored_one": "50 % echte Nutzung werden innerhalb von {weeks} Wochen nicht erreicht: "
    "{names}; in den Unterschieden zählt ein solcher Lauf mit {weeks} Wochen.",
    "payback_one": "Innerhalb von {weeks} Wochen nicht amortisiert: {names}.",
    "trap_one": "In die Pilotfalle geraten (genutzt, aber nicht in die Abläufe eingebaut, und der "
    "Aufwand je Vorgang sinkt um weniger als 5 %): {names}.",
    "few_one": "Ein einziger Lauf entscheidet nichts: Was sich hier unterscheidet, kann Zufall "
    "sein, und Intervalle gibt es keine.",
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
    "idle": "{strategy}: Die Maßnahme {lever} wirkt nie, sie würde erst in Woche {week} beginnen "
    "(letzte Woche mit Maßnahmen: {last}).",
    "results": "Ergebnisse in {folder}",
    "head_strategy": "||Strategie",
    "head_genuine_use_final": "echte|Nutzung|Ende, %",
    "head_hours_saved_per_employee_week": "Stunden|gespart,|Kopf/Wo.",
    "head_lead_time_change": "Durch-|laufzeit|± %",
    "head_net_benefit_eur": "Netto-|nutzen|Tsd. €",
    "head_payback_week": "amorti-|siert in|Woche",
    "head_best": "spart am|meisten,|% Läufe",
    "run_head": "Strategie {strategy}, Seed {seed}, gegenüber demselben Lauf ohne Maßnahmen:",
    "dose": "{name} {given} (vorgesehen: {asked})",
    "doses": "Dosen, für die {budget} € je Kopf reichen: {doses}.",
    "run_one": "Ein Lauf ist ein einziger Würfelwurf: Was vielen gemeinsam ist, zeigt rollout "
    "compare.",
    "run_job": "Strategie {strategy}, Seed {seed}: Ergebnisse in {folder}",
    # Abbildungen: Gemeinsames.
    "no_rollout": "ohne Maßnahmen",
    "one_seed": "ein Lauf",
    "seeds": "{count} Läufe",
    "spread_lines": "Linien: Median aus {count} Läufen",
    "spread_line_band": "Linie: Median aus {count} Läufen, Band: 8 von 10 Läufen",
    "week": "Woche",
    "withdrawn": "Ende der Maßnahmen",
    # Nutzung.
    "adoption": "Wer nutzt KI wirklich? Echte und gemeldete Nutzung im Zeitverlauf",
    "adoption_sub": "{Spread}; was über die echte Nutzung hinaus gemeldet wird, steht nur auf dem "
    "Papier",
    "adoption_axis": "Nutzung (Mittel über alle Personen, %)",
    "genuine": "echte Nutzung",
    "genuine_band": "Band: 8 von 10 Läufen",
    "reported": "gemeldete Nutzung, wo sie abweicht",
    "others": "übrige Strategien",
    # Eingesparte Stunden.
    "savings": "Aufwand und Ertrag: netto eingesparte Stunden im Zeitverlauf",
    "savings_sub": "Gegenüber demselben Unternehmen ohne Maßnahmen; {spread}; rot: mehr Aufwand "
    "als Ersparnis",
    "savings_weeks": "Woche (gepunktet: Ende der Maßnahmen; Raute: Amortisation, Median)",
    "savings_weeks_one": "Woche (gepunktet: Ende der Maßnahmen; Raute: Amortisation)",
    "savings_axis": "Netto eingesparte Stunden (je Kopf und Woche)",
    "unpaid": "nicht amortisiert",
    "unpaid_in": "nicht amortisiert: {count} von {seeds}",
    "never_red": "nie im Minus",
    "paid_in": "amortisiert: {count} von {seeds}",
    "paid": "amortisiert: Woche {week}",
    "paid_late": "amortisiert: Woche {week} ({count}/{seeds})",
    # Durchlaufzeit.
    "lead": "Wo die Zeit bleibt: Durchlaufzeit nach Phase und nach Ursache",
    "lead_sub": "Wochen vom Eingang eines Vorgangs bis zum Abschluss; Mittel der letzten {weeks} "
    "Wochen, {seeds}",
    "lead_axis": "Durchlaufzeit (Wochen je Vorgang)",
    "lead_phases": "Nach Phase des Ablaufs",
    "lead_time_intake": "Annahme",
    "lead_time_planning": "Planung",
    "lead_time_execution": "Ausführung",
    "lead_time_reporting": "Bericht",
    "lead_causes": "Nach Ursache: Bearbeitung und Wartezeiten",
    "wait_service": "Bearbeitung",
    "wait_queue": "Warteschlange",
    "wait_approval": "Freigaben",
    "wait_prioritisation": "Prioritäten",
    "wait_hand_over": "Übergaben",
    "wait_status_query": "Rückfragen zum Stand",
    # Kosten und Wirkung.
    "spread_rows": "Balken und Zahl: Mittel aus {count} Läufen, Linie: 8 von 10 Läufen",
    "cost": "Was es kostet und was es bringt, über die ganze Zeit",
    "cost_sub": "{Spread}; Nettonutzen: Nettostunden in Euro minus Lizenzen und Externe",
    "cost_cost_eur": "Kosten einschließlich\nArbeitszeit",
    "cost_net_hours_per_employee": "Netto eingesparte\nStunden je Kopf",
    "cost_net_benefit_eur": "Nettonutzen\n",
    # Unterschiede.
    "differences": "Unterschiede zu „{baseline}“: was gesichert ist und was offen bleibt",
    "differences_sub": "Mittlerer gepaarter Unterschied, 95-%-Intervall, {seeds}; gefüllt: "
    "gesichert (Intervall ohne 0); grau: Läufe, in denen es besser ist",
    "differences_sub_one": "Unterschied im selben Lauf; ein einziger Lauf hat kein Intervall und "
    "sichert nichts",
    "panel_use_auc": "Echte Nutzung\ninsgesamt",
    "panel_genuine_use_final": "Echte Nutzung\nam Ende",
    "panel_hours_saved_per_employee_week": "Nettoersparnis\nam Ende",
    "panel_lead_time_change": "Durchlaufzeit\nam Ende",
    "panel_net_benefit_eur": "Nettonutzen\ninsgesamt",
    "axis_points": "Prozentpunkte",
    "axis_euros": "Tsd. €",
    "axis_hours": "Std. je Kopf u. Woche",
    "axis_per_head": "Stunden je Kopf",
    "axis_weeks": "Wochen",
    "better_higher": "besser →",
    "better_lower": "← besser",
    "better_in": "besser in",
    "equal": "gleich",
    # Netzwerk.
    "network": "Wer KI nutzt und wer mit wem zu tun hat",
    "network_of": "Wer KI nutzt und wer mit wem zu tun hat – {name}",
    "network_sub": "{people}; ein Kreis je Abteilung; Linien: {drawn}; ein Lauf; KI "
    "nutzen alle außer den grauen",
    "people_all": "{all} Personen",
    "people_some": "{shown} von {all} Personen, ganze Abteilungen",
    "ties": "Kontakte",
    "ties_sample": "eine Auswahl der Kontakte",
    "users": "Woche {week}: {share} nutzen KI",
    "stage": "Farbe: Wochen mit mindestens einem Nutzungstag, von den letzten 12",
    "stage_none": "keine",
    "stage_low": "1–4",
    "stage_novice": "5–8 (Einstieg)",
    "stage_habitual": "9–12 (Routine)",
    "stage_power": "9–12, 3 Tage (Profi)",
    "role": "Form: Rolle",
    "role_employee": "Fachkraft",
    "role_champion": "Multiplikator",
    "role_manager": "Führungskraft",
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
    "novice_advantage": "Mehrersparnis von Neulingen gegenüber Erfahrenen",
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
    "phased_pilot_random": "ausgeloster Pilot",
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
