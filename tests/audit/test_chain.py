"""The log: nobody changes it, every chain holds together, and a change by the owner is found and named."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import Error, connection, connections, transaction
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.audit import queries
from apps.audit.models import Entry
from apps.audit.services import record


def person():
    return User.objects.create_user(
        username="nguoi-ghi", email="nguoi-ghi@tinhdoan.example", full_name="Người ghi"
    )


def write(chain, count=1, **change):
    actor = User.objects.first() or person()
    return [
        record(actor=actor, act="tests.act", subject=actor, chain=chain, change=change) for _ in range(count)
    ]


def as_owner(*statements):
    """What only the owner of the database could do, behind the product's back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER ALL")


def checked(*arguments):
    """Exit code, what check_audit printed, and its complaints."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_an_entry_names_the_changed_fields_and_holds_no_value():
    (entry,) = write(7, full_name="Đoàn Thị Bí Mật", phone="0912345678")
    stored = json.dumps(list(Entry.objects.filter(pk=entry.pk).values()), default=str, ensure_ascii=False)
    assert entry.changed == ["full_name", "phone"]
    assert "Bí Mật" not in stored
    assert "0912345678" not in stored


@pytest.mark.django_db
def test_the_digest_is_keyed(settings):
    (before,) = write(7, phone="0912345678")
    settings.AUDIT_KEY = "another key"
    (after,) = write(7, phone="0912345678")
    assert before.digest != after.digest


@pytest.mark.django_db
def test_each_unit_has_a_chain_of_its_own_that_starts_at_one():
    write(7, 3)
    write(8, 2)
    assert list(Entry.objects.filter(chain=7).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert [(head.chain, head.count) for head in queries.heads()] == [(7, 3), (8, 2)]
    last = Entry.objects.get(chain=8, seq=2)
    assert last.previous_hash == Entry.objects.get(chain=8, seq=1).hash
    assert queries.head(8) == last.hash
    assert queries.head(9) == ""


@pytest.mark.parametrize("role", ["tinhdoan_app", "NONE"])
@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_no_change_by_the_role_and_none_by_the_owner_either(fresh_db, role, change):
    """The app role has no right to it (permission denied); the owner is stopped by a trigger."""
    write(7)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    expected = "permission denied" if role == "tinhdoan_app" else "append-only"
    with pytest.raises(Error, match=expected), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_nobody_sets_number_and_hash_by_hand():
    actor = person()
    shared = {
        "actor": actor,
        "act": "tests.act",
        "subject_type": "x",
        "subject_id": 1,
        "chain": 7,
        "digest": "",
    }
    made = Entry.objects.create(seq=99, hash="0" * 64, previous_hash="1" * 64, **shared)
    made.refresh_from_db()
    assert (made.seq, made.previous_hash) == (1, "")
    assert made.hash == queries.recomputed_hash(made)


text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.django_db
@tuned(deadline=None)
@given(
    act=text,
    kind=text,
    changed=st.lists(text, max_size=4),
    actor=st.booleans(),
    subject=st.integers(0, 2**62),
)
def test_python_and_sql_compute_the_same_hash_of_whatever_is_written(act, kind, changed, actor, subject):
    with transaction.atomic():
        entry = Entry.objects.create(
            actor=person() if actor else None,
            act=act, subject_type=kind, subject_id=subject, chain=7, changed=changed, digest="",
        )  # fmt: skip
        entry.refresh_from_db()
        assert entry.hash == queries.recomputed_hash(entry)
        transaction.set_rollback(True)


def test_entries_written_at_once_leave_no_gap(fresh_db):
    person()

    def writer(number):
        try:
            for _ in range(10):
                with transaction.atomic():
                    write(7)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(writer, range(6)))
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
    assert queries.verify().faults == []


def test_an_act_that_fails_leaves_no_entry_and_no_gap(fresh_db):
    write(7)
    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    write(7)
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


@transaction.atomic
def fail_after_writing():
    write(7)
    raise ZeroDivisionError


def test_check_audit_prints_counts_and_heads(fresh_db):
    write(7, 3)
    write(0, 2)
    code, out, err = checked()
    assert (code, err) == (0, "")
    assert f"chuỗi 7: 3 dòng, mã cuối {queries.head(7)}" in out
    assert "5 dòng, 2 chuỗi, 0 lỗi" in out


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    "column",
    [
        "actor_id = NULL",
        "act = 'khac'",
        "subject_id = 99",
        "changed = '{tuoi}'",
        "digest = 'x'",
        "at = at + interval '1 us'",
    ],
)
def test_check_audit_names_the_row_that_was_changed(fresh_db, seq, column):
    entries = write(7, 5)
    as_owner((f"UPDATE audit_entry SET {column} WHERE id = %s", [entries[seq - 1].pk]))
    code, _out, err = checked()
    assert code == 1
    assert f"dòng {entries[seq - 1].pk} (chuỗi 7, số {seq}): mã không khớp" in err
    assert len(err.splitlines()) == 1


def test_check_audit_names_the_row_after_one_that_was_taken_out(fresh_db):
    entries = write(7, 5)
    as_owner(("DELETE FROM audit_entry WHERE id = %s", [entries[2].pk]))
    code, _out, err = checked()
    assert code == 1
    assert f"dòng {entries[3].pk} (chuỗi 7, số 4)" in err


def test_check_audit_notices_a_row_that_was_changed_with_its_hash(fresh_db):
    entries = write(7, 5)
    rehash = "UPDATE audit_entry e SET hash = audit_entry_hash(e) WHERE id = %s"
    as_owner(
        ("UPDATE audit_entry SET act = 'khac' WHERE id = %s", [entries[2].pk]), (rehash, [entries[2].pk])
    )
    code, _out, err = checked()
    assert code == 1
    assert f"dòng {entries[3].pk} (chuỗi 7, số 4): không nối với dòng liền trước" in err


def test_a_head_printed_earlier_finds_a_chain_that_was_cut(fresh_db):
    entries = write(7, 5)
    printed = queries.head(7)
    assert checked("--head", printed)[0] == 0
    as_owner(("DELETE FROM audit_entry WHERE id = %s", [entries[4].pk]))
    assert checked()[0] == 0
    code, _out, err = checked("--head", printed)
    assert code == 1
    assert printed in err
