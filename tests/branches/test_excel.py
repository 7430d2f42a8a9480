"""A list of branches from Excel: tried first, all of it or nothing, the same file a second time changes nothing."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.audit.models import Entry
from apps.branches.models import BranchQuarter, Coverage, MeetingPlace, Village
from apps.units.models import Sector, Unit
from tests.branches.scene import TODAY, found, quarter, village
from tests.cadres.people import appoint, cadre
from tests.files.makers import written_xlsx
from tests.visits import signed_in, words
from tests.world import World

pytestmark = pytest.mark.django_db
HEADS = [
    "Đoàn cơ sở",
    "Chi đoàn",
    "Khối",
    "Thôn, tổ dân phố",
    "Nơi sinh hoạt",
    "Địa điểm",
    "Tổng số đoàn viên",
]
COMMUNE = "Đoàn xã Đồng Tiến"
GOOD = [COMMUNE, "Chi đoàn thôn An Bình", "", "An Bình; Phú Thọ", "mượn nhờ", "Trường tiểu học", 21]


@pytest.fixture(autouse=True)
def autumn(settings: Any) -> None:
    settings.DEMO_DAY = TODAY


def of(route: str, unit: Unit) -> str:
    return reverse(f"branches:{route}", args=[unit.pk])


def sector() -> str:
    return Sector.objects.order_by("rank")[0].name


def row(*cells: Any) -> list[Any]:
    told = list(cells)
    told[2] = told[2] or sector()
    return told


def tried(user: Any, unit: Unit, content: bytes) -> Any:
    typed = {
        "file": SimpleUploadedFile("danh-sach.xlsx", content),
        "effective_on": "01/09/2021",
        "decision_number": "05-QĐ/ĐTN",
    }
    return signed_in(user).post(of("import", unit), typed)


def listed(*rows: list[Any]) -> bytes:
    return written_xlsx([["DANH SÁCH CHI ĐOÀN"], [], HEADS, *rows])


def start(user: Any, unit: Unit, trial: Any) -> Any:
    return signed_in(user).post(of("import_start", unit), typed_of(trial))


def typed_of(trial: Any) -> dict[str, Any]:
    form = trial.context["start"]
    return {name: form[name].value() or "" for name in form.fields}


def branches(unit: Unit) -> int:
    return Unit.objects.children_of(unit.pk, date(2021, 10, 1)).count()


def test_a_list_is_tried_then_brought_in_with_places_and_numbers(world: World) -> None:
    before = branches(world.dong_tien)
    trial = tried(world.commune_secretary, world.dong_tien, listed(row(*GOOD)))
    assert "1 chi đoàn sẽ được ghi" in words(trial)
    assert (branches(world.dong_tien), Village.objects.count(), Entry.objects.count()) == (before, 0, 0)
    assert start(world.commune_secretary, world.dong_tien, trial).status_code == 302
    unit = Unit.objects.named(TODAY).get(name=GOOD[1])
    assert set(Coverage.objects.filter(branch=unit).values_list("village__name", flat=True)) == {
        "An Bình",
        "Phú Thọ",
    }
    assert MeetingPlace.objects.get(branch=unit).kind == "borrowed"
    assert BranchQuarter.objects.get(branch=unit, period=quarter()).members == 21
    assert Entry.objects.filter(act="branches.import_list").count() == 1


def test_the_same_file_a_second_time_changes_nothing(world: World) -> None:
    content = listed(row(*GOOD))
    trial = tried(world.commune_secretary, world.dong_tien, content)
    start(world.commune_secretary, world.dong_tien, trial)
    said = words(tried(world.commune_secretary, world.dong_tien, content))
    assert "không có gì thay đổi" in said


def test_the_exported_list_brought_in_again_changes_nothing(world: World) -> None:
    unit = found(
        world.commune_secretary,
        world.dong_tien,
        villages=(village(world.commune_secretary, world.dong_tien),),
    )
    BranchQuarter.objects.create(branch=unit, period=quarter(), members=1234, resources="2.5", has_books=True)
    client = signed_in(world.secretary)
    file = client.get(of("export", world.khoai_chau)).content
    trial = tried(world.secretary, world.khoai_chau, file)
    assert trial.context["trial"].findings == []
    assert trial.context["trial"].changes == 0


@pytest.mark.parametrize(
    ("place", "value", "column", "sentence"),
    [
        (0, "Đoàn xã Không Có", "Đoàn cơ sở", "Không có Đoàn cơ sở"),
        (2, "Khối lạ", "Khối", "Khối ghi một trong"),
        (4, "ngoài đồng", "Nơi sinh hoạt", "Nơi sinh hoạt ghi một trong"),
        (6, "hai mốt", "Tổng số đoàn viên", "Chỉ ghi chữ số"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_written(
    world: World, place: int, value: Any, column: str, sentence: str
) -> None:
    bad = row(*GOOD)
    bad[place] = value
    good = row(COMMUNE, "Chi đoàn thôn Khác", "", "", "", "", "")
    trial = tried(world.secretary, world.khoai_chau, listed(good, bad))
    (finding,) = trial.context["trial"].findings
    assert (finding.row, finding.column) == (5, column)
    assert sentence in words(trial)
    assert "Nhập 1 chi đoàn" not in words(trial)
    assert Village.objects.count() == 0


def test_a_village_that_another_branch_serves_and_a_branch_told_twice_are_refused(world: World) -> None:
    place = village(world.commune_secretary, world.dong_tien)
    found(world.commune_secretary, world.dong_tien, "Chi đoàn thôn Cũ", villages=(place,))
    one = row(COMMUNE, "Chi đoàn thôn An Bình", "", "An Bình", "", "", "")
    two = row(COMMUNE, "Chi đoàn thôn Mới", "", "", "", "", "")
    said = words(tried(world.commune_secretary, world.dong_tien, listed(one, two, two)))
    assert "An Bình đang thuộc Chi đoàn thôn Cũ" in said
    assert "Chi đoàn này đã có ở một dòng trên." in said


def test_a_district_brings_in_places_but_no_numbers_of_its_own(world: World) -> None:
    trial = tried(world.secretary, world.khoai_chau, listed(row(*GOOD)))
    assert "Chỉ bí thư chi đoàn và Đoàn cơ sở được nhập số liệu" in words(trial)
    trial = tried(world.secretary, world.khoai_chau, listed(row(*GOOD[:6], "")))
    assert "1 chi đoàn sẽ được ghi" in words(trial)


def test_what_was_tried_for_one_unit_is_not_brought_into_another(world: World) -> None:
    trial = tried(world.secretary, world.khoai_chau, listed(row(*GOOD[:6], "")))
    typed = typed_of(trial)
    before = branches(world.dong_tien)
    signed_in(world.commune_secretary).post(of("import_start", world.dong_tien), typed)
    assert branches(world.dong_tien) == before


@pytest.mark.parametrize("who", ["viewer", "branch_secretary", "neighbour"])
def test_nobody_else_brings_a_list_in(world: World, who: str) -> None:
    answer = tried(getattr(world, who), world.dong_tien, listed(row(*GOOD)))
    assert answer.status_code in {403, 404}


def test_the_workbook_names_nobody_and_runs_no_formula(world: World) -> None:
    unit = found(world.commune_secretary, world.dong_tien, "=Chi đoàn thôn Công Thức")
    appoint(cadre(unit, name="Lê Thị Bí Thư"), "SECRETARY", date(2020, 1, 1))
    file = signed_in(world.viewer).get(of("export", world.dong_tien)).content
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]
    assert "có" in {cell.value for cell in cells}
    assert not any("Lê Thị" in str(cell.value) for cell in cells)
    assert signed_in(world.neighbour).get(of("export", world.dong_tien)).status_code == 404
