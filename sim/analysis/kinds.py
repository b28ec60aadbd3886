"""Names of kinds of companies, apart from what draws one: refusals must not wait for that."""

from __future__ import annotations

ONE = "one"
"""The single company of the configuration, for every seed."""
KINDS = ("plausible", "matched")
FILES = (".csv", ".parquet")
"""Endings of files of companies: one a row, one column per parameter (full key)."""
OWN, MINE = "mine", "companies.parquet"
"""Companies fitted to one's own data: the file that `rollout fit` leaves in that folder."""
