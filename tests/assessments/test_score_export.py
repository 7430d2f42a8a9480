"""The scores of a round in Excel: who may take them, what the file says, how long it is kept, what the log tells."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl.cell import MergedCell

from apps.accounts.models import User
from apps.assessments import services
from apps.assessments.models import AssessmentRound, ScoreExport
from apps.assessments.queries.score_sheets import score_sheets
from apps.audit.models import Entry
from apps.core.exceptions import NotAllowed
from apps.jobs.enums import JobState
from apps.jobs.services import run
from apps.units.enums import Role
from apps.units.models import Membership, Unit
from tests.assessments.desk import assessment_of, branch, decided, fill, open_round
from tests.visits import signed_in, words
from tests.world import DAY, World, build_world, person


@pytest.fixture
def committed(fresh_db: str) -> World:
    """Jobs commit: a database of this test's own, with one branch decided and one that has begun."""
    world = build_world()
    scored(world)
    return world


def scored(world: World) -> AssessmentRound:
    east, west = branch(world.dong_tien, "=Chi đoàn thôn Đông"), branch(world.dong_tien, "Chi đoàn thôn Tây")
    branch(world.dan_tien, "Chi đoàn thôn Nam")
    within = open_round(world)
    decided(assessment_of(east), person("thon-dong", Role.BRANCH_SECRETARY, east), world.commune_secretary)
    paper = assessment_of(west)
    fill(paper, world.commune_secretary, "0.5")
    paper.scores.filter(criterion__code="CD3.6").delete()
    return within


def ask(user: User, unit: Unit, purpose: str = "Họp Ban Thường vụ") -> Any:
    return services.request_export(
        actor=user, round_id=AssessmentRound.objects.get().pk, unit_id=unit.pk, purpose=purpose,
        today=timezone.localdate(),
    )  # fmt: skip


def made(user: User, unit: Unit) -> ScoreExport:
    export, job = ask(user, unit)
    run(job.pk, services.build_export)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.SUCCEEDED, page_of(export)), job.error
    return ScoreExport.objects.get(pk=export.pk)


def page_of(export: ScoreExport) -> str:
    return reverse("assessments:workbook", args=[export.pk])


def file_of(export: ScoreExport) -> str:
    return reverse("assessments:workbook_file", args=[export.pk])


def table(export: ScoreExport, sheet: str) -> list[dict[str, Any]]:
    """{head: value} of every row; a head in a group as "group head"."""
    page = openpyxl.load_workbook(io.BytesIO(bytes(export.content)))[sheet]
    below = int(str(page.freeze_panes)[1:])
    heads, group = [], ""
    for upper, cell in zip(page[below - 2], page[below - 1], strict=True):
        group = group if isinstance(upper, MergedCell) else str(upper.value or "")
        heads.append(f"{group} {cell.value}".strip())
    rows = ([cell.value for cell in row] for row in page.iter_rows(min_row=below))
    return [dict(zip(heads, row, strict=True)) for row in rows if row[1] is not None]


@pytest.mark.slow
def test_the_file_tells_totals_by_section_and_every_criterion(committed: World) -> None:
    export = made(committed.secretary, committed.khoai_chau)
    south, east, west = table(export, "Kết quả")  # Dân Tiến stands before Đồng Tiến, "=" before letters
    assert (east["Đơn vị"], east["Đoàn cấp trên"], east["Cấp trên nữa"]) == (
        "=Chi đoàn thôn Đông", "Đoàn xã Đồng Tiến", "Huyện đoàn Khoái Châu",
    )  # fmt: skip
    assert (east["Bước"], east["Kết quả"]) == ("đã quyết định", "Hoàn thành xuất sắc nhiệm vụ")
    sections = [name for name in east if name.endswith("Quyết định") and not name.startswith("Tổng")]
    assert len(sections) == 3
    assert sum(east[name] for name in sections) == east["Tổng điểm Quyết định"] == 100
    assert (east["Số quyết định"], west["Số quyết định"]) == ("05-QĐ/ĐTN", "—")
    assert west["III. Xây dựng tổ chức Tự chấm"] == "—"  # one criterion of it is open
    assert isinstance(west["I. Chính trị – tư tưởng Tự chấm"], int | float)
    assert (south["Bước"], south["Tổng điểm Tự chấm"]) == ("đang tự chấm", "—")
    by_criterion = table(export, "Từng tiêu chí")
    assert [(row["CD2.4 TC"], row["CD2.4 TĐ"], row["CD2.4 QĐ"]) for row in by_criterion] == [
        ("—", "—", "—"), (10, 10, 10), (5, "—", "—"),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_file_prints_across_runs_no_formula_and_says_who_and_why(committed: World) -> None:
    export = made(committed.commune_secretary, committed.dong_tien)
    book = openpyxl.load_workbook(io.BytesIO(bytes(export.content)))
    for page in book:
        assert (page.page_setup.orientation, str(page.page_setup.paperSize)) == ("landscape", "9")
        assert page.print_title_rows
        cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    said = [str(book["Kết quả"].cell(row, 1).value) for row in range(1, 5)]
    assert "2 đơn vị" in said[1]
    assert said[2].startswith("Người xuất: Đồng chí dong-tien")
    assert said[3] == "Mục đích sử dụng: Họp Ban Thường vụ"
    assert {row["Đơn vị"] for row in table(export, "Kết quả")} == {"=Chi đoàn thôn Đông", "Chi đoàn thôn Tây"}


@pytest.mark.slow
def test_only_its_owner_takes_it_while_the_results_are_in_sight_and_for_a_day(committed: World) -> None:
    user = committed.secretary
    export = made(user, committed.khoai_chau)
    for other in (committed.officer, committed.deputy, committed.neighbour):
        assert signed_in(other).get(page_of(export)).status_code == 404
        assert signed_in(other).get(file_of(export)).status_code == 404
    assert signed_in(user).get(file_of(export)).content == bytes(export.content)
    acts = Entry.objects.filter(subject_id=export.pk, subject_type="assessments.scoreexport").order_by("pk")
    assert [entry.act for entry in acts] == ["assessments.export", "assessments.build_export", "read"]
    assert "Họp" not in str([vars(entry) for entry in acts])
    Membership.objects.filter(user=user).update(unit=committed.phu_cu)
    assert signed_in(user).get(file_of(export)).status_code == 403
    Membership.objects.filter(user=user).update(unit=committed.khoai_chau)
    assert services.purge_exports(now=export.made_at + timedelta(hours=23)) == 0
    assert services.purge_exports(now=export.made_at + timedelta(hours=25)) == 1
    assert signed_in(user).get(file_of(export)).url == page_of(export)
    assert "đã được xóa" in words(signed_in(user).get(page_of(export)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True), ("standing", True), ("secretary", True), ("viewer", True), ("commune_secretary", False),
        ("neighbour", False), ("administrator", False), ("stranger", False),
    ],
)  # fmt: skip
def test_who_sees_the_results_may_take_them(world: World, who: str, may: bool) -> None:
    open_round(world)
    user, within = getattr(world, who), AssessmentRound.objects.get()
    address = f"{reverse('assessments:workbook_new', args=[within.pk])}?don-vi={world.khoai_chau.pk}"
    assert (signed_in(user).get(address).status_code == 200) is may
    if may:
        assert ask(user, world.khoai_chau)[0].requested_by == user
    else:
        with pytest.raises(NotAllowed):
            ask(user, world.khoai_chau)


@pytest.mark.django_db
def test_a_purpose_is_asked_for_and_the_same_asked_twice_is_one(world: World) -> None:
    within = open_round(world)
    address = reverse("assessments:workbook_new", args=[within.pk])
    assert "Ghi mục đích sử dụng." in words(signed_in(world.officer).post(address, {"purpose": " "}))
    with pytest.raises(ValidationError):
        ask(world.officer, world.province, " \n")
    assert not ScoreExport.objects.exists()
    assert ask(world.officer, world.province)[1] == ask(world.officer, world.province)[1]
    assert ScoreExport.objects.count() == 1


@pytest.mark.django_db
def test_the_tables_cost_the_same_for_three_and_twelve_units(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            sheets, count = score_sheets(unit, within)
            assert len(sheets[0].rows) == len(sheets[1].rows) == count
        return len(asked)

    within, unit = open_round(world), Unit.objects.named(DAY).get(pk=world.province.pk)
    costs = []
    for numbers in (range(3), range(3, 12)):
        for number in numbers:
            branch(world.dong_tien, f"Chi đoàn {number}")
        within.refresh_from_db()
        services.add_units(
            actor=world.officer, round_id=within.pk, version=within.version, today=within.opens_on
        )
        costs.append(cost())
    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_points_are_numbers_with_two_decimals(world: World) -> None:
    within = scored(world)
    sheets, _ = score_sheets(Unit.objects.named(DAY).get(pk=world.dong_tien.pk), within)
    points = [cell for row in sheets[1].rows for cell in row if isinstance(cell, Decimal)]
    assert points
    assert set(sheets[1].decimals.values()) == {2}
