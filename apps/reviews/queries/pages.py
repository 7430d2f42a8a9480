"""What the pages of a review show: the list, one block with its indicator, the annexes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.safestring import SafeString

from apps.core import charts
from apps.core.vietnamese import number
from apps.reviews.models import Document, Review, TextRevision
from apps.reviews.queries.content import Content, Indicator, Target
from apps.reviews.queries.library import content_of
from apps.reviews.queries.numbers import Number
from apps.reviews.queries.outline import OPENING, Block, Part, blocks, parts, unwritten
from apps.reviews.queries.parts import levels, total
from apps.reviews.queries.prose import Paragraph, filled, paragraphs
from apps.reviews.queries.tables import Cell, Table, changed, found, indicator_table

WIDE, NARROW = 816, 360
STATES = {
    "met": {"icon": "check-circle-fill", "label": "Đạt", "tone": "ok"},
    "near": {"icon": "exclamation-triangle-fill", "label": "Cần chú ý", "tone": "warn"},
    "missed": {"icon": "x-circle-fill", "label": "Chưa đạt", "tone": "bad"},
}


def listed(user: Any, at: date) -> list[Review]:
    """The reviews a person may see, newest first, at most 100, with the names of their directives; three statements."""
    rows = Review.objects.visible_to(user, at).with_lineage().prefetch_related("directives")
    return list(rows.select_related("snapshot").defer("snapshot__content")[:100])


@dataclass(frozen=True)
class Reading:
    """A review with its snapshot, the last texts, the first ones, and the Word file of the last."""

    review: Review
    content: Content
    revision: TextRevision
    texts: dict[str, str]
    drafted: dict[str, str]
    document: Document | None

    @property
    def outline(self) -> list[Part]:
        return parts(self.content)

    @property
    def blocks(self) -> list[Block]:
        return blocks(self.content)

    @property
    def filled_count(self) -> int:
        return sum(filled(self.texts, block.key) for block in self.blocks)

    @property
    def unwritten(self) -> list[Block]:
        return unwritten(self.content, self.texts)

    def is_filled(self, key: str) -> bool:
        return filled(self.texts, key)

    def is_edited(self, key: str) -> bool:
        return self.texts.get(key, "") != self.drafted.get(key, "")

    def block(self, key: str) -> Block | None:
        """The block of that key; the first one for an empty key."""
        return next((block for block in self.blocks if block.key == (key or OPENING.key)), None)


def reading(review: Review) -> Reading:
    """Everything of a built review; the snapshot itself is read once per process. Four statements."""
    revisions = list(review.revisions.order_by("-number")[:1]) + list(review.revisions.filter(number=1))
    last, first = revisions[0], revisions[-1]
    made = Document.objects.filter(revision=last).defer("content").first()
    content = content_of(review.snapshot)
    return Reading(review, content, last, json.loads(last.content), json.loads(first.content), made)


def unwritten_in(review: Review) -> list[Block]:
    """The blocks of the last texts that say nothing; none while there are no texts. Two statements."""
    revision = review.revisions.order_by("number").last()
    return unwritten(content_of(review.snapshot), json.loads(revision.content)) if revision else []


@dataclass(frozen=True)
class Compared:
    """One child of the scope beside the others."""

    name: str
    now: Cell
    before: Cell
    change: Cell
    coverage: Cell


@dataclass(frozen=True)
class IndicatorBlock:
    """Finding, picture, table, source line of one indicator, and the children compared."""

    indicator: Indicator
    finding: list[Paragraph]
    wide: SafeString | None
    narrow: SafeString | None
    table: Table
    coverage: Number | None
    target: Number | None
    standing: Target | None
    compared: list[Compared]
    dots: SafeString | None
    narrow_dots: SafeString | None
    quarter: str

    @property
    def state(self) -> dict[str, str] | None:
        """Icon, word and tone of the judgement; None without a target or a figure."""
        return STATES.get(self.standing.judgement or "") if self.standing else None


def indicator_block(content: Content, indicator: Indicator, finding: str) -> IndicatorBlock:
    """`finding` is a sentence with references (drafts.finding)."""
    is_drawn = len(indicator.in_range) > 1
    compared = _compared(content, indicator)
    last = indicator.total()
    return IndicatorBlock(
        indicator,
        paragraphs(content, finding),
        _lines(content, indicator, WIDE) if is_drawn else None,
        _lines(content, indicator, NARROW) if is_drawn else None,
        indicator_table(content, indicator),
        found(content, indicator.code, "coverage"),
        found(content, indicator.code, "target"),
        indicator.target(),
        compared,
        _dots(content, indicator, compared, WIDE),
        _dots(content, indicator, compared, NARROW),
        last.period_label if last else "",
    )


def _formatter(indicator: Indicator) -> charts.Formatter:
    unit = " %" if indicator.unit_of_measure == "%" else ""
    return lambda value: f"{number(Decimal(str(value)), indicator.decimals)}{unit}"


def _axis(indicator: Indicator) -> charts.Formatter:
    return lambda value: number(Decimal(str(value)), 0 if float(value).is_integer() else 1)


def _lines(content: Content, indicator: Indicator, width: float) -> SafeString:
    """The scope over the due quarters of the range; for a rate the levels in grey beside it."""
    slugs = [figure.period_slug for figure in indicator.in_range]
    scope = charts.Series("Tất cả", [figure.rounded for figure in indicator.in_range], is_subject=True)
    kinds = levels(content, indicator, slugs[-1]) if indicator.is_rate else []
    at = partial(total, content, indicator, subject=content.scope)
    beside = [
        charts.Series(content.kinds[kind], [at(slug=slug, kind=kind).rounded for slug in slugs])
        for kind in kinds
    ]
    target = indicator.target()
    dashes = None
    if target:
        word = "Mục tiêu minh họa" if target.is_illustrative else "Mục tiêu"
        dashes = charts.Target(float(target.value), f"{word} {target.text}")
    return charts.line_chart(
        [scope, *(beside if len(beside) > 1 and width > NARROW else [])],
        dashes,
        labels=[content.quarter(slug).words for slug in slugs],
        formatter=_formatter(indicator),
        axis_formatter=_axis(indicator),
        title=indicator.name,
        from_zero=not indicator.is_rate,
        width=width,
    )


def _compared(content: Content, indicator: Indicator) -> list[Compared]:
    """The direct children that are asked for this figure, in the order of their names: no ranking."""
    pair = indicator.pair("previous")
    rows = []
    for unit in content.children:
        subject = str(unit.id)
        now = found(content, indicator.code, "bare", subject)
        if now and now.figure.expected:
            before = found(content, indicator.code, "bare", subject, pair[1]) if pair else None
            change = changed(content, indicator, "signed_previous", subject) if pair else None
            rows.append(
                Compared(
                    unit.short_name, now, before, change, found(content, indicator.code, "coverage", subject)
                )
            )
    return rows


def _dots(
    content: Content, indicator: Indicator, compared: Sequence[Compared], width: float
) -> SafeString | None:
    """None where there is nobody to compare with."""
    if len(compared) < 2:
        return None
    target = indicator.target()
    rows = [
        charts.DotRow(
            row.name,
            row.now.figure.rounded if row.now else None,
            row.before.figure.rounded if row.before else None,
            float(target.value) if target else None,
        )
        for row in compared
    ]
    return charts.dot_chart(
        rows,
        formatter=_formatter(indicator),
        axis_formatter=_axis(indicator),
        title=f"{indicator.name}, theo đơn vị",
        width=width,
    )


def chosen_indicator(block: Block, code: str) -> Indicator | None:
    """The one asked for, else the first headline, else the first with figures."""
    asked = [row for row in block.indicators if row.code == code]
    headline = [row for row in block.indicators if row.is_headline and row.total()]
    known = [row for row in block.indicators if row.total()]
    return next(iter([*asked, *headline, *known]), None)


def values(content: Content, indicators: Sequence[Indicator]) -> list[tuple[Indicator, Cell]]:
    """Each indicator with its value over the range; None: not due."""
    return [(row, found(content, row.code, "value")) for row in indicators]


def told(content: Content, kind: str) -> list[dict[str, Any]]:
    """What the units wrote, word for word, with the report it stands in."""
    rows = [row for row in content.findings if row["kind"] == kind]
    return [
        {
            "unit": content.units[row["unit"]],
            "quarter": content.quarter(row["period"]),
            "body": row["body"],
            "version": (content.report(row["unit"], row["period"]) or {}).get("version"),
        }
        for row in sorted(rows, key=lambda row: content.place(row["unit"]))
    ]
