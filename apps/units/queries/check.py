"""Whether the tree is right: everything recomputed in plain Python from the dated rows, day by day.

Nothing here shares code with the SQL that builds the ancestry. Between two days on which some row begins or ends
nothing changes, so those days are enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from apps.core.vietnamese import day as written
from apps.units.models import Unit, UnitAncestry, UnitCode, UnitName, UnitParent


@dataclass(frozen=True)
class Span:
    """A dated row: `key` is the unit, `other` what it says; half-open days, `upper` None = without an end."""

    row: int
    key: int
    other: Any
    lower: date
    upper: date

    def holds(self, day: date) -> bool:
        return self.lower <= day < self.upper


@dataclass
class Tree:
    """All rows, read once."""

    lives: dict[int, Span]
    ranks: dict[int, int]
    names: list[Span]
    codes: list[Span]
    parents: list[Span]
    ancestry: list[Span]


@dataclass
class Result:
    """How much was compared, and each fault in a sentence that names its row."""

    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def check_tree() -> Result:
    """Ancestry against edges, orphans, cycles, overlaps, and rows outside a unit's life."""
    tree = read()
    days = sorted({day for span in _all(tree) for day in (span.lower, span.upper) if day < date.max})
    faults = [*_overlaps(tree), *_outside(tree), *_unnamed(tree)]
    for day in days:
        faults += _wrong_on(tree, day)
    counts = {
        "đơn vị": len(tree.lives),
        "tên": len(tree.names),
        "mã": len(tree.codes),
        "quan hệ cấp trên": len(tree.parents),
        "dòng trên – dưới": len(tree.ancestry),
        "ngày có thay đổi": len(days),
    }
    return Result(counts, list(dict.fromkeys(faults)))


def read() -> Tree:
    units = list(Unit.objects.select_related("kind"))
    return Tree(
        lives={
            unit.pk: Span(unit.pk, unit.pk, None, unit.opened_on, unit.closed_on or date.max)
            for unit in units
        },
        ranks={unit.pk: unit.kind.rank for unit in units},
        names=_spans(UnitName.objects.values_list("pk", "unit_id", "name", "validity")),
        codes=_spans(UnitCode.objects.values_list("pk", "unit_id", "code", "validity")),
        parents=_spans(UnitParent.objects.values_list("pk", "unit_id", "parent_id", "validity")),
        ancestry=[
            Span(pk, below, (above, depth), *_bounds(validity))
            for pk, below, above, depth, validity in UnitAncestry.objects.values_list(
                "pk", "descendant_id", "ancestor_id", "depth", "validity"
            )
        ],
    )


def _spans(rows: Iterable[tuple[int, int, Any, Any]]) -> list[Span]:
    return [Span(pk, key, other, *_bounds(validity)) for pk, key, other, validity in rows]


def _bounds(validity: Any) -> tuple[date, date]:
    """An empty range becomes one that holds on no day."""
    if validity.isempty:
        return date.min, date.min
    return validity.lower or date.min, validity.upper or date.max


def _all(tree: Tree) -> Iterator[Span]:
    yield from tree.lives.values()
    for spans in (tree.names, tree.codes, tree.parents, tree.ancestry):
        yield from spans


def _overlaps(tree: Tree) -> Iterator[str]:
    for what, spans in (("tên", tree.names), ("mã", tree.codes), ("cấp trên", tree.parents)):
        ordered = sorted(spans, key=lambda span: (span.key, span.lower, span.upper))
        for first, second in pairwise(ordered):
            if first.key == second.key and second.lower < first.upper:
                yield (
                    f"Hai {what} cùng lúc: đơn vị {first.key}, dòng {first.row} và dòng {second.row} "
                    f"từ ngày {_text(second.lower)}."
                )


def _outside(tree: Tree) -> Iterator[str]:
    """Rows on days when the unit, or its superior, was not open; rows that hold on no day."""
    for what, spans in (("Tên", tree.names), ("Mã", tree.codes), ("Cấp trên", tree.parents)):
        for span in spans:
            if span.lower >= span.upper:
                yield f"{what} không có ngày nào: đơn vị {span.key}, dòng {span.row}."
            elif not _within(span, tree.lives[span.key]):
                yield f"{what} ngoài thời gian hoạt động: đơn vị {span.key}, dòng {span.row}."
    for edge in tree.parents:
        if edge.lower < edge.upper and not _within(edge, tree.lives[edge.other]):
            yield f"Cấp trên không hoạt động: đơn vị {edge.key} dưới {edge.other}, dòng {edge.row}."


def _within(span: Span, life: Span) -> bool:
    return life.lower <= span.lower and span.upper <= life.upper


def _unnamed(tree: Tree) -> Iterator[str]:
    """A unit has a name on every day of its life."""
    names: dict[int, list[Span]] = {}
    for span in sorted(tree.names, key=lambda one: one.lower):
        names.setdefault(span.key, []).append(span)
    for life in tree.lives.values():
        named_until = life.lower
        for span in names.get(life.key, []):
            if span.lower > named_until:
                break
            named_until = max(named_until, span.upper)
        if named_until < life.upper:
            yield f"Không có tên: đơn vị {life.key} từ ngày {_text(named_until)}."


def _wrong_on(tree: Tree, day: date) -> Iterator[str]:
    """Orphans, cycles, and every difference between the walked edges and the stored ancestry on one day."""
    open_units = {key for key, life in tree.lives.items() if life.holds(day)}
    above = {edge.key: edge.other for edge in tree.parents if edge.holds(day)}
    top = min((tree.ranks[key] for key in open_units), default=0)
    for key in sorted(open_units - above.keys()):
        if tree.ranks[key] > top:
            yield f"Không có cấp trên: đơn vị {key} ngày {_text(day)}."
    expected: set[tuple[int, int, int]] = set()
    for key in sorted(open_units):
        way, closes = _walk(key, above)
        if closes:
            yield f"Vòng tròn: đơn vị {key} ngày {_text(day)} đứng dưới chính mình ({_chain(way)})."
        expected |= {(higher, key, depth) for depth, higher in enumerate(way)}
    yield from _differences(tree, day, expected)


def _walk(key: int, above: dict[int, int]) -> tuple[list[int], bool]:
    """The unit and all above it, nearest first; and whether the way comes back to where it was."""
    way = [key]
    while (higher := above.get(way[-1])) is not None:
        if higher in way:
            return way, True
        way.append(higher)
    return way, False


def _differences(tree: Tree, day: date, expected: set[tuple[int, int, int]]) -> Iterator[str]:
    seen: dict[tuple[int, int, int], int] = {}
    for span in tree.ancestry:
        if span.holds(day):
            higher, depth = span.other
            line = (higher, span.key, depth)
            if line in seen:
                yield f"Dòng trên – dưới lặp lại: {_line(line)}, dòng {span.row} và {seen[line]}."
            seen[line] = span.row
    for line in sorted(expected - seen.keys()):
        yield f"Thiếu dòng trên – dưới: {_line(line)}, ngày {_text(day)}."
    for line in sorted(seen.keys() - expected):
        yield f"Thừa dòng trên – dưới: {_line(line)}, ngày {_text(day)}, dòng {seen[line]}."


def _line(line: tuple[int, int, int]) -> str:
    return f"{line[1]} dưới {line[0]}, cách {line[2]} cấp"


def _chain(way: list[int]) -> str:
    return " → ".join(str(key) for key in way)


def _text(day: date) -> str:
    return written(day) if day > date.min else "không rõ"
