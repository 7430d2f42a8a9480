"""Acting on a review: asking for it, editing its texts, presenting, sending back, approving."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.clock import db_now
from apps.core.exceptions import Stale
from apps.reviews import permissions, services
from apps.reviews.enums import ReviewKind
from apps.reviews.forms import NoteForm, RequestForm, TextForm
from apps.reviews.queries import pages
from apps.reviews.queries.spoken import spoken
from apps.reviews.views import shown
from apps.reviews.views.pages import built


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    permissions.check_may_request(request.user)
    form = RequestForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        _, job = services.request_review(
            user=request.user,
            directives=list(asked["directives"]),
            from_period=asked["from_period"],
            to_period=asked["to_period"],
            scope_id=asked["scope"].pk,
            basis=asked["basis"],
            dated_on=asked["dated_on"],
            kind=ReviewKind(asked["kind"]),
        )
        return redirect("jobs:job", job.pk)
    crumbs = [{"label": "Sơ kết", "url": reverse("reviews:index")}, {"label": "Lập sơ kết"}]
    return render(
        request, "reviews/new.html", {"form": form, "crumbs": crumbs}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, review_id: int, key: str) -> HttpResponse:
    """One block's text. A stale save shows both texts and loses neither."""
    review = built(request, review_id)
    permissions.check_can_edit(request.user, review)
    reading = pages.reading(review)
    block = reading.block(key)
    if block is None:
        raise Http404
    initial = {"base": reading.revision.number, "body": spoken(reading.texts[key])}
    form = TextForm(reading.content, request.POST or None, initial=initial)
    context = shown.frame(request.user, reading, key) | {"topic": block}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reviews/edit.html", context | shown.editing(reading, block, form))
    try:
        _save(request, review_id, key, form)
    except Stale as stale:
        fresh = pages.reading(review)
        both = shown.stale(fresh, block, form.cleaned_data["body"], stale.reason)
        return render(request, "reviews/edit.html", context | both, status=409)
    messages.success(request, "Đã lưu lời văn. Văn bản Word đang dựng lại.")
    return redirect(f"{reverse('reviews:review', args=[review_id])}?muc={key}")


def _save(request: HttpRequest, review_id: int, key: str, form: TextForm) -> None:
    services.save_texts(
        user=request.user,
        review_id=review_id,
        base=form.cleaned_data["base"],
        changes={key: form.cleaned_data["body"]},
        now=db_now(),
    )


@require_POST
def rebuild(request: HttpRequest, review_id: int) -> HttpResponse:
    job = services.request_document(user=request.user, review_id=built(request, review_id).pk)
    return redirect("jobs:job", job.pk) if job else redirect("reviews:review", review_id)


@require_POST
def present(request: HttpRequest, review_id: int) -> HttpResponse:
    services.present(user=request.user, review_id=built(request, review_id).pk, now=db_now())
    messages.success(request, "Đã trình Thường trực Tỉnh đoàn.")
    return redirect("reviews:review", review_id)


@require_POST
def send_back(request: HttpRequest, review_id: int) -> HttpResponse:
    review = built(request, review_id)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.send_back(user=request.user, review_id=review.pk, note=note, now=db_now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reviews:review", review_id)
    messages.success(request, "Đã trả lại để sửa.")
    return redirect("reviews:review", review_id)


@require_POST
def approve(request: HttpRequest, review_id: int) -> HttpResponse:
    services.approve(user=request.user, review_id=built(request, review_id).pk, now=db_now())
    messages.success(request, "Đã duyệt sơ kết.")
    return redirect("reviews:review", review_id)
