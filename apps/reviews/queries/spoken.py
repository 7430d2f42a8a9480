"""References as people write and read them: `{{KL07-2.2|giá trị}}` for the stored `{{KL07-2.2|value}}`. Pure."""

import re

from apps.reviews.queries import counts

FACES = {
    "value": "giá trị",
    "bare": "số",
    "fraction": "tử số, mẫu số",
    "given": "số đơn vị đã có",
    "expected": "số đơn vị phải có",
    "coverage": "độ phủ",
    "target": "mục tiêu",
    "distance": "cách mục tiêu",
    "start": "mức đổi so với đầu giai đoạn",
    "previous": "mức đổi so với kỳ trước",
    "year_ago": "mức đổi so với cùng kỳ",
    "to_date": "mức đổi từ đầu năm",
    "signed_start": "tăng giảm so với đầu giai đoạn",
    "signed_previous": "tăng giảm so với kỳ trước",
    "signed_year_ago": "tăng giảm so với cùng kỳ",
    "signed_to_date": "tăng giảm từ đầu năm",
    "to_date_value": "giá trị từ đầu năm",
    "to_date_coverage": "độ phủ từ đầu năm",
    "to_date_before": "giá trị cùng kỳ năm trước",
    "to_date_before_coverage": "độ phủ cùng kỳ năm trước",
}
# Of reports and units: what a count is called, without what it counts.
REPORTS = {face: label.removeprefix("Báo cáo ") for face, label in counts.REPORT_FACES.items()}
UNITS = {face: label.lower().removeprefix("đơn vị ") for face, label in counts.UNIT_FACES.items()}
_OWN = {counts.REPORTS: REPORTS, counts.UNITS: UNITS}
_SPOKEN = re.compile(r"\{\{([A-Z][\w.\-]*)((?:#\w+)?\|)([^{}|@]+)((?:@[\w\-]+)?\}\})")


def spoken(text: str) -> str:
    """The text as its author sees it."""
    return _SPOKEN.sub(lambda found: _with_face(found, _words(found[1]).get(found[3], found[3])), text)


def stored(text: str) -> str:
    """The text as it is kept; a face that has no name stays as typed."""
    return _SPOKEN.sub(lambda found: _with_face(found, _face(found[1], found[3])), text)


def _face(code: str, typed: str) -> str:
    said = " ".join(typed.lower().split())
    return next((face for face, words in _words(code).items() if words == said), typed.strip())


def _words(code: str) -> dict[str, str]:
    return _OWN.get(code, FACES)


def _with_face(found: re.Match[str], face: str) -> str:
    return f"{{{{{found[1]}{found[2]}{face}{found[4]}"
