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
    positions = dict(layout.slots.values_list("element_id", "position"))
    Fact.objects.bulk_create(
        [
            Fact(
                unit_id=unit_id,
                period=period,
                layout=layout,
                values=fold(positions, figures[unit_id]),
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


def fold(positions: Mapping[int, int], values: Mapping[int, Decimal | None]) -> list[Decimal | None]:
    """{element id: value} → one list by slot; what is not there is None, never 0."""
    folded: list[Decimal | None] = [None] * max(positions.values())
    for element_id, value in values.items():
        folded[positions[element_id] - 1] = value
    return folded


def refresh_rollups(
    *, layouts: Sequence[Layout], period: Period, own_ids: Sequence[int], shared_ids: Sequence[int]
) -> None:
    """Sets the sums of `own_ids`, lower units first, then those of `shared_ids`, the units above them.

    The shared ones also get sums from elsewhere, so they come last, under advisory locks taken in ascending order
    of id that last as long as the transaction: commit at once (safe.md).
    """
    maps = [arrays.layout_map(layout.pk, period.ordinal) for layout in layouts]
    arrays.refresh_rollups(maps, [period.pk], own_ids)
    with connection.cursor() as cursor:
        for unit_id in sorted(shared_ids):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ROLLUP_LOCK, f"{unit_id}/{period.pk}"]
            )
    arrays.refresh_rollups(maps, [period.pk], shared_ids)


def rebuild_rollups(*, layout: Layout, periods: Sequence[Period]) -> int:
    """Sets every rollup of these periods; returns the number of rows."""
    quarters = arrays.by_quarter(layout.pk, periods)
    return sum(arrays.refresh_rollups([slots], period_ids, None) for slots, period_ids in quarters)
