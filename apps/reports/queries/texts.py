"""The texts of a report: what the form asks for, what was written, by section."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from apps.reports.enums import FindingKind
from apps.reports.models import Report, ReportText, TextItem
from apps.reports.queries.cells import Refused
from apps.reports.queries.remarks import Notes


@dataclass(frozen=True)
class TextField:
    """One text: `body` as saved, `text` as shown (what was typed, when it was refused with `error`)."""

    item_id: int
    section: str
    kind: str
    is_required: bool
    body: str
    text: str
    version: int
    error: str
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"loi-{self.item_id}"


def texts(report: Report, notes: Notes, refused: Mapping[int, Refused]) -> list[TextField]:
    """Every text item of the form, in its order; one statement."""
    written = ReportText.objects.filter(report=report, item_id=OuterRef("pk"))
    items = TextItem.objects.filter(form_id=report.form_id).select_related("section")
    found = items.annotate(
        body=Subquery(written.values("body")[:1]), version=Subquery(written.values("version")[:1])
    )
    return [_field(item, notes, refused.get(item.pk)) for item in found]


def _field(item: TextItem, notes: Notes, refused: Refused | None) -> TextField:
    body = item.body or ""  # type: ignore[attr-defined]
    return TextField(
        item_id=item.pk,
        section=item.section.title,
        kind=FindingKind(item.kind).label,
        is_required=item.is_required,
        body=body,
        text=refused.text if refused else body,
        version=item.version or 0,  # type: ignore[attr-defined]
        error=refused.message if refused else "",
        notes=notes.by_item.get(item.pk, ()),
    )
