"""The pages of a district's own list: earlier lists, and what the trial run says, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from apps.cadres.enums import STOPPING, Trouble
from apps.cadres.models import Cadre, ListImport
from apps.jobs.models import Job
from apps.units.models import latest_name_of

ROWS_A_PAGE = 50
ADVICE = {
    Trouble.FONT: "Chọn “Đổi chữ … sang Unicode” ở trang Khớp cột, hoặc đổi trong tệp.",
    Trouble.BARE_YEAR: "Tiêu chuẩn tính tuổi đến từng ngày, nên cần đủ ngày, tháng, năm.",
    Trouble.ALIKE: "Mở hồ sơ có sẵn để xem. Nếu là một người, sửa họ tên hoặc đơn vị trong tệp cho khớp với sổ.",
    Trouble.DIFFERS: "Nhập từ Excel không sửa, không chấm dứt việc giữ chức đã ghi.",
}
FIELDS = {
    name: str(Cadre._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    for name in ("full_name", "born_on", "sex", "ethnic_group", "home", "phone", "email")
} | {"party_joined_on": "ngày vào Đảng", "union_joined_on": "ngày vào Đoàn"}


@dataclass(frozen=True)
class Group:
    """Messages of one kind on this page; `total`: on all pages."""

    label: str
    advice: str
    is_stopping: bool
    total: int
    findings: Sequence[Any]


def lists_of(user: Any, today: Any, page: Any) -> Page[ListImport]:
    rows: QuerySet[ListImport] = (
        ListImport.objects.visible_to(user, today)
        .select_related("uploaded_by")
        .defer("rows", "labels", "columns")
        .annotate(unit_name=latest_name_of("unit_id"))
    )
    return Paginator(rows, ROWS_A_PAGE).get_page(page)


def finding_page(findings: Sequence[Any], page: Any) -> Page[Any]:
    return Paginator(findings, ROWS_A_PAGE).get_page(page)


def groups(findings: Sequence[Any], shown: Page[Any]) -> list[Group]:
    """The messages of a page by kind; they come sorted."""
    totals = {trouble: sum(found.trouble == trouble for found in findings) for trouble in Trouble}
    return [
        Group(str(trouble.label), ADVICE.get(trouble, ""), trouble in STOPPING, totals[trouble], list(rows))
        for trouble, rows in groupby(shown.object_list, key=lambda found: found.trouble)
    ]


def what_changes(person: Any) -> str:
    """In words what recording would write for one person of the list."""
    if person.is_new:
        return "hồ sơ mới" + (f", {person.post['position'].name}" if person.post else "")
    said = [FIELDS[name] for name in person.changed]
    said += ["trình độ"] if person.gained else []
    said += [f"giữ chức {person.post['position'].name}"] if person.post else []
    return ", ".join(said)


def active_job(listing: ListImport, kind: str) -> Job | None:
    return Job.objects.active().filter(kind=kind, key=str(listing.pk)).first()
