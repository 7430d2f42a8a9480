"""One page per act on branches and villages: fill in, done, back to where it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.branches import queries, services
from apps.branches.forms import acts as forms
from apps.branches.permissions import KEEP
from apps.branches.views.door import actor_of, branch_or_404, unit_or_404, village_or_404
from apps.core.clock import today as local_today
from apps.core.forms import is_done
from apps.units.models import Unit
from apps.units.queries import shown_day

act_page = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Page:
    """What an act's page says before anything is typed, and after it was done."""

    act: Callable[..., Any]
    title: str
    lede: str
    button: str
    done: str


FOUND = Page(
    services.found_branch,
    "Lập chi đoàn",
    "Có trong danh sách từ ngày quyết định có hiệu lực, cùng khối, địa bàn và nơi sinh hoạt.",
    "Lập chi đoàn",
    "Đã lập chi đoàn. Bí thư chi đoàn do cấp quản lý cán bộ ghi trong sổ cán bộ.",
)
RENAME = Page(
    services.rename_branch,
    "Đổi tên chi đoàn",
    "Tên cũ giữ đến hết ngày hôm trước; số liệu các quý trước vẫn mang tên cũ.",
    "Đổi tên",
    "Đã đổi tên chi đoàn.",
)
CLOSE = Page(
    services.close_branch,
    "Kết thúc hoạt động chi đoàn",
    "Chi đoàn không bị xóa: số liệu, sinh hoạt vẫn xem được. Thôn, tổ dân phố của chi đoàn từ ngày này chưa "
    "có chi đoàn. Người còn giữ chức phải thôi giữ chức trước, trong sổ cán bộ.",
    "Kết thúc hoạt động",
    "Đã kết thúc hoạt động chi đoàn.",
)
SECTOR = Page(
    services.set_sector, "Chuyển khối", "Khối cũ giữ đến hết ngày hôm trước.", "Ghi khối", "Đã ghi khối."
)
COVERAGE = Page(
    services.set_coverage,
    "Địa bàn phụ trách",
    "Chi đoàn ghép phụ trách nhiều thôn, tổ dân phố. Nơi bỏ chọn thôi thuộc chi đoàn từ ngày này.",
    "Ghi địa bàn",
    "Đã ghi địa bàn.",
)
PLACE = Page(
    services.set_meeting_place,
    "Nơi sinh hoạt",
    "Nơi sinh hoạt cũ giữ đến hết ngày hôm trước.",
    "Ghi nơi sinh hoạt",
    "Đã ghi nơi sinh hoạt.",
)
VILLAGE_NEW = Page(
    services.add_village,
    "Thêm thôn, tổ dân phố",
    "Ghi đủ mọi thôn, tổ dân phố của địa bàn, kể cả nơi chưa có chi đoàn.",
    "Thêm",
    "Đã thêm thôn, tổ dân phố.",
)
VILLAGE_RENAME = Page(
    services.rename_village,
    "Đổi tên thôn, tổ dân phố",
    "Đổi tên từ ngày: tên cũ giữ đến hết ngày hôm trước, chi đoàn phụ trách đi theo. Sửa lỗi gõ: sửa tại chỗ.",
    "Lưu tên",
    "Đã lưu tên.",
)
VILLAGE_CLOSE = Page(
    services.close_village,
    "Kết thúc thôn, tổ dân phố",
    "Dùng khi thôn, tổ dân phố sáp nhập hoặc giải thể. Các ngày trước vẫn xem được.",
    "Kết thúc",
    "Đã ghi kết thúc.",
)


@act_page
def found(request: HttpRequest, unit_id: int) -> HttpResponse:
    commune = unit_or_404(request.user, unit_id, shown_day(request.user), KEEP)
    form = forms.FoundForm(
        request.POST or None, villages=choices(request, commune.pk), initial=today_in(request, "effective_on")
    )
    return acted(request, FOUND, form, commune, "branches:board", commune_id=commune.pk)


@act_page
def rename(request: HttpRequest, branch_id: int) -> HttpResponse:
    branch = branch_or_404(request.user, branch_id, shown_day(request.user), KEEP)
    initial = {"name": branch.name} | today_in(request, "effective_on")  # type: ignore[attr-defined]
    form = forms.NameForm(request.POST or None, initial=initial)
    return acted(request, RENAME, form, branch, "branches:branch", branch_id=branch.pk)


@act_page
def close(request: HttpRequest, branch_id: int) -> HttpResponse:
    branch = branch_or_404(request.user, branch_id, shown_day(request.user), KEEP)
    form = forms.CloseForm(request.POST or None, initial=today_in(request, "effective_on"))
    return acted(request, CLOSE, form, branch, "branches:branch", branch_id=branch.pk)


@act_page
def sector(request: HttpRequest, branch_id: int) -> HttpResponse:
    branch = branch_or_404(request.user, branch_id, shown_day(request.user), KEEP)
    form = forms.SectorForm(request.POST or None, initial=today_in(request, "starts_on"))
    return acted(request, SECTOR, form, branch, "branches:branch", branch_id=branch.pk)


@act_page
def coverage(request: HttpRequest, branch_id: int) -> HttpResponse:
    day = shown_day(request.user)
    branch = branch_or_404(request.user, branch_id, day, KEEP)
    commune_id = branch.parents.filter(validity__contains=day).values_list("parent_id", flat=True).first()
    served = [row.village_id for row in branch.coverages.filter(validity__contains=day)]
    initial = {"villages": served} | today_in(request, "starts_on")
    form = forms.CoverageForm(
        request.POST or None, villages=choices(request, commune_id or 0), initial=initial
    )
    return acted(request, COVERAGE, form, branch, "branches:branch", branch_id=branch.pk)


@act_page
def place(request: HttpRequest, branch_id: int) -> HttpResponse:
    branch = branch_or_404(request.user, branch_id, shown_day(request.user), KEEP)
    form = forms.PlaceForm(request.POST or None, initial=today_in(request, "starts_on"))
    return acted(request, PLACE, form, branch, "branches:branch", branch_id=branch.pk)


@act_page
def village_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    commune = unit_or_404(request.user, unit_id, shown_day(request.user), KEEP)
    form = forms.VillageForm(request.POST or None)
    return acted(request, VILLAGE_NEW, form, commune, "branches:villages", commune_id=commune.pk)


@act_page
def village_rename(request: HttpRequest, village_id: int) -> HttpResponse:
    village = village_or_404(request.user, village_id, shown_day(request.user), KEEP)
    form = forms.VillageRenameForm(request.POST or None, initial={"name": village.name})
    return acted(
        request,
        VILLAGE_RENAME,
        form,
        village.commune,
        "branches:villages",
        str(village),
        village_id=village.pk,
    )


@act_page
def village_close(request: HttpRequest, village_id: int) -> HttpResponse:
    village = village_or_404(request.user, village_id, shown_day(request.user), KEEP)
    form = forms.VillageCloseForm(request.POST or None, initial=today_in(request, "ends_on"))
    return acted(
        request,
        VILLAGE_CLOSE,
        form,
        village.commune,
        "branches:villages",
        str(village),
        village_id=village.pk,
    )


def acted(
    request: HttpRequest, page: Page, form: Any, unit: Unit, back: str, of: str = "", **subject: int
) -> HttpResponse:
    """The act when the form is good, then `back` to the unit's page; else the form, with the reason of a refusal."""
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "today": local_today(), **subject, **form.given()}
        if is_done(form, page.act, **given):
            messages.success(request, page.done)
            return redirect(back, unit.pk)
    context = {"act": page, "form": form, "unit": unit, "of": of or str(unit), "back": back}
    return render(request, "branches/act.html", context)


def today_in(request: HttpRequest, field: str) -> dict[str, Any]:
    return {field: shown_day(request.user)}


def choices(request: HttpRequest, commune_id: int) -> list[tuple[int, str]]:
    """Every village of the commune, with the branch that serves it."""
    return queries.village_choices(commune_id, shown_day(request.user))
