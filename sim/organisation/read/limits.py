"""How much is read: beyond, a file is refused in a line rather than read without end."""

from __future__ import annotations

from sim.organisation.read.shape import NotRead

BYTES = 256_000_000  # of a file, and of what it unpacks to
GRAPH = 64_000_000  # characters of a graph, which takes more memory than a table
PEOPLE = 1_000_000
TIES = 5_000_000  # rows, and pairs where rows name several people
CELLS = 25_000_000


def check(where: str, found: int, most: int, what: str) -> None:
    """Refuse what is too much.

    Args:
        where: File, and line if known.
        found: How much there is.
        most: How much is read.
        what: Of what.

    Raises:
        NotRead: There is more.
    """
    if found > most:
        raise NotRead(f"{where}: {found:,} {what}; at most {most:,} are read")
