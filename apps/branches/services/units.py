"""The unit an act is about, with the right of whoever acts."""

from datetime import date

from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.branches.enums import BRANCH_KINDS, COMMUNE_KIND
from apps.branches.permissions import check_unit
from apps.units.models import Unit
from apps.units.permissions import Act
from apps.units.queries import nearest_day


def unit_for(actor: User, act: Act, unit_id: int, today: date) -> Unit:
    """Named, with its lineage of today or of the nearest day of its life. Raises NotAllowed."""
    day = nearest_day(Unit.objects.get(pk=unit_id), today)
    unit = Unit.objects.with_lineage(day).named(day).get(pk=unit_id)
    check_unit(act, actor, unit)
    return unit


def commune_for(actor: User, act: Act, commune_id: int, today: date) -> Unit:
    """The same of a Đoàn cơ sở, where villages and branches are. Raises ValidationError for another kind of unit."""
    commune = unit_for(actor, act, commune_id, today)
    if commune.kind_id != COMMUNE_KIND:
        raise ValidationError("Chỉ Đoàn cơ sở mới có thôn, tổ dân phố và chi đoàn trực thuộc.")
    return commune


def branch_for(actor: User, act: Act, branch_id: int, today: date) -> Unit:
    """The same of a branch, locked until the transaction's end, so that acts on it follow one another."""
    branch = unit_for(actor, act, branch_id, today)
    Unit.objects.select_for_update(no_key=True).get(pk=branch_id, kind_id__in=BRANCH_KINDS)
    return branch
