"""Making somebody anonymous reaches the lists on their way out of the register and into it."""

import pytest

from apps.cadres.enums import DataRequestKind, ImportState
from apps.cadres.models import CadreExport, ListImport
from apps.cadres.services import record_data_request
from apps.cadres.services.anonymising import anonymise
from apps.core.clock import db_now
from tests.cadres.people import cadre
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
NAME = "Trần Thị Minh Họa"


def make_anonymous(world: World) -> None:
    person = cadre(world.khoai_chau, name=NAME)
    asked = {"kind": DataRequestKind.ANONYMISING, "reason": "Tự đề nghị", "received_on": DAY, "today": DAY}
    request = record_data_request(actor=world.officer, cadre_id=person.pk, **asked)
    given = {"typed_name": NAME, "version": person.version, "today": DAY, "now": db_now()}
    anonymise(actor=world.officer, request_id=request.pk, **given)


def test_lists_that_were_taken_out_are_withdrawn(world: World):
    given = {"unit": world.khoai_chau, "purpose": "thử", "requested_by": world.officer}
    given |= {"made_at": db_now(), "content": b"PK", "asked": {"text": "ai"}}
    for kind in ("danh-sach", "bieu"):
        CadreExport.objects.create(kind=kind, **given)
    make_anonymous(world)
    kept = {export.kind: (export.is_kept, bool(export.asked)) for export in CadreExport.objects.all()}
    assert kept == {"danh-sach": (False, False), "bieu": (True, True)}


def test_lists_that_wait_and_name_the_person_are_discarded(world: World):
    given = {
        "unit": world.khoai_chau,
        "file_name": "a.xlsx",
        "sha256": "0" * 64,
        "sheet": "1",
        "first_row": 2,
    }
    given |= {"labels": ["Họ đệm", "Tên"], "columns": ["", ""], "uploaded_by": world.secretary}
    naming = ListImport.objects.create(**given, rows=[["Lê Văn", "An"], ["TRẦN THỊ  MINH", "Họa", 7]])
    other = ListImport.objects.create(**given, rows=[["Trần Thị Minh", "Hạnh"]])
    make_anonymous(world)
    states = dict(ListImport.objects.values_list("pk", "state"))
    assert states == {naming.pk: ImportState.DISCARDED, other.pk: ImportState.READ}
    assert "Trần Thị Minh" in str(ListImport.objects.get(pk=other.pk).rows)
