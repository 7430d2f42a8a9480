"""The page of one report, whole: title, tabs, grid or one row, texts, and the bar that says what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from apps.indicators.enums import Frequency
from apps.reports.models import Report
from apps.reports.permissions import Rights, rights, visible_rows
from apps.reports.queries.arithmetic import Mismatch
from apps.reports.queries.boxes import Box
from apps.reports.queries.cells import Desk, Grid, GridRow, Refused, blocks, grid, quarter_label, seen
from apps.reports.queries.handing import Hand, Hands, hands
from apps.reports.queries.remarks import Notes, notes
from apps.reports.queries.sheet import Sheet, SheetRow, register_seal, sheet
from apps.reports.queries.texts import TextField, texts
from apps.reports.queries.wording import Meta, gap_words, meta, own_row_meta, register_meta, title

TEXTS = "Nhận xét, kiến nghị"
SHOWN_GAPS = 4


@dataclass(frozen=True)
class Look:
    """How the page is asked for: block (1, 2 …; None: the first with a gap), one row, and what lies on top."""

    block: int | None = None
    unit_id: int | None = None
    refused: Mapping[tuple[int, str], Refused] = field(default_factory=dict)
    stale: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[int, Refused] = field(default_factory=dict)


@dataclass(frozen=True)
class Tab:
    number: int
    label: str
    url: str
    note: str
    done: bool
    active: bool
    tone: str


@dataclass(frozen=True)
class Gap:
    """A row with something left to do: how much, where its first such box is, on the grid and as one row."""

    label: str
    count: int
    url: str
    row_url: str


@dataclass(frozen=True)
class Gaps:
    """The rows that lack the same kind of thing, "3 ô trống", with links to the first few of them."""

    words: str
    gaps: list[Gap]
    is_counted: bool = True

    @property
    def shown(self) -> list[Gap]:
        return self.gaps[:SHOWN_GAPS] if self.is_counted else self.gaps

    @property
    def more(self) -> int:
        return len(self.gaps) - len(self.shown)


@dataclass
class ReportPage:
    """Everything the template prints. `grid` on a wide page, `entry` for one row, `fields` on the page of texts."""

    report: Report
    sheet: Sheet
    rights: Rights
    look: Look
    desk: Desk
    fields: list[TextField]
    notes: Notes
    hands: Hands
    now: datetime

    @property
    def is_own_row(self) -> bool:
        """The page of a commune: nothing on it but its own row, which it may keep to fill in without network."""
        return not self.rights.sees_whole and len(self.sheet.rows) == 1

    @property
    def hand(self) -> Hand | None:
        """Where the commune's row stands, on the commune's own page."""
        return self.hands.rows[0] if self.is_own_row and self.hands.rows else None

    @cached_property
    def blocks(self) -> list[str]:
        return blocks(self.sheet)

    @property
    def url(self) -> str:
        return self.report.get_absolute_url()

    @cached_property
    def number(self) -> int:
        """The block that is shown; without a wish the first that has something left to do."""
        last = len(self.blocks) + (1 if self.fields else 0)
        if self.look.block is not None and 1 <= self.look.block <= last:
            return self.look.block
        first = next((tab.number for tab in self.all_tabs(0) if not tab.done), 1)
        return min(first, max(last, 1))

    @property
    def is_texts(self) -> bool:
        return self.number > len(self.blocks)

    @property
    def block_label(self) -> str:
        return TEXTS if self.is_texts else self.blocks[self.number - 1]

    @cached_property
    def tabs(self) -> list[Tab]:
        return self.all_tabs(self.number)

    def all_tabs(self, active: int) -> list[Tab]:
        found = [self._tab(place, name, active) for place, name in enumerate(self.blocks, start=1)]
        return found + self._texts_tab(len(self.blocks) + 1, active)

    def _tab(self, place: int, name: str, active: int) -> Tab:
        left = sum(box.block == name for row in self.sheet.rows for box in row.left)
        wrong = sum(
            self._block_of(row, item.element_id) == name for row in self.sheet.rows for item in row.unsettled
        )
        codes = {box.code for box in self.sheet.boxes if box.block == name}
        returned = sum(code in codes for _, code in self.notes.by_cell)
        words = gap_words(left, wrong) or (f"{returned} ô trả lại" if returned else "")
        return Tab(
            number=place,
            label=name,
            url=f"{self.url}?phan={place}",
            note=words or "đủ",
            done=not words,
            active=place == active,
            tone="bad" if wrong else "info" if left else "warn",
        )

    def _block_of(self, row: SheetRow, element_id: int) -> str:
        return next(box.block for box in row.boxes if box.element_id == element_id)

    def _texts_tab(self, place: int, active: int) -> list[Tab]:
        if not self.fields:
            return []
        written = sum(bool(item.body) for item in self.fields)
        note = f"{written} mục" if written else "tùy chọn"
        return [Tab(place, TEXTS, f"{self.url}?phan={place}", note, written > 0, place == active, "neutral")]

    @cached_property
    def grid(self) -> Grid | None:
        return None if self.is_texts else grid(self.sheet, self.block_label, self.desk)

    @cached_property
    def entry(self) -> GridRow | None:
        """The one row to show by itself: the one asked for, or the only one that has a box in this block."""
        if self.grid is None:
            return None
        rows = self.grid.rows
        asked = next((row for row in rows if row.row.unit_id == self.look.unit_id), None)
        return asked or (rows[0] if len(rows) == 1 else None)

    @property
    def is_one_of_many(self) -> bool:
        """One row is shown of a block that has several."""
        return self.entry is not None and self.grid is not None and len(self.grid.rows) > 1

    def shown_row(self, unit_id: int) -> GridRow | None:
        """The row as it stands in the block that is shown."""
        rows = self.grid.rows if self.grid else ()
        return next((row for row in rows if row.row.unit_id == unit_id), None)

    @property
    def position(self) -> int:
        return self.grid.rows.index(self.entry) + 1 if self.grid and self.entry else 0

    @property
    def previous_url(self) -> str:
        place = self.position - 2
        return self._row_url(self.number, self.grid.rows[place].row) if self.grid and place >= 0 else ""

    @property
    def next_link(self) -> dict[str, str]:
        """The next row of this block, else the next block."""
        if self.grid and self.position < len(self.grid.rows):
            row = self.grid.rows[self.position].row
            return {"label": f"Xã sau: {row.short_name}", "url": self._row_url(self.number, row)}
        if self.number < len(self.tabs):
            after = self.tabs[self.number]
            return {"label": f"Phần sau: {after.label}", "url": self._block_url(after)}
        return {}

    def _block_url(self, tab: Tab) -> str:
        """The next block as one row where it has this row, or one row at all."""
        rows = [row for row in self.sheet.rows if any(box.block == tab.label for box in row.boxes)]
        wanted = [row for row in rows if self.entry and row.unit_id == self.entry.row.unit_id] or rows
        return self._row_url(tab.number, wanted[0]) if wanted else tab.url

    def _row_url(self, number: int, row: SheetRow, code: str = "") -> str:
        anchor = f"#o-{row.unit_id}-{code}" if code else ""
        return f"{self.url}?phan={number}&dong={row.unit_id}{anchor}"

    @property
    def row_links(self) -> list[tuple[GridRow, str]]:
        """The rows of the block as a list, for the phone."""
        return [(row, self._row_url(self.number, row.row)) for row in self.grid.rows] if self.grid else []

    @cached_property
    def gap_groups(self) -> list[Gaps]:
        rows, found = self.sheet.rows, self.sheet
        empty = [self._gap(row, row.missing) for row in rows if row.missing]
        asked = [self._gap(row, row.unconfirmed) for row in rows if row.unconfirmed]
        wrong = [self._gap(row, row.unsettled) for row in rows if row.unsettled]
        groups = [
            Gaps(f"{found.missing_count} ô trống", empty),
            Gaps(f"{found.unconfirmed_count} số từ sổ chờ xác nhận", asked),
            Gaps(f"{found.unsettled_count} lỗi", wrong, is_counted=False),
        ]
        return [group for group in groups if group.gaps]

    @property
    def gaps(self) -> list[Gap]:
        return [gap for group in self.gap_groups for gap in group.gaps]

    def _gap(self, row: SheetRow, places: Sequence[Box | Mismatch]) -> Gap:
        """Points to a box in the open block first."""
        element_ids = {place.element_id for place in places}
        boxes = [box for box in row.boxes if box.element_id in element_ids]
        box = next((box for box in boxes if box.block == self.block_label), boxes[0])
        number = self.blocks.index(box.block) + 1
        url = f"{self.url}?phan={number}#o-{row.unit_id}-{box.code}"
        return Gap(row.short_name, len(boxes), url, self._row_url(number, row, box.code))

    @property
    def waiting_rows(self) -> list[SheetRow]:
        """The rows that the confirming button beside them is about: the one shown by itself, or all."""
        return [self.entry.row] if self.entry and self.is_one_of_many else list(self.sheet.rows)

    @property
    def confirmable_count(self) -> int:
        rows = [row for row in self.waiting_rows if row.unit_id in self.rights.editable]
        return sum(len(row.confirmable) for row in rows)

    @property
    def seal(self) -> str:
        return register_seal(self.waiting_rows)

    @property
    def note_links(self) -> list[dict[str, str]]:
        """The fields that came back, each with a link to it."""
        found = []
        for unit_id, code in self.notes.by_cell:
            row = self.sheet.row_of(unit_id)
            box = next((box for box in row.boxes if box.code == code), None) if row else None
            if row and box:
                number = self.blocks.index(box.block) + 1
                label = f"{row.short_name}, {box.short_name}"
                found.append({"label": label, "url": f"{self.url}?phan={number}#o-{unit_id}-{code}"})
        items = [item for item in self.fields if item.notes]
        texts_url = f"{self.url}?phan={len(self.blocks) + 1}"
        return found + [{"label": item.kind, "url": f"{texts_url}#{item.id}"} for item in items]

    @property
    def unseen_rows(self) -> list[dict[str, object]]:
        """Rows that are not drawn on this page; the submission says how they were seen all the same."""
        drawn = (
            {self.entry.row.unit_id}
            if self.entry
            else {row.row.unit_id for row in self.grid.rows}
            if self.grid
            else set()
        )
        return [
            {"unit_id": row.unit_id, "seen": seen(row)} for row in self.sheet.rows if row.unit_id not in drawn
        ]

    @property
    def latest_version(self) -> str:
        """Where the frozen version stands; empty while there is none."""
        number = self.report.last_version_number
        place = [self.report.period.slug, self.report.unit_id, number]
        return reverse("reports:version", args=place) if number else ""

    @property
    def next_gap(self) -> Gap | None:
        return next(iter(self.gaps), None)

    @property
    def noun(self) -> str:
        """ "25 Đoàn cấp xã": what stands in the rows below the unit's own."""
        return f"{self.grid.unit_count} Đoàn cấp xã" if self.grid else ""

    @property
    def last_label(self) -> str:
        """ "quý II": the quarter before, as columns and buttons name it."""
        quarters = [box for box in self.sheet.boxes if box.frequency == Frequency.QUARTER]
        return quarter_label(quarters[0], self.report.period) if quarters else "quý trước"

    @property
    def crumbs(self) -> list[dict[str, str]]:
        period = self.report.period
        return [
            {"label": "Báo cáo quý", "url": reverse("reports:index")},
            {"label": period.label, "url": reverse("reports:period", args=[period.slug])},
            {"label": self.report.unit_name},
        ]

    @property
    def actions(self) -> list[dict[str, str]]:
        if not self.rights.sees_whole:
            return []
        place = [self.report.period.slug, self.report.unit_id]
        found = []
        if self.rights.is_reporter and self.hands.expected:
            url = reverse("reports:hand_overs", args=place)
            found.append({"label": "Bàn giao của xã", "icon": "list-check", "url": url})
        if self.rights.is_approver and not self.rights.extend_refusal:
            found.append(
                {"label": "Gia hạn", "icon": "hourglass-split", "url": reverse("reports:extend", args=place)}
            )
        found.append(
            {"label": "Lịch sử", "icon": "clock-history", "url": reverse("reports:history", args=place)}
        )
        return found

    @property
    def title(self) -> str:
        return title(self.report, self.sheet, self.rights, self.notes)

    @property
    def meta(self) -> list[Meta]:
        if self.is_own_row:
            return own_row_meta(self.report, self.now) + register_meta(self.sheet)
        words = self.hands.words
        handed = [{"icon": "list-check", "text": words}] if words and self.report.is_open else []
        return meta(self.report, self.now) + register_meta(self.sheet) + handed


def report_page(report: Report, user: Any, now: datetime, look: Look) -> ReportPage:
    """The page as this person may see it, in at most ten statements; `report` from with_lineage().with_due()."""
    found = sheet(report, visible_rows(user, report))
    allowed = rights(user, report, found)
    remarks = notes(report)
    desk = Desk(
        period=report.period,
        editable=allowed.editable,
        refused=look.refused,
        notes=remarks.by_cell,
        stale=look.stale,
    )
    fields = texts(report, remarks, look.texts) if allowed.sees_whole else []
    handed = hands(report, found.rows, now)
    return ReportPage(report, found, allowed, look, desk, fields, remarks, handed, now)
