"""Invented exports of one firm, one per format, as their systems write them; names are canaries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

PEOPLE = 60
DEPARTMENTS = ("Sales", "Finance", "Logistics", "Design")
FIRST = ("Quintilla", "Özgür", "Wendelin", "Zdenka", "Jörg", "Xaveria")
LAST = ("Kanarienvogel", "Weißwolf", "Dompfaff", "Zaunkönig", "Blaumeise")
START = date(2026, 6, 1)  # a Monday


def mail(person: int) -> str:
    return f"canary{person:03d}@zeisig.example"


def first(person: int) -> str:
    return FIRST[person % len(FIRST)]


def last(person: int) -> str:
    return f"{LAST[person % len(LAST)]}-{person}"


def name(person: int) -> str:
    return f"{first(person)} {last(person)}"


def staff_number(person: int) -> str:
    return str(770_000_415_000 + 37 * person)


def guid(person: int) -> str:
    return f"{person:08x}-aaaa-4bbb-8ccc-{person:012x}"


def boss(person: int) -> int | None:
    """Person 0 leads all; every department has one who leads it."""
    if person == 0:
        return None
    return 0 if person <= len(DEPARTMENTS) else 1 + (person - 1) % len(DEPARTMENTS)


def department(person: int) -> str:
    return DEPARTMENTS[(person - 1) % len(DEPARTMENTS)] if person else DEPARTMENTS[0]


def table(
    header: Sequence[str], rows: Sequence[Sequence[object]], separator: str = ",",
    encoding: str = "utf-8",
) -> bytes:  # fmt: skip
    def cell(value: object) -> str:
        text = str(value)
        return f'"{text}"' if separator in text or '"' in text else text

    lines = [separator.join(map(cell, row)) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def of_boss(person: int, say: object, nobody: object = "") -> object:
    above = boss(person)
    return nobody if above is None else say(above)  # type: ignore[operator]


def partners(person: int) -> list[int]:
    near = [other for other in range(PEOPLE) if department(other) == department(person)]
    at = near.index(person)
    return [near[(at + 1) % len(near)], near[(at + 3) % len(near)], (person * 7 + 5) % PEOPLE]


TIES = [(a, b, 1 + (a * b) % 9) for a in range(PEOPLE) for b in partners(a) if a != b]
DAYS = [START + timedelta(day) for day in range(91)]
WEEKS = [START + timedelta(7 * week) for week in range(13)]


def active(day: int) -> int:
    weekend = (START + timedelta(day)).weekday() > 4
    return 0 if weekend else 5 + day // 3


def trend(order: Sequence[str]) -> bytes:
    rows = []
    for at, day in reversed(list(enumerate(DAYS))):
        cells = {"Report Refresh Date": DAYS[-1] + timedelta(1), "Report Period": 90,
                 "Report Date": day, "Any App Enabled Users": 50,
                 "Any App Active Users": active(at),
                 "Microsoft Teams Enabled Users": 50, "Microsoft Teams Active Users": 3,
                 "Prompts submitted": 90}  # fmt: skip
        rows.append([cells[column] for column in order])
    return table(order, rows, encoding="utf-8-sig")


ANSWERS_DE = ("Stimme gar nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
              "Stimme voll zu", "weiß nicht")  # fmt: skip
ANSWERS_EN = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree", "Don't know")


def samples() -> dict[str, bytes]:
    """File name -> content; the part before the first dot is the format that it has to be."""
    everybody = range(PEOPLE)
    found: dict[str, bytes] = {}
    beta = ["Report Refresh Date", "Report Period", "Report Date", "Any App Enabled Users",
            "Any App Active Users", "Microsoft Teams Enabled Users",
            "Microsoft Teams Active Users"]  # fmt: skip
    found["copilot_trend.beta.csv"] = trend(beta)
    found["copilot_trend.v1.csv"] = trend([beta[0], beta[2], *beta[5:], beta[3], beta[4], beta[1]])
    found["copilot_trend.v2.csv"] = trend([*beta, "Prompts submitted"])
    found["copilot_summary.csv"] = table(
        ["Report Refresh Date", "Report Period", "Any App Enabled Users", "Any App Active Users"],
        [["2026-08-30", window, 50, 10 + window // 10] for window in (7, 28, 90, 180)])  # fmt: skip
    users = [[DAYS[-1], mail(p), name(p), "" if p % 5 == 0 else DAYS[90 - p % 40], "", 90]
             for p in everybody]  # fmt: skip
    found["copilot_users.csv"] = table(
        ["Report Refresh Date", "User Principal Name", "Display Name", "Last Activity Date",
         "Copilot Chat Last Activity Date", "Report Period"], users)  # fmt: skip
    found["copilot_users.v2.csv"] = table(
        ["Report Refresh Date", "User Principal Name", "Last Activity Date",
         "Prompts submitted for All Apps", "Active Usage Days for All Apps"],
        [[row[0], row[1], row[3], 4, 2] for row in users])  # fmt: skip
    found["viva_panel.csv"] = table(
        ["PersonId", "MetricDate", "Organization", "Total_Copilot_actions_taken"],
        [[guid(p), f"{day + timedelta(6):%m/%d/%Y}", department(p),
          "" if p % 6 == 0 else (p + at) % 4] for p in everybody for at, day in enumerate(WEEKS)],
    )  # fmt: skip
    found["github_users.ndjson"] = "\n".join(
        json.dumps({"report_end_day": str(DAYS[27]), "day": str(DAYS[at]), "user_id": p,
                    "user_login": f"canary{p:03d}", "user_initiated_interaction_count": 2,
                    "totals_by_ide": [{"ide": "x", "n": 1}]})
        for p in range(30) for at in range(28) if (p + at) % 3 == 0).encode()  # fmt: skip
    found["github_totals.json"] = json.dumps([{
        "report_start_day": str(DAYS[0]), "report_end_day": str(DAYS[27]),
        "day_totals": [{"day": str(DAYS[at]), "daily_active_users": 9, "weekly_active_users": 20,
                        "monthly_active_users": 30} for at in range(28)]}]).encode()  # fmt: skip
    found["github_metrics.json"] = json.dumps(
        [{"date": str(day), "total_active_users": 12, "total_engaged_users": 9,
          "copilot_ide_chat": {"editors": []}} for day in DAYS[:40]]).encode()  # fmt: skip
    found["claude_summaries.json"] = json.dumps({"summaries": [
        {"starting_at": f"{day}T00:00:00Z", "assigned_seat_count": 50, "daily_active_user_count": 9,
         "weekly_active_user_count": 20, "monthly_active_user_count": 31}
        for day in DAYS]}).encode()  # fmt: skip
    found["chatgpt_users.csv"] = table(
        ["cadence", "period_start", "period_end", "public_id", "name", "email", "department",
         "user_status", "is_active", "messages", "model_to_messages"],
        [["Weekly", day - timedelta(1), day + timedelta(5), f"user-{p}", first(p), mail(p),
          f'[""{department(p)}""]', "enabled", int((p + at) % 3 > 0), 4, "{'gpt': 3}"]
         for p in everybody for at, day in enumerate(WEEKS)])  # fmt: skip
    found["langdock_users.csv"] = table(
        ["period_start", "email", "messages"],
        [[day, mail(p), (p + at) % 5] for p in everybody for at, day in enumerate(WEEKS)],
    )
    found["gemini_events.json"] = json.dumps({"items": [
        {"id": {"time": f"{DAYS[at]}T10:00:00Z"}, "actor": {"email": mail(p)},
         "events": [{"name": "feature_utilization", "parameters": []}]}
        for p in everybody for at in range(28) if (p + at) % 4 == 0]}).encode()  # fmt: skip
    found["purview_audit.csv"] = table(
        ["CreationDate", "UserId", "Operation", "Workload", "AuditData"],
        [[f"{DAYS[at]}T10:00:00", mail(p), "CopilotInteraction", "Copilot", '{""a"": 1}']
         for p in everybody for at in range(28) if (p + at) % 4 == 0],
        encoding="utf-8-sig")  # fmt: skip
    found["own_trend.csv"] = table(
        ["date", "enabled", "active", "window"],
        [[day, 50, 10 + at, 7] for at, day in enumerate(WEEKS)])  # fmt: skip
    found["own_trend.de.csv"] = table(
        ["Datum", "Lizenzen", "Aktive", "Zeitfenster"],
        [[f"{day:%d.%m.%Y}", 50, 10 + at, "28 Tage"] for at, day in enumerate(WEEKS)], ";",
        "cp1252")  # fmt: skip
    found["own_panel.csv"] = table(
        ["user", "date", "prompts"], [[mail(p), DAYS[at], (p + at) % 3] for p in everybody
                                      for at in range(28)])  # fmt: skip
    found["valuelens_org.csv"] = table(
        ["UserPrincipalName", "DisplayName", "Department", "JobTitle", "ManagerUpn", "HasLicense"],
        [[mail(p), name(p), department(p), "x", of_boss(p, mail), str(p % 3 > 0).upper()]
         for p in everybody])  # fmt: skip
    found["viva_org.csv"] = table(
        ["PersonId", "EffectiveDate", "ManagerId", "LevelDesignation", "Organization"],
        [[guid(p), day, of_boss(p, guid), "IC", group] for p in everybody
         for day, group in (("01/31/2026", "Elsewhere"), ("03/01/2026", department(p)))],
    )  # fmt: skip
    found["m365_orgdata.csv"] = table(
        ["Microsoft_PersonEmail", "Microsoft_ManagerEmail", "Microsoft_Organization"],
        [[mail(p), of_boss(p, mail), department(p)] for p in everybody])  # fmt: skip
    found["entra_users.csv"] = table(
        ["userPrincipalName", "displayName", "mail", "id", "userType", "department",
         "accountEnabled", "officeLocation"],
        [[mail(p), name(p), mail(p), guid(p), "Guest" if p == 59 else "Member", department(p),
          str(p != 58), "Berlin"] for p in everybody], encoding="utf-8-sig")  # fmt: skip
    found["google_users.csv"] = table(
        ["First Name [Required]", "Last Name [Required]", "Email Address [Required]",
         "Org Unit Path [Required]", "Manager Email", "Department", "Status [READ ONLY]"],
        [[first(p), last(p), mail(p), "/", of_boss(p, mail), department(p),
          "Suspended" if p == 59 else "Active"] for p in everybody])  # fmt: skip
    found["bamboohr.csv"] = table(
        ["Employee #", "First Name", "Last Name", "Job Title", "Department", "Location", "Status",
         "Hire Date", "Work Email", "Reports To", "Reports To Email"],
        [[staff_number(p), first(p), last(p), "x", department(p), "Berlin", "Active", "09-10-2023",
          mail(p), of_boss(p, name), of_boss(p, mail)] for p in everybody])  # fmt: skip
    found["successfactors.csv"] = table(
        ["STATUS", "USERID", "USERNAME", "FIRSTNAME", "LASTNAME", "MANAGER", "DEPARTMENT"],
        [["Status", "User ID", "Username", "First Name", "Last Name", "Manager", "Department"],
         *(["active", staff_number(p), mail(p), first(p), last(p),
            of_boss(p, staff_number, "NO_MANAGER"), department(p)] for p in everybody)],
    )  # fmt: skip
    found["workday.csv"] = table(
        ["Employee_ID", "Full_Name", "Manager_ID", "Team_Name", "Location", "Email",
         "Termination_Date"],
        [[staff_number(p), name(p), of_boss(p, staff_number), department(p), "Bonn", mail(p),
          "2026-01-31" if p == 59 else ""] for p in everybody])  # fmt: skip
    found["personio.csv"] = table(
        ["Vorname", "Nachname", "E-Mail", "Personalnummer", "Abteilung", "Vorgesetzte:r",
         "Einstellungsdatum", "Status"],
        [[first(p), last(p), mail(p), staff_number(p), department(p), of_boss(p, name),
          "31.01.2020", "Aktiv"] for p in everybody], ";")  # fmt: skip
    found["sap_staff.csv"] = table(
        ["personalnummer", "vorname", "nachname", "email", "org_einheit", "fachbereich",
         "manager_personalnummer", "standort", "aktiv"],
        [[staff_number(p), first(p), last(p), mail(p), department(p), department(p),
          of_boss(p, staff_number), "Köln", "1"] for p in everybody], ";", "cp1252")  # fmt: skip
    found["slack_members.csv"] = table(
        ["Name", "What I Do", "User ID", "Username", "Account type", "Account created (UTC)",
         "Claimed Date (UTC)", "Deactivated date (UTC)", "Days active", "Messages posted"],
        [[name(p), "x", f"U{p:03d}", f"canary{p}", "Member", "Mar 4, 2021", "", "", 3, 4]
         for p in everybody])  # fmt: skip
    found["slack_file.ndjson"] = "\n".join(
        json.dumps({"date": "2026-08-01", "user_id": f"U{p}", "email_address": mail(p),
                    "is_active": True, "messages_posted_count": 3})
        for p in everybody).encode()  # fmt: skip
    found["lucidchart.csv"] = table(
        ["Employee ID", "Name", "Supervisor ID", "Role/Title", "Department"],
        [[staff_number(p), name(p), of_boss(p, staff_number), "x", department(p)]
         for p in everybody])  # fmt: skip
    found["organimi.csv"] = table(
        ["ID", "First Name", "Last Name", "Boss ID", "Email"],
        [[staff_number(p), first(p), last(p), of_boss(p, staff_number), mail(p)]
         for p in everybody])  # fmt: skip
    found["visio_org.csv"] = table(
        ["Name", "Unique_ID", "Reports_To", "Title", "Department"],
        [[name(p), f"ID{p}", of_boss(p, lambda b: f"ID{b}"), "x", department(p)]
         for p in everybody])  # fmt: skip
    found["supervisors.csv"] = table(
        ["Email", "SupervisorEmail"], [[mail(p), of_boss(p, mail, mail(p))] for p in everybody]
    )
    found["staff_list.de.csv"] = table(
        ["Mitarbeiter", "Abteilung", "Vorgesetzter", "Standort"],
        [[name(p), department(p), of_boss(p, name), "Köln"] for p in everybody], ";",
        "utf-16")  # fmt: skip
    found["viva_ties.csv"] = table(
        ["PrimaryCollaborator_PersonId", "SecondaryCollaborator_PersonId", "MetricDate",
         "Diverse_tie_score", "Strong_tie_score"],
        [[guid(a), guid(b), "01/04/2026", 0.5, w / 10] for a, b, w in TIES])  # fmt: skip
    pairs = [(a, b) for a in DEPARTMENTS for b in DEPARTMENTS]
    found["viva_groups.csv"] = table(
        ["PrimaryCollaborator_Organization", "PrimaryCollaborator_GroupSize",
         "SecondaryCollaborator_Organization", "SecondaryCollaborator_GroupSize", "MetricDate",
         "Group_meeting_count", "Group_email_sent_count"],
        [[a, 15, "Within Group" if a == b else b, 15, "01/04/2026", 40 if a == b else 5, 9]
         for a, b in pairs] + [["Unclassified Collaborators", 3, "Sales", 15, "01/04/2026", 1, 1]],
    )  # fmt: skip
    found["own_groups.de.csv"] = table(
        ["Gruppe", "andere Gruppe", "Größe", "Kontakte"],
        [[a, b, 15, 30 if a == b else 4] for a, b in pairs], ";")  # fmt: skip
    found["outlook.csv"] = table(
        ["Subject", "Body", "From: (Name)", "From: (Address)", "To: (Name)", "To: (Address)",
         "CC: (Address)", "Importance"],
        [["Re: plan", "x", name(a), mail(a), "x", f"{mail(b)};{mail((b + 1) % PEOPLE)}", "", "N"]
         for a, b, _ in TIES])  # fmt: skip
    found["message_trace.csv"] = table(
        ["DateTimeReceived", "SenderAddress", "RecipientAddress", "Subject", "Size"],
        [["2026-08-01T08:00:00", mail(a), mail(b), "x", 10] for a, b, _ in TIES],
        encoding="utf-16")  # fmt: skip
    found["tie_list.csv"] = table(["From", "To", "Emails"], [[mail(a), mail(b), w]
                                                             for a, b, w in TIES])  # fmt: skip
    found["tie_list.de.csv"] = table(["Von", "Nach", "Anzahl"],
                                     [[staff_number(a), staff_number(b), w] for a, b, w in TIES],
                                     ";")  # fmt: skip
    found["graph.gml"] = ("graph [\n" + "".join(
        f'  node [ id {p} label "{mail(p)}" ]\n' for p in everybody) + "".join(
        f"  edge [ source {a} target {b} weight {w} ]\n" for a, b, w in TIES
        if a < b and b != (a * 7 + 5) % PEOPLE) + "]\n").encode()  # fmt: skip
    found["forms.en.csv"] = table(
        ["ID", "Start time", "Completion time", "Email", "Name", "How often do you use AI at work?",
         "I trust the output of the AI tools.", "Hours a week you spend trying out AI"],
        [[p, "8/20/26 12:51:45", "8/20/26 12:59:45", "anonymous", "",
          ("Never", "Weekly", "Daily")[p % 3], ANSWERS_EN[p % 6], p % 4] for p in everybody],
    )  # fmt: skip
    found["forms.de.csv"] = table(
        ["Id", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name",
         "Wie oft nutzen Sie KI bei der Arbeit?", "Ich habe Vorbehalte gegen KI."],
        [[p, "01.09.2026 08:00:00", "01.09.2026 08:03:00", "anonymous", "",
          ("Nie", "Wöchentlich", "Täglich")[p % 3], ANSWERS_DE[p % 6]] for p in everybody], ";",
        "utf-8-sig")  # fmt: skip
    found["google_forms.csv"] = table(
        ["Timestamp", "I trust AI.", "AI is a threat to my job."],
        [["2026/09/01 8:00:00 AM", p % 5 + 1, 5 - p % 5] for p in everybody])  # fmt: skip
    found["limesurvey.de.csv"] = table(
        ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache",
         "G01Q01. Ich vertraue den Ergebnissen."],
        [[p, "2026-09-01 10:00:00", 2, "de", f"A{p % 5 + 1}"] for p in everybody], ";")  # fmt: skip
    found["cost_table.de.csv"] = table(
        ["Posten", "Betrag", "Quelle"],
        [["Stundensatz", "62,50", "Controlling"], ["Lizenz je Monat", "28", "Vertrag"],
         ["Zinssatz", "4 %", "Treasury"]], ";")  # fmt: skip
    found["group_sizes.de.csv"] = table(
        ["Abteilung", "Köpfe"], [[each, 15] for each in DEPARTMENTS], ";"
    )
    return found
