"""Saving an entry of reference data (directive, period, element, form …): permission, save, audit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from apps.accounts.models import User
from apps.audit.services import SYSTEM_CHAIN, record
from apps.units.permissions import MANAGE_REFERENCE, check_anywhere


@transaction.atomic
def keep_entry(
    *,
    actor: User,
    entry: Model,
    rows: Sequence[Model] = (),
    changed: Mapping[str, Any] | None = None,
    then: Callable[[], Any] = lambda: None,
) -> None:
    """Saves the entry, then its rows, which point to it, then does what follows from it. Raises NotAllowed.

    `changed`: the new values by field name; the audit, last of all, keeps the names and a keyed hash.
    """
    check_anywhere(MANAGE_REFERENCE, actor)
    verb = "add" if entry._state.adding else "change"
    entry.save()
    for row in rows:
        _point(row, entry)
        row.save()
    then()
    record(
        actor=actor,
        act=f"{entry._meta.app_label}.{verb}_{entry._meta.model_name}",
        subject=entry,
        chain=SYSTEM_CHAIN,
        change=changed,
    )


def _point(row: Model, entry: Model) -> None:
    """Gives the row the key that its entry got when it was saved."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.related_model is type(entry):
            setattr(row, field.name, entry)
            return
