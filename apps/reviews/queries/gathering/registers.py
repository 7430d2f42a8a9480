"""What the registers say for the annexes, as counts: nobody is in a snapshot, so anybody can be forgotten."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from apps.assessments.queries.tables import BranchTables, branch_tables
from apps.cadres.queries.tables import CountTable, Tables, count_tables
from apps.reviews.queries.gathering.reading import Reading
from apps.units.models import Unit

ABOUT_CADRES, ABOUT_BRANCHES = "KL07", "KL08"


def gather_registers(scoped: Reading) -> dict[str, Any]:
    """As at the last cut-off: Biểu 1–7 where Conclusion 07 is reviewed, the branches' where Conclusion 08 is."""
    review = scoped.review
    first, day = review.from_period.start_on, review.to_period.cutoff_on
    asked = set(review.directives.values_list("code", flat=True))
    found: dict[str, Any] = {}
    if ABOUT_CADRES in asked:
        found["cadres"] = _part(count_tables(set(scoped.last_tree), first, day))
    if ABOUT_BRANCHES in asked:
        scope = Unit.objects.filter(pk=review.scope_id).named(day).get()
        found["branches"] = _part(branch_tables(scope, first, day))
    return found


def _part(found: Tables | BranchTables) -> dict[str, Any]:
    return {**asdict(found), "tables": [_table(table) for table in found.tables]}


def _table(table: CountTable) -> dict[str, Any]:
    columns = [{"group": row.group, "head": row.head, "decimals": row.decimals} for row in table.columns]
    lines = [
        {
            "name": line.name,
            "is_sum": line.is_sum,
            "cells": [None if cell is None else Decimal(cell) for cell in line.cells],
        }
        for line in table.lines
    ]
    return {
        "number": table.number,
        "title": table.title,
        "first_head": table.first_head,
        "note": table.note,
        "columns": columns,
        "lines": lines,
    }
