"""A folder of this test's own for the decisions that tests attach."""

from tests.files.conftest import files_dir

__all__ = ["files_dir"]
