"""The job's page (live while it works, usable without scripts), the list of jobs, `/healthz`.

And what entry without network needs: the page of what waits on the phone, and a fresh token to send it with.
"""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.core.offline import kept_offline
from apps.jobs import queries, services
from apps.jobs.models import Job


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    oversees = request.user.has_perm("jobs.oversee")
    everybody = oversees and request.GET.get("cua") == "tat-ca"
    jobs = queries.job_list(request.user, everybody=everybody, page=request.GET.get("page", 1))
    return render(request, "jobs/index.html", {"jobs": jobs, "everybody": everybody, "oversees": oversees})


@require_safe
@never_cache
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    return render(request, "jobs/job.html", {"card": _card(request, job_id)})


@require_safe
@never_cache
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The inside of the page, asked for every other second until the job has ended."""
    return render(request, "jobs/_job.html", {"card": _card(request, job_id)})


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    services.retry(job_id=job_id, actor=cast(User, request.user))
    return redirect("jobs:job", job_id)


@require_safe
@kept_offline
def waiting(request: HttpRequest) -> HttpResponse:
    """What this device has still to send, filled in by its own script: the server knows nothing of it yet."""
    return render(request, "jobs/waiting.html")


@require_safe
@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """Who is signed in here, and the token that the next form has to carry."""
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    health = queries.health()
    return JsonResponse(health.as_dict(), status=200 if health.is_well else 503)


def _card(request: HttpRequest, job_id: int) -> queries.JobCard:
    visible = Job.objects.visible_to(request.user).select_related("requested_by")
    return queries.card(get_object_or_404(visible, pk=job_id), request.user)
