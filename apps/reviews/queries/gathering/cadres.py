"""What the register of cadres says for the annex, as counts: nobody is in a snapshot, so anybody can be forgotten."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from apps.cadres.queries.tables import CountTable, count_tables
from apps.reviews.queries.gathering.reading import Reading

ABOUT_CADRES = "KL07"


def gather_cadres(scoped: Reading) -> dict[str, Any]:
    """Biểu 1–7 of the units of the last tree, as at the last cut-off; nothing when Conclusion 07 is not reviewed."""
    review = scoped.review
    if not review.directives.filter(code=ABOUT_CADRES).exists():
        return {}
    found = count_tables(set(scoped.last_tree), review.from_period.start_on, review.to_period.cutoff_on)
    return {"cadres": {**asdict(found), "tables": [_table(table) for table in found.tables]}}


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
