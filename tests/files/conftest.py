"""A folder of this test's own for files, and somebody who hands them in."""

from pathlib import Path
from typing import Any

import pytest

from apps.accounts.models import User
from tests.world import person as make_person


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def person(db: None) -> User:
    return make_person("nguoi-gui")
