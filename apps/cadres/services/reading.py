"""The log of reading: who looked at private data of whom. Names of fields alone, in the chain of the keeping unit."""

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.models import Cadre
from apps.cadres.permissions import PRIVATE
from apps.units.models import Unit


def log_file_read(*, actor: User, cadre: Cadre) -> None:
    """One person's private data were shown."""
    record(actor=actor, act="read", subject=cadre, chain=cadre.unit_id, change=dict.fromkeys(PRIVATE))


def log_list_read(*, actor: User, unit: Unit, cadre_ids: list[int]) -> None:
    """A page of a list showed ages of these people; `unit`: the one whose list it is. One row a page."""
    change = {"born_on": None, "cadres": cadre_ids}
    record(actor=actor, act="read", subject=unit, chain=unit.pk, change=change)
