"""Acts of the officer on deadlines: set for a whole period, audited, with its consequences for punctuality."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model

from apps.accounts.models import User
from apps.reports.models import Deadline
from apps.reports.services.facts import record_punctuality
from apps.units.services import keep_entry


def set_deadline(
    *, actor: User, deadline: Deadline, now: datetime, rows: Sequence[Model] = (), changed: Mapping[str, Any]
) -> None:
    """Sets until when a period's reports are due; who was late or in time is judged again at once.

    Raises NotAllowed. Extensions that were granted stay as they are.
    """
    judge_again = partial(record_punctuality, now=now)
    keep_entry(actor=actor, entry=deadline, rows=rows, changed=changed, then=judge_again)
