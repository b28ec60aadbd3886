"""`costs.yaml`: what is read, what is refused in one line, and where every price is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.costs import (
    ASSUMED,
    SOURCED,
    YOURS,
    Price,
    Prices,
    models_price,
    read_costs,
    words_of,
)
from sim.base.params import ConfigError

OURS = Prices(models_price("hour", 50.0), models_price("realised_share", 0.5),
              models_price("seat_month", 28.0), models_price("programme", 1000.0),
              seat_of_runs=28.0, programme_of_runs=1000.0)  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "costs.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_it_says_is_yours_and_the_rest_keeps_its_origin(tmp_path: Path) -> None:
    path = written(tmp_path, "hour: {value: 62, source: Controlling 2026}\nrealised_share: 0.4\n"
                             "currency: CHF\n")  # fmt: skip
    costs = read_costs(path)
    prices = OURS.with_costs(costs)
    assert prices.hour == Price(62.0, YOURS, "Controlling 2026")
    assert (prices.realised.value, prices.realised.origin) == (0.4, YOURS)
    assert prices.seat.origin == SOURCED
    assert "list price" in prices.seat.source
    assert (prices.programme.origin, prices.interest.origin) == (ASSUMED, ASSUMED)
    assert prices.currency == "CHF"
    assert words_of(costs) == ["programme.price_per_hour=62.0", "programme.realisation=0.4"]
    table = prices.table().set_index("price")
    assert table.loc["hour", "origin"] == "yours"
    assert set(table["origin"]) == {"yours", "sourced", "assumed"}


def test_an_hour_of_levels_is_their_weighted_mean(tmp_path: Path) -> None:
    text = """hour:
  levels:
    staff: {value: 50, people: 300, source: payroll}
    managers: {value: 90, people: 100}
"""
    hour = read_costs(written(tmp_path, text)).prices["hour"]
    assert hour.value == pytest.approx((50 * 300 + 90 * 100) / 400)
    assert hour.source == "staff: payroll"


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert OURS.with_costs(read_costs(written(tmp_path, "# nothing yet\n"))) == OURS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("huor: 60", "did you mean 'hour'"),
        ("hour: {valeu: 60}", "value"),
        ("hour: dear", r"hour must be in \[0, 1000\] \(money per hour\), got 'dear'"),
        ("hour: .nan", "hour must be in"),
        ("realised_share: 40", r"realised_share must be in \[0, 1\]"),
        ("hour: {source: me}", "hour needs a value or levels"),
        ("seat_month: {levels: {a: 1}}", "levels"),
        ("hour: {levels: {a: {value: 1, people: 2}}}", "2 to 50 levels"),
        ("hour: {levels: {a: {value: 1}, b: {value: 1, people: 2}}}", "a is none"),
        ("hour: {levels: {a: {value: 1, people: 0}, b: {value: 1, people: 0}}}", "needs people"),
        ("currency: much too long", "currency must be"),
        ("- 1", "must map prices"),
        ("hour: [", "line"),
        ("hour: true", "hour must be in"),
        ("hour: {value: 1, source: [a]}", "source of hour"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        read_costs(written(tmp_path, text))
    assert "\n" not in str(refused.value)
    assert "costs.yaml" in str(refused.value)


def test_bytes_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_costs(tmp_path / "gone.yaml")
    path = tmp_path / "costs.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_costs(path)


def test_a_price_that_the_runs_cannot_follow_is_refused(tmp_path: Path) -> None:
    costs = read_costs(written(tmp_path, "programme: 500"))
    with pytest.raises(
        ConfigError, match=r"run them again with programme\.budget_per_employee=500"
    ):
        OURS.with_costs(costs)
    seats = read_costs(written(tmp_path, "seat_month: 30"))
    apart = Prices(OURS.hour, OURS.realised, Price(0.0, ASSUMED), OURS.programme,
                   programme_of_runs=1000.0)  # fmt: skip
    with pytest.raises(ConfigError, match="different seats"):
        apart.with_costs(seats)
    assert OURS.with_costs(seats).seat == Price(30.0, YOURS)
