"""The pages of the first hour say what their commands say."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.first_hour import BLOCK, made_again, pages


@pytest.mark.parametrize("pair", pages(), ids=lambda pair: pair[0].stem)
def test_pages_say_what_their_commands_say(pair: tuple[Path, Path]) -> None:
    texts = [page.read_text(encoding="utf-8") for page in pair]
    assert made_again(*texts) == texts, "python -m experiments.first_hour write"


def test_what_is_below_a_command_comes_from_it() -> None:
    page = "```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n\nAnd:\n\n```python\nprint(1)\n```\n"
    assert made_again(page) == [page.replace("41", "42")]
    assert all(BLOCK.search(page.read_text(encoding="utf-8")) for pair in pages() for page in pair)


def test_a_command_that_fails_is_no_page() -> None:
    with pytest.raises(RuntimeError, match="unknown strategy"):
        made_again("```bash\nrollout run strategy=mandat\n```\n")
