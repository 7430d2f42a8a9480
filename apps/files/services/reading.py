"""Reading a workbook for whoever imports: the gate first, then a child process that may die (docs/safe.md)."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError

from apps.files.gate import sheet_extent

CHILD = Path(__file__).with_name("sheet_child.py")
PATIENCE = 60  # seconds
UNREADABLE = (
    "Không đọc được bảng tính này: tệp hỏng hoặc cần quá nhiều bộ nhớ. Đồng chí chép riêng danh sách sang "
    "một tệp Excel mới (dán giá trị), lưu thành .xlsx rồi tải lên lại."
)
_ONE_AT_A_TIME = threading.Lock()  # in a process, as with pictures: children may take much memory
Cell = Any  # None, text, number, true or false, or {"on": "1990-05-17"}


@dataclass(frozen=True)
class Sheet:
    """Rows from the first cell on, without empty cells at their end; `merged` cells as (first row, column, last …)."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]]


def read_sheets(workbook: IO[bytes]) -> list[Sheet]:
    """The worksheets of an xlsx. Raises ValidationError with the gate's sentence, or when the child gives up."""
    workbook.seek(0)
    sheet_extent(workbook)
    workbook.seek(0)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        shutil.copyfileobj(workbook, copy)
        copy.flush()
        return [_sheet(found) for found in _read_in_child(copy.name)]


def _read_in_child(path: str) -> Sequence[dict[str, Any]]:
    command = [sys.executable, "-I", str(CHILD), path]
    try:
        with _ONE_AT_A_TIME:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise ValidationError(UNREADABLE, code="unreadable") from None
    found: Sequence[dict[str, Any]] = json.loads(done.stdout)
    return found


def _sheet(found: dict[str, Any]) -> Sheet:
    merged = [(*first, *last) for first, last in found["merged"]]
    return Sheet(found["name"], found["rows"], merged)
