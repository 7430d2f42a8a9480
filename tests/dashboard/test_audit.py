"""The reader of the log: for staff, of the units they see, in words, without values, and it writes nothing."""

import ast
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from apps.audit.models import Entry
from apps.audit.services import SYSTEM_CHAIN, record
from apps.dashboard.enums import ACT_LABELS
from apps.dashboard.forms import AuditFilterForm
from apps.jobs.models import Job
from apps.units.enums import UnitAct

APPS = Path(__file__).resolve().parents[2] / "apps"


def page(client, user, query=""):
    client.force_login(user)
    answer = client.get(f"/nhat-ky/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def write(world, unit, act="units.grant_role", count=1, actor=None, subject=None):
    for _ in range(count):
        record(
            actor=actor or world.officer,
            act=act,
            subject=subject or world.secretary,
            chain=unit.pk if unit else SYSTEM_CHAIN,
            change={"full_name": "Tên Cũ Bí Mật"},
        )


@pytest.mark.parametrize("role", ["officer", "standing", "administrator"])
def test_staff_reads_who_did_what_in_words(client, world, role):
    write(world, world.khoai_chau)
    html = page(client, getattr(world, role))
    for word in (
        "Giao vai trò",
        "Huyện đoàn Khoái Châu",
        "Đồng chí can-bo",
        "họ và tên",
        "Nhật ký: việc gần nhất lúc",
    ):
        assert word in html
    assert "Bí Mật" not in html
    assert f"tài khoản số {world.secretary.pk}" in html


@pytest.mark.parametrize("role", ["secretary", "commune_secretary", "viewer", "stranger"])
def test_nobody_else_reads_it(client, world, role):
    client.force_login(getattr(world, role))
    answer = client.get("/nhat-ky/")
    assert answer.status_code == 403
    assert "Nhật ký dành cho" in answer.content.decode()


def test_what_an_act_names_as_changed_is_named_in_vietnamese(client, world):
    change = {"receipt": "…", "due_at": "…", "sha256": "…", "text 3 strength": "…", "KL08-B3": 7}
    record(
        actor=world.officer,
        act="reports.submit",
        subject=world.secretary,
        chain=world.phu_cu.pk,
        change=change,
    )
    html = page(client, world.officer)
    assert "đổi KL08-B3, hạn nộp, biên nhận, mã nội dung, phần lời" in html


def test_reading_writes_nothing(client, world):
    write(world, world.khoai_chau)
    page(client, world.officer)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Giao vai trò", "Mời người dùng", "Đặt mật khẩu"}),
        ("?don_vi=khoai+chau", {"Giao vai trò"}),
        ("?don_vi=he+thong", {"Đặt mật khẩu"}),
        ("?nguoi=PHU-CU", {"Đặt mật khẩu"}),
        ("?viec=units.invite", {"Mời người dùng"}),
        ("?ngay=08/10/2021", set()),
        ("?ngay=hom-qua", {"Giao vai trò", "Mời người dùng", "Đặt mật khẩu"}),
        ("?don_vi=khong-co", set()),
        ("?viec=khong-co&truoc=abc", {"Giao vai trò", "Mời người dùng", "Đặt mật khẩu"}),
    ],
)
def test_narrowing(client, world, query, found):
    write(world, world.khoai_chau)
    write(world, world.phu_cu, "units.invite")
    write(world, None, "accounts.set_password", actor=world.neighbour)
    client.force_login(world.officer)
    rows = client.get(f"/nhat-ky/{query}").context["page"].rows
    assert {row.act for row in rows} == found


def test_a_day_is_a_local_day(client, world):
    write(world, world.khoai_chau)
    entry = Entry.objects.get()
    client.force_login(world.officer)
    assert len(client.get(f"/nhat-ky/?ngay={localtime(entry.at):%d/%m/%Y}").context["page"].rows) == 1


def test_a_refused_field_says_why(client, world):
    assert "Ngày ghi như 23/11/2021." in page(client, world.officer, "?ngay=hom-qua")


def test_pages_of_100_that_miss_and_repeat_nothing(client, world):
    write(world, world.khoai_chau, count=205)
    client.force_login(world.officer)
    seen, query = [], "?don_vi=khoai"
    for length in (100, 100, 5):
        answer = client.get(f"/nhat-ky/{query}")
        shown = answer.context["page"]
        assert len(shown.rows) == length
        seen += [row.entry.pk for row in shown.rows]
        query = f"?don_vi=khoai&truoc={shown.older}"
    assert shown.older is None
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 205


def test_what_is_no_longer_known_is_still_shown(client, world):
    shared = {"subject_id": 1, "chain": world.phu_cu.pk, "digest": "", "changed": ["KL07-1"]}
    Entry.objects.create(act="old.act", subject_type="old.model", **shared)
    Entry.objects.create(act="old.act", subject_type="", **shared)
    html = page(client, world.officer)
    assert "old.model số 1" in html
    assert "KL07-1" in html


def test_a_queries_count_equal_for_3_and_for_12_rows(client, world):
    client.force_login(world.officer)
    client.get("/nhat-ky/")
    counts = []
    for rows, units in ((3, [world.khoai_chau]), (12, [world.phu_cu, world.dong_tien, world.province])):
        for unit in units:
            write(world, unit, count=3)
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get("/nhat-ky/").context["page"].rows) == rows
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_every_recorded_act_has_a_vietnamese_name():
    recorded = set(written_acts()) | {f"units.{act}" for act in UnitAct.values}
    assert recorded - set(ACT_LABELS) == set()


def written_acts():
    """Every code ("app.verb") that a call of `record(…)`, or of a function that passes it on, is given."""
    for file in APPS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and re.search("record|audit", ast.unparse(node.func)):
                given = [*node.args, *(word.value for word in node.keywords if word.arg == "act")]
                texts = [value.value for value in given if isinstance(value, ast.Constant)]
                yield from (text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", str(text)))


def test_the_form_offers_every_named_act():
    assert {code for code, _ in AuditFilterForm().fields["viec"].choices} == {"", *ACT_LABELS}


def test_retried_jobs_are_in_the_log_in_words(client, world):
    write(
        world,
        None,
        "jobs.retry",
        subject=Job.objects.create(kind="tests.count", title="Việc", key="1", requested_by=world.officer),
    )
    html = page(client, world.officer)
    assert "Chạy lại việc nền" in html
    assert "việc nền số" in html
