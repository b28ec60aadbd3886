"""The folder that an import leaves: written and read again, and refused where it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.base.params import ConfigError
from sim.organisation.exports.folder import (
    ABOUT,
    SUPPRESSED,
    USAGE,
    USAGE_FILE,
    About,
    Source,
    read_about,
    read_survey,
    read_usage,
    usage,
)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    about = About(
        350,
        groups={"Sales": 20},
        sources=(Source("trend", "copilot_trend", 90, ("Report Date",), {"late": 3}, 7),),
        notes=(("late", {"days": 3}),),
    )
    (tmp_path / ABOUT).write_text(about.text(), encoding="utf-8")
    assert read_about(tmp_path) == about
    rows = [
        ("2026-01-12", "", "trend", 7, 60, 31, ""),
        ("2026-01-05", "", "trend", 7, 60, None, SUPPRESSED),
    ]
    usage(rows).to_parquet(tmp_path / USAGE_FILE, index=False)
    table = read_usage(tmp_path)
    assert list(table) == list(USAGE)
    assert table["week"].tolist() == ["2026-01-05", "2026-01-12"]
    assert table["active"].isna().tolist() == [True, False]
    assert read_survey(tmp_path).empty


def test_no_import_a_newer_one_and_a_damaged_one_are_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist; type rollout import"):
        read_about(tmp_path / "nothing")
    with pytest.raises(ConfigError, match="holds no import"):
        read_about(tmp_path)
    for text in ("{", "[]", '{"format": 1}', "[" * 100_000):
        (tmp_path / ABOUT).write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match="is damaged"):
            read_about(tmp_path)
    newer = {**json.loads(About(9).text()), "format": 99}
    (tmp_path / ABOUT).write_text(json.dumps(newer), encoding="utf-8")
    with pytest.raises(ConfigError, match="newer version"):
        read_about(tmp_path)
    (tmp_path / USAGE_FILE).write_bytes(b"PAR1")
    with pytest.raises(ConfigError, match="is damaged"):
        read_usage(tmp_path)
