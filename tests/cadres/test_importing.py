"""A district's own list: what the trial run says of messy cells, and that everybody or nobody is recorded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.models import Entry
from apps.cadres.enums import Trouble
from apps.cadres.models import (
    Appointment,
    AppointmentEvent,
    Cadre,
    CadreEvent,
    ColumnChoice,
    ListImport,
    Qualification,
)
from apps.cadres.services import discard_list, forget_lists, make_plan, match_columns, read_list, record_list
from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from tests.cadres.lists import HEAD, HOA, NAM, RULES, listed, row, upload, workbook
from tests.cadres.people import appoint, cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


def tried(world: World, *rows, **more):
    return make_plan(listed(world, HEAD, *rows, **more), user=world.secretary, today=DAY)


def recorded(world: World, listing: ListImport):
    return record_list(
        actor=world.secretary, listing_id=listing.pk, version=listing.version, now=db_now(), today=DAY
    )


def register() -> dict[str, object]:
    """Everything that a second import must leave as it is."""
    tables = (Cadre, CadreEvent, Qualification, Appointment, AppointmentEvent)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


MESSY = [
    (row(B=None), Trouble.MISSING, "B2", "Thiếu họ và tên"),
    (row(C=None), Trouble.MISSING, "C2", "Thiếu ngày sinh"),
    (row(G=None), Trouble.MISSING, "G2", "Thiếu ngày giữ chức Bí thư"),
    (row(C="31/02/1990"), Trouble.NO_SUCH_DAY, "C2", "Không có ngày 31/02/1990"),
    (row(C="1990"), Trouble.BARE_YEAR, "C2", "Mới có năm 1990"),
    (row(C=1990), Trouble.BARE_YEAR, "C2", "Mới có năm 1990"),
    (row(C="5/1990"), Trouble.BARE_YEAR, "C2", "Mới có tháng và năm"),
    (row(C="mồng năm Tết"), Trouble.NOT_A_DAY, "C2", "Ghi ngày như 17/05/1990."),
    (row(C=34770), Trouble.NOT_A_DAY, "C2", "nếu là ngày thì là 12/03/1995"),
    (row(B="TrÇn ThÞ Hoa"), Trouble.FONT, "B2", "TCVN3 (.VnTime), đọc là “Trần Thị Hoa”"),
    (row(B="Traàn Thò Hoa"), Trouble.FONT, "B2", "VNI (VNI-Times), đọc là “Trần Thị Hoa”"),
    (row(H="Trung cấp LLCT"), Trouble.WRONG_COLUMN, "H2", "chuyển sang cột Lý luận chính trị"),
    (row(I="Đại học Luật"), Trouble.WRONG_COLUMN, "I2", "chuyển sang cột Trình độ chuyên môn"),
    (row(H="lớp mười"), Trouble.UNKNOWN, "H2", "THPT, trung cấp, cao đẳng"),
    (row(D="x"), Trouble.UNKNOWN, "D2", "Giới tính ghi một trong: nam, nữ."),
    (row(F="Bí thư chi đoàn thôn Đông"), Trouble.UNKNOWN, "F2", "Chức danh ghi một trong: Bí thư, Phó Bí thư"),
    (row(E="Đồng Tiên Sa"), Trouble.NO_UNIT, "E2", "Không có trong Huyện đoàn Khoái Châu."),
    (row(E="Đoàn xã Phù Cừ"), Trouble.NO_UNIT, "E2", "Không có trong Huyện đoàn Khoái Châu."),
    (row(C=date(2019, 1, 1)), Trouble.REFUSED, "C2", "Kiểm tra lại năm sinh"),
    (row(G=date(2031, 1, 1)), Trouble.REFUSED, "G2", "kiểm tra lại năm"),
    (row(J="9" * 30), Trouble.REFUSED, "J2", "20"),
]  # fmt: skip


@pytest.mark.parametrize(("messy", "trouble", "address", "sentence"), MESSY)
def test_a_messy_cell_has_one_message_with_its_address(world: World, messy, trouble, address, sentence):
    found = tried(world, messy).stopping
    assert [(one.trouble, one.row, one.address) for one in found] == [(trouble, 2, address)]
    assert sentence in found[0].sentence


def test_a_good_list_is_recorded_as_the_pages_would(world: World):
    plan = tried(world, HOA, NAM)
    assert (plan.new_count, plan.updated_count, plan.same_count, plan.findings) == (2, 0, 0, [])
    recorded(world, ListImport.objects.get())
    hoa = Cadre.objects.get(full_name="Trần Thị Minh Họa")
    assert (hoa.unit, hoa.born_on, hoa.sex, hoa.phone) == (
        world.dong_tien,
        date(1995, 3, 12),
        "female",
        "0912345678",
    )
    assert [(row.kind, row.level, row.field) for row in hoa.qualifications.order_by("kind")] == [
        ("education", 4, "Luật"),
        ("theory", 2, ""),
    ]
    post = hoa.appointments.get()
    assert (post.position_id, post.unit, post.validity.lower, post.engagement, post.origin, post.seat) == (
        "SECRETARY", world.dong_tien, date(2020, 5, 1), "voluntary", "elected", "SECRETARY",
    )  # fmt: skip
    assert Cadre.objects.get(full_name="Lê Văn Minh Họa").unit == world.dan_tien
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-5:] == ["cadres.record", "cadres.appoint"] * 2 + ["cadres.import_list"]


def test_what_was_read_is_not_kept_once_it_is_recorded_or_discarded(world: World):
    recorded(world, listed(world, HEAD, HOA))
    done = ListImport.objects.get()
    assert (done.state, done.rows, done.new_count, done.updated_count, done.same_count) == (
        "imported",
        None,
        1,
        0,
        0,
    )
    dropped = listed(world, HEAD, NAM)
    discard_list(actor=world.secretary, listing_id=dropped.pk, now=db_now(), today=DAY)
    dropped.refresh_from_db()
    assert (dropped.state, dropped.rows) == ("discarded", None)


def test_a_list_that_nobody_records_is_forgotten_after_a_week(world: World):
    old, young = listed(world, HEAD, HOA), None
    ListImport.objects.update(uploaded_at=db_now() - timedelta(days=8))
    young = read_list(
        actor=world.deputy,
        unit_id=world.khoai_chau.pk,
        upload=upload(workbook([HEAD, NAM])),
        now=db_now(),
        today=DAY,
    )
    assert forget_lists(now=db_now()) == 1
    assert list(ListImport.objects.read()) == [young]
    old.refresh_from_db()
    assert old.rows is None


def test_the_same_file_twice_changes_nothing(world: World):
    recorded(world, listed(world, HEAD, HOA, NAM))
    before, entries = register(), Entry.objects.exclude(act__contains="list").count()
    again = listed(world, HEAD, HOA, NAM)
    plan = make_plan(again, user=world.secretary, today=DAY)
    assert (plan.to_write, plan.findings, plan.same_count) == ([], [], 2)
    with pytest.raises(ValidationError, match="không có gì thay đổi"):
        recorded(world, again)
    assert register() == before
    assert (
        Entry.objects.exclude(act__contains="list").exclude(act="cadres.match_columns").count() == entries - 1
    )


def test_an_empty_cell_clears_nothing_and_a_lower_level_takes_nothing(world: World):
    recorded(world, listed(world, HEAD, HOA))
    plan = tried(world, row(D=None, I="sơ cấp", J=None, H="Thạc sĩ"))
    assert [found.trouble for found in plan.findings] == [Trouble.LOWER]
    recorded(world, ListImport.objects.read().get())
    hoa = Cadre.objects.get()
    assert (hoa.sex, hoa.phone, hoa.version) == ("female", "0912345678", 2)
    assert {(row.kind, row.level) for row in hoa.qualifications.all()} == {
        ("education", 4), ("education", 5), ("theory", 2),
    }  # fmt: skip


def test_all_or_nothing_when_the_last_row_is_refused_by_the_database(world: World, monkeypatch):
    """The trial run is told not to see a taken seat, as when somebody takes it a moment later."""
    appoint(cadre(world.dan_tien, name="Vũ Văn Minh Họa"), "SECRETARY", date(2020, 1, 1))
    listing = listed(world, HEAD, HOA, row(B="Lê Thị Minh Họa", E="Dân Tiến"))
    monkeypatch.setattr("apps.cadres.services.importing.planning.Planner.tell_taken_seats", lambda self: None)
    before = register()
    with pytest.raises(
        ValidationError, match=r"Dòng 3 \(Lê Thị Minh Họa\): .*đã có người giữ.*Chưa ghi ai vào sổ"
    ):
        recorded(world, listing)
    assert register() == before
    assert ListImport.objects.read().get() == listing


def test_a_row_in_error_stops_the_whole_list(world: World):
    listing = listed(world, HEAD, HOA, row(B="Lê Văn Minh Họa", C="1990"), row(B="Vũ Minh Họa", E="Ở đâu"))
    plan = make_plan(listing, user=world.secretary, today=DAY)
    assert [one.full_name for one in plan.to_write] == ["Trần Thị Minh Họa"]
    assert (plan.row_count, plan.new_count, plan.rows_in_error) == (3, 1, 2)
    with pytest.raises(ValidationError, match="Còn 2 dòng có lỗi"):
        recorded(world, listing)
    assert not Cadre.objects.exists()


def test_what_the_register_says_otherwise_is_told_and_never_overwritten(world: World):
    recorded(world, listed(world, HEAD, HOA))
    told = {
        "G2": row(G=date(2020, 6, 1)),
        "F2": row(F="Phó Bí thư", G=date(2021, 1, 1)),
    }
    for address, changed in told.items():
        found = tried(world, changed).stopping
        assert [(one.trouble, one.address, one.cadre_id) for one in found] == [
            (Trouble.DIFFERS, address, Cadre.objects.get().pk)
        ]
    taken = tried(world, row(B="Lê Văn Minh Họa")).stopping
    assert [(one.trouble, one.address) for one in taken] == [(Trouble.DIFFERS, "F2")]
    assert "Trần Thị Minh Họa" in taken[0].sentence


def test_twins_in_the_list_and_two_secretaries_of_one_unit_are_told(world: World):
    found = tried(world, HOA, HOA).stopping
    assert (found[0].trouble, found[0].address) == (Trouble.REPEATED, "B3")
    found = tried(world, HOA, row(B="Lê Văn Minh Họa")).stopping
    assert [(one.trouble, one.address) for one in found] == [(Trouble.REFUSED, "F2"), (Trouble.REFUSED, "F3")]


def test_a_likely_duplicate_is_shown_and_does_not_stop(world: World):
    there = cadre(world.dan_tien, date(1995, 3, 12), name="Trần Thị Minh Hoa")
    unknown = cadre(world.dan_tien, None, name="Lê Văn Minh Họa")
    plan = tried(world, HOA, NAM)
    assert [(one.trouble, one.row, one.cadre_id) for one in plan.findings] == [
        (Trouble.ALIKE, 2, there.pk),
        (Trouble.ALIKE, 3, unknown.pk),
    ]
    assert plan.stopping == []
    hidden = cadre(world.phu_cu, date(1995, 3, 12), name="Trần Thị Minh Họa")
    assert hidden.pk not in {one.cadre_id for one in tried(world, HOA).findings}


def test_old_fonts_are_turned_when_the_person_agrees(world: World):
    plan = tried(world, row(B="TrÇn ThÞ ¸nh", E="§ång TiÕn"), turns_fonts=True)
    assert [(one.trouble, one.address) for one in plan.findings] == [
        (Trouble.TURNED, "B2"),
        (Trouble.TURNED, "E2"),
    ]
    assert [(person.full_name, person.unit_name) for person in plan.people] == [
        ("Trần Thị Ánh", "Đoàn xã Đồng Tiến")
    ]


def test_two_merged_head_rows_below_a_title_are_found(world: World):
    top = ("TT", "Họ và tên", "Ngày sinh", "Đơn vị", "Trình độ", None, "Chức vụ")
    low = (None, None, None, None, "Chuyên môn", "LLCT", None)
    title = ("DANH SÁCH CÁN BỘ ĐOÀN HUYỆN KHOÁI CHÂU", None, None, None, None, None, None)
    people = [
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        ("I", "Cụm phía Bắc", None, None, None, None, None),
        (1, "TRẦN THỊ HOA", date(1995, 3, 12), "Đồng Tiến", "Đại học", "Trung cấp", None),
        (2, "Lê Văn Nam", date(1996, 5, 17), None, "Cao đẳng", "Chưa", None),
        ("Tổng cộng:", "Tổng số: 2", None, None, 2, None, None),
    ]
    merged = ["A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "D7:D8"]
    listing = listed(world, title, (), top, low, *people, merged=merged)
    assert listing.columns == ["", "full_name", "born_on", "unit", "education", "theory", "position"]
    assert (listing.labels[4:6], listing.first_row) == (["Chuyên môn", "LLCT"], 5)
    plan = make_plan(listing, user=world.secretary, today=DAY)
    assert [(one.full_name, one.unit_name, one.row) for one in plan.people] == [
        ("Trần Thị Hoa", "Đoàn xã Đồng Tiến", 7),
        ("Lê Văn Nam", "Đoàn xã Đồng Tiến", 8),
    ]
    assert [(one.trouble, one.row) for one in plan.findings] == [(Trouble.SKIPPED, at) for at in (5, 6, 9)]


def test_a_title_right_above_the_head_is_no_part_of_it(world: World):
    title = ("DANH SÁCH CÁN BỘ", None, None)
    listing = listed(
        world, title, ("Họ và tên", "Ngày sinh", "Ghi chú"), ("Lê Nam", "17/05/1996", None), merged=["A1:C1"]
    )
    assert (listing.labels, listing.first_row) == (["Họ và tên", "Ngày sinh", "Ghi chú"], 3)


def test_family_and_given_name_in_two_columns_are_one_name(world: World):
    plan = make_plan(
        listed(world, ("Họ đệm", "Tên", "Ngày sinh"), ("Trần Thị", "Hoa", date(1995, 3, 12))),
        user=world.secretary,
        today=DAY,
    )
    assert ([one.full_name for one in plan.people], plan.stopping) == (["Trần Thị Hoa"], [])


def test_how_a_head_is_understood_is_remembered_for_the_unit(world: World):
    listing = listed(world, ("Đồng chí", "Họ và tên", "Sinh", "Ghi chú"), (1, "Lê Nam", "17/05/1996", "x"))
    assert listing.columns == ["", "full_name", "", ""]
    match_columns(
        actor=world.secretary, listing_id=listing.pk, version=2, columns=["", "full_name", "born_on", ""],
        rules=RULES, today=DAY,
    )  # fmt: skip
    again = listed(world, ("SINH", "HỌ VÀ TÊN"), ("17/05/1996", "Lê Nam"))
    assert again.columns == ["born_on", "full_name"]
    assert ColumnChoice.objects.filter(unit=world.khoai_chau, header="sinh").get().column == "born_on"
    assert again.engagement == "voluntary"


def test_one_thing_stands_in_one_column_and_a_stale_page_is_refused(world: World):
    listing = listed(world, HEAD, HOA)
    given = {"actor": world.secretary, "listing_id": listing.pk, "rules": RULES, "today": DAY}
    with pytest.raises(ValidationError, match="Hai cột cùng là Họ và tên"):
        match_columns(version=2, columns=["full_name", "full_name", *[""] * 8], **given)
    with pytest.raises(Stale):
        match_columns(version=1, columns=listing.columns, **given)


def test_only_who_keeps_the_cadres_reads_and_records(world: World):
    listing = listed(world, HEAD, HOA)
    for person in (world.neighbour, world.commune_secretary, world.viewer, world.administrator):
        with pytest.raises(NotAllowed):
            read_list(
                actor=person,
                unit_id=world.khoai_chau.pk,
                upload=upload(workbook([HEAD, HOA])),
                now=db_now(),
                today=DAY,
            )
        given = {"actor": person, "listing_id": listing.pk, "today": DAY}
        with pytest.raises(NotAllowed):
            match_columns(version=listing.version, columns=listing.columns, rules=RULES, **given)
        with pytest.raises(NotAllowed):
            record_list(version=listing.version, now=db_now(), **given)
        with pytest.raises(NotAllowed):
            discard_list(now=db_now(), **given)


def test_a_sheet_without_names_and_a_list_that_is_too_long_are_refused(world: World):
    for rows, sentence in (
        ([("a", "b"), (1, 2)], "Không thấy dòng đầu bảng"),
        ([HEAD, *[HOA] * 5001], "5.000 dòng"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            listed(world, *rows)


def test_as_many_statements_for_twelve_people_as_for_three(world: World):
    def statements(count: int) -> int:
        rows = [row(B=f"Lê Văn {chr(65 + at)}", F="UV BCH") for at in range(count)]
        listing = listed(world, HEAD, *rows)
        with CaptureQueriesContext(connection) as asked:
            assert len(make_plan(listing, user=world.secretary, today=DAY).to_write) == count
        return len(asked)

    assert statements(3) == statements(12)
