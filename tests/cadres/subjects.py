"""What the routes of the cadres' register are asked about: a deputy of a district, papers, requests, a list."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.cadres.models import (
    Appointment,
    AppointmentFile,
    DataRequest,
    ListImport,
    Position,
    Standard,
    StandardSet,
)
from apps.cadres.services import (
    Scan,
    appoint,
    attach_decision,
    copy_standards,
    record_cadre,
    record_data_request,
)
from apps.core.clock import db_now, today
from apps.units.models import Unit
from tests.files.makers import pdf


def serving(district: Unit, secretary: Any) -> Appointment:
    """A deputy secretary of the district, recorded by its secretary."""
    person = record_cadre(
        actor=secretary, unit_id=district.pk, held=[], today=today(),
        facts={"full_name": "Trần Thị Minh Họa", "born_on": date(1990, 3, 12), "phone": "0912"},
    )  # fmt: skip
    post = {
        "unit_id": district.pk, "position": Position.objects.get(pk="DEPUTY_SECRETARY"), "engagement": "full_time",
        "is_concurrent": False, "is_main": True, "group": "general", "origin": "elected", "decision_number": "1-QĐ",
        "decision_on": None,
    }  # fmt: skip
    return appoint(actor=secretary, cadre_id=person.pk, post=post, starts_on=date(2020, 3, 1), today=today())


def drafted_standard() -> Standard:
    """A row of a draft, written by Ban Tổ chức – Kiểm tra."""
    document = {
        "code": "1-QĐ", "short_name": "Quy chế thử", "title": "Thử", "issued_on": None, "issued_by": "", "note": "",
    }  # fmt: skip
    in_force, officer = StandardSet.objects.published().get(), User.objects.get(username="tochuc")
    draft = copy_standards(actor=officer, set_id=in_force.pk, document=document, starts_on=date(2030, 1, 1))
    return draft.standards.order_by("pk").first()


def paper_of(appointment: Appointment, secretary: Any) -> AppointmentFile:
    scan = Scan(SimpleUploadedFile("QĐ 1.pdf", pdf()), db_now())
    given = {"appointment_id": appointment.pk, "kind": "appointing", "scan": scan, "today": today()}
    return attach_decision(actor=secretary, **given)


def asked_for(cadre_id: int, secretary: Any) -> DataRequest:
    given = {"kind": "anonymising", "received_on": today(), "reason": "Đơn của cán bộ", "today": today()}
    return record_data_request(actor=secretary, cadre_id=cadre_id, **given)


def read_for(district: Unit, secretary: Any) -> ListImport:
    """A list of one person that waits for its import."""
    return ListImport.objects.create(
        unit=district, file_name="danh-sach.xlsx", sha256="0" * 64, sheet="Sheet1", first_row=2,
        labels=["Họ và tên", "Ngày sinh"], columns=["full_name", "born_on"], uploaded_by=secretary,
        rows=[["Lê Văn Minh Họa", {"on": "1995-05-17"}]],
    )  # fmt: skip
