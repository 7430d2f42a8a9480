"""What the rounds of assessment ask of a person on the home page, and that it costs no statement more."""

from datetime import timedelta
from typing import Any

import pytest

from apps.assessments import services
from apps.assessments.models import Assessment, AssessmentRound
from apps.units.enums import Role
from apps.units.models import Unit
from tests.assessments.desk import (
    TODAY,
    appraise_all,
    assessment_of,
    attach_minutes,
    branch,
    decided,
    fill,
    open_round,
    step,
    submit,
    version_of,
)
from tests.branches.ground import rated, sound
from tests.visits import signed_in, statements, words
from tests.world import World, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shown_day(settings: Any) -> None:
    settings.DEMO_DAY = TODAY


@pytest.fixture
def unit(world: World) -> Unit:
    return branch(world.dong_tien)


@pytest.fixture
def own(unit: Unit) -> Any:
    return person("thon-dong", Role.BRANCH_SECRETARY, unit)


@pytest.fixture
def paper(world: World, unit: Unit, own: Any) -> Assessment:
    open_round(world)
    return assessment_of(unit)


def home(user: Any) -> str:
    return words(signed_in(user).get("/")).replace("\u00a0", " ")


def send_back(paper: Assessment, actor: Any) -> None:
    criterion = paper.round.set.criteria.all()[0]
    services.mark_return(
        actor=actor, assessment_id=paper.pk, criterion_id=criterion.pk, note="Thiếu minh chứng", today=TODAY,
        version=version_of(paper, criterion),
    )  # fmt: skip
    step(services.send_back, paper, actor)


def test_a_branch_is_told_to_score_itself_then_to_mend_what_came_back(world, paper, own):
    said = home(own)
    assert "Tự chấm, gửi thẩm định Xếp loại năm 2021" in said
    assert "Còn 11 ngày Hạn 17 giờ 00 thứ Tư 1/12/2021" in said
    fill(paper, own)
    submit(paper, own)
    assert "Tự chấm, gửi thẩm định" not in home(own)
    send_back(paper, world.commune_secretary)
    assert "Sửa 1 mục được trả lại rồi gửi thẩm định" in home(own)


def test_a_commune_is_told_what_to_appraise_and_then_to_decide(world, paper, own):
    assert "Thẩm định" not in home(world.commune_secretary)
    fill(paper, own)
    submit(paper, own)
    said = home(world.commune_secretary)
    assert "Thẩm định 1 bản tự chấm Xếp loại năm 2021" in said
    assert "Hạn 17 giờ 00 thứ Tư 15/12/2021" in said
    assert "Thẩm định 1 bản tự chấm" not in home(world.secretary)
    appraise_all(paper, world.commune_secretary)
    said = home(world.commune_secretary)
    assert "Quyết định xếp loại 1 đơn vị" in said
    assert "Thẩm định 1" not in said


def test_what_a_commune_recorded_waits_for_the_district(world, paper):
    fill(paper, world.commune_secretary)
    attach_minutes(paper, world.commune_secretary)
    submit(paper, world.commune_secretary)
    assert "Thẩm định 1 bản tự chấm" in home(world.secretary)
    assert "Thẩm định 1 bản tự chấm" not in home(world.commune_secretary)
    for other in (world.neighbour, world.officer, world.standing, world.viewer):
        assert "Thẩm định 1 bản" not in home(other)


def test_an_appeal_waits_even_when_its_round_is_closed_and_nothing_else_of_it_does(world, paper, own):
    sister = branch(world.dong_tien, "Chi đoàn thôn Tây")
    services.add_units(actor=world.officer, round_id=paper.round_id, version=paper.round.version, today=TODAY)
    decided(paper, own, world.commune_secretary)
    within = AssessmentRound.objects.get()
    services.close_round(actor=world.officer, round_id=within.pk, version=within.version)
    assert "Tự chấm" not in home(person("thon-tay", Role.BRANCH_SECRETARY, sister))
    step(services.appeal, paper, world.commune_secretary, reason="Đơn vị đề nghị")
    said = home(world.commune_secretary)
    assert "Thẩm định 1 kết quả được xem xét lại" in said
    assert "bản tự chấm" not in said


def test_the_rounds_are_told_where_no_quarter_is_open(world, paper, own):
    """A district that recorded a commune's score leaves its appraisal to the province."""
    Assessment.objects.filter(pk=paper.pk).update(state="submitted", appraiser_unit=world.province)
    assert "Thẩm định 1 bản tự chấm" in home(world.officer)
    assert "Thẩm định 1 bản tự chấm" not in home(world.standing)


@pytest.mark.parametrize("who", ["commune_secretary", "secretary", "officer"])
def test_a_home_costs_the_same_for_three_and_twelve_assessments(world: World, who: str):
    def add(numbers: range) -> None:
        for number in numbers:
            branch(world.dong_tien, f"Chi đoàn thôn {number}")
        within = AssessmentRound.objects.get()
        services.add_units(actor=world.officer, round_id=within.pk, version=within.version, today=TODAY)
        Assessment.objects.update(state="submitted", appraiser_unit=world.dong_tien)
        if who == "commune_secretary":
            assert f"Thẩm định {Assessment.objects.count()} bản tự chấm" in home(world.commune_secretary)

    open_round(world)
    add(range(3))
    client = signed_in(getattr(world, who))
    few = statements(client, "/")
    add(range(3, 12))
    assert statements(client, "/") == few <= 15


def test_the_home_of_a_branch_costs_at_most_fifteen_statements(world, paper, own):
    fill(paper, own)
    assert statements(signed_in(own), "/") <= 15


def test_weak_by_rating_counts_at_home_as_on_the_board(world: World):
    weak, good = (sound(branch(world.dong_tien, f"Chi đoàn {name}")) for name in ("Yếu", "Tốt"))
    rated(weak, "failed", TODAY)
    rated(good, "good", TODAY)
    rated(sound(branch(world.dong_tien, "Chi đoàn Mai")), "failed", TODAY + timedelta(days=1))
    for user in (world.commune_secretary, world.secretary):
        client = signed_in(user)
        board = client.get("/chi-doan/yeu/").context["board"].counts
        assert f"{board.unplanned} chi đoàn yếu chưa có kế hoạch hỗ trợ" in words(client.get("/"))
        assert f"{board.weak}/{board.branches} chi đoàn yếu" in words(client.get("/"))
        assert board.by_reason["rated"] == 1
