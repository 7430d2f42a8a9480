"""The workbook that offers to be filled in: heads that are recognised, lists to choose from, one example."""

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from apps.cadres.enums import Education, Engagement, ListColumn, Origin, PoliticalTheory, Sex
from apps.cadres.models import Position
from apps.cadres.services.importing.rows import SEX_OF, letters
from apps.units.models import Unit

OTHER_WAYS = {ListColumn.FAMILY_NAME, ListColumn.GIVEN_NAME, *SEX_OF}
COLUMNS = [column for column in ListColumn if column not in OTHER_WAYS]
DAYS = {
    ListColumn.BORN_ON,
    ListColumn.STARTS_ON,
    ListColumn.DECISION_ON,
    ListColumn.PARTY_JOINED_ON,
    ListColumn.UNION_JOINED_ON,
}
WIDE = {
    ListColumn.FULL_NAME,
    ListColumn.HOME,
    ListColumn.UNIT,
    ListColumn.POSITION,
    ListColumn.EMAIL,
    ListColumn.EDUCATION,
}
LISTS = "Danh mục"
ROWS = 1_000


def template_workbook(unit: Unit, today: date) -> bytes:
    """For a unit and those below it. The same unit and day give the same lists; cells of days are days."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, lists = book.add_worksheet("Danh sách"), book.add_worksheet(LISTS)
        _write_head(book, sheet)
        for place, (column, choices) in enumerate(_choices(unit, today).items()):
            lists.write(0, place, str(column.label))
            lists.write_column(1, place, choices)
            _offer(sheet, COLUMNS.index(column), place, len(choices))
        lists.set_column(0, len(COLUMNS), 26)
    return target.getvalue()


def _write_head(book: Any, sheet: Any) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": "#E8F0FB", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    )
    day, text = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        form = day if column in DAYS else text
        sheet.set_column(place, place, 24 if column in WIDE else 15, form)
        sheet.write_string(0, place, str(column.label), head)
    sheet.freeze_panes(1, 1)


def _offer(sheet: Any, at: int, place: int, count: int) -> None:
    column = letters(place)
    source = f"='{LISTS}'!${column}$2:${column}${count + 1}"
    offered = {"validate": "list", "source": source, "error_title": "Chọn trong danh sách"}
    sheet.data_validation(
        1, at, ROWS, at, offered | {"error_message": "Đồng chí chọn một mục trong danh sách."}
    )


def _choices(unit: Unit, today: date) -> dict[ListColumn, list[str]]:
    units = Unit.objects.under(unit.pk, today).open_on(today).named(today)
    scales = {
        ListColumn.SEX: Sex,
        ListColumn.ENGAGEMENT: Engagement,
        ListColumn.ORIGIN: Origin,
        ListColumn.EDUCATION: Education,
        ListColumn.POLITICAL_THEORY: PoliticalTheory,
    }
    return {
        ListColumn.UNIT: [one.name for one in units],  # type: ignore[attr-defined]  # named()
        ListColumn.POSITION: list(Position.objects.values_list("name", flat=True)),
    } | {column: [str(label) for label in scale.labels] for column, scale in scales.items()}
