"""Reads of the quarterly report."""

from apps.reports.queries.board import Board, BoardRow, period_board
from apps.reports.queries.boxes import Box
from apps.reports.queries.handing import row_state
from apps.reports.queries.periods import current_period
from apps.reports.queries.punctuality import punctuality
from apps.reports.queries.sheet import Entry, Sheet, SheetRow, register_seal, sheet

__all__ = [
    "Board",
    "BoardRow",
    "Box",
    "Entry",
    "Sheet",
    "SheetRow",
    "current_period",
    "period_board",
    "punctuality",
    "register_seal",
    "row_state",
    "sheet",
]
