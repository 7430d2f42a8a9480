"""Acts on units and people; the outside imports them from here."""

from apps.units.services.ancestry import rebuild_ancestry
from apps.units.services.entries import keep_entry
from apps.units.services.invitations import accept_invitation, invite, revoke_invitation
from apps.units.services.people import (
    create_reset_link,
    end_role,
    found_administrator,
    grant_role,
    lock_account,
    unlock_account,
)
from apps.units.services.reference import load_reference
from apps.units.services.sectors import set_sector
from apps.units.services.tree import close, correct, found, move, preview, rename

__all__ = [
    "accept_invitation",
    "close",
    "correct",
    "create_reset_link",
    "end_role",
    "found",
    "found_administrator",
    "grant_role",
    "invite",
    "keep_entry",
    "load_reference",
    "lock_account",
    "move",
    "preview",
    "rebuild_ancestry",
    "rename",
    "revoke_invitation",
    "set_sector",
    "unlock_account",
]
