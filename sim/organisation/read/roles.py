"""Which roles lead other people."""

from __future__ import annotations

from sim.organisation.read.table import words

LEADING = words("head lead manager director chief ceo cto cfo coo president vp partner boss")
#: German compounds: "Abteilungsleiter", "Vertriebsleiterin", "Geschäftsführer".
LEADING_ENDS = ("leiter", "leiterin", "leitung", "führer", "führerin", "vorstand")
#: "Account Manager" and "Assistant to the Director" lead nobody.
NOT_LEADING = words(
    "account product project program programme community content office case data assistant "
    "assistenz assistent assistentin to of für deputy"
)


def leading(role: str) -> bool:
    """Whether a role leads others: its first leading word, and what stands before it."""
    before = list[str]()
    for word in role.casefold().replace("-", " ").split():
        if word in LEADING or word.endswith(LEADING_ENDS):
            return not any(each in NOT_LEADING for each in before)
        before.append(word)
    return False
