"""The world with its branch and that branch's secretary; a folder of this test's own for pictures."""

import pytest

from tests.files.conftest import files_dir
from tests.world import World

__all__ = ["files_dir"]


@pytest.fixture
def world(world: World) -> World:
    assert world.branch_secretary
    return world
