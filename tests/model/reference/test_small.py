"""Results of a small company do not change by accident."""

from __future__ import annotations

import pandas as pd

from tests.model.reference.update import FILE, small


def test_small_company_is_as_it_was() -> None:
    """Every weekly column to nine digits; `python -m tests.model.reference.update` renews it."""
    pd.testing.assert_frame_equal(
        small(), pd.read_csv(FILE), check_dtype=False, rtol=1e-9, atol=1e-10
    )
