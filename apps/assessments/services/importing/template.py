"""The workbook that offers to be filled in: locked heads with the codes, a row for each unit, what stands there now."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from apps.accounts.models import User
from apps.assessments.models import AssessmentRound, Criterion, Gate
from apps.assessments.queries.scorable import Scorable, scorable
from apps.assessments.services.importing.cells import steps_of, written
from apps.assessments.services.importing.columns import FIXED, note_head
from apps.core.clock import local_day
from apps.core.vietnamese import moment
from apps.core.workbooks import CELL, FACE, SUNKEN, Looks, write_text

HEAD_ROW = 3  # counted from 0, below the title, what to do, and what each code means
WIDTHS = (9, 34, 15, 9)
ACROSS, MESSAGE = 12, 220  # columns of the guide; letters that Excel shows in an error
WORDS = FACE | {"text_wrap": True}
HEAD = CELL | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": SUNKEN}
LOCKED = CELL | {"text_wrap": True, "bg_color": SUNKEN}
OPEN_POINTS = CELL | {"locked": False, "align": "right", "num_format": "0.##"}
OPEN_TEXT = CELL | {"locked": False, "text_wrap": True, "num_format": "@"}
GUIDE = (
    "Ghi điểm vào các ô trắng, mỗi dòng một đơn vị; ô trống thì giữ như đang có, tiêu chí hệ thống tính được thì để "
    "trống. Điểm khác số hệ thống tính thì ghi vì sao ở cột thuyết minh. Ghi hộ chi đoàn thì gửi biên bản trên trang."
)


def score_template(user: User, within: AssessmentRound, now: datetime) -> bytes:
    """Of the units whose score the person enters. The same state of the round gives the same cells."""
    papers = scorable(user, within, local_day(now))
    criteria = list(within.set.criteria.prefetch_related("grades"))
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": now.astimezone(UTC).replace(tzinfo=None), "title": within.title})
        _Page(book, within, criteria).write(papers, f"Tải về lúc {moment(now)}. {GUIDE}")
    return target.getvalue()


class _Page:
    def __init__(self, book: Any, within: AssessmentRound, criteria: list[Criterion]) -> None:
        self.sheet, self.look = book.add_worksheet("Điểm"), Looks(book)
        self.title, self.criteria, self.gates = within.title, criteria, list(within.set.gates.all())

    @property
    def columns(self) -> list[tuple[str, str, Criterion | Gate]]:
        """(head, what it means, whose): criteria, where they are measured a note beside, gates."""
        found: list[tuple[str, str, Criterion | Gate]] = []
        for one in self.criteria:
            found.append((one.code, _meaning(one), one))
            if one.measure:
                found.append((note_head(one), "vì sao khác số hệ thống tính", one))
        return found + [(gate.code, f"{gate.text}: có hay không", gate) for gate in self.gates]

    def write(self, papers: list[Scorable], guide: str) -> None:
        last = len(FIXED) + len(self.columns) - 1
        self._text(0, 0, self.title, FACE | {"bold": True, "font_size": 14})
        self.sheet.merge_range(1, 0, 1, min(last, ACROSS), "", self.look(**WORDS))
        self._text(1, 0, guide, WORDS)
        self.sheet.set_row(1, 48)
        self.sheet.set_row(HEAD_ROW - 1, 96)
        for place, (head, width) in enumerate(zip(FIXED, WIDTHS, strict=True)):
            self.sheet.set_column(place, place, width)
            self._text(HEAD_ROW, place, head, HEAD)
        for place, (head, meaning, whose) in enumerate(self.columns, start=len(FIXED)):
            self._column(place, head, meaning, whose, len(papers))
        for row, paper in enumerate(papers, start=HEAD_ROW + 1):
            self._row(row, paper)
        self._arrange(last)

    def _column(self, place: int, head: str, meaning: str, whose: Criterion | Gate, count: int) -> None:
        self.sheet.set_column(place, place, 11 if is_points(head, whose) else 16)
        self._text(HEAD_ROW - 1, place, meaning, HEAD | {"bold": False, "font_size": 9})
        self._text(HEAD_ROW, place, head, HEAD)
        if rule := _rule(head, whose):
            said = {"error_title": head, "error_message": meaning[:MESSAGE]}
            last = HEAD_ROW + max(count, 1)
            self.sheet.data_validation(HEAD_ROW + 1, place, last, place, rule | said)

    def _row(self, row: int, paper: Scorable) -> None:
        one = paper.assessment
        told = (one.pk, one.unit_name, str(one.get_state_display()), one.version)
        for place, value in enumerate(told):
            self._cell(row, place, value, LOCKED)
        for place, (head, _, whose) in enumerate(self.columns, start=len(FIXED)):
            look = OPEN_POINTS if is_points(head, whose) else OPEN_TEXT
            self._cell(row, place, _now(paper, head, whose), look if one.is_open else LOCKED)

    def _cell(self, row: int, place: int, value: Any, properties: dict[str, Any]) -> None:
        if isinstance(value, str):
            self._text(row, place, value, properties)
        elif value is None:
            self.sheet.write_blank(row, place, None, self.look(**properties))
        else:
            self.sheet.write_number(row, place, value, self.look(**properties))

    def _text(self, row: int, place: int, text: str, properties: dict[str, Any]) -> None:
        write_text(self.sheet, row, place, text, self.look, **properties)

    def _arrange(self, last: int) -> None:
        self.sheet.freeze_panes(HEAD_ROW + 1, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1 if last < 24 else 2, 0)
        self.sheet.repeat_rows(HEAD_ROW - 1, HEAD_ROW)
        self.sheet.repeat_columns(0, 1)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})


def is_points(head: str, whose: Criterion | Gate) -> bool:
    return isinstance(whose, Criterion) and head == whose.code


def _rule(head: str, whose: Criterion | Gate) -> dict[str, Any]:
    """What Excel itself lets through."""
    if isinstance(whose, Gate):
        return {"validate": "list", "source": ["có", "không"]}
    if not is_points(head, whose):
        return {}
    if steps := steps_of(whose):
        return {"validate": "list", "source": [float(step) for step in steps]}
    most = float(whose.max_points)
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most}


def _meaning(criterion: Criterion) -> str:
    """Sinh hoạt đủ kỳ; tối đa 15 điểm; các mức 15, 10, 5; hệ thống tính"""
    parts = [criterion.text, f"tối đa {written(criterion.max_points)} điểm"]
    if steps := steps_of(criterion):
        parts.append(f"các mức {', '.join(map(written, steps))}")
    return "; ".join([*parts, *(["hệ thống tính"] if criterion.measure else [])])


def _now(paper: Scorable, head: str, whose: Criterion | Gate) -> Any:
    """What stands there, in words of the unit's own; what follows the registers stays empty."""
    if isinstance(whose, Gate):
        answer = paper.answers.get(whose.pk)
        return None if answer is None else "có" if answer.is_hit else "không"
    score = paper.scores.get(whose.pk)
    if score is None or head != whose.code:
        return (score.self_note or None) if score else None
    follows = paper.assessment.is_open and score.self_points == score.measured_points
    return None if follows or score.self_points is None else Decimal(score.self_points)
