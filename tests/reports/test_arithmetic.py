"""The arithmetic of a row, said as on paper."""

from decimal import Decimal

import pytest

from apps.indicators.enums import RuleKind
from apps.reports.queries.arithmetic import mismatches
from apps.reports.queries.boxes import Check

NEW, GONE, END, PART = 1, 2, 3, 4
BALANCE = Check(RuleKind.BALANCE, END, ((1, NEW), (-1, GONE)), "Cuối kỳ bằng đầu kỳ cộng mới trừ giảm")
SUM = Check(RuleKind.SUM, END, ((1, NEW), (1, GONE)), "Tổng bằng các phần")
MOST = Check(RuleKind.AT_MOST, PART, ((1, END),), "Phần không quá toàn bộ")
MOST_OF_REST = Check(RuleKind.AT_MOST, PART, ((1, END), (-1, GONE)), "Phần không quá phần còn lại")


def said(check, values, opening=None):
    numbers = {element: None if value is None else Decimal(value) for element, value in values.items()}
    before = {END: None if opening is None else Decimal(opening)}
    return [(item.sentence, item.fix) for item in mismatches([check], numbers, before, {})]


@pytest.mark.parametrize(
    ("check", "values", "opening", "expected"),
    [
        (BALANCE, {NEW: 3, GONE: 1, END: 15}, 12, [("12 + 3 − 1 = 14, đang ghi 15", 14)]),
        (BALANCE, {NEW: 3, GONE: 1, END: 14}, 12, []),
        (BALANCE, {NEW: 0, GONE: 9, END: 0}, 2, [("2 + 0 − 9 = −7, đang ghi 0", None)]),
        (BALANCE, {NEW: 3, GONE: 1, END: 15}, None, []),
        (BALANCE, {NEW: 3, GONE: None, END: 15}, 12, []),
        (BALANCE, {NEW: 3, GONE: 1}, 12, []),
        (SUM, {NEW: 1000, GONE: 234, END: 1}, None, [("1.000 + 234 = 1.234, đang ghi 1", 1234)]),
        (MOST, {PART: 9, END: 8}, None, [("nhiều nhất 8, đang ghi 9", 8)]),
        (MOST, {PART: 8, END: 8}, None, []),
        (MOST_OF_REST, {PART: 8, END: 8, GONE: 2}, None, [("nhiều nhất 8 − 2 = 6, đang ghi 8", 6)]),
    ],
)
def test_what_does_not_add_up_is_said_with_its_numbers(check, values, opening, expected):
    assert said(check, values, opening) == expected
