"""Villages and branches for the tests, in a line each, by the acts of the product."""

from datetime import date
from typing import Any

from apps.accounts.models import User
from apps.branches import services
from apps.branches.models import Village
from apps.directives.models import Period
from apps.units.models import Sector, Unit

TODAY = date(2021, 10, 3)
SINCE = date(2020, 1, 1)


def village(actor: User, commune: Unit, name: str = "An Bình", since: date = SINCE) -> Village:
    return services.add_village(
        actor=actor, commune_id=commune.pk, kind="village", name=name, starts_on=since, today=TODAY
    )


def found(
    actor: User,
    commune: Unit,
    name: str = "Chi đoàn thôn An Bình",
    villages: tuple[Village, ...] = (),
    since: date = SINCE,
    **more: Any,
) -> Unit:
    """A branch of the commune that meets in the culture house."""
    given = {
        "name": name,
        "sector": Sector.objects.order_by("rank")[0],
        "village_ids": [one.pk for one in villages],
        "place_kind": "culture",
        "place_description": "Nhà văn hóa thôn",
        "decision_number": "05-QĐ/ĐTN",
        "decision_on": None,
        "effective_on": since,
        "today": TODAY,
    }
    event = services.found_branch(actor=actor, commune_id=commune.pk, **(given | more))
    return event.unit


def quarter(slug: str = "2021-q3") -> Period:
    return Period.objects.get(slug=slug)
