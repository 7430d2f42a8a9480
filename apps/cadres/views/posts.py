"""One page per act on positions: giữ chức, thôi giữ chức, chuyển, sửa lỗi gõ."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.cadres import services
from apps.cadres.forms.fields import ask_for_the_file_again
from apps.cadres.forms.posts import CorrectForm, EndForm, PostForm, values_of
from apps.cadres.models import Appointment, Cadre
from apps.cadres.views.door import actor_of, appointment_or_404, kept_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew
from apps.core.ranges import in_words
from apps.units.queries import name_on, picked_name, shown_day

act_page = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Page:
    """What an act's page says before anything is typed, and after it was done."""

    form: type[forms.Form]
    title: str
    lede: str
    button: str
    done: str


APPOINT = Page(
    PostForm,
    "Ghi giữ chức",
    "Từ một ngày, theo quyết định. Nhiều chức danh cùng lúc thì một chức danh là chính.",
    "Ghi giữ chức",
    "Đã ghi giữ chức.",
)
END = Page(
    EndForm,
    "Thôi giữ chức",
    "Thời gian đã giữ chức vẫn còn trong hồ sơ. Trưởng thành Đoàn, bố trí công tác cũng ghi ở đây.",
    "Ghi thôi giữ chức",
    "Đã ghi thôi giữ chức.",
)
MOVE = Page(
    PostForm,
    "Chuyển chức danh",
    "Chức danh cũ kết thúc và chức danh mới bắt đầu cùng một ngày, trong một lần ghi.",
    "Ghi chuyển",
    "Đã ghi chuyển chức danh.",
)
CORRECT = Page(
    CorrectForm,
    "Sửa lỗi gõ",
    "Chỉ dùng khi đã gõ nhầm: nội dung được sửa tại chỗ, lịch sử giữ điều đã ghi trước. "
    "Nếu có thay đổi thật, dùng “Chuyển” hoặc “Thôi giữ chức”.",
    "Lưu",
    "Đã sửa lỗi gõ.",
)


@act_page
def appoint(request: HttpRequest, cadre_id: int) -> HttpResponse:
    today = local_today()
    cadre = kept_or_404(request.user, cadre_id, today)
    initial = {"unit_id": str(cadre.unit_id), "starts_on": shown_day(request.user)}
    form = PostForm(request.POST or None, request.FILES or None, initial=initial)
    given = {"cadre_id": cadre_id, "today": today} | scanned(request, form)
    return acted(request, APPOINT, form, services.appoint, given, cadre) or shown(
        request, APPOINT, form, cadre
    )


@act_page
def end(request: HttpRequest, cadre_id: int, appointment_id: int) -> HttpResponse:
    today = local_today()
    row = appointment_or_404(request.user, cadre_id, appointment_id, today)
    initial = {"ending": request.GET.get("ly-do", ""), "ends_on": shown_day(request.user)}
    form = EndForm(request.POST or None, request.FILES or None, initial=initial)
    return act_on(request, END, form, services.end_appointment, row)


@act_page
def move(request: HttpRequest, cadre_id: int, appointment_id: int) -> HttpResponse:
    today = local_today()
    row = appointment_or_404(request.user, cadre_id, appointment_id, today)
    kept = {name: getattr(row, name) for name in ("engagement", "group", "is_main", "is_concurrent")}
    initial = kept | {"unit_id": str(row.unit_id), "starts_on": shown_day(request.user)}
    form = PostForm(request.POST or None, request.FILES or None, initial=initial)
    return act_on(request, MOVE, form, services.move, row)


@act_page
def correct(request: HttpRequest, cadre_id: int, appointment_id: int) -> HttpResponse:
    row = appointment_or_404(request.user, cadre_id, appointment_id, local_today())
    initial = values_of(row) | {"version": row.cadre.version}
    form = CorrectForm(request.POST or None, initial=initial)
    return act_on(request, CORRECT, form, services.correct, row)


def act_on(request: HttpRequest, page: Page, form: Any, act: Any, row: Appointment) -> HttpResponse:
    given = {"appointment_id": row.pk, "today": local_today()} | scanned(request, form)
    return acted(request, page, form, act, given, row.cadre) or shown(request, page, form, row.cadre, row)


def scanned(request: HttpRequest, form: Any) -> dict[str, Any]:
    """The decision that came with the form, for the acts that keep one."""
    upload = request.FILES.get("scan") if "scan" in form.fields else None
    return {"scan": services.Scan(upload, db_now())} if upload else {}


def acted(
    request: HttpRequest, page: Page, form: Any, act: Any, given: dict[str, Any], cadre: Cadre
) -> HttpResponse | None:
    """The act, when the form is good; nothing when it was refused: then the form carries the reason."""
    if request.method != "POST" or not form.is_valid():
        return None
    if attempt(form, act, actor=actor_of(request), **given, **form.given()):
        messages.success(request, page.done)
        return redirect("cadres:cadre", cadre.pk)
    if getattr(form, "is_stale", False):
        renew(form, cadre.version)
    return None


def shown(
    request: HttpRequest, page: Page, form: Any, cadre: Cadre, row: Appointment | None = None
) -> HttpResponse:
    today = local_today()
    if form.errors:
        ask_for_the_file_again(form)
    chosen = form["unit_id"].value() if "unit_id" in form.fields else ""
    context = {"act": page, "form": form, "cadre": cadre, "row": row}
    context["chosen_unit"] = picked_name(request.user, chosen, today)
    if row:
        context |= {"row_unit": name_on(row.unit_id, today), "row_days": in_words(row.validity)}
    return render(request, "cadres/act.html", context)
