"""Models worth copying: the gallery, one model, one page per act on it, its pictures through this app's own door."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.branches import services
from apps.branches.forms.practices import (
    DESCRIPTION,
    AdoptForm,
    AdoptionForm,
    EditPracticeForm,
    GalleryForm,
    JudgeForm,
    NominateForm,
    PicturesForm,
)
from apps.branches.models import Practice
from apps.branches.permissions import NOMINATE, RECOMMEND, VIEW
from apps.branches.queries.practices import gallery, practice_page
from apps.branches.views.door import (
    actor_of,
    adoption_or_404,
    lined,
    own_practice_or_404,
    picture_or_404,
    practice_or_404,
    why_not,
)
from apps.cadres.permissions import reach
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew
from apps.files.services import serve
from apps.units.permissions import check_anywhere, is_granted_anywhere
from apps.units.queries import name_on, picked_name, shown_day

act_page = require_http_methods(["GET", "POST"])


@require_GET
def practices(request: HttpRequest) -> HttpResponse:
    check_anywhere(VIEW, request.user)
    day, form = shown_day(request.user), GalleryForm(request.GET)
    found = gallery(request.user, form.read(), day, request.GET.get("page"))
    form.offer(found.places)
    context = {"form": form, "gallery": found, "may_nominate": is_granted_anywhere(NOMINATE, request.user)}
    return render(request, "branches/practices.html", context)


@require_GET
def practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    day = shown_day(request.user)
    found = practice_or_404(request.user, practice_id, day)
    unit = lined(found.unit_id, day)
    context = {
        "page": practice_page(request.user, found, day, request.GET.get("page")),
        "why_not_edit": why_not(request.user, NOMINATE, unit),
        "why_not_judge": why_not(request.user, RECOMMEND, unit),
        "may_adopt": is_granted_anywhere(NOMINATE, request.user),
    }
    return render(request, "branches/practice.html", context)


@act_page
def practice_new(request: HttpRequest) -> HttpResponse:
    check_anywhere(NOMINATE, request.user)
    day = shown_day(request.user)
    form = NominateForm(request.POST or None, request.FILES or None, initial={"unit_id": own_unit(request)})
    if request.method == "POST" and form.is_valid():
        given = {"unit_id": form.cleaned_data["unit_id"], "description": form.description()}
        given |= {"actor": actor_of(request), "album": album(form), "today": local_today()}
        if saved := attempt(form, services.nominate, **given):
            messages.success(request, "Đã giới thiệu mô hình.")
            return redirect("branches:practice", saved.pk)
    again(form)
    chosen = picked_name(request.user, form["unit_id"].value(), day)
    return render(request, "branches/practice_new.html", {"form": form, "chosen_unit": chosen})


@act_page
def practice_edit(request: HttpRequest, practice_id: int) -> HttpResponse:
    found = own_practice_or_404(request.user, practice_id, local_today())
    initial = {name: getattr(found, name) for name in (*DESCRIPTION, "version")}
    form = EditPracticeForm(request.POST or None, initial=initial)
    given = {"practice_id": found.pk}
    return acted(request, form, services.edit_practice, given, "Đã lưu mô hình.", found) or shown(
        request, form, found, "Sửa mô hình", "Lưu"
    )


@act_page
def practice_judge(request: HttpRequest, practice_id: int) -> HttpResponse:
    found = own_practice_or_404(request.user, practice_id, local_today(), RECOMMEND)
    form = JudgeForm(request.POST or None, initial={"version": found.version})
    given = {"practice_id": found.pk}
    return acted(
        request, form, services.judge_practice, given, "Đã ghi ý kiến của cấp tỉnh.", found
    ) or shown(request, form, found, "Ý kiến của cấp tỉnh", "Ghi ý kiến")


@require_POST
def practice_withdraw(request: HttpRequest, practice_id: int) -> HttpResponse:
    found = own_practice_or_404(request.user, practice_id, local_today())
    services.withdraw_practice(actor=actor_of(request), practice_id=found.pk, today=local_today())
    messages.success(request, "Đã thôi giới thiệu mô hình; nơi đang áp dụng vẫn tiếp tục.")
    return redirect("branches:practice", found.pk)


@act_page
def picture_new(request: HttpRequest, practice_id: int) -> HttpResponse:
    found = own_practice_or_404(request.user, practice_id, local_today())
    form = PicturesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "practice_id": found.pk, "today": local_today()}
        if attempt(form, services.add_practice_pictures, **given, album=album(form)):
            messages.success(request, "Đã thêm ảnh.")
            return redirect("branches:practice", found.pk)
    again(form)
    return shown(request, form, found, "Thêm ảnh", "Thêm ảnh")


@require_GET
def picture(request: HttpRequest, practice_id: int, picture_id: int) -> HttpResponseBase:
    """The right is asked for at every download."""
    return serve(picture_or_404(request.user, practice_id, picture_id, shown_day(request.user)).file)


@require_POST
def picture_withdraw(request: HttpRequest, practice_id: int, picture_id: int) -> HttpResponse:
    today = local_today()
    found = own_practice_or_404(request.user, practice_id, today)
    taken = picture_or_404(request.user, found.pk, picture_id, today)
    services.withdraw_practice_picture(
        actor=actor_of(request), picture_id=taken.pk, today=today, now=db_now()
    )
    messages.success(request, "Đã gỡ ảnh.")
    return redirect("branches:practice", found.pk)


@act_page
def practice_adopt(request: HttpRequest, practice_id: int) -> HttpResponse:
    """For a unit that the person keeps; another one is refused by the service."""
    day = shown_day(request.user)
    found = practice_or_404(request.user, practice_id, local_today())
    check_anywhere(NOMINATE, request.user)
    form = AdoptForm(request.POST or None, initial={"adopted_on": day, "unit_id": own_unit(request)})
    given = {"practice_id": found.pk}
    if done := acted(request, form, services.adopt, given, "Đã ghi nơi áp dụng."):
        return done
    chosen = picked_name(request.user, form["unit_id"].value(), day)
    return shown(request, form, found, "Ghi nơi áp dụng", "Ghi áp dụng", chosen)


@act_page
def adoption(request: HttpRequest, adoption_id: int) -> HttpResponse:
    row = adoption_or_404(request.user, adoption_id, local_today())
    names = ("adopted_on", "outcome", "ended_on", "version")
    form = AdoptionForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    given = {"adoption_id": row.pk}
    title = f"Kết quả áp dụng ở {name_on(row.unit_id, local_today())}"
    return acted(request, form, services.update_adoption, given, "Đã ghi kết quả áp dụng.", row) or shown(
        request, form, row.practice, title, "Lưu"
    )


def acted(
    request: HttpRequest, form: Any, act: Any, given: dict[str, Any], done: str, row: Any = None
) -> HttpResponse | None:
    """The act, when the form is good; nothing when it was refused: then the form carries the reason."""
    if request.method != "POST" or not form.is_valid():
        return None
    who = {"actor": actor_of(request), "today": local_today()}
    if saved := attempt(form, act, **given, **who, **form.given()):
        messages.success(request, done)
        return redirect("branches:practice", getattr(saved, "practice_id", saved.pk))
    if row and getattr(form, "is_stale", False):
        row.refresh_from_db()
        renew(form, row.version)
    return None


def shown(
    request: HttpRequest, form: Any, found: Practice, title: str, button: str, chosen: str = ""
) -> HttpResponse:
    context = {"form": form, "practice": found, "title": title, "button": button, "chosen_unit": chosen}
    return render(request, "branches/practice_act.html", context)


def album(form: Any) -> services.Album:
    return services.Album(form.cleaned_data["pictures"], db_now(), form.cleaned_data["caption"])


def again(form: Any) -> None:
    """No browser sends chosen files twice."""
    if form.errors and form.files.getlist("pictures") and not form.has_error("pictures"):
        form.add_error("pictures", "Chọn lại ảnh: trình duyệt không giữ tệp khi trang chưa lưu được.")


def own_unit(request: HttpRequest) -> int | None:
    """Where the person most likely acts for: the unit of the first role that nominates."""
    own, _ = reach(NOMINATE, request.user)
    return next(iter(own), None)
