"""A workbook of scores: tried for real and rolled back, then all of it or nothing.

A row is an assessment. What a cell leaves empty stays as it is; what already is so is no change, so that the same file
a second time changes nothing. A row that would change something asks whether anybody changed the assessment since the
file was made. It goes through the same act as the page: nobody can appraise what they entered here either.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.assessments.models import AssessmentRound, Criterion, Gate
from apps.assessments.permissions import SCORE
from apps.assessments.queries.scorable import Scorable, scorable
from apps.assessments.services.importing.cells import answer_of, hit_in, note_in, points_in
from apps.assessments.services.importing.columns import (
    FIXED,
    KEY,
    NAME,
    VERSION,
    cell_name,
    listing_of,
    note_head,
    texts_by_head,
)
from apps.assessments.services.scores import Answer, score_list
from apps.core.exceptions import NotAllowed, Stale
from apps.core.trials import SAME, BadCell, Finding, Trial
from apps.core.vietnamese import fold
from apps.units.permissions import check_anywhere

UNKNOWN_UNIT, UNKNOWN_CRITERION = "Không nhận ra đơn vị", "Không nhận ra tiêu chí"
TWICE, CLOSED, CHANGED = "Trùng dòng", "Không tự chấm được nữa", "Vừa được sửa"
MEANWHILE = "Bản đánh giá đã thay đổi từ lúc kiểm tra: tải tệp lên lại để xem."


@dataclass(frozen=True)
class ScoreOrder:
    actor: User
    round_id: int
    today: date


@dataclass
class Changes:
    """What a row says that is not so yet."""

    answers: dict[Criterion, Answer] = field(default_factory=dict)
    hits: dict[Gate, bool] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.answers) + len(self.hits)


def try_scores(order: ScoreOrder, told: dict[str, Any]) -> Trial:
    """What the workbook would do. Everything really happens, then it is rolled back."""
    with transaction.atomic():
        trial = _bring_in(order, told)
        transaction.set_rollback(True)
    return trial


@transaction.atomic
def import_scores(order: ScoreOrder, told: dict[str, Any]) -> Trial:
    """All of it or nothing; ValidationError when something has changed so that a row no longer stands."""
    trial = _bring_in(order, told)
    if trial.findings:
        raise ValidationError(MEANWHILE)
    return trial


def _bring_in(order: ScoreOrder, told: dict[str, Any]) -> Trial:
    check_anywhere(SCORE, order.actor)
    within = AssessmentRound.objects.select_related("set").get(pk=order.round_id)
    book = _Book(order, within)
    listing = listing_of(told)
    trial = Trial(findings=list(book.strangers(listing.heads, listing.head_row)))
    for number, texts in listing.rows:
        row = texts_by_head(listing.heads, texts)
        outcome, findings = book.bring_in(row)
        trial.findings += [_placed(one, number, listing.heads) for one in findings]
        if not findings:
            trial.outcomes.append((number, row.get(NAME, ""), outcome))
    return trial


def _placed(bad: BadCell, row: int, heads: Sequence[str]) -> Finding:
    """With the cell as Excel calls it."""
    if bad.column in heads:
        bad.column = f"{bad.column}, ô {cell_name(heads.index(bad.column), row)}"
    return bad.in_row(row)


class _Book:
    """What the rows of one workbook are read against."""

    def __init__(self, order: ScoreOrder, within: AssessmentRound) -> None:
        self.order = order
        self.papers = {one.assessment.pk: one for one in scorable(order.actor, within, order.today)}
        self.criteria = list(within.set.criteria.prefetch_related("grades"))
        self.gates = list(within.set.gates.all())
        self.seen: set[int] = set()

    def strangers(self, heads: Sequence[str], row: int) -> Iterator[Finding]:
        """Heads that name nothing of this round."""
        known = {*FIXED, *(one.code for one in self.criteria), *(one.code for one in self.gates)}
        known |= {note_head(one) for one in self.criteria}
        for place, head in enumerate(heads):
            if head and head not in known:
                sentence = "Bộ tiêu chí của đợt này không có mã ấy: bỏ cột, hoặc tải tệp mẫu của đúng đợt."
                yield Finding(UNKNOWN_CRITERION, row, f"{head}, ô {cell_name(place, row)}", sentence)

    def bring_in(self, row: Mapping[str, str]) -> tuple[str, list[BadCell]]:
        """What became of it, and what stops it."""
        try:
            paper = self._paper(row)
        except BadCell as bad:
            return "", [bad]
        changes, findings = self._changes(paper, row)
        if findings or not changes:
            return SAME, findings
        try:
            self._write(paper, changes, row.get(VERSION, ""))
        except BadCell as bad:
            return "", [bad]
        return f"ghi {len(changes)} mục", []

    def _paper(self, row: Mapping[str, str]) -> Scorable:
        key, name = row.get(KEY, ""), row.get(NAME, "")
        found = self.papers.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
        if found is None:
            said = f"Trong đợt này đồng chí không chấm bản mã “{key}” ({name or 'không ghi tên'})."
            raise BadCell(UNKNOWN_UNIT, KEY, said)
        if fold(name) != fold(found.assessment.unit_name):
            raise BadCell(
                UNKNOWN_UNIT, NAME, f"Mã này là của {found.assessment.unit_name}, không phải “{name}”."
            )
        if found.assessment.pk in self.seen:
            raise BadCell(TWICE, KEY, "Đơn vị này đã có ở một dòng trên.")
        self.seen.add(found.assessment.pk)
        return found

    def _changes(self, paper: Scorable, row: Mapping[str, str]) -> tuple[Changes, list[BadCell]]:
        changes, findings = Changes(), []
        for criterion in self.criteria:
            try:
                if answer := _answer(paper, criterion, row):
                    changes.answers[criterion] = answer
            except BadCell as bad:
                findings.append(bad)
        for gate in self.gates:
            try:
                if (hit := _hit(paper, gate, row)) is not None:
                    changes.hits[gate] = hit
            except BadCell as bad:
                findings.append(bad)
        return changes, findings

    def _write(self, paper: Scorable, changes: Changes, version: str) -> None:
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise BadCell(CHANGED, VERSION, "Ô này phải như trong tệp mẫu: tải lại tệp mẫu.")
        try:
            with transaction.atomic():
                score_list(
                    actor=self.order.actor, assessment_id=paper.assessment.pk, version=int(version),
                    answers=changes.answers, hits=changes.hits, today=self.order.today,
                )  # fmt: skip
        except Stale:
            said = "Có người vừa sửa bản này sau khi tệp được tải về: tải lại tệp mẫu rồi ghi tiếp."
            raise BadCell(CHANGED, VERSION, said) from None
        except NotAllowed as refused:
            raise BadCell(CLOSED, NAME, str(refused)) from None


def _answer(paper: Scorable, criterion: Criterion, row: Mapping[str, str]) -> Answer | None:
    """None: the row says nothing of it, or nothing new."""
    held = paper.scores.get(criterion.pk)
    text, note = row.get(criterion.code), row.get(note_head(criterion))
    points = points_in(text, criterion) if text else None
    note = note_in(note, criterion) if note else None
    says_points = points is not None and (held is None or points != held.self_points)
    if not says_points and (note is None or (held and note == held.self_note)):
        return None
    own = points if points is not None or held is None else held.self_points
    kept = note if note is not None else held.self_note if held else ""
    return answer_of(criterion, own, kept, held)


def _hit(paper: Scorable, gate: Gate, row: Mapping[str, str]) -> bool | None:
    if not (text := row.get(gate.code)):
        return None
    held, hit = paper.answers.get(gate.pk), hit_in(text, gate.code)
    return None if held and held.is_hit == hit else hit
