"""Scores from Excel: the workbook of the round, its trial cell by cell, all of it or nothing, by the page's own act."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.assessments import services
from apps.assessments.models import Assessment, AssessmentRound, GateAnswer, Score
from apps.audit.models import Entry
from apps.core.exceptions import NotAllowed
from apps.units.enums import Role
from apps.units.models import Unit
from tests.assessments.desk import (
    TODAY,
    assessment_of,
    attach_minutes,
    branch,
    decided,
    fill,
    open_round,
    prove,
    step,
    submit,
    version_of,
)
from tests.visits import signed_in, statements, words
from tests.world import World, person

pytestmark = pytest.mark.django_db
HEAD_ROW = 4
# Points that every criterion of the set can give; the others follow the registers or are left open.
GOOD = {"CD1.1": 7, "CD2.4": 7.5, "CD-K2": "không"}


@pytest.fixture
def east(world: World) -> Unit:
    return branch(world.dong_tien, "Chi đoàn thôn Đông")


@pytest.fixture
def west(world: World) -> Unit:
    return branch(world.dong_tien, "Chi đoàn thôn Tây")


@pytest.fixture
def within(world: World, east: Unit, west: Unit) -> AssessmentRound:
    return open_round(world)


def of(route: str, within: AssessmentRound) -> str:
    return reverse(f"assessments:{route}", args=[within.pk])


def template(user: Any, within: AssessmentRound) -> bytes:
    answer = signed_in(user).get(of("template", within))
    assert answer.status_code == 200
    return answer.content


def changed(content: bytes, **by_unit: dict[str, Any]) -> bytes:
    """The workbook with these cells: {"Chi đoàn thôn Đông": {head: value}}."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[HEAD_ROW]}
    names = {sheet.cell(row, 2).value: row for row in range(HEAD_ROW + 1, sheet.max_row + 1)}
    for name, cells in by_unit.items():
        for head, value in cells.items():
            column = heads.setdefault(head, len(heads) + 1)
            sheet.cell(HEAD_ROW, column).value = head
            sheet.cell(names[name], column).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def tried(user: Any, within: AssessmentRound, content: bytes) -> Any:
    return signed_in(user).post(of("import", within), {"file": SimpleUploadedFile("diem.xlsx", content)})


def start(user: Any, within: AssessmentRound, trial: Any) -> Any:
    return signed_in(user).post(of("import_start", within), {"told": trial.context["start"]["told"].value()})


def brought_in(user: Any, within: AssessmentRound, content: bytes) -> Any:
    trial = tried(user, within, content)
    assert trial.context["trial"].findings == []
    return start(user, within, trial)


def points(unit: Unit) -> dict[str, Decimal | None]:
    return dict(Score.objects.filter(assessment__unit=unit).values_list("criterion__code", "self_points"))


EAST, WEST = "Chi đoàn thôn Đông", "Chi đoàn thôn Tây"


def test_a_commune_tries_the_scores_of_its_branches_then_brings_them_in(world, within, east, west):
    user = world.commune_secretary
    content = changed(template(user, within), **{EAST: GOOD, WEST: {"CD1.1": 4}})
    trial = tried(user, within, content)
    assert "Điểm của 2 đơn vị sẽ được ghi" in words(trial)
    assert (Score.objects.count(), Entry.objects.filter(act="assessments.score_list").count()) == (0, 0)
    assert start(user, within, trial).status_code == 302
    assert points(east) == {"CD1.1": 7, "CD2.4": Decimal("7.5")}
    assert points(west) == {"CD1.1": 4}
    assert GateAnswer.objects.get(assessment__unit=east).is_hit is False
    entry = Entry.objects.get(act="assessments.score_list", chain=east.pk)
    assert set(entry.changed) == {"CD1.1", "CD2.4", "CD-K2"}


def test_the_same_file_a_second_time_changes_nothing(world, within, east):
    user = world.commune_secretary
    content = changed(template(user, within), **{EAST: GOOD})
    brought_in(user, within, content)
    before = list(Score.objects.values_list("pk", "version"))
    again = tried(user, within, content)
    assert "không có gì thay đổi" in words(again)
    assert again.context["trial"].findings == []
    start(user, within, again)
    assert list(Score.objects.values_list("pk", "version")) == before


def test_the_workbook_as_it_was_downloaded_changes_nothing_in_any_state(world, within, east, west):
    own = person("thon-dong", Role.BRANCH_SECRETARY, east)
    decided(assessment_of(east), own, world.commune_secretary)
    fill(assessment_of(west), world.commune_secretary, "0.5")
    trial = tried(world.commune_secretary, within, template(world.commune_secretary, within))
    assert (trial.context["trial"].findings, trial.context["trial"].changes) == ([], 0)


@pytest.mark.parametrize(
    ("head", "value", "category", "sentence"),
    [
        ("CD1.1", 99, "Vượt điểm tối đa", "tối đa"),
        ("CD1.1", "mười", "Không phải số", "Chỉ ghi chữ số"),
        ("CD1.1", -1, "Không phải số", "không được âm"),
        ("CD1.2", 3.5, "Không có mức điểm ấy", "chỉ có các mức"),
        ("CD2.4", 7.555, "Không phải số", "2 chữ số sau dấu phẩy"),
        ("CD-K2", "có thể", "Không nhận ra", "ghi “có” hoặc “không”"),
        ("CD9.9", 5, "Không nhận ra tiêu chí", "không có mã ấy"),
        ("Mã bản", 999_999, "Không nhận ra đơn vị", "không chấm bản mã “999999”"),
        ("Đơn vị", "Chi đoàn thôn Bắc", "Không nhận ra đơn vị", "Mã này là của Chi đoàn thôn Đông"),
        ("Lần sửa", "cũ", "Vừa được sửa", "tải lại tệp mẫu"),
    ],
)
def test_what_is_wrong_is_said_by_kind_row_and_cell_and_nothing_is_written(
    world, within, head, value, category, sentence
):
    user = world.commune_secretary
    cells = {"CD2.4": 7, head: value}
    trial = tried(user, within, changed(template(user, within), **{WEST: {"CD1.1": 4}, EAST: cells}))
    (finding,) = trial.context["trial"].findings
    row = HEAD_ROW if category == "Không nhận ra tiêu chí" else HEAD_ROW + 1
    assert (finding.category, finding.row) == (category, row)
    assert finding.column.startswith(head)
    assert finding.column.endswith(str(row))  # CD1.1, ô E5
    assert sentence in words(trial)
    assert "Nhập 1 đơn vị" not in words(trial)
    assert start(user, within, trial).status_code == 302
    assert Score.objects.count() == 0


def test_every_wrong_cell_of_a_row_is_told_at_once(world, within):
    user = world.commune_secretary
    content = changed(template(user, within), **{EAST: {"CD1.1": 99, "CD1.2": "x"}, WEST: {"CD1.1": 98}})
    found = tried(user, within, content).context["trial"].findings
    assert [(one.row, one.column.split(",")[0]) for one in found] == [
        (5, "CD1.1"),
        (5, "CD1.2"),
        (6, "CD1.1"),
    ]


def test_a_unit_told_twice_is_refused(world, within):
    user = world.commune_secretary
    key, version = Assessment.objects.filter(unit_id__isnull=False).values_list("pk", "version")[0]
    content = changed(template(user, within), **{WEST: {"Mã bản": key, "Đơn vị": EAST, "Lần sửa": version}})
    (finding,) = tried(user, within, content).context["trial"].findings
    assert (finding.category, finding.row) == ("Trùng dòng", 6)


def test_what_somebody_changed_meanwhile_is_not_overwritten(world, within, east):
    user = world.commune_secretary
    content = changed(template(user, within), **{EAST: {"CD1.1": 4}})
    paper = assessment_of(east)
    criterion = within.set.criteria.get(code="CD2.4")
    services.score(
        actor=person("thon-dong", Role.BRANCH_SECRETARY, east), assessment_id=paper.pk, criterion_id=criterion.pk,
        version=0, answer=services.Answer(ratio=Decimal("0.5")), today=TODAY,
    )  # fmt: skip
    (finding,) = tried(user, within, content).context["trial"].findings
    assert (finding.category, "tải lại tệp mẫu" in finding.sentence) == ("Vừa được sửa", True)


def test_what_changed_between_trial_and_import_stops_all_of_it(world, within, east, west):
    user = world.commune_secretary
    content = changed(template(user, within), **{EAST: {"CD1.1": 4}, WEST: {"CD1.1": 7}})
    trial = tried(user, within, content)
    prove(assessment_of(west), user)
    told = {"told": trial.context["start"]["told"].value()}
    answer = signed_in(user).post(of("import_start", within), told, follow=True)
    assert "đã thay đổi từ lúc kiểm tra" in words(answer)
    assert Score.objects.count() == 0


def test_what_was_sent_or_decided_is_not_scored_any_more(world, within, east, west):
    own = person("thon-dong", Role.BRANCH_SECRETARY, east)
    content = template(world.commune_secretary, within)
    decided(assessment_of(east), own, world.commune_secretary)
    (finding,) = (
        tried(world.commune_secretary, within, changed(content, **{EAST: {"CD1.1": 0}}))
        .context["trial"]
        .findings
    )
    assert finding.category == "Không tự chấm được nữa"
    assert "không tự chấm tiếp được" in finding.sentence


def test_after_a_return_only_what_came_back_is_scored(world, within, east):
    own = person("thon-dong", Role.BRANCH_SECRETARY, east)
    paper = assessment_of(east)
    fill(paper, own)
    submit(paper, own)
    criterion = within.set.criteria.get(code="CD1.1")
    services.mark_return(
        actor=world.commune_secretary, assessment_id=paper.pk, criterion_id=criterion.pk, note="Thiếu", today=TODAY,
        version=version_of(paper, criterion),
    )  # fmt: skip
    step(services.send_back, paper, world.commune_secretary)
    content = template(own, within)
    (finding,) = tried(own, within, changed(content, **{EAST: {"CD2.4": 1}})).context["trial"].findings
    assert "Chỉ sửa những mục được trả lại" in finding.sentence
    brought_in(own, within, changed(content, **{EAST: {"CD1.1": 4}}))
    assert points(east)["CD1.1"] == 4


def test_what_a_commune_brought_in_needs_minutes_and_goes_up_to_the_district(world, within, east):
    user, paper = world.commune_secretary, assessment_of(east)
    fill(paper, user)
    brought_in(user, within, changed(template(user, within), **{EAST: {"CD1.1": 4}}))
    attach_minutes(paper, user)
    submit(paper, user)
    paper.refresh_from_db()
    assert (paper.recorded_by_above, paper.appraiser_unit) == (True, world.khoai_chau)
    with pytest.raises(NotAllowed):
        step(services.accept_rest, paper, user)
    step(services.accept_rest, paper, world.secretary)


def test_a_note_says_why_a_score_is_another_than_measured(world, within, east):
    user = world.commune_secretary
    cells = {"CD2.3": 7, "CD2.3 thuyết minh": "Có biên bản kèm theo"}
    brought_in(user, within, changed(template(user, within), **{EAST: cells}))
    row = Score.objects.get(assessment__unit=east, criterion__code="CD2.3")
    assert (row.self_points, row.self_note, row.self_grade.points) == (7, "Có biên bản kèm theo", 7)
    brought_in(user, within, changed(template(user, within), **{EAST: {"CD2.3 thuyết minh": "Sổ chi đoàn"}}))
    row.refresh_from_db()
    assert (row.self_points, row.self_note) == (7, "Sổ chi đoàn")


def test_everybody_finds_the_units_that_they_score_and_no_others(world, within, east):
    own = person("thon-dong", Role.BRANCH_SECRETARY, east)
    sheet = openpyxl.load_workbook(io.BytesIO(template(own, within))).active
    assert [sheet.cell(row, 2).value for row in range(HEAD_ROW + 1, sheet.max_row + 1)] == [EAST]
    foreign = changed(template(world.commune_secretary, within), **{WEST: {"CD1.1": 4}})
    categories = {one.category for one in tried(own, within, foreign).context["trial"].findings}
    assert categories == {"Không nhận ra đơn vị"}
    for user in (world.secretary, world.officer, world.viewer, world.neighbour, world.stranger):
        assert signed_in(user).get(of("template", within)).status_code == 403
        assert tried(user, within, foreign).status_code == 403


def test_what_was_tried_for_one_round_is_not_brought_into_another(world, within, east):
    user = world.commune_secretary
    trial = tried(user, within, changed(template(user, within), **{EAST: GOOD}))
    other = open_round(world, year=2022)
    start(user, other, trial)
    assert signed_in(user).post(of("import_start", within), {"told": "giả"}).status_code == 302
    assert Score.objects.count() == 0


def test_a_file_without_the_table_is_refused_beside_the_field(world, within):
    from tests.files.makers import written_xlsx

    answer = tried(world.commune_secretary, within, written_xlsx([["Đơn vị", "Điểm"], ["A", 1]]))
    assert answer.status_code == 422
    assert "Không thấy dòng tiêu đề" in words(answer)


def test_the_workbook_locks_its_heads_and_runs_no_formula(world, within):
    branch(world.dong_tien, "=1+1")
    services.add_units(actor=world.officer, round_id=within.pk, version=within.version, today=TODAY)
    sheet = openpyxl.load_workbook(io.BytesIO(template(world.commune_secretary, within))).active
    assert sheet.protection.sheet
    assert sheet.cell(HEAD_ROW, 5).protection.locked
    assert not sheet.cell(HEAD_ROW + 1, 5).protection.locked
    assert sheet.page_setup.orientation == "landscape"
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize("route", ["template", "import"])
def test_pages_cost_the_same_for_three_and_twelve_units(world, within, route):
    def add(numbers: range) -> None:
        for number in numbers:
            branch(world.dong_tien, f"Chi đoàn thôn {number}")
        round_ = AssessmentRound.objects.get()
        services.add_units(actor=world.officer, round_id=round_.pk, version=round_.version, today=TODAY)

    client = signed_in(world.commune_secretary)
    add(range(1))
    few = statements(client, of(route, within))
    add(range(1, 10))
    assert statements(client, of(route, within)) == few
