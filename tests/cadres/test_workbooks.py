"""The writer of workbooks: text stays text, numbers numbers, missing is no zero; the same content, the same bytes."""

import io
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from apps.core.workbooks import Provenance, TableSheet, workbook

PROVENANCE = Provenance(
    ["Huyện đoàn Khoái Châu", "Mục đích sử dụng: =họp"], "Đồng chí", datetime(2021, 10, 1, 8, tzinfo=UTC)
)
RISKY = [
    "=cmd|' /C calc'!A0", "+84912345678", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")",
    "http://x.example", "{=1+1}", "00123",
]  # fmt: skip


def sheet(*rows: list, **more) -> TableSheet:
    return TableSheet("Thử", "THỬ", [("", "A"), ("N", "B"), ("N", "C")], rows, [10, 10, 10], **more)


def opened(*sheets: TableSheet):
    return load_workbook(io.BytesIO(workbook(sheets, PROVENANCE))).worksheets


@pytest.mark.parametrize("text", RISKY)
def test_text_is_written_as_text_wherever_it_stands(text: str):
    provenance = replace(PROVENANCE, lines=[text])
    made = TableSheet("Thử", text, [("", text)], [[text]], [10], note=text)
    page = load_workbook(io.BytesIO(workbook([made], provenance))).worksheets[0]
    found = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value.replace("_x000D_", "\r") for cell in found] == [text] * 5
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.quotePrefix for cell in found} == {text[0] in "=+-@\t\r"}
    assert not any(cell.hyperlink for cell in found)


def test_numbers_days_and_what_nobody_knows():
    (page,) = opened(sheet([1234, Decimal("12.5"), None], [date(2021, 9, 30), 0, ""], decimals={1: 1}))
    first, second = list(page.iter_rows(min_row=7, max_row=8))
    assert [cell.value for cell in first] == [1234, 12.5, "—"]
    assert [cell.number_format for cell in first[:2]] == ["#,##0", "#,##0.0"]
    assert (second[0].value.date(), second[0].number_format, second[1].value) == (
        date(2021, 9, 30),
        "dd/mm/yyyy",
        0,
    )


def test_heads_stand_under_their_groups_and_say_who_takes_what_for_what():
    (page,) = opened(sheet([1, 2, 3]))
    lines = [cell.value for cell in page["A"][:3]]
    assert lines == ["THỬ", "Huyện đoàn Khoái Châu", "Mục đích sử dụng: =họp"]
    assert [str(span) for span in page.merged_cells.ranges] == ["B5:C5"]
    assert [cell.value for cell in page[6]] == ["A", "B", "C"]
    assert (page.freeze_panes, page.print_title_rows) == ("B7", "$5:$6")


def test_what_is_longer_than_the_table_is_wide_takes_more_lines_of_it():
    (page,) = opened(sheet([1, 2, 3], note="Tính theo lượt, ở chức danh chính của từng người."))
    assert {str(span) for span in page.merged_cells.ranges} == {"B5:C5", "A9:C9"}
    assert (page["A9"].alignment.wrap_text, page.row_dimensions[9].height) == (True, 30)
    assert page.row_dimensions[1].height is None


def test_what_nobody_knows_stands_where_the_rest_of_its_column_stands():
    (page,) = opened(sheet(["x", 1, None], [None, None, None]))
    assert [cell.alignment.horizontal for cell in page[8]] == [None, "right", None]
    assert {cell.value for cell in page[8]} == {"—"}


def test_sums_stand_out_and_their_parts_stand_under_them():
    (page,) = opened(
        sheet(["Huyện", 1, 2], ["Bí thư", 1, 2], ["Tổng cộng", 1, 2], bold_rows=frozenset({0, 2}))
    )
    first = [page.cell(row, 1) for row in (7, 8, 9)]
    assert [(cell.font.bold, int(cell.alignment.indent)) for cell in first] == [
        (True, 0),
        (False, 1),
        (True, 0),
    ]
    assert [cell.fill.fill_type for cell in first] == [None, None, "solid"]


def test_it_is_printed_across_as_wide_as_the_paper_and_a_list_can_be_filtered():
    listed, summed = opened(
        sheet(["x", 1, 2]), replace(sheet(["x", 1, 2], bold_rows=frozenset({0})), name="Biểu")
    )
    for page in (listed, summed):
        assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
        assert (page.sheet_properties.pageSetUpPr.fitToPage, int(page.page_setup.fitToHeight)) == (True, 0)
        assert (page.oddFooter.left.text, page.oddFooter.right.text) == ("THỬ", "Trang &P/&N")
    assert (listed.auto_filter.ref, summed.auto_filter.ref) == ("A6:C7", None)


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes():
    first = workbook([sheet(["x", 1, None])], PROVENANCE)
    time.sleep(2.2)
    assert workbook([sheet(["x", 1, None])], PROVENANCE) == first
    assert workbook([sheet(["y", 1, None])], PROVENANCE) != first
