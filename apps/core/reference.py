"""Reading the seed files: CSV with a header, UTF-8, one row a thing."""

import csv
from collections.abc import Iterator
from pathlib import Path


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of `folder/name` as dictionaries of stripped strings."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {key: (value or "").strip() for key, value in row.items()}
