"""What the weekly log says about a `Company`, in plain Python."""

from __future__ import annotations

from sim.model.offer import Offer
from tests.model.reference.state import Company, Person
from tests.model.reference.work import mean

RUNGS = ("non_user", "low", "novice", "habitual", "power")
GIVEN = ("training", "meeting", "coaching", "leading", "redesign")


def rung(person: Person) -> str:
    """The usage ladder, from the weeks of use among the last twelve."""
    weeks = sum(person.used)
    if weeks == 0:
        return "non_user"
    if weeks < 5:
        return "low"
    if weeks < 9:
        return "novice"
    return "power" if person.genuine_use >= 0.6 else "habitual"


def record(firm: Company, offer: Offer) -> dict[str, float]:
    """This week's row of the log."""
    people, tinkering = firm.people, firm.config.workforce.discovery.exploring_hours
    row = dict(firm.flow)
    for name in ("reported_use", "genuine_use", "compelled_use", "effective_use", "aware",
                 "licensed", "expectation", "trust", "threat", "reactance", "skill",
                 "best_use"):  # fmt: skip
        row[name] = mean([getattr(person, name) for person in people])
    for name, least in (("any_use", 0.05), ("frequent_use", 0.4), ("daily_use", 0.8)):
        row[name] = mean([person.genuine_use >= least for person in people])
    row["regular_use"] = mean([sum(person.used) >= 9 for person in people])
    for name in RUNGS:
        row[f"share_{name}"] = mean([rung(person) == name for person in people])

    # Hours that management gave: own tinkering is invested by people, not by the programme.
    given = []
    for person in people:
        offered = float(offer.hours[0, person.row])
        part = offered / (tinkering + offered) if offered > 0 else 0.0
        given.append(sum(person.hours[kind] for kind in GIVEN) + part * person.hours["exploring"])
    invested = sum(sum(p.hours[kind] for kind in (*GIVEN, "exploring")) for p in people)
    row["hours_invested_per_employee"] = (invested + firm.support_hours) / len(people)
    row["spend_hours"] = sum(given) + firm.support_hours
    row["manager_hours"] = mean([given[p.row] for p in people if p.is_manager])
    price = firm.config.programme.price_per_hour
    row["spend_eur"] = row["spend_hours"] * price + offer.licence_eur + offer.programme_eur

    coordination = sum(
        row[f"hours_{name}"]
        for name in ("approval", "prioritisation", "hand_over", "status_query", "dual_running")
    )
    row["integration"] = mean([station.integration for station in firm.stations])
    row["hours_per_item"] = row["touch_hours_per_item"] + coordination
    total = row["hours_per_item"]
    row["coordination_share"] = coordination / total if total > 0 else 0.0
    row["lead_time_weeks"] = sum(
        row[f"lead_time_{phase}"] for phase in ("intake", "planning", "execution", "reporting")
    )
    saved = row["saved_hours"] / len(people)
    row["hours_saved_per_employee"] = saved - row["hours_invested_per_employee"]
    return row
