"""Taking data out of the register: who may what, what the file says, how long it is kept, what the log tells."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from apps.accounts.models import User
from apps.audit.models import Entry
from apps.cadres import services
from apps.cadres.enums import ExportKind
from apps.cadres.models import Cadre, CadreExport, Placement
from apps.cadres.queries.lists import Filters, cadre_list
from apps.cadres.queries.tables import count_tables
from apps.core.exceptions import NotAllowed
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.services import run
from apps.units.enums import Role
from apps.units.models import Membership, Unit
from tests.cadres.people import appoint, cadre, plan, quota
from tests.visits import signed_in, words
from tests.world import World, build_world

NEW = reverse("cadres:workbook_new")
TODAY = date(2021, 9, 30)
DAYS = {"first": "2021-01-01", "day": "2021-09-30"}
LIST = {"unit_id": None, "position": "", "shown": "", "age": "", "text": "", "plan": "", "day": "2021-09-30"}
ASKED = {
    ExportKind.LIST: LIST,
    ExportKind.TABLES: DAYS,
    ExportKind.OVER_AGE: {"day": "2021-09-30"},
    ExportKind.FORECAST: {"day": "2021-09-30", "horizon": "2022-09-30", "position": ""},
}


@pytest.fixture
def committed(fresh_db: str) -> World:
    """Jobs commit: a database of this test's own, with three people."""
    world = build_world()
    people(world)
    return world


def people(world: World) -> Cadre:
    old = cadre(world.khoai_chau, date(1980, 1, 2), name="=cmd|' /C calc'!A0")
    appoint(old, "SECRETARY", date(2019, 3, 1))
    Placement.objects.create(cadre=old, unit=world.khoai_chau, state="asked", proposal="+Sang khối Đảng")
    appoint(cadre(world.dong_tien, date(1991, 9, 30), name="Trần Thị Bình"), "SECRETARY", date(2019, 3, 1))
    appoint(cadre(world.phu_cu, date(1986, 3, 12), name="Hà Văn Giang"), "DEPUTY_SECRETARY", date(2019, 3, 1))
    return old


def ask(user: User, kind: str, unit: Unit, **asked: Any) -> tuple[CadreExport, Job]:
    given = {**ASKED[ExportKind(kind)], **asked}
    return services.request_export(
        actor=user,
        kind=kind,
        unit_id=unit.pk,
        asked=given,
        purpose="Họp Ban Thường vụ",
        today=timezone.localdate(),
    )


def made(user: User, kind: str, unit: Unit, **asked: Any) -> CadreExport:
    export, job = ask(user, kind, unit, **asked)
    run(job.pk, services.build_export)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (
        JobState.SUCCEEDED,
        reverse("cadres:workbook", args=[export.pk]),
    ), job.error
    return CadreExport.objects.get(pk=export.pk)


def rows(export: CadreExport, sheet: int = 0) -> list[list[Any]]:
    """The rows below the head of a sheet."""
    page = load_workbook(io.BytesIO(bytes(export.content))).worksheets[sheet]
    return [
        [cell.value for cell in row]
        for row in page.iter_rows(min_row=below(page))
        if row[0].value is not None
    ]


def below(page: Worksheet) -> int:
    return int(str(page.freeze_panes)[1:])


MAY = {
    "officer": set(ExportKind), "standing": set(ExportKind), "secretary": set(ExportKind),
    "viewer": {ExportKind.LIST}, "commune_secretary": set(), "neighbour": set(), "administrator": set(),
    "stranger": set(),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ExportKind)
@pytest.mark.parametrize("person", MAY)
def test_who_may_take_what_out_of_khoai_chau(world: World, person: str, kind: ExportKind):
    user = getattr(world, person)
    page = signed_in(user).get(f"{NEW}?loai={kind}&don-vi={world.khoai_chau.pk}")
    if kind in MAY[person]:
        assert page.status_code == 200
        assert ask(user, kind, world.khoai_chau)[0].requested_by == user
    else:
        assert page.status_code in (403, 404)
        with pytest.raises(NotAllowed):
            ask(user, kind, world.khoai_chau)


@pytest.mark.django_db
def test_a_purpose_is_asked_for_and_nothing_typed_is_lost(world: World):
    client, url = signed_in(world.officer), f"{NEW}?loai=bieu&don-vi={world.khoai_chau.pk}"
    answer = client.post(url, {"purpose": " ", "first": "01/02/2021", "day": "30/09/2021"})
    assert "Ghi mục đích sử dụng." in words(answer)
    assert 'value="01/02/2021"' in answer.content.decode()
    answer = client.post(url, {"purpose": "Họp", "first": "01/10/2021", "day": "30/09/2021"})
    assert "Ngày cuối không được trước ngày đầu." in words(answer)
    with pytest.raises(ValidationError):
        services.request_export(
            actor=world.officer,
            kind="bieu",
            unit_id=world.khoai_chau.pk,
            asked=DAYS,
            purpose=" ",
            today=TODAY,
        )
    assert not CadreExport.objects.exists()
    answer = client.post(url, {"purpose": "Họp", "first": "01/02/2021", "day": "30/09/2021"})
    assert answer.url == reverse("jobs:job", args=[Job.objects.get().pk])
    asked = {"first": "2021-02-01", "day": "2021-09-30", "today": f"{timezone.localdate()}"}
    assert CadreExport.objects.get().asked == asked


@pytest.mark.django_db
def test_asking_twice_is_one_export_and_what_is_unknown_is_not_found(world: World):
    assert ask(world.officer, "bieu", world.khoai_chau) == ask(world.officer, "bieu", world.khoai_chau)
    assert signed_in(world.officer).get(f"{NEW}?loai=khac").status_code == 404
    assert Entry.objects.get(act="cadres.export").changed == ["asked", "kind", "purpose", "unit_id"]


@pytest.mark.django_db
def test_the_address_of_the_list_is_what_is_taken(world: World):
    client = signed_in(world.officer)
    url = f"{NEW}?loai=danh-sach&don-vi={world.khoai_chau.pk}&nhan-dinh=qua-tuoi&ngay=30/09/2021"
    assert "Huyện đoàn Khoái Châu, ngày 30/09/2021, theo điều kiện lọc" in words(client.get(url))
    client.post(url, {"purpose": "Họp"})
    asked = CadreExport.objects.get().asked
    today = f"{timezone.localdate()}"
    assert asked == LIST | {"unit_id": world.khoai_chau.pk, "shown": "qua-tuoi", "today": today}


@pytest.mark.slow
def test_the_list_says_what_the_page_says(committed: World):
    world = committed
    export = made(world.officer, "danh-sach", world.province)
    found = cadre_list(world.officer, Filters(day=TODAY), timezone.localdate()).rows
    told = rows(export)
    assert [row[0] for row in told] == [row.name for row in found]
    assert [(row[4], row[5].date() if row[5] != "—" else None) for row in told] == [
        (row.age, row.over_age_on) for row in found
    ]
    assert told[[row[0] for row in told].index("=cmd|' /C calc'!A0")][3] == "quá tuổi giữ chức"
    page = load_workbook(io.BytesIO(bytes(export.content))).worksheets[0]
    head = " ".join(str(row[0].value) for row in page.iter_rows(max_row=5))
    assert "Đồng chí can-bo" in head
    assert "Mục đích sử dụng: Họp Ban Thường vụ" in head
    entry = Entry.objects.get(act="cadres.build_export")
    assert entry.changed == sorted(
        ["born_on", "party_joined_on", "phone", "email", "cadres", "kind", "purpose"]
    )


@pytest.mark.slow
def test_who_may_not_read_birth_dates_gets_none(committed: World):
    export = made(committed.viewer, "danh-sach", committed.province)
    assert {len(row) for row in rows(export)} == {4}
    assert "born_on" not in Entry.objects.get(act="cadres.build_export").changed


@pytest.mark.slow
def test_the_bieu_say_what_the_queries_say(committed: World):
    world = committed
    export = made(world.secretary, "bieu", world.khoai_chau)
    units = Unit.objects.under(world.khoai_chau.pk, TODAY).values_list("pk", flat=True)
    found = count_tables(set(units), date(2021, 1, 1), TODAY)
    for place, table in enumerate(found.tables):
        wanted = [
            [line.name, *("—" if cell is None else cell for cell in line.cells)] for line in table.lines
        ]
        assert rows(export, place)[: len(wanted)] == wanted, table.number


@pytest.mark.slow
def test_every_bieu_has_room_for_its_words_and_a_place_on_the_paper(committed: World):
    export = made(committed.officer, "bieu", committed.province)
    for page in load_workbook(io.BytesIO(bytes(export.content))).worksheets:
        spans = page.column_dimensions.values()
        widths = [span.width for span in spans for _ in range(span.min, span.max + 1)]
        heads = page[below(page) - 1]
        words = [max(map(len, str(cell.value).split())) for cell in heads]
        assert all(width > word for width, word in zip(widths, words, strict=True)), page.title
        assert sum(widths) <= 210, page.title  # on A4 at two thirds of its size


@pytest.mark.slow
def test_the_over_age_are_listed_of_the_own_branch(committed: World):
    (row,) = rows(made(committed.secretary, "qua-tuoi", committed.khoai_chau))
    assert row[0] == "=cmd|' /C calc'!A0"
    assert (row[1].date(), row[2], row[5], row[6]) == (date(1980, 1, 2), "Bí thư", 41, "5 năm 8 tháng")
    assert row[7] == "+Sang khối Đảng (đang xin ý kiến cấp ủy)"


@pytest.mark.slow
def test_the_forecast_has_both_tables(committed: World):
    export = made(committed.neighbour, "du-bao", committed.phu_cu)
    assert rows(export, 0) == []
    ((name, position, unit, passes_on, _),) = rows(export, 1)
    assert (name, position, unit) == ("Hà Văn Giang", "Phó Bí thư", "Huyện đoàn Phù Cừ")
    assert passes_on.date() == date(2022, 3, 12)


@pytest.mark.slow
def test_the_pictures_of_the_forecast_are_sheets_with_the_same_marks(committed: World):
    """Two seats of Khoái Châu are empty already; in March one falls empty with nobody, in May one with somebody."""
    unit, since = committed.khoai_chau, date(2019, 3, 1)
    for position, seats in {"COMMITTEE_MEMBER": 2, "DEPUTY_SECRETARY": 1, "STANDING_MEMBER": 1}.items():
        quota(unit, position, seats)
    appoint(cadre(unit, date(1986, 3, 12)), "DEPUTY_SECRETARY", since)
    appoint(cadre(unit, date(1986, 5, 20)), "STANDING_MEMBER", since)
    plan(unit, "STANDING_MEMBER", cadre(unit, date(1995, 1, 1)))
    book = load_workbook(io.BytesIO(bytes(made(committed.secretary, "du-bao", unit).content)))
    page = book["Khuyết theo tháng"]
    lane, total = page[below(page)], page[below(page) + 1]
    filled = [cell for cell in lane if cell.value not in ("", None)]
    assert [(cell.value, cell.number_format, cell.fill.fgColor.rgb) for cell in filled] == [
        ("Khoái Châu", "General", "00000000"), (2, "#,##0", "00000000"),
        (1, '"● "0', "FF0B57B7"), (1, '"○ "0', "FFE8F0FB"),
    ]  # fmt: skip
    heads = [cell.value for cell in page[below(page) - 1]]
    assert heads == ["Đơn vị", "Đang khuyết", *map(str, (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9))]
    assert [heads[place] for place, cell in enumerate(lane[2:], 2) if cell.value] == ["3", "5"]
    assert [cell.value for cell in total] == ["Cộng", 2, *(int(head in "35") for head in heads[2:])]
    note = str(page.cell(page.max_row, 1).value)
    assert note.startswith(
        "Gần nhất ngày 12/03/2022. ● ô đậm: tháng có chức danh khuyết mà chưa có ai sẵn sàng"
    )
    assert "○ ô nhạt" in note
    page = book["Quá tuổi theo tháng"]
    assert [cell.value for cell in page[below(page)] if cell.value] == ["Khoái Châu", 1, 1]


def file_of(export: CadreExport) -> str:
    return reverse("cadres:workbook_file", args=[export.pk])


@pytest.mark.slow
def test_only_the_owner_takes_the_file_and_each_taking_is_logged(committed: World):
    export = made(committed.secretary, "bieu", committed.khoai_chau)
    answer = signed_in(committed.secretary).get(file_of(export))
    assert answer.content == bytes(export.content)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert Entry.objects.filter(act="read", subject_id=export.pk, chain=committed.khoai_chau.pk).exists()
    page = words(signed_in(committed.secretary).get(reverse("cadres:workbook", args=[export.pk])))
    assert "Tải tệp Excel" in page
    for other in (committed.officer, committed.deputy, committed.administrator):
        assert signed_in(other).get(file_of(export)).status_code == 404
        assert signed_in(other).get(reverse("cadres:workbook", args=[export.pk])).status_code == 404


@pytest.mark.slow
def test_who_has_another_role_by_then_gets_a_reason_instead(committed: World):
    export = made(committed.secretary, "danh-sach", committed.khoai_chau)
    role = Membership.objects.filter(user=committed.secretary)
    role.update(role=Role.VIEWER)
    answer = signed_in(committed.secretary).get(file_of(export))
    assert answer.status_code == 403
    assert "Vai trò của đồng chí đã đổi" in words(answer)


@pytest.mark.slow
def test_after_a_day_the_file_is_gone_and_the_purpose_stays(committed: World):
    export = made(committed.officer, "danh-sach", committed.province, text="bình")
    assert export.made_at
    assert services.purge_exports(now=export.made_at + timedelta(hours=23, minutes=59)) == 0
    assert services.purge_exports(now=export.made_at + timedelta(hours=24)) == 1
    left = CadreExport.objects.get()
    assert (left.content, left.asked, left.purpose) == (None, {}, "Họp Ban Thường vụ")
    page = signed_in(committed.officer).get(file_of(export), follow=True)
    assert "Tệp Excel đã được xóa" in words(page)
    assert services.purge_exports(now=export.made_at + timedelta(hours=48)) == 0


@pytest.mark.slow
def test_a_right_that_is_gone_before_the_job_runs_leaves_no_file(committed: World):
    export, job = ask(committed.secretary, "bieu", committed.khoai_chau)
    Membership.objects.filter(user=committed.secretary).delete()
    run(job.pk, services.build_export)
    assert CadreExport.objects.get(pk=export.pk).content is None
