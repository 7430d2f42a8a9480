"""One page per act on the tree: fill in, see the sentence that will stand in the unit's history, then save it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.core.canonical import sha256
from apps.core.clock import today as local_today
from apps.units import queries, services
from apps.units.forms.acts import ActForm, CloseForm, CorrectForm, FoundForm, MoveForm, RenameForm
from apps.units.models import Unit, UnitEvent
from apps.units.permissions import MANAGE_UNITS, check_anywhere
from apps.units.views.door import check_unit, unit_or_404

act_page = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Page:
    """What an act's page says before anything is typed."""

    act: Callable[..., UnitEvent]
    form: type[ActForm]
    title: str
    lede: str


FOUND = Page(
    services.found,
    FoundForm,
    "Thêm đơn vị từ ngày",
    "Đơn vị mới có trong cây từ ngày quyết định có hiệu lực.",
)
RENAME = Page(
    services.rename,
    RenameForm,
    "Đổi tên từ ngày",
    "Tên cũ giữ đến hết ngày hôm trước; báo cáo của kỳ cũ vẫn mang tên cũ. Nếu chỉ gõ nhầm, dùng “Sửa lỗi gõ”.",
)
MOVE = Page(
    services.move,
    MoveForm,
    "Chuyển cấp trên từ ngày",
    "Mọi đơn vị cấp dưới chuyển theo; kỳ trước ngày ấy vẫn tổng hợp về cấp trên cũ.",
)
CLOSE = Page(
    services.close,
    CloseForm,
    "Đóng từ ngày",
    "Đơn vị không bị xóa: tên, số liệu và các mốc vẫn xem được ở những ngày trước đó.",
)
CORRECT = Page(
    services.correct,
    CorrectForm,
    "Sửa lỗi gõ",
    "Chỉ chữ được sửa, tại chỗ. Nếu đơn vị thật sự đổi tên hay đổi mã, dùng “Đổi tên từ ngày”.",
)


@act_page
def found(request: HttpRequest) -> HttpResponse:
    check_anywhere(MANAGE_UNITS, request.user)
    return answer(request, FOUND, None, {"parent_id": request.GET.get("cap-tren", "")})


@act_page
def rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    return act_on(request, RENAME, unit_id, with_names=True)


@act_page
def move(request: HttpRequest, unit_id: int) -> HttpResponse:
    return act_on(request, MOVE, unit_id)


@act_page
def close(request: HttpRequest, unit_id: int) -> HttpResponse:
    return act_on(request, CLOSE, unit_id)


@act_page
def correct(request: HttpRequest, unit_id: int) -> HttpResponse:
    return act_on(request, CORRECT, unit_id, with_names=True)


def act_on(request: HttpRequest, page: Page, unit_id: int, with_names: bool = False) -> HttpResponse:
    today = local_today()
    unit = unit_or_404(request.user, unit_id, today)
    check_unit(request.user, MANAGE_UNITS, unit)
    card = queries.unit_card(unit, today, with_people=False)
    names = {"name": card.name, "short_name": card.short_name, "code": card.code}
    return answer(request, page, card, names if with_names else {})


def answer(
    request: HttpRequest, page: Page, card: queries.Card | None, initial: dict[str, Any]
) -> HttpResponse:
    """GET: the form. POST: the sentence to agree to; with the agreed sentence unchanged, the act itself."""
    today = local_today()
    form = page.form(request.POST or None, initial=initial)
    sentence = ""
    if request.method == "POST" and form.is_valid():
        given = {**form.given(), "actor": request.user, "today": today}
        given |= {"unit_id": card.unit.pk} if card else {}
        try:
            sentence = services.preview(page.act, **given)
            if request.POST.get("agreed") == sha256(sentence):
                event = page.act(**given)
                messages.success(request, f"Đã ghi: {event.summary}")
                return redirect("units:unit", event.unit_id)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"act": page, "form": form, "card": card, "today": today, "sentence": sentence}
    context |= {
        "agreed": sha256(sentence) if sentence else "",
        "parent_name": parent_name(request, form, today),
    }
    return render(request, "units/act.html", context)


def parent_name(request: HttpRequest, form: ActForm, today: date) -> str:
    """The name beside the picker's id, as far as the user may see that unit."""
    chosen = str(form["parent_id"].value() or "") if "parent_id" in form.fields else ""
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return ""
    is_seen = Unit.objects.visible_to(request.user, today).filter(pk=chosen).exists()
    return queries.name_on(int(chosen), today) if is_seen else ""
