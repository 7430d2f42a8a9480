""" "Số này từ đâu": what stands behind one number of a review, from the snapshot alone. Pure.

A figure of one quarter: parts by unit that add up to it, each with the report version that carried it, the units
that are missing and those that gave one part only. A sum over quarters: its quarters. A change: its two figures.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.core.vietnamese import day, moment, number
from apps.indicators.queries import Figure
from apps.reviews.queries.content import FLOW, Content, Indicator
from apps.reviews.queries.counts import COUNTED, REPORTS, counted_reports, counted_units
from apps.reviews.queries.numbers import CHANGES, TARGETS, Number, Reference, resolve
from apps.reviews.queries.parts import Part, members, parts, piece


@dataclass(frozen=True)
class Version:
    """The frozen report that carried a row: whose, of which quarter, who approved it when, its SHA-256."""

    reporter: int
    reporter_name: str
    slug: str
    number: int
    approved_by: str
    approved_at: str
    sha256: str

    @property
    def short(self) -> str:
        return self.sha256[:8]


@dataclass(frozen=True)
class Line:
    """One part: its sums as printed; `below` leads one level down, `version` to the report."""

    unit: int
    name: str
    numerator: str
    denominator: str
    text: str
    coverage: str
    below: Reference | None
    version: Version | None


@dataclass(frozen=True)
class Source:
    """What the popover shows. `terms`: the numbers a sum over time or a change is made of."""

    number: Number
    title: str
    facts: list[dict[str, str]]
    formula: str = ""
    lines: list[Line] = field(default_factory=list)
    total: Line | None = None
    terms: list[Number] = field(default_factory=list)
    term_heads: tuple[str, ...] = ()
    missing: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    is_rate: bool = False
    numerator_text: str = ""
    denominator_text: str = ""

    @property
    def numerator(self) -> str:
        """4.352 đạt đủ tiêu chuẩn: the upper part of the fraction; "" for a total."""
        return self._part(0)

    @property
    def denominator(self) -> str:
        return self._part(1)

    def _part(self, place: int) -> str:
        words = self.formula.split(" / ")
        if not self.is_rate or len(words) < 2:
            return ""
        sides = self.numerator_text, self.denominator_text
        return f"{sides[place]} {words[place][0].lower()}{words[place][1:]}"

    @property
    def paired_terms(self) -> list[dict[str, object]]:
        return [
            {"head": head, "number": term} for head, term in zip(self.term_heads, self.terms, strict=True)
        ]


def source(content: Content, reference: Reference) -> Source:
    """Raises UnknownReference like `resolve`."""
    found = resolve(content, reference)
    if reference.code in COUNTED:
        return _count(content, found)
    indicator = content.indicators[reference.code]
    if reference.face in CHANGES:
        return _change(content, indicator, found)
    if reference.face in TARGETS:
        return _target(content, indicator, found)
    if _is_sum_over_time(indicator, found):
        return _over_time(content, indicator, found)
    return _quarter(content, indicator, found)


def _is_sum_over_time(indicator: Indicator, found: Number) -> bool:
    """Several quarters were added up: the label of the figure names the first and the last."""
    return indicator.kind == FLOW and not found.reference.quarter and " – " in found.figure.period_label


def _quarter(content: Content, indicator: Indicator, found: Number) -> Source:
    """One quarter: the parts by direct child and own row."""
    figure = found.figure
    slug = found.reference.quarter or figure.period_slug
    kind = "" if found.reference.subject.isdigit() else found.reference.subject
    rows = parts(content, indicator, slug, figure.unit_id, kind)
    decimals = content.element_decimals(indicator)
    return Source(
        found,
        indicator.name,
        [*_facts(content, found, slug), _coverage(figure)],
        indicator.wording,
        lines=[_line(content, indicator, row, slug, decimals, is_alone=len(rows) == 1) for row in rows],
        total=_total(found, decimals),
        **_sides(content, indicator, figure),
        **_absent(content, indicator, slug, figure.unit_id, kind),
    )


def _line(
    content: Content, indicator: Indicator, row: Part, slug: str, decimals: int, *, is_alone: bool
) -> Line:
    below = None if row.is_leaf or row.is_own else Reference(indicator.code, "value", str(row.unit), slug)
    return Line(
        row.unit,
        f"{row.name} (dòng riêng)" if row.is_own and not is_alone else row.name,
        number(row.figure.numerator, decimals),
        number(row.figure.denominator, decimals),
        row.figure.text,
        f"{row.figure.given}/{row.figure.expected}",
        below,
        version_of(content, indicator, slug, row.unit),
    )


def _total(found: Number, decimals: int) -> Line:
    figure = found.figure
    coverage = f"{number(figure.given)}/{number(figure.expected)}"
    top, bottom = number(figure.numerator, decimals), number(figure.denominator, decimals)
    return Line(figure.unit_id, "Cộng", top, bottom, figure.text, coverage, None, None)


def version_of(content: Content, indicator: Indicator, slug: str, unit: int) -> Version | None:
    """The report version that carried a unit's row, or its own report; None when nothing was approved."""
    fact = content.facts.get((indicator.layout, slug, unit))
    reporter = fact["reporter"] if fact else unit
    report = content.report(reporter, slug)
    return report_version(content, report) if report else None


def report_version(content: Content, report: dict[str, Any]) -> Version | None:
    version = report["version"]
    if not version:
        return None
    return Version(
        reporter=report["unit"],
        reporter_name=content.units[report["unit"]].name,
        slug=report["period"],
        number=version["number"],
        approved_by=version["approved_by"],
        approved_at=moment(datetime.fromisoformat(version["approved_at"])),
        sha256=version["sha256"],
    )


def _absent(content: Content, indicator: Indicator, slug: str, subject: int, kind: str) -> dict[str, Any]:
    """`missing` gave nothing; `unmatched` gave one part only, which is left out of a rate."""
    inside = members(content, slug, subject, kind)
    lacking = [unit for unit in indicator.lacking(slug) if unit in inside]
    partly = [unit for unit in lacking if piece(content, indicator, slug, unit).gave_any]
    return {
        "missing": [
            content.units[unit].name for unit in sorted(set(lacking) - set(partly), key=content.place)
        ],
        "unmatched": [content.units[unit].name for unit in sorted(partly, key=content.place)],
    }


def _over_time(content: Content, indicator: Indicator, found: Number) -> Source:
    """A FLOW over several quarters: the number of each quarter leads on to its units."""
    figure = found.figure
    terms = [resolve(content, _at(found.reference, slug)) for slug in _slugs(content, indicator, found)]
    facts = [
        _fact("Kỳ", figure.period_label),
        _subject(content, found),
        _coverage(figure, "lượt đơn vị báo cáo"),
    ]
    return Source(
        found,
        indicator.name,
        facts,
        indicator.wording,
        terms=terms,
        term_heads=tuple(content.quarter(term.reference.quarter).label for term in terms),
        **_sides(content, indicator, figure),
    )


def _sides(content: Content, indicator: Indicator, figure: Figure) -> dict[str, Any]:
    decimals = content.element_decimals(indicator)
    return {
        "is_rate": indicator.is_rate,
        "numerator_text": number(figure.numerator, decimals),
        "denominator_text": number(figure.denominator, decimals),
    }


def _at(reference: Reference, slug: str) -> Reference:
    return Reference(reference.code, "value", reference.subject, slug)


def _slugs(content: Content, indicator: Indicator, found: Number) -> list[str]:
    """The quarters behind a sum: of the range, of this year so far, or of the same part of last year."""
    last, face = found.figure.period_slug, found.reference.face
    if not face.startswith("to_date_"):
        return [figure.period_slug for figure in indicator.in_range]
    return [slug for slug in indicator.figures if slug[:4] == last[:4] and slug <= last]


def _change(content: Content, indicator: Indicator, found: Number) -> Source:
    """Now minus before, both leading on to their own parts; taken between the rounded values."""
    assert found.change is not None
    name = CHANGES[found.reference.face][0]
    subject = found.reference.subject
    if name == "to_date":
        faces = [Reference(indicator.code, "to_date_value"), Reference(indicator.code, "to_date_before")]
    else:
        faces = [Reference(indicator.code, "value", subject, slug) for slug in indicator.pair(name) or []]
    terms = [resolve(content, face) for face in faces]
    facts = [_subject(content, found), _fact("Cách tính", "Hiệu của hai số đã làm tròn như in ở đây.")]
    return Source(
        found,
        f"{indicator.name}: thay đổi",
        facts,
        terms=terms,
        term_heads=tuple(term.figure.period_label for term in terms),
    )


def _target(content: Content, indicator: Indicator, found: Number) -> Source:
    unit = int(found.reference.subject) if found.reference.subject.isdigit() else None
    target = indicator.target(unit)
    assert target is not None
    facts = [
        _fact("Năm", str(target.year)),
        _fact("Căn cứ", target.source),
        _fact("Lý do", target.reason or "không ghi"),
        _fact("So với mục tiêu", target.distance),
    ]
    if target.is_illustrative:
        facts.append(_fact("Lưu ý", "Mục tiêu minh họa, không phải chỉ tiêu được giao."))
    value = resolve(content, Reference(indicator.code, "value", found.reference.subject))
    return Source(found, f"{indicator.name}: mục tiêu", facts, terms=[value], term_heads=("Đang đạt",))


def _count(content: Content, found: Number) -> Source:
    """Reports or units, one by one."""
    reference = found.reference
    if reference.code == REPORTS:
        rows = counted_reports(content, reference.face)
        lines = [_report_line(content, row) for row in rows]
        facts = [
            _fact("Kỳ", content.range_words),
            _fact("Phạm vi", "Đơn vị dưới cấp sơ kết, không kể báo cáo riêng."),
        ]
    else:
        units = counted_units(content, reference.face, reference.subject)
        lines = [Line(unit, content.units[unit].name, "", "", "1", "", None, None) for unit in units]
        facts = [_fact("Tổ chức", f"Theo cây đơn vị ngày {day(content.range[-1].end_on)}")]
    total = Line(content.scope, "Cộng", "", "", found.text, "", None, None)
    return Source(found, found.figure.label, facts, lines=lines, total=total)


def _report_line(content: Content, row: dict[str, Any]) -> Line:
    name = f"{content.units[row['unit']].name}, {content.quarter(row['period']).words}"
    return Line(row["unit"], name, "", "", "1", "", None, report_version(content, row))


def _facts(content: Content, found: Number, slug: str) -> list[dict[str, str]]:
    quarter = content.quarter(slug)
    return [
        _fact("Kỳ", f"{quarter.label}, chốt ngày {day(quarter.cutoff_on)}"),
        _subject(content, found),
        _fact("Tổ chức", f"Theo cây đơn vị ngày {day(quarter.end_on)}"),
    ]


def _subject(content: Content, found: Number) -> dict[str, str]:
    subject = found.reference.subject
    name = content.units[found.figure.unit_id].name
    if subject and not subject.isdigit():
        name = f"{content.kinds[subject]} thuộc {name}"
    return _fact("Đơn vị", name)


def _coverage(figure: Figure, noun: str = "đơn vị") -> dict[str, str]:
    word = "Đủ" if figure.is_complete else "Chưa đủ"
    return _fact(
        "Độ phủ", f"{word}: {number(Decimal(figure.given))}/{number(Decimal(figure.expected))} {noun}"
    )


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value, "state": ""}
