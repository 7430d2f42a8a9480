"""How units head and sign their documents. Reviews themselves change by their workflow alone, never here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin import KeptAdmin
from apps.core.clock import today
from apps.reports.models import FormUnitKind
from apps.reviews.models import DocumentStyle
from apps.units.models import Unit
from apps.units.services import keep_entry


@admin.register(DocumentStyle)
class DocumentStyleAdmin(KeptAdmin):
    """Valid from a day on: documents made before keep their own, which stands in their snapshot."""

    keep = staticmethod(keep_entry)
    list_display = ("issuer_line", "suffix", "place", "days", "is_proposed")
    search_fields = ("issuer_line", "suffix", "place")
    fixed_fields = ("unit",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Units that report by themselves: the others issue no document of their own."""
        if db_field.name == "unit":
            reporting = FormUnitKind.objects.values("unit_kind_id")
            kwargs["queryset"] = Unit.objects.filter(kind__in=reporting).named(today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
