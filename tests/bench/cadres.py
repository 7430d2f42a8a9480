"""The rows of a district's own list in speed.md: read 50.000 cells, try them against the register, record them."""

import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.cadres.models import ListImport
from apps.cadres.services import make_plan, match_columns, read_list, record_list
from apps.core.clock import db_now, today
from apps.files.services import read_sheets
from apps.units.models import Unit
from tests.bench.measure import milliseconds
from tests.files.makers import cells, xlsx

Row = tuple[str, str, str]
PEOPLE, COLUMNS = 3_334, 15  # 50.010 cells
HEAD = (
    "TT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Đơn vị", "Chức danh", "Ngày giữ chức",
    "Số quyết định", "Trình độ chuyên môn", "LLCT", "Ngày vào Đảng", "Ngày vào Đoàn", "Điện thoại",
)  # fmt: skip
SAME = (
    "Nam", "Kinh", "Khoái Châu, Hưng Yên", "Đồng Tiến", "UV BCH", "01/05/2020", "Đại học", "Sơ cấp", "03/02/2015",
    "26/03/2003", "0912345678",
)  # fmt: skip


def rows() -> Iterator[Row]:
    """On the demo province, for Huyện đoàn Khoái Châu."""
    content = fifty_thousand_cells()
    took, _ = milliseconds(lambda: read_sheets(BytesIO(content)))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    said = f"{took / 1000:.1f} s, {peak:.0f} MB at the most in the child"
    yield "cadres: read a workbook of 50.000 cells", said, "≤ 10 s, ≤ 150 MB in the child"
    yield "cadres: refuse the two-cell bomb", f"{bomb():.0f} ms", "≤ 2 s"
    yield from trial_and_import(content)


def trial_and_import(content: bytes) -> Iterator[Row]:
    actor, now, day = User.objects.get(username="tochuc"), db_now(), today()
    unit = Unit.objects.named(day).get(name="Huyện đoàn Khoái Châu")
    given = {"actor": actor, "today": day}
    rules = {"engagement": "voluntary", "origin": "elected", "turns_fonts": False}
    listing = read_list(unit_id=unit.pk, upload=SimpleUploadedFile("a.xlsx", content), now=now, **given)
    match_columns(listing_id=listing.pk, version=1, columns=listing.columns, rules=rules, **given)
    listing = ListImport.objects.get(pk=listing.pk)
    took, _ = milliseconds(lambda: make_plan(listing, user=actor, today=day))
    yield f"cadres: trial run of {PEOPLE} people", f"{took / 1000:.1f} s", "≤ 5 s"
    started = time.perf_counter()
    with transaction.atomic():
        record_list(listing_id=listing.pk, version=2, now=now, **given)
        took = time.perf_counter() - started
        transaction.set_rollback(True)
    yield f"cadres: record {PEOPLE} new people, in a job", f"{took:.0f} s", "≤ 120 s"


def fifty_thousand_cells() -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEAD)
        for at in range(1, PEOPLE + 1):
            born = date(1985, 1, 1) + timedelta(days=at)
            sheet.write_row(at, 0, (at, f"Nguyễn Văn {name(at)} Minh Họa"))
            sheet.write_datetime(at, 2, born, day)
            sheet.write_row(at, 3, (*SAME[:6], f"{at}-QĐ/ĐTN", *SAME[6:]))
    return target.getvalue()


def name(at: int) -> str:
    """Names of their own: AAA, AAB …"""
    return "".join(chr(65 + at // 26**place % 26) for place in (2, 1, 0))


def bomb() -> float:
    def refused() -> None:
        try:
            read_sheets(BytesIO(xlsx(cells("A1", "XFD1048576"))))
        except ValidationError:
            return
        raise AssertionError

    return milliseconds(refused)[0]
