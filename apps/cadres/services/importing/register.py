"""What the register knows of the people of a list, read at once: six statements for any number of rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from apps.accounts.models import User
from apps.cadres.enums import ListColumn
from apps.cadres.models import Appointment, Cadre
from apps.cadres.permissions import EDIT, reached
from apps.cadres.queries.duplicates import ALIKE
from apps.cadres.services.importing.places import Places
from apps.cadres.services.importing.rows import Draft
from apps.core.vietnamese import fold
from apps.units.models import latest_name_of

if TYPE_CHECKING:
    from apps.cadres.services.importing.planning import Planned

SHOWN = 3


class Register:
    """Files of the units whose cadres the person keeps: born on a day of the list, or of a name in it and no day."""

    def __init__(self, user: User, drafts: Sequence[Draft], places: Places, today: date) -> None:
        self._places = places
        self._by_day: dict[date | None, list[Cadre]] = defaultdict(list)
        for cadre in self._found(user, drafts, today):
            self._by_day[cadre.born_on].append(cadre)

    def recognise(self, draft: Draft) -> Cadre | None:
        """The file with this name, this birth date and this unit; without a unit in the row, below the list's."""
        same = [cadre for cadre in self._same_day(draft) if same_name(cadre, draft)]
        if draft.is_placed:
            same = [cadre for cadre in same if serves_at(cadre, draft.unit_id)]
        else:
            same = [cadre for cadre in same if cadre.unit_id in self._places.units]
        return same[0] if len(same) == 1 else None

    def alike(self, draft: Draft) -> list[Cadre]:
        """Files that may be the same person's: a name alike and the same day, or the same name and no day."""
        near = [
            cadre for cadre in self._same_day(draft) if likeness(cadre.full_name, draft.full_name) >= ALIKE
        ]
        nameless = [cadre for cadre in self._by_day.get(None, []) if same_name(cadre, draft)]
        return (near + nameless)[:SHOWN]

    def holders(self, people: Iterable["Planned"]) -> dict[tuple[int, str], list[Appointment]]:
        """Who holds the seats these people are to take, by (unit, position)."""
        seats = {(person.unit_id, person.post["position"].pk) for person in people if person.post}
        taken: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
        rows = Appointment.objects.filter(
            unit_id__in={unit for unit, _ in seats}, seat__in={seat for _, seat in seats}
        )
        for row in rows.select_related("cadre"):
            taken[row.unit_id, row.seat].append(row)
        return taken

    def _same_day(self, draft: Draft) -> list[Cadre]:
        return self._by_day.get(draft.values[ListColumn.BORN_ON], [])

    def _found(self, user: User, drafts: Sequence[Draft], today: date) -> Any:
        days = {draft.values[ListColumn.BORN_ON] for draft in drafts}
        names = {fold(draft.full_name) for draft in drafts}
        posts = Appointment.objects.select_related("position")
        return (
            Cadre.objects.listed()
            .filter(Q(born_on__in=days) | Q(born_on=None, search_key__in=names))
            .filter(unit_id__in=reached(EDIT, user, today))
            .annotate(unit_name=latest_name_of("unit_id"))
            .prefetch_related("qualifications", Prefetch("appointments", posts))
            .order_by("pk")
        )


def same_name(cadre: Cadre, draft: Draft) -> bool:
    return cadre.full_name.casefold() == draft.full_name.casefold()


def serves_at(cadre: Cadre, unit_id: int) -> bool:
    """Whether the unit keeps the file, or the person holds a position there."""
    posts = cadre.appointments.all()
    return cadre.unit_id == unit_id or any(
        row.unit_id == unit_id and row.validity.upper is None for row in posts
    )


def likeness(one: str, other: str) -> float:
    """How much two names are alike, from 0 to 1, as pg_trgm counts it."""
    mine, theirs = trigrams(one), trigrams(other)
    return len(mine & theirs) / (len(mine | theirs) or 1)


def trigrams(text: str) -> set[str]:
    padded = [f"  {word} " for word in fold(text).split()]
    return {word[place : place + 3] for word in padded for place in range(len(word) - 2)}
