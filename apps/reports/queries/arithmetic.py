"""The arithmetic of one row: what does not add up, said the way one would say it on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.core.vietnamese import number
from apps.indicators.enums import RuleKind
from apps.reports.queries.boxes import Check

Values = Mapping[int, Decimal | None]


@dataclass(frozen=True)
class Mismatch:
    """`sentence`: "12 + 3 − 1 = 14, đang ghi 15"; `fix` is the number that would be right (None when below zero)."""

    element_id: int
    sentence: str
    message: str
    fix: Decimal | None
    stated: Decimal


def mismatches(
    checks: Sequence[Check], values: Values, opening: Values, decimals: Mapping[int, int]
) -> tuple[Mismatch, ...]:
    """What the typed values of a row break; a rule with a missing part is not judged.

    `opening`: the values of the quarter before, for balances; `decimals`: of each element, for the sentence.
    """
    found = (_mismatch(check, values, opening, decimals) for check in checks)
    return tuple(item for item in found if item)


def _mismatch(check: Check, values: Values, opening: Values, decimals: Mapping[int, int]) -> Mismatch | None:
    stated = values.get(check.target)
    parts = [(sign, values.get(element)) for sign, element in check.terms]
    if check.kind == RuleKind.BALANCE:
        parts.insert(0, (1, opening.get(check.target)))
    given = [(sign, value) for sign, value in parts if value is not None]
    if stated is None or len(given) < len(parts):
        return None
    due = sum((sign * value for sign, value in given), Decimal(0))
    if stated == due or (check.kind == RuleKind.AT_MOST and stated < due):
        return None
    return Mismatch(
        element_id=check.target,
        sentence=_sentence(check, given, due, stated, decimals.get(check.target, 0)),
        message=check.message,
        fix=due if due >= 0 else None,
        stated=stated,
    )


def _sentence(
    check: Check, parts: Sequence[tuple[int, Decimal]], due: Decimal, stated: Decimal, decimals: int
) -> str:
    sides = " ".join(f"{'+' if sign > 0 else '−'} {number(value, decimals)}" for sign, value in parts)
    worked = sides.removeprefix("+ ")
    if len(parts) > 1:
        worked += f" = {number(due, decimals)}"
    limit = "nhiều nhất " if check.kind == RuleKind.AT_MOST else ""
    return f"{limit}{worked}, đang ghi {number(stated, decimals)}"
