"""The week of the people, in the plainest possible Python: one person after the other.

This is documentation that runs. Every function is one mechanism, has the name of the file in
`sim/model/mechanisms` it describes, and is written from the equations; `work` and `integration` are
in `tests/model/reference/work.py`. `test_reference.py` checks that the fast model agrees with it.
"""

from __future__ import annotations

import math

from sim.base.philox import standard_normal, uniforms, unit
from sim.model.events import Event
from sim.model.levels import DAY_A_WEEK
from sim.model.mechanisms.start import upper_quantile
from sim.model.offer import Offer
from sim.model.people import OFFERED, STATES
from tests.model.reference.state import Company, Person
from tests.model.reference.work import integration, work

WEEKS_A_MONTH = 52 / 12
WEEKS_A_QUARTER = 13


def step(firm: Company, offer: Offer) -> None:
    """One week in which management offers `offer`."""
    firm.week += 1
    deliver(firm, offer)
    for mechanism in WEEK:
        if mechanism.__name__ not in firm.config.ablate:
            mechanism(firm, offer)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def may_use(person: Person) -> bool:
    """Has heard of a use, and has access."""
    return person.aware > 0 and person.licensed > 0


def deliver(firm: Company, offer: Offer) -> None:
    """Who is coached by whom, who is shown something, and whose words weigh more."""
    talk = firm.config.workforce.talk
    guests = [0] * len(firm.people)
    for person in firm.people:
        firm.champion_of[person.row] = -1
        strongest = -math.inf
        if not offer.champion[person.row]:
            for other, weight in firm.working[person.row]:
                if offer.champion[other] and weight >= strongest:
                    strongest, firm.champion_of[person.row] = weight, other
        if firm.champion_of[person.row] >= 0:
            guests[firm.champion_of[person.row]] += 1
    for person in firm.people:
        row, champion = person.row, firm.champion_of[person.row]
        released = offer.hours[OFFERED.index("coaching"), champion]
        firm.coached[row] = released / guests[champion] if champion >= 0 else 0.0
        firm.helped[row] = 1 - math.exp(-firm.coached[row])
        firm.demonstrated[row] = offer.shown_hours[person.manager] if person.manager >= 0 else 0.0
        firm.voice[row] = talk.manager_weight if person.is_manager else 1.0
        if offer.champion[row]:
            firm.voice[row] *= 1 + (talk.champion_weight - 1) * min(1, offer.champion_voice)


def events(firm: Company, offer: Offer) -> None:
    """What happens this week; who leaves is replaced by `turnover`."""
    for person in firm.people:
        person.leaves = False
    for event in firm.config.events:
        if event.week != firm.week:
            continue
        if event.kind == "public_error":
            public_error(firm, event.size)
        if event.kind == "managers_leave":
            for person in by_lot(firm, event, [p for p in firm.people if p.is_manager]):
                person.leaves = True
        if event.kind == "champions_leave":
            champions = [p for p in firm.people if offer.champion[p.row]]
            for person in by_lot(firm, event, champions):
                person.leaves = True
        if event.kind == "reorganisation":
            reorganise(firm, by_lot(firm, event, [p for p in firm.people if not p.is_manager]))


def by_lot(firm: Company, event: Event, people: list[Person]) -> list[Person]:
    """A share of people, one at least, in the order of their lots."""
    lot = firm.streams.generator(event.kind, firm.week).random(len(firm.people))
    wanted = max(1, round(event.size * len(people))) if event.size > 0 else 0
    return sorted(people, key=lambda person: lot[person.row])[:wanted]


def public_error(firm: Company, size: float) -> None:
    """One person tells all contacts, and each step further half as many hear of it."""
    luck = firm.streams.generator("public error", firm.week)
    steps = {int(luck.integers(len(firm.people))): 0}
    queue = list(steps)
    for row in queue:
        for other in firm.contacts[row]:
            if other not in steps:
                steps[other] = steps[row] + 1
                queue.append(other)
    for person, lot in zip(firm.people, luck.random(len(firm.people)), strict=True):
        if person.row in steps and lot < 0.5 ** max(0, steps[person.row] - 1):
            person.trust *= 1 - size


def reorganise(firm: Company, movers: list[Person]) -> None:
    """Movers change seats in a circle; team, station, ties, climate and job stay with the seat."""
    own = ("own_access", "innovativeness", "proneness", "tenure", "used", "reported_use",
           "effective_use", "trained", "belief", "told", *STATES)  # fmt: skip
    before = [
        ({name: getattr(person, name) for name in own}, person.switching_cost - person.climate,
         person.phase, person.job_fit)
        for person in movers
    ]  # fmt: skip
    for person, (columns, cost, phase, fit) in zip(
        movers, [*before[-1:], *before[:-1]], strict=True
    ):
        for name, value in columns.items():
            setattr(person, name, value)
        person.switching_cost = person.climate + cost
        worth = person.job_fit / fit if fit > 0 else 0.0
        if phase != person.phase:
            worth *= firm.config.workforce.discovery.across_phases
        if person.best_use > 0:
            person.best_use = min(1.0, worth * person.best_use)
        person.belief, person.told = [1.0, person.belief[1]], [None, person.told[1]]


def turnover(firm: Company, offer: Offer) -> None:
    """Some seats change their person before anything else happens this week."""
    start, decision = firm.config.workforce.start, firm.config.workforce.decision
    monthly = firm.config.workforce.turnover.monthly / 100
    leaving = 1 - (1 - monthly) ** (1 / WEEKS_A_MONTH)
    key = firm.streams.key("newcomer")
    spread = {
        "expectation": start.expectation_spread,
        "trust": start.trust_spread,
        "threat": start.threat_spread,
    }
    for person, words in zip(firm.people, firm.words("turnover"), strict=True):
        if unit(words[0]) >= leaving and not person.leaves:
            continue
        luck, own_luck, eager_luck, prone_luck = uniforms(
            key[0], key[1], firm.week, person.row * 8 + 7
        )
        person.innovativeness = standard_normal(luck)
        eager = (person.innovativeness + standard_normal(eager_luck)) / math.sqrt(2)
        early = eager > upper_quantile(start.early_users)
        fresh = dict.fromkeys(STATES, 0.0)
        fresh.update(expectation=start.expectation, trust=start.trust, threat=start.threat)
        fresh["threat"] += firm.config.workforce.roles.bypassed * person.resists
        fresh.update(skill=start.skill, best_use=start.best_use)
        if early:
            fresh.update(skill=start.early_skill, best_use=start.early_best_use)
            fresh.update(genuine_use=start.early_use, aware=1.0, licensed=1.0)
        for number, (name, (low, high, _)) in enumerate(STATES.items()):
            if spread.get(name, 0) > 0:
                luck = uniforms(key[0], key[1], firm.week, person.row * 8 + number)[0]
                fresh[name] += spread[name] * standard_normal(luck)
            if name == "best_use":
                fresh[name] *= person.job_fit
            setattr(person, name, min(high, max(low, fresh[name])))
        traits = firm.config.workforce.reactance
        prone = traits.mean + traits.spread * standard_normal(prone_luck)
        person.proneness = min(1.0, max(0.0, prone))
        own = math.sqrt(1 - decision.innovators**2) * standard_normal(own_luck)
        cost = own - decision.innovators * person.innovativeness
        person.switching_cost = person.climate + decision.spread * cost
        person.tenure, person.own_access = 0.0, early
        person.trained, person.belief, person.told = 0.0, [1.0, 1.0], [None, None]
        person.reported_use = person.effective_use = person.genuine_use
        person.used = [False] * len(person.used)


def access(firm: Company, offer: Offer) -> None:
    """Own access stays, a licence counts from next week."""
    for person in firm.people:
        has = person.own_access or offer.licence[person.row]
        person.change["licensed"] += (1.0 if has else 0.0) - person.licensed


def hours(firm: Company, offer: Offer) -> None:
    """Asked hours shrink in proportion if they exceed the week; what is left is productive."""
    workforce, week = firm.config.workforce, firm.config.work.flow.hours_a_week
    for person in firm.people:
        asked = {kind: float(offer.hours[k, person.row]) for k, kind in enumerate(OFFERED)}
        asked["exploring"] += workforce.discovery.exploring_hours
        if not may_use(person):
            asked["exploring"] = 0.0
        asked["redesign"] = float(offer.owner_hours[person.row])
        if person.station >= 0:
            station = firm.stations[person.station]
            if person.place < station.participants:
                asked["redesign"] += station.participant_hours
        total = sum(asked.values())
        shrink = min(1.0, week / total) if total > 0 else 1.0
        person.hours = {kind: value * shrink for kind, value in asked.items()}
        total = min(total, week)
        person.hours["approving"] = 0.0
        if person.is_manager:
            duty = firm.approval_duty[person.row] - workforce.example.crowding * total
            person.hours["approving"] = min(max(0.0, duty), week - total)
        person.hours["productive"] = week - total - person.hours["approving"]
        person.lessons, fades = 0.0, workforce.training.saturation
        if fades > 0:
            before, after = person.trained, person.trained + person.hours["training"]
            person.lessons = (math.exp(-fades * before) - math.exp(-fades * after)) / fades
            person.trained = after


def lessons(firm: Company, person: Person) -> float:
    """Hours of training this week that still teach something."""
    saturates = firm.config.workforce.training.saturation > 0
    return person.lessons if saturates else person.hours["training"]


def image(firm: Company, offer: Offer) -> None:
    """Concern (1 - n)(1 - L)(1 - leading candour), with the use seen last week."""
    workforce = firm.config.workforce
    if workforce.decision.image == workforce.image.hidden == 0:
        return
    for person in firm.people:
        person.image = 1 - person.seen_use
        if person.manager >= 0:
            boss = firm.people[person.manager]
            person.image *= 1 - boss.genuine_use * float(offer.manager_visibility[boss.row])
            person.image *= 1 - float(offer.leading[boss.row] * offer.candour[boss.row])


def exchange(firm: Company, offer: Offer) -> None:
    """Weighted means over working ties of visible use, better skill, good and bad words."""
    in_talk = firm.config.workforce.reactance.in_talk
    hidden = firm.config.workforce.image.hidden
    shown = [p.reported_use - hidden * p.image * p.genuine_use for p in firm.people]
    for person in firm.people:
        ties = [(firm.people[other], weight) for other, weight in firm.working[person.row]]
        person.seen_use = person.better_skill = person.praise = person.warning = 0.0
        if not ties:
            continue
        strength = sum(weight for _, weight in ties)
        for other, weight in ties:
            person.seen_use += weight * shown[other.row] / strength
            person.better_skill += weight * max(0, other.skill - person.skill) / strength
        loudness = sum(weight * firm.voice[other.row] for other, weight in ties)
        for other, weight in ties:
            if shown[other.row] >= 0.05 and loudness > 0:
                gap = other.expectation - in_talk * other.reactance - person.expectation
                share = weight * firm.voice[other.row] / loudness
                person.praise += share * max(0, gap)
                person.warning += share * min(0, gap)


def helping(firm: Company, offer: Offer) -> None:
    """A champion's trust, expectation and use pull those who come."""
    rules = firm.config.workforce.helping
    for person in firm.people:
        if firm.champion_of[person.row] < 0:
            continue
        champion, help = firm.people[firm.champion_of[person.row]], firm.helped[person.row]
        for name in ("expectation", "trust"):
            gap = getattr(champion, name) - getattr(person, name)
            person.change[name] += rules.belief * help * gap
        seen = rules.visible * min(1, offer.champion_voice) * help
        person.seen_use += seen * (champion.reported_use - person.seen_use)


def awareness(firm: Company, offer: Offer) -> None:
    """P(0 -> 1) = 1 - (1 - told)(1 - notice licensed)(1 - c) exp(-contagion S - shown h)."""
    rates = firm.config.workforce.awareness
    degree = sum(len(others) for others in firm.contacts) / len(firm.people)
    key = firm.streams.key("awareness")
    for person in firm.people:
        if person.aware > 0:
            continue
        told = min(1, rates.external + rates.announcement * float(offer.announcement[person.row]))
        seen = sum(firm.people[other].genuine_use for other in firm.contacts[person.row])
        shown = firm.demonstrated[person.row] + firm.coached[person.row]
        heard = rates.contagion * seen / max(degree, 1e-12) + rates.shown * shown
        heard += rates.trained * person.hours["training"]
        missed = (1 - told) * (1 - rates.notice * person.licensed) * (1 - person.compelled_use)
        if uniforms(key[0], key[1], firm.week, person.row)[0] < 1 - missed * math.exp(-heard):
            person.change["aware"] += 1


def decision(firm: Company, offer: Offer) -> None:
    """u <- u + pace (p - u), p = sigmoid(V) for those with access who are aware, else 0."""
    weights = firm.config.workforce.decision
    for person in firm.people:
        led = busy = 0.0
        if person.manager >= 0:
            led = firm.people[person.manager].genuine_use * offer.manager_visibility[person.manager]
        if person.station >= 0:
            busy = firm.stations[person.station].pressure
        person.appeal = (
            weights.intercept
            + weights.expectation * person.expectation
            + weights.skill * person.skill
            + weights.trust * (person.trust - 0.5)
            + weights.peers * (2 * person.seen_use - 1)
            + weights.manager * float(led)
            - weights.threat * person.threat
            - weights.reactance * person.reactance
            - weights.time_pressure * busy
            + weights.help * firm.helped[person.row]
            - weights.image * person.image
            - person.switching_cost
        )
        wanted = sigmoid(person.appeal) if may_use(person) else 0.0
        person.change["genuine_use"] += weights.pace * (wanted - person.genuine_use)


def mandate(firm: Company, offer: Offer) -> None:
    """c = licensed [sigmoid(V + weight M) - sigmoid(V)], and use is never more than 1."""
    weight = firm.config.workforce.mandate.weight
    for person in firm.people:
        pressure, shown = float(offer.pressure[person.row]), 0.0
        if person.licensed > 0:
            shown = sigmoid(person.appeal + weight * pressure) - sigmoid(person.appeal)
            genuine = min(1, person.genuine_use + person.change["genuine_use"])
            shown = min(shown, 1 - genuine)
        person.change["compelled_use"] += shown - person.compelled_use


def reactance(firm: Company, offer: Offer) -> None:
    """x = growth r M (1 - p)(1 - freedom); rho <- rho + x (1 - rho) - decay rho."""
    rules = firm.config.workforce.reactance
    for person in firm.people:
        wanted = sigmoid(person.appeal) if may_use(person) else 0.0
        order = float(offer.pressure[person.row]) * (1 - float(offer.freedom[person.row]))
        stirred = rules.growth * person.proneness * order * (1 - wanted)
        person.change["reactance"] += stirred * (1 - person.reactance)
        person.change["reactance"] -= rules.decay * person.reactance


def discovery(firm: Company, offer: Offer) -> None:
    """At most one own trial a week, then what colleagues, the manager and a champion pass on."""
    rules, tool = firm.config.workforce.discovery, firm.config.technology
    sharing = min(1, rules.sharing * (1 + offer.visibility))
    tried, heard = firm.words("discovery"), firm.words("sharing")
    for person in firm.people:
        if not may_use(person):
            continue
        best = person.best_use
        luck = [unit(word) for word in tried[person.row]]
        if luck[0] < 1 - math.exp(-rules.trials_per_hour * person.hours["exploring"]):
            found = -tool.harm
            if luck[1] >= tool.harmful_share:
                found = tool.fit + tool.fit_spread * standard_normal(luck[2])
                found *= person.job_fit
            found = min(1, max(-1, found))
            best = max(best, found)
            if found < 0 and found < person.expectation:
                disappointment = found - person.expectation
                person.change["expectation"] += rules.pessimism * disappointment
        luck = [unit(word) for word in heard[person.row]]
        teachers = []
        ties = firm.working[person.row]
        if ties and luck[1] < sharing:
            colleague = firm.people[ties[int(luck[0] * len(ties))][0]]
            if colleague.reported_use > 0:
                teachers.append(colleague)
        if luck[2] < 1 - math.exp(-rules.showing * firm.demonstrated[person.row]):
            teachers.append(firm.people[person.manager])
        if luck[3] < 1 - math.exp(-rules.showing * firm.coached[person.row]):
            teachers.append(firm.people[firm.champion_of[person.row]])
        for teacher in teachers:
            share = rules.transfer
            if teacher.phase != person.phase:
                share *= rules.across_phases
            if rules.passing == "result":
                best = max(best, share * teacher.best_use * person.job_fit)
            elif teacher.job_fit > 0:
                worth = min(1, teacher.best_use / teacher.job_fit) * person.job_fit
                best += share * max(0, worth - best)
        person.change["best_use"] += best - person.best_use


def saving(firm: Company, offer: Offer) -> None:
    """y = b [floor + (1 - floor) s](1 + novice) - checking (1 - tau) - rework (1 - q) tau."""
    terms, tool = firm.config.workforce.saving, firm.config.technology
    quality = (1 + tool.improvement) ** (firm.week / WEEKS_A_QUARTER)
    for event in firm.config.events:
        if event.kind == "tool_change" and event.week <= firm.week:
            quality *= 1 + event.size
    for person in firm.people:
        novice = (terms.tenure - person.tenure) / (terms.tenure + person.tenure)
        gain = quality * person.best_use * (terms.floor + (1 - terms.floor) * person.skill)
        gain *= 1 + terms.novice_effect * novice
        checking = terms.checking * (1 - person.trust)
        rework = terms.rework * (1 - tool.reliability) * person.trust
        person.saving = min(1, max(-1, gain - checking - rework))


def experience(firm: Company, offer: Offer) -> None:
    """m <- m + a g k^[D<0] D with D = y + bias + relief F + noise - m; trust from good and bad."""
    rules, reliability = firm.config.workforce.experience, firm.config.technology.reliability
    for person, words in zip(firm.people, firm.words("experience"), strict=True):
        use = person.effective_use
        felt = person.saving + rules.bias + rules.noise * standard_normal(unit(words[1]))
        if person.station >= 0:
            felt += rules.relief * firm.stations[person.station].relief
        surprise = felt - person.expectation
        rate = rules.learning * use * (rules.loss_weight if surprise < 0 else 1)
        person.change["expectation"] += min(1, rate) * surprise
        if unit(words[0]) < reliability:
            person.change["trust"] += min(1, rules.trust_learning * use) * (1 - person.trust)
        else:
            rate = rules.trust_learning * use * rules.trust_loss_weight
            person.change["trust"] -= min(1, rate) * person.trust


def threat(firm: Company, offer: Offer) -> None:
    """Falls by rate x theta with experience, participation, candour; rises with orders, hype."""
    rates = firm.config.workforce.threat
    for person in firm.people:
        fall = rates.experience * person.effective_use * max(0, person.saving)
        fall += rates.participation * person.hours["redesign"]
        if person.manager >= 0:
            open_leading = offer.leading[person.manager] * offer.candour[person.manager]
            fall += rates.candour * float(open_leading)
        rise = rates.mandate * float(offer.pressure[person.row])
        rise += rates.hype * float(offer.announcement[person.row]) * float(offer.hype[person.row])
        person.change["threat"] += min(1, rise) * (1 - person.threat)
        person.change["threat"] -= min(1, fall) * person.threat


def skill(firm: Company, offer: Offer) -> None:
    """Practice and teaching close the gap to 1, better colleagues pull, disuse forgets."""
    rates = firm.config.workforce.skill
    for person in firm.people:
        taught = lessons(firm, person) + firm.coached[person.row]
        taught = rates.practice * person.effective_use + rates.training * taught
        person.change["skill"] += min(1, taught) * (1 - person.skill)
        person.change["skill"] += rates.peers * person.better_skill
        person.change["skill"] -= rates.forgetting * (1 - person.effective_use) * person.skill


def training(firm: Company, offer: Offer) -> None:
    """Lessons bring the trainer's use case, and show how reliable the tool is."""
    rules, tool = firm.config.workforce.training, firm.config.technology
    worth = min(1, tool.fit + rules.pick * tool.fit_spread)
    for person in firm.people:
        hours = lessons(firm, person)
        gap = worth * person.job_fit - person.best_use - person.change["best_use"]
        person.change["best_use"] += (1 - math.exp(-rules.use_case * hours)) * max(0, gap)
        taught = 1 - math.exp(-rules.trust * hours)
        person.change["trust"] += taught * (tool.reliability - person.trust)


def talk(firm: Company, offer: Offer) -> None:
    """m moves towards users' words; words below one's own expectation weigh more."""
    rules = firm.config.workforce.talk
    for person in firm.people:
        person.change["expectation"] += rules.influence * person.praise
        person.change["expectation"] += min(1, rules.influence * rules.loss_weight) * person.warning


def example(firm: Company, offer: Offer) -> None:
    """A leading manager's message is (1 - o) hype + o own experience; hype pulls the aware."""
    rules = firm.config.workforce.example
    for person in firm.people:
        if person.manager >= 0:
            boss = firm.people[person.manager]
            pull = rules.influence * float(offer.leading[boss.row]) * person.belief[0]
            candour = float(offer.candour[boss.row])
            said = (1 - candour) * rules.hype + candour * boss.expectation
            shown = (1 - candour) * 1 + candour * boss.trust
            person.change["expectation"] += pull * (said - person.expectation)
            person.change["trust"] += pull * (shown - person.trust)
        promise = float(offer.hype[person.row])
        if person.aware > 0 and promise > person.expectation:
            pull = min(1, rules.announcement * float(offer.announcement[person.row]))
            person.change["expectation"] += pull * person.belief[1] * (promise - person.expectation)


def credibility(firm: Company, offer: Offer) -> None:
    """The last words of the manager and of announcements are held against what use brings."""
    workforce = firm.config.workforce
    rules, hype = workforce.credibility, workforce.example.hype
    for person in firm.people:
        if person.manager >= 0 and offer.leading[person.manager] > 0:
            candour = float(offer.candour[person.manager])
            own = firm.people[person.manager].expectation
            person.told[0] = (1 - candour) * hype + candour * own
        if person.aware > 0 and offer.announcement[person.row] > 0:
            person.told[1] = float(offer.hype[person.row])
        for source, said in enumerate(person.told):
            if said is not None:
                gap = said - person.saving - workforce.experience.bias
                gap = gap if gap > 0 else -rules.undersold * gap
                fits = max(0, 1 - rules.severity * gap)
                pace = min(1, rules.learning * person.effective_use)
                person.belief[source] += pace * (fits - person.belief[source])


def settle(firm: Company, offer: Offer) -> None:
    """All changes take effect at once, kept in range."""
    authenticity = firm.config.workforce.mandate.authenticity
    for person in firm.people:
        for name, (low, high, _) in STATES.items():
            value = getattr(person, name) + person.change[name]
            setattr(person, name, min(high, max(low, value)))
        person.tenure += 1 / 52
        person.change = dict.fromkeys(STATES, 0.0)
        person.reported_use = min(1, person.genuine_use + person.compelled_use)
        person.effective_use = min(1, person.genuine_use + authenticity * person.compelled_use)
        person.used = [person.genuine_use >= DAY_A_WEEK, *person.used[:-1]]


WEEK = (
    events, turnover, access, hours, image, exchange, helping, awareness, decision, mandate,
    reactance, discovery, saving, experience, threat, skill, training, talk, example, credibility,
    work, integration, settle,
)  # fmt: skip
