"""All sample exports as files, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.organisation.exports.samples import samples as invented


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample."""
    folder = tmp_path_factory.mktemp("exports")
    for name, content in invented().items():
        (folder / name).write_bytes(content)
    return folder
