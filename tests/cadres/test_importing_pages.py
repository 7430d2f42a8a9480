"""The pages of a district's own list: upload, columns, trial run, import as a job."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from apps.audit.models import Entry
from apps.cadres.models import ListImport
from apps.cadres.services import read_list
from apps.core.clock import db_now
from apps.jobs.models import Job
from tests.cadres.lists import HEAD, HOA, NAM, row, upload, workbook
from tests.cadres.people import cadre
from tests.files.makers import cells, xlsx
from tests.routes import client_of
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/nhap-excel/"


@pytest.fixture(autouse=True)
def same_day(monkeypatch):
    monkeypatch.setattr("apps.cadres.views.importing.local_today", lambda: DAY)


@pytest.fixture
def secretary(world: World):
    return client_of(world.secretary)


def sent(client, world: World, content: bytes, name="danh sách.xlsx"):
    return client.post(PAGE, {"unit_id": world.khoai_chau.pk, "file": upload(content, name)})


def chosen(listing: ListImport, **more) -> dict[str, object]:
    """The columns page as it stands, posted."""
    columns = {f"cot-{place}": column for place, column in enumerate(listing.columns)}
    return columns | {"engagement": "voluntary", "origin": "elected", "version": listing.version} | more


def test_a_list_goes_from_the_upload_to_the_register(secretary, world: World):
    shown = sent(secretary, world, workbook([HEAD, HOA, NAM]))
    listing = ListImport.objects.get()
    assert shown.url == f"{PAGE}{listing.pk}/"
    page = secretary.get(shown.url)
    assert "Bảng không ghi hình thức giữ chức và loại hình." in page.text
    assert "Chưa được:" in page.text
    secretary.post(f"{shown.url}cot/", chosen(listing))
    page = secretary.get(shown.url)
    assert "2 người, không có lỗi" in page.text
    assert "Nhập 2 người vào sổ" in page.text
    started = secretary.post(f"{shown.url}nhap/", {"version": 2})
    job = Job.objects.get()
    assert started.url == f"/viec/{job.pk}/"
    assert "Đang nhập vào sổ." in secretary.get(shown.url).text
    assert secretary.post(f"{shown.url}nhap/", {"version": 2}).url == started.url


def test_who_will_be_recorded_is_listed_with_what_changes(secretary, world: World):
    shown = sent(secretary, world, workbook([HEAD, HOA])).url
    page = secretary.get(f"{shown}?xem=nguoi")
    assert "hồ sơ mới" in page.text
    assert "Đoàn xã Đồng Tiến" in page.text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (xlsx(cells("A1", "XFD1048576")), "a.xlsx", "quá 200 cột"),
        (b"%PDF-1.7", "a.pdf", "Chỉ nhận danh sách dạng .xlsx"),
        (workbook([("a", "b"), (1, 2)]), "a.xlsx", "Không thấy dòng đầu bảng"),
        (workbook([("MẬT",), HEAD, HOA]), "a.xlsx", "tài liệu mật không được đưa lên"),
    ],
)
def test_a_workbook_that_cannot_be_taken_is_refused_beside_its_field(
    secretary, world: World, content, name, sentence
):
    page = sent(secretary, world, content, name)
    assert page.status_code == 200
    assert sentence in page.text
    assert not ListImport.objects.exists()


def test_a_likely_duplicate_must_have_been_looked_at(secretary, world: World):
    known = cadre(world.dan_tien, date(1995, 3, 12), name="Trần Thị Minh Hoa")
    shown = sent(secretary, world, workbook([HEAD, HOA])).url
    secretary.post(f"{shown}cot/", chosen(ListImport.objects.get()))
    page = secretary.get(shown)
    assert f'href="/can-bo/{known.pk}/"' in page.text
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.chain) == ("read", world.khoai_chau.pk)
    refused = secretary.post(f"{shown}nhap/", {"version": 2})
    assert "Xem từng hồ sơ có thể trùng" in refused.text
    assert not Job.objects.exists()
    secretary.post(f"{shown}nhap/", {"version": 2, "anyway": "on"})
    assert Job.objects.count() == 1


def test_a_stale_page_does_not_start_the_import(secretary, world: World):
    shown = sent(secretary, world, workbook([HEAD, HOA])).url
    listing = ListImport.objects.get()
    secretary.post(f"{shown}cot/", chosen(listing))
    refused = secretary.post(f"{shown}nhap/", {"version": 1})
    assert refused.status_code == 409
    assert "vừa được khớp lại cột" in refused.text
    again = secretary.post(f"{shown}cot/", chosen(listing, engagement="full_time"))
    assert "vừa được khớp lại cột" in again.text
    assert '<option value="full_time" selected' in again.text


def test_a_discarded_list_is_told_and_kept_no_more(secretary, world: World):
    shown = sent(secretary, world, workbook([HEAD, HOA])).url
    page = secretary.post(f"{shown}bo/", follow=True)
    assert "không ghi gì vào sổ" in page.text
    assert "bị bỏ" in page.text
    assert "đã bỏ, chưa ghi gì vào sổ" in secretary.get(shown).text


def test_a_neighbour_finds_no_list_and_a_commune_none_to_act_on(secretary, world: World):
    shown = sent(secretary, world, workbook([HEAD, HOA])).url
    assert client_of(world.neighbour).get(shown).status_code == 404
    assert client_of(world.viewer).get(shown).status_code == 403
    assert client_of(world.commune_secretary).get(PAGE).status_code == 403


def test_the_template_is_a_list_that_is_recognised_and_offers_units(secretary, world: World):
    content = secretary.get(f"{PAGE}tep-mau/").content
    book = load_workbook(BytesIO(content))
    sheet = book["Danh sách"]
    offered = {book["Danh mục"].cell(row=at, column=1).value for at in range(1, 40)}
    assert {"Huyện đoàn Khoái Châu", "Đoàn xã Đồng Tiến"} <= offered
    assert len(sheet.data_validations.dataValidation) == 7
    listing = read_list(
        actor=world.secretary, unit_id=world.khoai_chau.pk, upload=upload(content), now=db_now(), today=DAY
    )
    assert all(listing.columns)


def test_as_many_statements_for_twelve_messages_as_for_three(secretary, world: World):
    def statements(count: int) -> int:
        rows = [row(B=f"Lê Văn {chr(65 + at)}", C="1990") for at in range(count)]
        shown = sent(secretary, world, workbook([HEAD, *rows])).url
        with CaptureQueriesContext(connection) as asked:
            assert secretary.get(shown).text.count("Mới có năm 1990") == count
        return len(asked)

    assert statements(3) == statements(12)
