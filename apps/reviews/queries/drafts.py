"""The first draft: sentences made by rules over the figures, never a claim beyond them. Pure.

Every number in a sentence is a reference. What is missing is said to be missing; a rate or sum that not all units
gave says of how many it is; a target is named only when one was assigned, and as illustrative when it is.
"""

from collections.abc import Callable, Iterable

from apps.core.vietnamese import day
from apps.indicators.queries import Change, Figure
from apps.reviews.queries.content import FLOW, STOCK, Content, Indicator
from apps.reviews.queries.numbers import Reference
from apps.reviews.queries.outline import (
    FINDING_BLOCKS,
    OPENING,
    Block,
    blocks,
    directive_words,
)
from apps.reviews.queries.prose import harmless


def draft(content: Content) -> dict[str, str]:
    """{block key: text} for every block of the outline; "" where the figures say nothing."""
    return {block.key: _write(content, block) for block in blocks(content)}


def _write(content: Content, block: Block) -> str:
    special = SPECIAL.get(block.key)
    if special:
        return special(content)
    return about_indicators(content, block.indicators)


def ref(code: str, face: str, subject: str = "", quarter: str = "") -> str:
    return Reference(code, face, subject, quarter).markup


def opening(content: Content) -> str:
    """The formula of facts.md: Thực hiện Kế hoạch …; trên cơ sở báo cáo của … đơn vị, … báo cáo kết quả …"""
    basis = content.data["basis"]
    ordered = f"Thực hiện {_dated(basis)} của {basis['issuer']}; trên" if basis else "Trên"
    reviewed = " và ".join(directive_words(row, with_word="") for row in content.directives)
    body = content.style["body_name"] or "Ban Thường vụ"
    heard = f"{ref('DV', 'heard')}/{ref('DV', 'reporters')}"
    return (
        f"{ordered} cơ sở báo cáo đã duyệt của {heard} đơn vị, {body} báo cáo kết quả thực hiện {reviewed} "
        f"{content.range_words}, cụ thể như sau:"
    )


def _dated(directive: dict[str, str]) -> str:
    year, month, date = directive["issued_on"].split("-")
    return f"{directive_words(directive)} ngày {date}/{month}/{year}"


def situation(content: Content) -> str:
    """Units of the tree by kind, and what became of the reports expected."""
    scope = content.units[content.scope].name
    below = {content.units[unit].kind for unit in content.range[-1].parents if unit != content.scope}
    kinds = [kind for kind in content.kinds if kind in below]
    counted = [f"{ref('DV', 'count', kind)} {_lower(content.kinds[kind])}" for kind in kinds]
    last = content.range[-1]
    lines = [f"Đến {day(last.end_on)}, {scope} có {_listed(counted)}."] if counted else []
    return "\n".join([*lines, _punctuality(content)])


def _punctuality(content: Content) -> str:
    if not content.expected_reports:
        return ""
    faces = (
        ("on_time", "đúng hạn"),
        ("late", "trễ hạn"),
        ("missing", "quá hạn chưa nộp"),
        ("pending", "chưa đến hạn"),
    )
    told = [
        f"{ref('BC', face)} {words}"
        for face, words in faces
        if any(row["punctuality"] == face for row in content.expected_reports)
    ]
    return (
        f"Báo cáo quý {content.range_words}: {ref('BC', 'expected')} báo cáo phải nộp, trong đó {_listed(told)}; "
        f"đã duyệt {ref('BC', 'approved')}/{ref('BC', 'expected')}."
    )


def leadership(content: Content) -> str:
    told = next(block for block in blocks(content) if block.key == "chi-dao").indicators
    return about_indicators(content, told)


def about_indicators(content: Content, indicators: Iterable[Indicator]) -> str:
    """Headline indicators first, a full sentence each; the others short; then those without figures."""
    known, unknown, idle = [], [], []
    for indicator in indicators:
        total = indicator.total()
        if total is None:
            idle.append(indicator)
        elif total.value is None:
            unknown.append(indicator)
        else:
            known.append(indicator)
    lines = [full_sentence(content, row) for row in known if row.is_headline]
    lines += [f"– {short_sentence(content, row)}" for row in known if not row.is_headline]
    lines += [f"Chưa có số liệu về: {_names(unknown)}."] if unknown else []
    lines += [f"Chưa đến kỳ báo cáo trong giai đoạn này: {_names(idle)}."] if idle else []
    return "\n".join(lines)


def _names(indicators: Iterable[Indicator]) -> str:
    return "; ".join(_lower(row.name) for row in indicators)


def full_sentence(content: Content, row: Indicator) -> str:
    """Value, when, change over the range and against a year ago, target, coverage."""
    tail = [_since(row, name) for name in _comparisons(row)] + [_target(row)]
    return _value(content, row) + "".join(f"; {words}" for words in tail if words) + "."


def short_sentence(content: Content, row: Indicator) -> str:
    """Value, when, one comparison, coverage."""
    tail = [_since(row, name) for name in _comparisons(row)[:1]]
    return _value(content, row) + "".join(f"; {words}" for words in tail if words) + "."


def finding(content: Content, row: Indicator) -> str:
    """The title of a block: the value with its change, and the target when there is one."""
    total = row.total()
    if total is None:
        return f"{row.short_name}: không đến kỳ trong giai đoạn này"
    if total.value is None:
        return f"{row.short_name}: chưa có số liệu {content.quarter(total.period_slug).words}"
    told = [f"{row.short_name}: {ref(row.code, 'value')}"]
    told += [words for name in _comparisons(row)[:1] if (words := _since(row, name))]
    return "; ".join([*told, *filter(None, [_target(row)])])


def _comparisons(row: Indicator) -> list[str]:
    """Which comparisons say something of their own: a FLOW is compared from January on (`_year`)."""
    if row.kind == FLOW:
        return []
    start, year_ago = row.change("start"), row.change("year_ago")
    same = start and year_ago and start.since.period_slug == year_ago.since.period_slug
    return ["start"] if same else ["start", "year_ago"] if start else ["year_ago"]


def _value(content: Content, row: Indicator) -> str:
    verb = " đạt" if row.is_rate and row.direction == "UP" else " là" if row.is_rate else ":"
    parts = f" ({ref(row.code, 'fraction')})" if row.is_rate and row.unit_of_measure == "%" else ""
    value = f"{row.name}{verb} {ref(row.code, 'value')}{parts}{_when(content, row)}"
    return value + _coverage(row) + _year(content, row)


def _when(content: Content, row: Indicator) -> str:
    """A STOCK shows its date, everything else its quarters."""
    total = row.total()
    assert total is not None
    last = content.quarter(total.period_slug)
    if row.kind == STOCK:
        return f" tính đến {day(last.cutoff_on)}"
    first = content.quarter(row.in_range[0].period_slug)
    if row.kind == FLOW and first != last:
        return f" từ {first.words} đến hết {last.words}"
    return f" ({last.words})"


def _year(content: Content, row: Indicator) -> str:
    """FLOW: this year so far, against the same quarters of last year."""
    now, before = row.to_date(), row.to_date_before()
    if not now or now.value is None or now == row.total():
        return ""
    last = content.quarter(now.period_slug)
    words = f"; riêng năm {last.year} đến hết {last.words}: {ref(row.code, 'to_date_value')}"
    if not before or before.value is None:
        return words
    earlier = ref(row.code, "to_date_before")
    change = row.change("to_date")
    if change and _is_comparable(row, now, before):
        return words + f", {_moved(row, 'to_date', change)} so với cùng kỳ năm trước ({earlier})"
    told = [f"{ref(row.code, face)} lượt" for face in ("to_date_coverage", "to_date_before_coverage")]
    return (
        words + f", cùng kỳ năm trước: {earlier} (số liệu của {told[0]}, năm trước {told[1]} đơn vị báo cáo)"
    )


def _since(row: Indicator, name: str) -> str:
    """tăng 13,4 điểm phần trăm so với quý I/2020; nothing when one of both is missing.

    Totals of different units say nothing about a rise or fall: then the earlier value stands with its coverage.
    """
    change, now = row.change(name), row.total()
    if not change or change.amount is None or now is None:
        return ""
    since = change.since
    words = "cùng kỳ năm trước" if name == "year_ago" else "đầu giai đoạn"
    named = f"{words} ({since.period_label[0].lower()}{since.period_label[1:]})"
    if _is_comparable(row, now, since):
        return f"{_moved(row, name, change)} so với {named}"
    at = since.period_slug
    coverage = ref(row.code, "coverage", "", at)
    return f"{named}: {ref(row.code, 'value', '', at)} (số liệu của {coverage} đơn vị)"


def _is_comparable(row: Indicator, now: Figure, before: Figure) -> bool:
    return row.is_rate or (now.is_complete and before.is_complete)


def _moved(row: Indicator, name: str, change: Change) -> str:
    return f"{change.word} {ref(row.code, name)}" if change.amount else "không đổi"


def _target(row: Indicator) -> str:
    """đã đạt mục tiêu minh họa năm 2021 (85 %); nothing without a target."""
    target = row.target()
    if not target or target.judgement is None:
        return ""
    kind = "mục tiêu minh họa" if target.is_illustrative else "mục tiêu"
    named = f"{kind} năm {target.year} ({ref(row.code, 'target')})"
    if target.judgement == "met":
        return f"đã đạt {named}"
    return f"chưa đạt {named}, {ref(row.code, 'distance')}"


def _coverage(row: Indicator) -> str:
    total = row.total()
    if total is None or total.is_complete:
        return ""
    noun = "đơn vị" if row.kind != FLOW or len(row.in_range) == 1 else "lượt đơn vị báo cáo"
    return f" (số liệu của {ref(row.code, 'coverage')} {noun})"


def strengths(content: Content) -> str:
    return "\n".join([*_judged(content, "met", "Đã đạt"), *told(content, "uu-diem")])


def limitations(content: Content) -> str:
    lines = [*_judged(content, "near", "Gần đạt"), *_judged(content, "missed", "Chưa đạt")]
    return "\n".join([*lines, *told(content, "han-che")])


def _judged(content: Content, judgement: str, verb: str) -> list[str]:
    """One line: which indicators stand so against their target."""
    found = [
        row
        for row in content.indicators.values()
        if (target := row.target()) and target.judgement == judgement
    ]
    if not found:
        return []
    is_illustrative = any(target.is_illustrative for row in found if (target := row.target()))
    kind = "mục tiêu minh họa" if is_illustrative else "mục tiêu"
    named = "; ".join(f"{_lower(row.short_name)} ({ref(row.code, 'target')})" for row in found)
    return [f"{verb} {kind}: {named}."]


def told(content: Content, key: str) -> list[str]:
    """What the units wrote, with their names and the quarter of the report; the same words stand once."""
    rows = (row for row in content.findings if row["kind"] == FINDING_BLOCKS[key])
    same: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: content.place(row["unit"])):
        names = same.setdefault((row["period"], _one_line(row["body"])), [])
        name = content.units[row["unit"]].name
        names += [name] if name not in names else []
    return [
        f"– {', '.join(names)} ({content.quarter(slug).words}): {body}"
        for (slug, body), names in same.items()
    ]


def ahead(content: Content) -> str:
    """What the figures themselves ask for: targets not reached, figures that are missing."""
    open_ones = [
        row for row in content.indicators.values() if (target := row.target()) and target.judgement in OPEN
    ]
    lines = [f"Tiếp tục thực hiện các chỉ tiêu chưa đạt: {_names(open_ones)}."] if open_ones else []
    unknown = [row for row in content.indicators.values() if (total := row.total()) and total.value is None]
    return "\n".join(lines + ([f"Bổ sung số liệu còn thiếu: {_names(unknown)}."] if unknown else []))


OPEN = ("near", "missed")


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))


def _lower(text: str) -> str:
    """The first letter small, unless the word is an abbreviation or a name in capitals."""
    return text if text[1:2].isupper() or text.startswith(("Đoàn", "Bí thư")) else text[0].lower() + text[1:]


def _listed(items: list[str]) -> str:
    """a, b và c"""
    return " và ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


SPECIAL: dict[str, Callable[[Content], str]] = {
    OPENING.key: opening,
    "tinh-hinh": situation,
    "chi-dao": leadership,
    "uu-diem": strengths,
    "han-che": limitations,
    "nguyen-nhan": lambda content: "\n".join(told(content, "nguyen-nhan")),
    "bai-hoc": lambda content: "",
    "phuong-huong": ahead,
    "kien-nghi": lambda content: "\n".join(told(content, "kien-nghi")),
}
