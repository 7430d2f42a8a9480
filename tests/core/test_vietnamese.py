from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.vietnamese import deadline, fold, number, parse_number, sort_key, tied, time_left

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_printed_count_is_read_back(value: int) -> None:
    assert parse_number(number(value), 0) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_printed_decimal_is_read_back(value: Decimal) -> None:
    assert parse_number(number(value, 2), 2) == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mười hai", "Chỉ ghi chữ số"),
        ("1e9", "Chỉ ghi chữ số"),
        ("-3", "không được âm"),
        ("−3", "không được âm"),
        ("12,5", "số nguyên"),
        ("1.23", "Chỉ ghi chữ số"),
        ("1,", "Chỉ ghi chữ số"),
        ("1.2345", "Chỉ ghi chữ số"),
        ("٣", "Chỉ ghi chữ số"),
        ("9" * 10_000, "quá lớn"),
        ("NaN", "Chỉ ghi chữ số"),
        ("", "Chỉ ghi chữ số"),
    ],
)
def test_bad_input_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_number(typed, 0)


def test_a_missing_number_is_a_dash_and_never_zero() -> None:
    assert number(None) == "—"
    assert number(0) == "0"


def test_names_sort_as_in_a_vietnamese_dictionary() -> None:
    names = [
        "An",
        "Ân Thi",
        "Ẩn Thi",
        "Bình",
        "Dạ Trạch",
        "Dân Tiến",
        "Đa Hòa",
        "Đại",
        "Hải",
        "Hàm",
        "Ô",
        "Phố",
    ]
    assert sorted(names, key=sort_key) == names


def test_tones_decide_only_between_equal_letters() -> None:
    assert sorted(["mã", "má", "mạ", "mà", "ma", "mả", "mat"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mat",
    ]  # fmt: skip


def test_folding_finds_names_typed_without_accents() -> None:
    assert fold("Đa Hòa") == fold("da hoa") == fold("ĐA HOÀ") == "da hoa"


def test_a_deadline_is_said_in_words() -> None:
    assert deadline(datetime(2021, 10, 10, 17, tzinfo=HANOI)) == "17 giờ 00 Chủ nhật 10/10/2021"


@given(st.integers(min_value=-(10**6), max_value=10**6))
def test_time_left_says_overdue_exactly_when_it_is(seconds: int) -> None:
    now = datetime(2021, 10, 10, 17, tzinfo=HANOI)
    said = time_left(now + timedelta(seconds=seconds), now)
    assert said.startswith("quá hạn") == (seconds < 0)


def test_dates_are_written_day_first() -> None:
    from apps.core.vietnamese import day

    assert day(date(2021, 11, 3)) == "03/11/2021"


def test_a_long_delay_is_grouped_like_every_number() -> None:
    now = datetime(2021, 10, 10, 17, tzinfo=HANOI)
    assert time_left(now - timedelta(days=1872), now) == "quá hạn 1.872 ngày"


def test_numbers_of_papers_quarters_and_hours_hold_together() -> None:
    assert tied("Theo 442-KH/TWĐTN-BTC") == "Theo 442\u2011KH/TWĐTN\u2011BTC"
    assert tied("Báo cáo quý III/2021") == "Báo cáo quý\u00a0III/2021"
    assert tied("26/11/2026, 4 giờ 08") == "26/11/2026, 4\u00a0giờ\u00a008"
    assert (
        tied("Đoàn Khối Cơ quan – Doanh nghiệp, BC-QUY/2021")
        == "Đoàn Khối Cơ quan – Doanh nghiệp, BC-QUY/2021"
    )
