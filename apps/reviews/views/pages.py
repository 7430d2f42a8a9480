"""Reading a review: the list, its blocks, its annexes, where a number comes from, the Word file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.core.clock import today
from apps.core.exceptions import refusal
from apps.jobs.models import Job
from apps.reviews import permissions
from apps.reviews.documents import MEDIA_TYPE, file_name
from apps.reviews.enums import ReviewState
from apps.reviews.models import Document, Review
from apps.reviews.queries import pages, sources
from apps.reviews.queries.drafts import finding
from apps.reviews.queries.library import content_of
from apps.reviews.queries.numbers import UnknownReference, parse
from apps.reviews.queries.outline import annexes
from apps.reviews.queries.prose import paragraphs
from apps.reviews.views import shown


def door(request: HttpRequest, review_id: int) -> Review:
    """The review, if the person may see it: otherwise there is none."""
    found = Review.objects.visible_to(request.user, today()).with_lineage().select_related("snapshot")
    review = get_object_or_404(found.defer("snapshot__content"), pk=review_id)
    permissions.check_can_view(request.user, review)
    return review


def built(request: HttpRequest, review_id: int) -> Review:
    review = door(request, review_id)
    if review.state == ReviewState.BUILDING:
        raise Http404
    return review


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    permissions.check_can_list(request.user)
    reviews = pages.listed(request.user, today())
    refused = refusal(permissions.check_may_request, request.user)
    return render(request, "reviews/index.html", shown.index(reviews, refused))


@require_safe
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One block of the review, beside its outline. While it is being built: the page of its job."""
    found = door(request, review_id)
    if found.state == ReviewState.BUILDING:
        return _building(request, found)
    reading = pages.reading(found)
    block = reading.block(request.GET.get("muc", ""))
    if block is None:
        raise Http404
    indicator = pages.chosen_indicator(block, request.GET.get("chi-tieu", ""))
    content = reading.content
    around = shown.frame(request.user, reading, block.key) | shown.neighbours(reading, block.key)
    context = around | {
        "topic": block,
        "prose": paragraphs(content, reading.texts.get(block.key, "")),
        "chosen": pages.indicator_block(content, indicator, finding(content, indicator))
        if indicator
        else None,
        "others": pages.values(content, [row for row in block.indicators if row is not indicator]),
        "told": pages.told(content, block.finding_kind) if block.finding_kind else [],
    }
    return render(request, "reviews/review.html", context)


def _building(request: HttpRequest, review: Review) -> HttpResponse:
    job = Job.objects.filter(key=f"review:{review.pk}").visible_to(request.user).order_by("-id").first()
    if job:
        return redirect("jobs:job", job.pk)
    return render(request, "reviews/building.html", {"review": review})


@require_safe
def annex(request: HttpRequest, review_id: int, letter: str) -> HttpResponse:
    found = built(request, review_id)
    reading = pages.reading(found)
    chosen = next((row for row in annexes(reading.content) if row.letter == letter), None)
    if chosen is None:
        raise Http404
    context: dict[str, Any] = shown.frame(request.user, reading, chosen.key) | {
        "annex": chosen,
        "annexes": shown.annex_links(found, reading.content, chosen),
        "crumbs": shown.crumbs(found, shown.name_of(found, reading.content), f"Phụ lục {letter}"),
    }
    return render(request, "reviews/annex.html", context | shown.annex(reading.content, letter))


@require_safe
def source(request: HttpRequest, review_id: int) -> HttpResponse:
    """ "Số này từ đâu" of ?so=…: a fragment for the popover, the whole page otherwise."""
    found = built(request, review_id)
    content = content_of(found.snapshot)
    try:
        behind = sources.source(content, parse(request.GET.get("so", "")))
    except UnknownReference as error:
        raise Http404 from error
    context = shown.source(found, content, behind) | {"is_popover": bool(request.htmx)}  # type: ignore[attr-defined]
    template = "reviews/_source.html" if request.htmx else "reviews/source.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def document(request: HttpRequest, review_id: int) -> HttpResponse:
    """The Word file of the last texts, as attachment."""
    found = built(request, review_id)
    revision = found.revisions.latest("number")
    made = Document.objects.filter(revision=revision).first()
    if made is None:
        return redirect(f"{reverse('reviews:review', args=[found.pk])}?thieu=word")
    name = file_name(content_of(found.snapshot))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(made.content), content_type=MEDIA_TYPE, headers=headers)
