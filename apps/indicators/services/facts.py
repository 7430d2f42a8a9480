"""Approved figures into `Fact`, and their sums into `Rollup`. Called by whoever approves, inside that transaction."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection

from apps.directives.models import Period
from apps.indicators import arrays
from apps.indicators.models import Fact, Layout

ROLLUP_LOCK = 8244


def record_facts(
    *,
    layout: Layout,
    period: Period,
    reporter_id: int,
    figures: Mapping[int, Mapping[int, Decimal | None]],
    version_number: int | None,
    version_sha256: str,
) -> None:
    """Sets the facts of these units: {unit id: {element id: value, None = missing}}, written in order of unit id.

    `reporter_id` is the unit whose report carried them. The database refuses a unit that is not open on the
    period's last day and an element not collected at the unit's kind.
    """
    slots = arrays.layout_map(layout.pk)
    Fact.objects.bulk_create(
        [
            Fact(
                unit_id=unit_id,
                period=period,
                layout=layout,
                values=fold(slots, figures[unit_id]),
                reporter_id=reporter_id,
                version_number=version_number,
                version_sha256=version_sha256,
            )
            for unit_id in sorted(figures)
        ],
        update_conflicts=True,
        unique_fields=["unit", "period", "layout"],
        update_fields=["values", "reporter", "version_number", "version_sha256"],
    )


def fold(slots: arrays.LayoutMap, values: Mapping[int, Decimal | None]) -> list[Decimal | None]:
    """{element id: value} → one list by slot; what is not there is None, never 0."""
    folded: list[Decimal | None] = [None] * slots.width
    for element_id, value in values.items():
        folded[slots.positions[element_id] - 1] = value
    return folded


def refresh_rollups(*, layout: Layout, period: Period, unit_ids: Sequence[int]) -> None:
    """Sets the sums of these units in this period, lower units first; call it again for their ancestors."""
    arrays.refresh_rollups(layout.pk, [period], unit_ids)


def rebuild_rollups(*, layout: Layout, periods: Sequence[Period]) -> int:
    """Sets every rollup of these periods; returns the number of rows."""
    return arrays.refresh_rollups(layout.pk, periods, None)


def lock_rollup(*, unit_id: int, period_id: int) -> None:
    """Waits for the advisory lock of one unit's sums in one period; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ROLLUP_LOCK, f"{unit_id}/{period_id}"]
        )
