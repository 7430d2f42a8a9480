"""To which khối a unit belongs, from a day on."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.core.ranges import begin
from apps.units.models import Sector, Unit, UnitSector
from apps.units.services.tree import allowed, manages


@transaction.atomic
def set_sector(
    *,
    unit_id: int,
    sector: Sector,
    starts_on: date,
    actor: User,
    today: date,
    may: Callable[[User, Unit], None] = manages,
) -> None:
    """What held so far ends there. Raises NotAllowed, or ValidationError when another change begins later."""
    unit = allowed(actor, unit_id, today, may)
    held = UnitSector.objects.filter(unit=unit)
    begin(UnitSector(unit=unit, sector=sector), held, starts_on, what="thay đổi")
    change = {"sector": sector.pk, "starts_on": starts_on}
    record(actor=actor, act="units.set_sector", subject=unit, chain=unit.pk, change=change)
