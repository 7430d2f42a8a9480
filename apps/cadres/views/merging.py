"""Gộp hồ sơ: choose the other file, see what would move and what would not fit, then do it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.cadres import queries, services
from apps.cadres.forms.merging import MergeForm
from apps.cadres.views.door import actor_of, kept_or_404, read_private
from apps.core.clock import today as local_today
from apps.core.forms import attempt


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """GET: likely duplicates. POST: what the merge would do; with `agreed`, the merge itself."""
    actor, today = actor_of(request), local_today()
    kept = kept_or_404(actor, cadre_id, today)
    read_private(actor, kept)
    form = MergeForm(request.POST or None, initial={"version": kept.version})
    preview = None
    if request.method == "POST" and form.is_valid():
        other = kept_or_404(actor, form.cleaned_data["merged_id"], today)
        given = {"actor": actor, "kept_id": kept.pk, "merged_id": other.pk, "today": today}
        given["version"] = form.cleaned_data["version"]
        if preview := attempt(form, services.preview_merge, **given):
            preview = {"other": other, "result": preview}
            if "agreed" in request.POST and (done := attempt(form, services.merge_cadres, **given)):
                messages.success(request, f"Đã gộp hồ sơ: {done.moved} mục chuyển sang hồ sơ này.")
                return redirect("cadres:cadre", kept.pk)
    found = queries.alike(actor, kept.full_name, today).exclude(pk=kept.pk)[:20]
    context: dict[str, Any] = {"cadre": kept, "form": form, "found": found, "preview": preview}
    return render(request, "cadres/merge.html", context)
