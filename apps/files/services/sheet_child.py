"""Run as a program of its own: reads the workbook that is named and writes its sheets as JSON to the output.

It binds itself before the reader is loaded, so that a workbook that makes the reader greedy ends this process alone.
"""

import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMORY, CPU_SECONDS = 512 * 2**20, 60


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_path(path) as workbook:
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        sheets = [read(workbook.get_sheet_by_name(name)) for name in names]
    json.dump(sheets, sys.stdout, ensure_ascii=True)


def read(sheet: Any) -> dict[str, Any]:
    rows = [trimmed(row) for row in sheet.to_python(skip_empty_area=False)]
    return {"name": sheet.name, "rows": rows, "merged": sheet.merged_cell_ranges or []}


def trimmed(row: list[Any]) -> list[Any]:
    cells = [plain(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def plain(value: Any) -> Any:
    """What JSON has: text, number, true or false; a day becomes {"on": "1990-05-17"}, an empty cell None."""
    if isinstance(value, date):
        on = value.date() if isinstance(value, datetime) else value
        return {"on": on.isoformat()}
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool | int | float):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return str(value)


if __name__ == "__main__":
    main(sys.argv[1])
