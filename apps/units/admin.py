"""Kinds and sectors of units. Units themselves change by named acts on their own pages (`views/acts.py`), not here."""

from django.contrib import admin

from apps.core.admin import KeptAdmin
from apps.units.models import Sector, UnitKind
from apps.units.services import keep_entry


@admin.register(UnitKind)
class UnitKindAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("name", "code", "rank")
    search_fields = ("name", "code")
    fixed_fields = ("code",)


@admin.register(Sector)
class SectorAdmin(KeptAdmin):
    keep = staticmethod(keep_entry)
    list_display = ("name", "code", "rank", "is_residential")
    search_fields = ("name", "code")
    fixed_fields = ("code",)
