"""Sets of standards: over time, row by row; a draft, what it would change, and putting it in force."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from apps.cadres import services
from apps.cadres.forms import standards as forms
from apps.cadres.forms.succession import DayForm
from apps.cadres.models import StandardSet
from apps.cadres.permissions import SET_STANDARDS, check_can_set_standards, check_can_view_list, reach
from apps.cadres.queries import standards as queries
from apps.cadres.queries.preview import Preview, first_preview_day, preview_days
from apps.cadres.queries.preview import preview as compare
from apps.cadres.services.standards import NO_DRAFT, NOT_IN_FORCE
from apps.cadres.views.door import actor_of, why_not
from apps.cadres.views.posts import Page, act_page
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew
from apps.core.ranges import in_words
from apps.units.models import Unit

COPY = Page(
    forms.CopyForm,
    "Chép thành bộ mới",
    "Bản dự thảo có đủ các dòng của bộ này để sửa; chưa xét ai cho đến khi áp dụng.",
    "Chép thành dự thảo",
    "Đã chép thành dự thảo; sửa các dòng, rồi xem trước.",
)
DESCRIBE = Page(
    forms.DocumentForm,
    "Văn bản và ngày xét",
    "Cơ quan và ngày ban hành phải có trước khi áp dụng.",
    "Lưu",
    "Đã lưu văn bản của bản dự thảo.",
)
ROW = Page(
    forms.RowForm,
    "Dòng tiêu chuẩn",
    "Ô để trống là chưa tìm thấy quy định: mục ấy không xét ai đạt hay chưa đạt.",
    "Lưu dòng",
    "Đã lưu dòng tiêu chuẩn.",
)
REMOVE = Page(
    forms.VersionForm, "Bỏ dòng", "Dòng này không còn trong bản dự thảo.", "Bỏ dòng", "Đã bỏ dòng tiêu chuẩn."
)
DISCARD = Page(
    forms.VersionForm,
    "Bỏ bản dự thảo",
    "Bản dự thảo và các dòng của bản ấy bị xóa; các bộ đã áp dụng không đổi.",
    "Bỏ bản dự thảo",
    "Đã bỏ bản dự thảo.",
)
END = Page(
    forms.EndForm,
    "Ngày hết hiệu lực",
    "Từ ngày ấy, nếu chưa có bộ khác, mọi nhận định là “chưa nhập tiêu chuẩn”. "
    "Nhận định của các ngày trước không đổi.",
    "Ghi ngày hết hiệu lực",
    "Đã ghi ngày hết hiệu lực.",
)
CORRECT = Page(
    forms.CorrectForm,
    "Sửa lỗi gõ",
    "Mở một bản dự thảo của chính bộ này để sửa chỗ gõ sai. Khi áp dụng, bản sửa thay bản cũ cho mọi ngày của bộ; "
    "bản cũ vẫn giữ để xem. Nếu quy định thay đổi thật, dùng “Chép thành bộ mới”.",
    "Mở bản sửa",
    "Đã mở bản sửa; sửa chỗ gõ sai, rồi xem trước.",
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Which set holds on the day asked for, its rows, what held before and what comes."""
    check_can_view_list(request.user)
    form = DayForm(request.GET)
    day = form.read(local_today())
    refused = why_not(check_can_set_standards, request.user)
    found = queries.set_on(day)
    context = {
        "form": form,
        "day": day,
        "found": found,
        "days": in_words(found.validity) if found else "",
        "page": queries.lines(found, request.GET.get("page")) if found else None,
        "events": queries.timeline(day, request.GET.get("cac-bo"), with_drafts=not refused),
        "counting": queries.counting(day),
        "why_not": refused,
    }
    return render(request, "cadres/standards.html", context)


@require_GET
def standard_set(request: HttpRequest, set_id: int) -> HttpResponse:
    found = set_or_404(request.user, set_id)
    refused = why_not(check_can_set_standards, request.user)
    context = {
        "found": found,
        "days": in_words(found.validity),
        "state": queries.state_of(found, local_today()),
        "page": queries.lines(found, request.GET.get("page")),
        "correction": queries.correction_of(found, with_drafts=not refused),
        "why_not": refused,
    }
    return render(request, "cadres/standard_set.html", context)


@act_page
def copy(request: HttpRequest, set_id: int) -> HttpResponse:
    return acted(request, COPY, forms.CopyForm(request.POST or None), services.copy_standards, set_id)


@act_page
def describe(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    form = forms.DocumentForm(request.POST or None, initial=forms.document_of(found))
    if found.corrects_id:
        del form.fields["starts_on"]
    return acted(request, DESCRIBE, form, services.describe_standards, set_id, asleep=not_draft(found))


@act_page
def row_new(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    form = forms.RowForm(request.POST or None, initial={"version": found.version})
    return acted(request, ROW, form, services.set_standard, set_id, asleep=not_draft(found))


@act_page
def row_edit(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    row = get_object_or_404(found.standards.select_related("set"), pk=row_id)
    form = forms.RowForm(request.POST or None, initial=forms.limits_of(row))
    given = {"row_id": row_id}
    return acted(request, ROW, form, services.set_standard, set_id, asleep=not_draft(found), **given)


@act_page
def row_remove(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    row = get_object_or_404(found.standards.select_related("position", "unit_kind"), pk=row_id)
    page = replace(REMOVE, lede=f"{row.position}, {row.unit_kind}, {row.get_group_display()}, {row.source}.")
    form = forms.VersionForm(request.POST or None, initial={"version": found.version})
    given = {"row_id": row_id}
    return acted(request, page, form, services.remove_standard, set_id, asleep=not_draft(found), **given)


@act_page
def discard(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    form = forms.VersionForm(request.POST or None, initial={"version": found.version})
    return acted(request, DISCARD, form, services.discard_standards, set_id, asleep=not_draft(found))


@act_page
def end(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    initial = {"version": found.version, "ends_on": found.validity.upper, "end_reason": found.end_reason}
    form = forms.EndForm(request.POST or None, initial=initial)
    return acted(request, END, form, services.end_standards, set_id, asleep=not_in_force(found))


@act_page
def correct(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set_or_404(request.user, set_id)
    form = forms.CorrectForm(request.POST or None, initial={"version": found.version})
    return acted(request, CORRECT, form, services.correct_standards, set_id, asleep=not_in_force(found))


@act_page
def preview(request: HttpRequest, set_id: int) -> HttpResponse:
    """GET: whose verdict would change on a day. POST: the draft is put in force."""
    found, today = kept_set_or_404(request.user, set_id), local_today()
    form = forms.VersionForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        if attempt(form, services.put_in_force, actor=actor_of(request), set_id=set_id, **form.given()):
            messages.success(request, f"Đã áp dụng {found}.")
            return redirect("cadres:standard_set", set_id)
        renew(form, found.version)
    asked = forms.PreviewForm(request.GET, days=preview_days(found))
    day = asked.read(first_preview_day(found, today))
    seen = compare(request.user, found, day, today, request.GET.get("page"))
    log_read(request, seen)
    context = {
        "found": found,
        "form": form,
        "asked": asked,
        "preview": seen,
        "days": in_words(preview_days(found)),
    }
    return render(request, "cadres/standard_preview.html", context | {"asleep": not_draft(found)})


def acted(
    request: HttpRequest, page: Page, form: Any, act: Any, set_id: int, *, asleep: str = "", **given: Any
) -> HttpResponse:
    """The act, when the form is good; else the form, with the reason and, after a stale page, both texts."""
    found = kept_set_or_404(request.user, set_id)
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        if done := attempt(form, act, actor=actor_of(request), set_id=set_id, **given, **form.given()):
            messages.success(request, page.done)
            return (
                redirect("cadres:standards") if page is DISCARD else redirect("cadres:standard_set", done.pk)
            )
        if getattr(form, "is_stale", False):
            renew(form, found.version)
            theirs = forms.differences(form)
    context = {"act": page, "form": form, "found": found, "theirs": theirs, "asleep": asleep}
    return render(request, "cadres/standard_act.html", context)


def set_or_404(user: Any, set_id: int) -> StandardSet:
    """A set that the user may see: a draft only by those who set standards."""
    check_can_view_list(user)
    may_set = not why_not(check_can_set_standards, user)
    seen = StandardSet.objects.seen(with_drafts=may_set).select_related("corrects")
    return get_object_or_404(seen, pk=set_id)


def kept_set_or_404(user: Any, set_id: int) -> StandardSet:
    """A set that the user may also act on."""
    found = set_or_404(user, set_id)
    check_can_set_standards(user)
    return found


def not_draft(found: StandardSet) -> str:
    """Why the acts on drafts sleep; empty when they do not."""
    return "" if found.is_draft else NO_DRAFT


def not_in_force(found: StandardSet) -> str:
    return "" if found.is_published else NOT_IN_FORCE


def log_read(request: HttpRequest, seen: Preview) -> None:
    if seen.read:
        own, below = reach(SET_STANDARDS, request.user)
        unit = Unit(pk=(own or below)[0])
        services.log_list_read(actor=actor_of(request), unit=unit, cadre_ids=seen.read)
