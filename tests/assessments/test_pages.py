"""The pages, walked from opening a round to the decision and back by an appeal; a fixed number of statements."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse

from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet, Evidence, Score
from apps.core.clock import db_now
from apps.units.enums import Role
from tests.assessments.desk import (
    assessment_of,
    branch,
    decided,
    fill,
    fresh,
    open_round,
    prove,
    submit,
    version_of,
)
from tests.files.makers import pdf, picture
from tests.visits import signed_in, statements, words
from tests.world import World, person

pytestmark = pytest.mark.django_db


def url(route: str, *keys: int) -> str:
    return reverse(f"assessments:{route}", args=keys)


@pytest.fixture
def unit(world: World):
    return branch(world.dong_tien)


@pytest.fixture
def own(unit):
    return person("thon-dong", Role.BRANCH_SECRETARY, unit)


@pytest.fixture
def paper(world: World, unit, own) -> Assessment:
    open_round(world)
    return assessment_of(unit)


def post(user, address, **given):
    return signed_in(user).post(address, given)


def test_the_province_opens_a_round_and_edits_its_dates(world, unit):
    given = {
        "set_id": CriteriaSet.objects.get(code="CD-DBDC").pk, "year": "2021", "title": "Xếp loại chi đoàn 2021",
        "opens_on": "15/11/2021", "self_due_at": "17:00 01/12/2021", "appraise_due_at": "17:00 15/12/2021",
        "decide_due_at": "17:00 31/12/2021",
    }  # fmt: skip
    assert post(world.officer, url("round_new"), **given).status_code == 302
    within = AssessmentRound.objects.get()
    assert within.assessments.count() == 1
    assert "0/1 đơn vị đã quyết định" in words(signed_in(world.officer).get(url("round", within.pk)))
    late = given | {"version": within.version, "appraise_due_at": "17:00 30/11/2021"}
    answer = post(world.officer, url("round_edit", within.pk), **late)
    assert "Hạn thẩm định phải sau hạn tự chấm" in words(answer)
    assert "30/11/2021" in answer.content.decode()


def test_the_branch_scores_by_a_tap_and_goes_on_to_what_is_missing(paper, own):
    criteria = {each.code: each for each in paper.round.set.criteria.prefetch_related("grades")}
    first, second = criteria["CD1.2"], criteria["CD1.1"]
    grade = first.grades.get(points=3)
    answer = post(own, url("score", paper.pk, first.pk), version=0, grade_id=grade.pk, note="Thiếu quý I")
    assert answer.url == f"{url('score_form', paper.pk)}#muc-{second.pk}"
    row = Score.objects.get(assessment=paper)
    assert (row.self_points, row.self_note) == (3, "Thiếu quý I")
    page = words(signed_in(own).get(url("score_form", paper.pk)))
    assert "3/100 điểm" in page
    assert "còn 13 mục" in page


def test_a_refused_save_keeps_what_was_typed(paper, own):
    criterion = paper.round.set.criteria.get(code="CD2.4")
    answer = post(own, url("score", paper.pk, criterion.pk), version=0, percent="120", note="Tham gia đủ")
    assert answer.status_code == 422
    assert "Tỷ lệ từ 0 đến 100 %." in words(answer)
    assert 'value="120"' in answer.content.decode()
    assert "Tham gia đủ" in answer.content.decode()
    assert not Score.objects.exists()


def test_a_stale_save_loses_nothing(paper, own):
    criterion = paper.round.set.criteria.get(code="CD2.4")
    post(own, url("score", paper.pk, criterion.pk), version=0, percent="50")
    answer = post(own, url("score", paper.pk, criterion.pk), version=0, percent="70", note="Từ máy khác")
    assert answer.status_code == 409
    assert "Từ máy khác" in answer.content.decode()
    assert Score.objects.get().self_points == 5


def test_what_is_missing_keeps_the_paper_at_home(paper, own):
    answer = post(own, url("submit", paper.pk), version=fresh(paper))
    assert answer.status_code == 422
    assert "CD1.1: chưa chấm" in words(answer)


def test_evidence_is_seen_by_those_who_see_the_unit_and_by_nobody_else(world, paper, own):
    criterion = paper.round.set.criteria.get(code="CD1.1")
    upload = SimpleUploadedFile("lop-hoc.png", picture("PNG"))
    post(own, url("attach", paper.pk), criterion_id=criterion.pk, upload=upload, title="Lớp học")
    row = Evidence.objects.get()
    address = url("evidence", paper.pk, row.pk)
    for user in (own, world.commune_secretary, world.secretary, world.officer, world.viewer):
        answer = signed_in(user).get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content)
    sister = person("thon-tay", Role.BRANCH_SECRETARY, branch(world.dong_tien, "Chi đoàn thôn Tây"))
    for user in (world.neighbour, world.stranger, world.affiliate_secretary, sister):
        assert signed_in(user).get(address).status_code in {403, 404}
    post(own, url("withdraw", paper.pk, row.pk))
    assert signed_in(own).get(address).status_code == 404


def test_a_file_of_another_assessment_is_not_served_under_an_own_one(world, paper, own):
    other = person("thon-tay", Role.BRANCH_SECRETARY, tay := branch(world.dong_tien, "Chi đoàn thôn Tây"))
    open_round(world, "CD-DBDC", 2020)
    theirs = Assessment.objects.get(unit=tay)
    post(other, url("attach", theirs.pk), upload=SimpleUploadedFile("a.pdf", pdf()))
    row = Evidence.objects.get()
    assert signed_in(own).get(url("evidence", paper.pk, row.pk)).status_code == 404
    assert signed_in(world.commune_secretary).get(url("evidence", paper.pk, row.pk)).status_code == 404


def test_the_appraiser_walks_to_the_decision(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    above = world.commune_secretary
    criterion = paper.round.set.criteria.get(code="CD1.1")
    given = {"version": version_of(paper, criterion), "points": "7", "reason": ""}
    answer = post(above, url("appraise_score", paper.pk, criterion.pk), **given)
    assert answer.status_code == 422
    assert "Chấm khác điểm tự chấm thì ghi lý do." in words(answer)
    post(above, url("appraise_score", paper.pk, criterion.pk), **given | {"reason": "Danh sách 80 %"})
    post(above, url("accept_rest", paper.pk), version=fresh(paper))
    post(above, url("appraise", paper.pk), version=fresh(paper))
    page = words(signed_in(above).get(url("decide", paper.round_id)))
    assert "Quyết định 1 đơn vị đã thẩm định" in page
    assert "mức trần 20 % là 0" in page
    chosen = {
        "chosen": f"{paper.pk}:{fresh(paper)}",
        "decision_number": "05-QĐ/ĐTN",
        "decision_on": "20/11/2021",
    }
    assert post(above, url("decide", paper.round_id), **chosen).status_code == 302
    found = assessment_of(paper.unit)
    assert (found.state, found.class_code, found.decided_points) == ("decided", "excellent", 97)
    assert "05-QĐ/ĐTN" in words(signed_in(own).get(url("decision", paper.pk, 1))).replace("‑", "-")


def test_a_return_and_the_second_sending(world, paper, own):
    fill(paper, own)
    submit(paper, own)
    above = world.commune_secretary
    criterion = paper.round.set.criteria.get(code="CD2.4")
    address = url("mark_return", paper.pk, criterion.pk)
    post(above, address, version=version_of(paper, criterion), note="Gửi danh sách tham gia")
    post(above, url("send_back", paper.pk), version=fresh(paper))
    page = words(signed_in(own).get(url("score_form", paper.pk)))
    assert "trả lại 1 mục" in page
    assert "Gửi danh sách tham gia" in page
    post(own, url("score", paper.pk, criterion.pk), version=version_of(paper, criterion), percent="80")
    assert post(own, url("submit", paper.pk), version=fresh(paper)).status_code == 302


def test_an_appeal_by_its_page(world, paper, own):
    decided(paper, own, world.commune_secretary)
    given = {"version": fresh(paper), "reason": "Đề nghị của chi đoàn"}
    assert post(world.commune_secretary, url("appeal", paper.pk), **given).status_code == 302
    page = words(signed_in(own).get(url("paper", paper.pk)))
    assert "Đề nghị của chi đoàn" in page
    assert "Lần 1" in page


@pytest.mark.parametrize("route", ["paper", "score_form"])
def test_a_page_costs_the_same_with_more_papers(world, paper, own, route):
    client = signed_in(own)
    before = statements(client, url(route, paper.pk))
    for _ in range(9):
        prove(paper, own, paper.round.set.criteria.get(code="CD1.1"))
    assert statements(client, url(route, paper.pk)) == before


@pytest.mark.parametrize("route", ["index", "round", "decide"])
def test_a_list_costs_the_same_for_three_and_for_twelve(world, paper, own, route):
    address = url(route, *([] if route == "index" else [paper.round_id]))
    client = signed_in(world.commune_secretary)
    several(world, paper, 3)
    before = statements(client, address)
    several(world, paper, 9)
    assert statements(client, address) == before


def several(world, paper, count):
    """So many more branches of the commune that wait for a decision."""
    known = Assessment.objects.count()
    for number in range(count):
        unit = branch(world.dong_tien, f"Chi đoàn số {known + number}")
        Assessment.objects.create(
            round=paper.round, unit=unit, state="appraised", appraiser_unit=world.dong_tien, self_points=80,
            decider_unit=world.dong_tien, appraised_points=80, submitted_at=db_now(), difference_count=number % 3,
        )  # fmt: skip
    waiting = Assessment.objects.filter(state="appraised", scores=None)
    criterion = paper.round.set.criteria.get(code="CD2.1")
    Score.objects.bulk_create(
        Score(assessment=each, criterion=criterion, self_points=10, appraised_points=10) for each in waiting
    )
    Assessment.objects.filter(state="appraised").update(version=F("version") + 1)


def test_the_editor_copies_previews_and_publishes(world, paper, own):
    decided(paper, own, world.commune_secretary, "0.9")
    source = CriteriaSet.objects.get(code="CD-DBDC")
    officer = world.officer
    post(officer, url("criteria_copy", source.pk))
    draft = CriteriaSet.objects.get(code="CD-DBDC", version=2)
    best = draft.classes.get(code="good")
    answer = post(officer, url("class_edit", draft.pk, best.pk), version=1, name="Tốt", min_points="95")
    assert "Hạng cao hơn phải từ số điểm cao hơn." in words(answer)
    criterion = draft.criteria.get(code="CD1.2")
    rows = {
        "version": 1, "code": "CD1.2", "section": criterion.section, "text": criterion.text, "max_points": "5",
        "method": "graded", "measure": "", "evidence": "",
        "grades": "Báo cáo đủ kỳ | 5\nThiếu 1 kỳ | 1\nThiếu từ 2 kỳ | 0",
    }  # fmt: skip
    assert post(officer, url("criterion_edit", draft.pk, criterion.pk), **rows).status_code == 302
    assert "xem trước" in words(signed_in(officer).get(url("criteria_set", draft.pk))).lower()
    page = signed_in(officer).get(url("criteria_preview", draft.pk))
    assert page.status_code == 200
    assert post(officer, url("criteria_preview", draft.pk), version=2).status_code == 302
    assert CriteriaSet.objects.get(pk=draft.pk).state == "published"
    assert post(officer, url("criteria_describe", draft.pk), version=3, title="Khác").status_code == 200
    assert assessment_of(paper.unit).round.set == source
