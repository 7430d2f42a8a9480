"""Contexts of the templates: words, states and links put together from what the queries found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from apps.core.exceptions import refusal
from apps.core.vietnamese import moment
from apps.reports.enums import Punctuality
from apps.reviews import permissions
from apps.reviews.enums import ReviewState
from apps.reviews.forms import NoteForm, TextForm
from apps.reviews.models import Review
from apps.reviews.queries import pages
from apps.reviews.queries.content import Content
from apps.reviews.queries.outline import (
    OPENING,
    REGISTERS,
    Annex,
    Block,
    Part,
    annexes,
    directive_words,
    spanned,
    titled,
    unbroken,
)
from apps.reviews.queries.prose import numbers_in
from apps.reviews.queries.registers import register_tables
from apps.reviews.queries.sources import Source, report_version
from apps.reviews.queries.spoken import spoken
from apps.reviews.queries.tables import by_period, by_unit

Context = dict[str, Any]
STATES: dict[str, Context] = {
    ReviewState.BUILDING: {"icon": "hourglass-split", "label": "Đang lập", "tone": "info"},
    ReviewState.DRAFT: {"icon": "pencil-fill", "label": "Dự thảo", "tone": "neutral"},
    ReviewState.PRESENTED: {"icon": "clock-fill", "label": "Đã trình, chờ duyệt", "tone": "info"},
    ReviewState.APPROVED: {"icon": "check-circle-fill", "label": "Đã duyệt", "tone": "ok"},
}
EMPTY_FOR_MAKERS = "Sơ kết ghép số liệu đã duyệt của các quý thành một báo cáo có nguồn từng số."
EMPTY_FOR_READERS = "Sơ kết về đơn vị của đồng chí, khi được lập, sẽ có ở đây."
EMPTY = {"icon": "circle", "label": "Chưa viết", "tone": "neutral"}
DRAFTED = {"icon": "file-earmark-text", "label": "Lời dự thảo", "tone": "info"}
EDITED = {"icon": "check-circle-fill", "label": "Đã sửa lời", "tone": "ok"}


def name_of(review: Review, content: Content | None = None) -> str:
    """Sơ kết Kết luận 07 và 08"""
    if content:
        return titled(review.kind, [row["number"] for row in content.directives])
    return titled(review.kind, [row.number for row in review.directives.all()])


def index(reviews: Sequence[Review], refused: str) -> Context:
    """`refused`: why the person may not ask for one; then there is no button that never wakes."""
    waiting = sum(review.state == ReviewState.PRESENTED for review in reviews)
    title = f"Sơ kết: {len(reviews)} bản, {waiting} chờ duyệt" if reviews else "Chưa có sơ kết nào"
    new = {"label": "Lập sơ kết", "url": reverse("reviews:new"), "icon": "plus-lg", "primary": True}
    return {
        "title": title,
        "actions": [] if refused else [new],
        "empty": EMPTY_FOR_READERS if refused else EMPTY_FOR_MAKERS,
        "rows": [
            {
                "review": review,
                "name": name_of(review),
                "state": STATES[review.state],
                "range": capfirst(spanned(review.from_period, review.to_period)),
                "snapshot": getattr(review, "snapshot", None),
            }
            for review in reviews
        ],
    }


def links(review: Review) -> Context:
    """Where the numbers of this review lead to."""
    return {"source_url": f"{reverse('reviews:source', args=[review.pk])}?so="}


def source(review: Review, content: Content, behind: Source) -> Context:
    """The page of one number; the popover takes its inside."""
    return links(review) | {
        "review": review,
        "content": content,
        "source": behind,
        "heading": f"Số này từ đâu: {behind.number.text}",
        "crumbs": crumbs(review, name_of(review, content), "Số này từ đâu"),
    }


def crumbs(review: Review, name: str, *below: str) -> list[Context]:
    """Sơ kết / Sơ kết Kết luận 07 và 08 / …; the last one without an address."""
    path = [{"label": "Sơ kết", "url": reverse("reviews:index")}]
    if not below:
        return [*path, {"label": name}]
    path.append({"label": name, "url": reverse("reviews:review", args=[review.pk])})
    return [*path, *({"label": label} for label in below)]


def frame(user: Any, reading: pages.Reading, key: str) -> Context:
    """What every page of a built review shares: title, stamp, outline, acts."""
    review, content = reading.review, reading.content
    name = name_of(review, content)
    total = len(reading.blocks)
    return links(review) | {
        "reading": reading,
        "review": review,
        "content": content,
        "title": f"{name}: {reading.filled_count}/{total} phần đã có lời",
        "crumbs": crumbs(review, name),
        "lede": _lede(content),
        "stamp": _stamp(reading),
        "stamp_actions": [_word(user, reading)],
        "actions": _acts(user, reading),
        "note_form": NoteForm() if not refusal(permissions.check_can_send_back, user, review) else None,
        "outline": _outline(reading, key),
        "steps": review.steps.select_related("done_by"),
    }


def _lede(content: Content) -> str:
    scope = content.units[content.scope].name
    basis = content.data["basis"]
    ordered = f", theo {directive_words(basis, with_word='')}" if basis else ""
    return unbroken(content, f"{scope}, {content.range_words}{ordered}")


def _stamp(reading: pages.Reading) -> list[Context]:
    review, content = reading.review, reading.content
    expected = content.expected_reports
    lacking = sum(not row["version"] for row in expected)
    reports = reverse("reviews:annex", args=[review.pk, "C"])
    coverage: Context = {
        "label": f"Độ phủ, {spanned(review.from_period, review.to_period)}",
        "value": f"{len(expected) - lacking}/{len(expected)} báo cáo đã duyệt",
        "url": reports,
    }
    if lacking:
        coverage |= {"link_url": f"{reports}#thieu", "link_label": f"xem {lacking} thiếu"}
    return [
        {
            "label": "Số liệu đã chốt, không đổi nữa",
            "value": f"Ảnh chụp {content.sha256[:8]}",
            "icon": "lock-fill",
            "tone": "ok",
        },
        {"label": "Chốt lúc", "value": moment(content.taken_at)},
        coverage,
        {"label": f"Lời văn lần {reading.revision.number}", "value": reading.revision.sha256[:8]},
        {"label": "Trạng thái", **_state_item(review)},
    ]


def _state_item(review: Review) -> Context:
    state = STATES[review.state]
    return {"value": state["label"], "icon": state["icon"], "tone": state["tone"]}


def _word(user: Any, reading: pages.Reading) -> Context:
    """The Word file of the last texts; before it is made, the act that makes it."""
    review = reading.review
    if reading.document:
        return {
            "label": "Word",
            "url": reverse("reviews:document", args=[review.pk]),
            "icon": "file-earmark-word",
            "primary": True,
        }
    reason = refusal(permissions.check_can_rebuild, user, review)
    waiting = "Văn bản Word của lời văn mới nhất chưa dựng xong." if reason else ""
    return {
        "label": "Dựng Word",
        "url": reverse("reviews:rebuild", args=[review.pk]),
        "icon": "file-earmark-word",
        "method": "post",
        "reason": waiting,
    }


def _acts(user: Any, reading: pages.Reading) -> list[Context]:
    """The next acts of the workflow that are this person's; presenting sleeps while a part is unwritten."""
    review = reading.review
    possible = (
        ("present", "Trình Thường trực", "send", permissions.check_may_present),
        ("approve", "Duyệt sơ kết", "check-lg", permissions.check_can_approve),
    )
    asleep = refusal(permissions.check_can_present, user, review, reading.unwritten)
    return [
        {
            "label": label,
            "url": reverse(f"reviews:{route}", args=[review.pk]),
            "icon": icon,
            "method": "post",
            "primary": route == "approve",
            **({"reason": asleep, "links": _writing_links(reading)} if route == "present" else {}),
        }
        for route, label, icon, check in possible
        if not refusal(check, user, review)
    ]


def _writing_links(reading: pages.Reading) -> list[Context]:
    """Where the unwritten parts are written."""
    return [
        {
            "label": f"Viết {block.title[:1].lower()}{block.title[1:]}",
            "url": reverse("reviews:edit", args=[reading.review.pk, block.key]),
        }
        for block in reading.unwritten
    ]


def _outline(reading: pages.Reading, key: str) -> list[Context]:
    url = reverse("reviews:review", args=[reading.review.pk])
    opening = {
        "number": "",
        "label": OPENING.title,
        "url": url,
        "state": block_state(reading, OPENING.key),
        "active": key == OPENING.key,
    }
    numbered = [_part(reading, part, url, key) for part in reading.outline]
    return [opening, *numbered, _annexes(reading)]


def _part(reading: pages.Reading, part: Part, url: str, key: str) -> Context:
    is_active = any(block.key == key for block in part.blocks)
    single = len(part.blocks) == 1 and not part.blocks[0].number
    children = [
        {
            "label": f"{block.number}. {block.short_title}",
            "url": f"{url}?muc={block.key}",
            "state": block_state(reading, block.key),
            "active": block.key == key,
        }
        for block in part.blocks
    ]
    return {
        "number": part.number,
        "label": unbroken(reading.content, part.title),
        "url": f"{url}?muc={part.blocks[0].key}",
        "state": children[0]["state"] if single else None,
        "active": is_active,
        "children": [] if single else children,
    }


def annex_links(review: Review, content: Content, chosen: Annex | None) -> list[Context]:
    return [
        {
            "label": f"{row.letter}. {row.title}",
            "url": reverse("reviews:annex", args=[review.pk, row.letter]),
            "state": None,
            "active": row == chosen,
            "icon": "",
        }
        for row in annexes(content)
    ]


def _annexes(reading: pages.Reading) -> Context:
    children = annex_links(reading.review, reading.content, None)
    return {
        "number": "",
        "label": "Phụ lục",
        "url": children[0]["url"],
        "state": None,
        "active": False,
        "children": children,
    }


def block_state(reading: pages.Reading, key: str) -> Context:
    if not reading.is_filled(key):
        return EMPTY
    return EDITED if reading.is_edited(key) else DRAFTED


def neighbours(reading: pages.Reading, key: str) -> Context:
    """The part before and the part after, for who reads on; after the last one come the annexes."""
    url = reverse("reviews:review", args=[reading.review.pk])
    ways = [_way("", OPENING, url)]
    ways += [_way(part.number, block, url) for part in reading.outline for block in part.blocks]
    first = annex_links(reading.review, reading.content, None)[0]
    ways.append({"label": f"Phụ lục {first['label']}", "url": first["url"]})
    place = [block.key for block in reading.blocks].index(key)
    return {"earlier": ways[place - 1] if place else None, "later": ways[place + 1]}


def _way(part: str, block: Block, url: str) -> Context:
    """III.2a. Số lượng, chuẩn hóa"""
    number = ".".join(item for item in (part, block.number) if item)
    label = f"{number}. {block.short_title}" if number else block.short_title
    return {"label": label, "url": f"{url}?muc={block.key}"}


def annex(content: Content, letter: str) -> Context:
    """The rows of one annex."""
    if letter == "A":
        heads = [quarter.numeral for quarter in content.range]
        return {
            "heads": heads,
            "groups": _grouped(content, by_period(content, content.range)),
            "has_tail": True,
        }
    if letter == "B":
        heads = [unit.short_name for unit in content.children]
        return {
            "heads": heads,
            "groups": _grouped(content, by_unit(content, content.children)),
            "has_tail": False,
        }
    if letter in REGISTERS:
        return {"register": register_tables(content, REGISTERS[letter])}
    rows = [_report(content, row) for row in content.expected_reports + content.own_reports]
    first = next((row for row in rows if not row["version"]), None)
    return {"reports": [row | {"is_first_missing": row is first} for row in rows]}


def _grouped(content: Content, lines: Sequence[Any]) -> list[Context]:
    titles = {row["code"]: row["title"] for row in content.sections}
    groups: list[Context] = []
    for line in lines:
        title = titles[line.indicator.section]
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "lines": []})
        groups[-1]["lines"].append(line)
    return groups


def _report(content: Content, row: Context) -> Context:
    submitted = row["submitted_at"]
    return row | {
        "unit": content.units[row["unit"]],
        "is_own": row["unit"] == content.scope,
        "quarter": content.quarter(row["period"]),
        "punctuality": Punctuality(row["punctuality"]).label,
        "submitted": moment(datetime.fromisoformat(submitted)) if submitted else "",
        "version": report_version(content, row),
    }


def editing(reading: pages.Reading, block: Block, form: TextForm) -> Context:
    """The form, and the numbers that the text refers to."""
    return {
        "form": form,
        "numbers": numbers_in(reading.content, reading.texts[block.key]),
        "back": f"{reverse('reviews:review', args=[reading.review.pk])}?muc={block.key}",
        "differences": [],
        "reason": "",
        "heading": f"Sửa lời văn: {block.number + '. ' if block.number else ''}{block.title}",
        "crumbs": crumbs(reading.review, name_of(reading.review, reading.content), "Sửa lời văn"),
    }


def stale(fresh: pages.Reading, block: Block, mine: str, reason: str) -> Context:
    """Both texts side by side; the form holds the person's own, ready to be saved over the newer one."""
    mine, theirs = spoken(mine), spoken(fresh.texts[block.key])
    form = TextForm(fresh.content, initial={"base": fresh.revision.number, "body": mine})
    rows = [{"label": block.title, "mine": mine, "theirs": theirs, "changed": True, "name": ""}]
    return editing(fresh, block, form) | {"differences": rows, "reason": reason}
