"""Vietnamese on paper and screen: numbers, dates in words, the order of names, search without accents."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

MISSING = "—"
WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_PAPER = re.compile(r"\b\d+-[A-ZĐ]+/[A-ZĐ]+(?:-[A-ZĐ]+)*")
_BLANK = re.compile(r"(?<=\b[Qq]uý) (?=[IV]+\b)|(?<=\d) (?=giờ \d\d)|(?<=\d giờ) (?=\d\d)")
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(text: str) -> str:
    """Typed text in one Unicode form, without outer blanks."""
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """Lower case without accents, for comparing: "Đa Hòa" → "da hoa"."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def sort_key(text: str) -> str:
    """A key that sorts Vietnamese text: letters a ă â b … first, then tones ngang huyền hỏi ngã sắc nặng."""
    letters: list[tuple[str, str]] = []
    tones: list[str] = []
    for mark in unicodedata.normalize("NFD", text.lower()):
        if mark in _TONES:
            tones[-1:] = [_TONES[mark]]
        elif mark in _SHAPES and letters:
            letters[-1] = _place(unicodedata.normalize("NFC", letters[-1][1] + mark))
        else:
            letters.append(_place(mark))
            tones.append("0")
    return "".join(place for place, _ in letters) + " " + "".join(tones)


def _place(letter: str) -> tuple[str, str]:
    position = _LETTERS.find(letter)
    return (chr(ord("A") + position) if position >= 0 else letter, letter)


def tied(text: str) -> str:
    """What must not break over a line, held together: 07-KL/TWĐTN-BTC, quý III/2021, 17 giờ 00."""
    held = _PAPER.sub(lambda found: found.group().replace("-", "\u2011"), text)
    return _BLANK.sub("\u00a0", held)


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """1234.5 → "1.234,5"; None → "—". Never turns a missing value into 0."""
    if value is None:
        return MISSING
    text = f"{Decimal(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def day(value: date) -> str:
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def moment(value: datetime) -> str:
    """17 giờ 30, 15/11/2021"""
    local = timezone.localtime(value)
    return f"{local.hour} giờ {local.minute:02d}, {day(local.date())}"


def deadline(value: datetime) -> str:
    """17 giờ 00 thứ Sáu 10/10/2021"""
    local = timezone.localtime(value)
    return f"{local.hour} giờ {local.minute:02d} {WEEKDAYS[local.weekday()]} {local.day}/{local.month}/{local.year}"


def time_left(due_at: datetime, now: datetime) -> str:
    """How long until a deadline, in whole days or hours: "còn 2 ngày", "còn 5 giờ", "quá hạn 3 ngày"."""
    seconds = (due_at - now).total_seconds()
    if seconds < 0:
        days = int(-seconds // 86400)
        return f"quá hạn {number(days)} ngày" if days else "quá hạn hôm nay"
    if seconds >= 86400:
        return f"còn {int(seconds // 86400)} ngày"
    return f"còn {int(seconds // 3600)} giờ" if seconds >= 3600 else "còn dưới 1 giờ"


def parse_number(text: str, decimals: int) -> Decimal:
    """A number typed the Vietnamese way ("1.234,5"); raises ValueError with a sentence for the person.

    Only digits, one decimal comma and dots between groups of three are read: no exponent, no sign.
    """
    typed = nfc(text).replace("\u00a0", "").replace(" ", "")
    whole, comma, fraction = typed.partition(",")
    if whole.startswith(("-", "−")):
        raise ValueError("Số liệu không được âm.")
    if not _is_grouped(whole) or (comma and not _are_digits(fraction)):
        raise ValueError("Chỉ ghi chữ số, ví dụ 1.234 hoặc 12,5.")
    if len(fraction) > decimals:
        raise ValueError(
            f"Chỉ ghi tối đa {decimals} chữ số sau dấu phẩy."
            if decimals
            else "Số đếm phải là số nguyên, không có dấu phẩy."
        )
    if len(whole.replace(".", "")) > 15:
        raise ValueError("Số quá lớn, tối đa 15 chữ số.")
    return Decimal(whole.replace(".", "") + "." + (fraction or "0")).normalize() + 0


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_grouped(text: str) -> bool:
    groups = text.split(".")
    return all(_are_digits(group) for group in groups) and (
        len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    )
