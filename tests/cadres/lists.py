"""Workbooks as districts keep them, made cell by cell."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from apps.cadres.models import ListImport
from apps.cadres.services import match_columns, read_list
from apps.core.clock import db_now
from tests.world import DAY, World

HEAD = (
    "TT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức danh", "Ngày giữ chức", "Trình độ chuyên môn",
    "LLCT", "Điện thoại",
)  # fmt: skip
HOA = (1, "Trần Thị Minh Họa", date(1995, 3, 12), "Nữ", "Đồng Tiến", "Bí thư", date(2020, 5, 1), "Đại học Luật",
       "Trung cấp", "0912345678")  # fmt: skip
NAM = (
    2,
    "Lê Văn Minh Họa",
    "17/05/1996",
    "nam",
    "Đoàn xã Dân Tiến",
    "PBT",
    "01/06/2020",
    "cao đẳng",
    "sơ cấp",
    None,
)
RULES = {"engagement": "voluntary", "origin": "elected", "turns_fonts": False}


def row(**cells: Any) -> tuple[Any, ...]:
    """Hoa's row with other cells, by letter: row(C="1990")."""
    values = list(HOA)
    for letter, value in cells.items():
        values[ord(letter) - ord("A")] = value
    return tuple(values)


def workbook(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    for values in rows:
        book.active.append(list(values))
    for block in merged:
        book.active.merge_cells(block)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def upload(content: bytes, name: str = "danh sách.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def listed(world: World, *rows: Sequence[Any], merged: Sequence[str] = (), **rules: Any) -> ListImport:
    """Read for Khoái Châu by its secretary, columns as guessed."""
    file = upload(workbook(rows, merged))
    listing = read_list(
        actor=world.secretary, unit_id=world.khoai_chau.pk, upload=file, now=db_now(), today=DAY
    )
    return match_columns(
        actor=world.secretary, listing_id=listing.pk, version=1, columns=listing.columns, rules=RULES | rules, today=DAY
    )  # fmt: skip
