"""Who may follow a unit on its way to a title."""

from datetime import date
from typing import Any

from apps.assessments.models import Assessment
from apps.cadres.models import Appointment

MOST = 100


def followers(user: Any, assessment: Assessment, today: date) -> list[tuple[int, str]]:
    """Cadres in post at the appraising unit, as far as the person sees them: (id, name and position)."""
    held = Appointment.objects.visible_to(user, today).held_on(today)
    posts = held.filter(unit_id=assessment.appraiser_unit_id).select_related("cadre", "position")
    rows = posts.order_by("position__rank", "cadre__sort_key", "pk")[:MOST]
    return list({post.cadre_id: f"{post.cadre.full_name}, {post.position.name}" for post in rows}.items())
