"""Who may already be in the register: a name alike, and the same birth date or the same unit."""

from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from apps.cadres.models import Cadre
from apps.cadres.permissions import VIEW_PRIVATE, reached
from apps.core.vietnamese import fold, nfc
from apps.units.models import latest_name_of

ALIKE = (
    0.6  # "Trần Thị Minh Họa" and "Trần Thị Minh Hoa": 1; one letter more or less of a short name: about 0.7
)
SHOWN = 10


def find_duplicates(
    user: Any, *, full_name: str, born_on: date | None, unit_id: int, today: date, but: int = 0
) -> list[Cadre]:
    """Files of which the user may see birth dates, the most alike first; `but`: the file itself."""
    same = Q(unit_id=unit_id) | (Q(born_on=born_on) if born_on else Q())
    return list(alike(user, full_name, today).filter(same).exclude(pk=but)[:SHOWN])


def alike(user: Any, full_name: str, today: date) -> QuerySet[Cadre]:
    """Visible files with a name alike, whatever the accents."""
    folded = fold(" ".join(nfc(full_name).split()))
    return (
        Cadre.objects.listed()
        .filter(unit_id__in=reached(VIEW_PRIVATE, user, today))
        .annotate(unit_name=latest_name_of("unit_id"))
        .annotate(likeness=TrigramSimilarity("search_key", folded))
        .filter(anonymised_at=None, search_key__trigram_similar=folded, likeness__gte=ALIKE)
        .order_by("-likeness", "sort_key", "pk")
    )
