"""The quarter of a branch: one page, and one act a form. A refused form comes back with all that was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.branches import queries, services
from apps.branches.forms import entry as forms
from apps.branches.models import WorkPicture
from apps.branches.permissions import ENTER, SEND_BACK
from apps.branches.queries import GROUPS, EntryPage, moment_of
from apps.branches.views.door import actor_of, branch_or_404, quarter_or_404, why_not
from apps.branches.views.register import above
from apps.core.clock import db_now, local_day
from apps.core.forms import is_done
from apps.core.offline import keep_offline
from apps.files.services import serve
from apps.jobs.services import delivered
from apps.units.permissions import Act

# Where on the page each form stands.
ANCHORS = {
    "numbers": "so-lieu", "numbers_acts": "so-lieu", "meeting_form": "sinh-hoat", "meetings_acts": "sinh-hoat",
    "work_form": "viec", "works_acts": "viec", "picture_form": "viec", "hand_form": "gui", "back_form": "gui",
}  # fmt: skip


@require_GET
def quarter(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug)
    response = shown(request, page)
    return response if why_not(request.user, ENTER, page.unit) else keep_offline(request, response)


@require_POST
def numbers(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    group = request.POST.get("nhom", "")
    group = group if group in GROUPS else next(iter(GROUPS))
    form = forms.NumbersForm(request.POST, page=page, group=group)
    return acted(request, page, form, services.save_numbers, "Đã lưu số liệu.", "numbers")


@require_POST
def copy(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    return acted(
        request,
        page,
        forms.NoForm(request.POST),
        services.copy_numbers,
        "Đã giữ số như quý trước.",
        "numbers_acts",
    )


@require_POST
def no_meeting(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.NoMeetingForm(request.POST)
    return acted(request, page, form, services.state_no_meeting, "Đã ghi.", "meetings_acts")


@require_POST
def meeting(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.MeetingForm(request.POST, auto_id="id_meeting_%s")
    return acted(request, page, form, services.save_meeting, "Đã ghi buổi sinh hoạt.", "meeting_form")


@require_POST
def meeting_remove(request: HttpRequest, branch_id: int, slug: str, row_id: int) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.NoForm(request.POST, meeting_id=row_id)
    return acted(request, page, form, services.remove_meeting, "Đã bỏ buổi sinh hoạt.", "meetings_acts")


@require_POST
def work(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.WorkForm(request.POST, auto_id="id_work_%s")
    return acted(request, page, form, services.save_work, "Đã ghi công trình, phần việc.", "work_form")


@require_POST
def work_remove(request: HttpRequest, branch_id: int, slug: str, row_id: int) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.NoForm(request.POST, work_id=row_id)
    return acted(request, page, form, services.remove_work, "Đã bỏ công trình, phần việc.", "works_acts")


@require_POST
def picture_add(request: HttpRequest, branch_id: int, slug: str, row_id: int) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.PictureForm(request.POST, request.FILES, auto_id=f"id_picture_{row_id}_%s")
    return acted(request, page, form, services.add_picture, "Đã thêm ảnh.", "picture_form", work_id=row_id)


@require_POST
def picture_remove(request: HttpRequest, branch_id: int, slug: str, row_id: int) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.NoForm(request.POST, picture_id=row_id)
    return acted(request, page, form, services.withdraw_picture, "Đã gỡ ảnh.", "works_acts")


@require_POST
def hand_over(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, ENTER)
    form = forms.HandOverForm(request.POST, auto_id="id_hand_%s")
    done = f"Đã gửi số liệu {page.period.short_label}. Số liệu được khóa lại."
    return acted(request, page, form, services.hand_over, done, "hand_form")


@require_POST
def send_back(request: HttpRequest, branch_id: int, slug: str) -> HttpResponse:
    page = page_of(request, branch_id, slug, SEND_BACK)
    form = forms.SendBackForm(request.POST, auto_id="id_back_%s")
    return acted(request, page, form, services.send_back, "Đã trả lại để chi đoàn sửa.", "back_form")


@require_GET
def picture(request: HttpRequest, branch_id: int, picture_id: int) -> FileResponse:
    branch = branch_or_404(request.user, branch_id, moment_of(request.user).day)
    pictures = WorkPicture.objects.filter(work__quarter__branch=branch, withdrawn_at=None)
    return serve(get_object_or_404(pictures.select_related("file"), pk=picture_id).file)


def page_of(request: HttpRequest, branch_id: int, slug: str, act: Act | None = None) -> EntryPage:
    """The quarter's page behind the branch's door; with an act, for those alone who may do it."""
    moment = moment_of(request.user)
    unit = branch_or_404(request.user, branch_id, moment.day, *([act] if act else []))
    asked = quarter_or_404(moment, slug)
    assert asked
    return queries.entry_page(unit, asked, moment.day)


def acted(
    request: HttpRequest,
    page: EntryPage,
    form: Any,
    act: Callable[..., Any],
    done: str,
    key: str,
    **more: Any,
) -> HttpResponse:
    """The act when the form is good, then the page anew; else the page with what was typed, under `key`."""
    now = db_now()
    entry = {
        "actor": actor_of(request), "branch_id": page.unit.pk, "period_id": page.period.pk,
        "now": now, "today": local_day(now),
    }  # fmt: skip
    if form.is_valid() and done_once(request, form, act, entry | more | form.given()):
        messages.success(request, done)
        return redirect(
            f"{reverse('branches:quarter', args=[page.unit.pk, page.period.slug])}#{ANCHORS[key]}"
        )
    return shown(request, page_of(request, page.unit.pk, page.period.slug), {key: form} | more)


def done_once(request: HttpRequest, form: Any, act: Callable[..., Any], given: dict[str, Any]) -> bool:
    """Whether the act was done, now or when the same form came before."""
    return delivered(
        actor=request.user,
        path=request.path,
        post=request.POST,
        files=request.FILES,
        act=lambda: is_done(form, act, **given),
    )


def shown(request: HttpRequest, page: EntryPage, refused: dict[str, Any] | None = None) -> HttpResponse:
    """`refused`: the form that came back, in the place of the fresh one."""
    context = {
        "page": page,
        "unit": page.unit,
        "commune": above(request.user, page.unit, page.asked.now.date()),
        "why_not_enter": why_not(request.user, ENTER, page.unit),
        "why_not_send_back": why_not(request.user, SEND_BACK, page.unit),
        **forms.fresh(page, request.GET.get("buoi", ""), request.GET.get("viec", "")),
        **(refused or {}),
    }
    kept = context.get("numbers")
    context["groups"] = [
        kept.renewed(page)
        if kept and kept.group == group
        else forms.NumbersForm(None, page=page, group=group)
        for group in GROUPS
    ]
    return render(request, "branches/quarter.html", context, status=422 if refused else 200)
