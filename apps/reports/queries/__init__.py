"""Reads of the quarterly report."""

from apps.reports.queries.punctuality import punctuality
from apps.reports.queries.sheet import Entry, Sheet, SheetRow, sheet

__all__ = ["Entry", "Sheet", "SheetRow", "punctuality", "sheet"]
