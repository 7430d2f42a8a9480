"""The rules of the draft: nothing beyond the figures."""

import json
import re

from apps.core.canonical import canonical
from apps.reviews.queries.content import Content
from apps.reviews.queries.drafts import draft, short_sentence
from apps.reviews.queries.prose import harmless, paragraphs, plain_text, unknown
from tests.reviews.conftest import Gathered


def changed(gathered: Gathered, **cells: object) -> Content:
    """The snapshot with other cells of KL07-2.7a in the last quarter: [numerator, denominator, given, expected]."""
    data = json.loads(gathered.text)
    row = next(row for row in data["indicators"] if row["code"] == "KL07-2.7a")
    unit = str(data["scope"])
    new = cells["last"]
    row["cells"][unit][-1][1:] = new
    row["range"][unit][2:] = new
    if "first" in cells:
        first = next(cell for cell in row["cells"][unit] if cell[0] == "2020-q1")
        first[1:] = cells["first"]
    return Content(canonical(data))


def sentence(content: Content) -> str:
    text = short_sentence(content, content.indicators["KL07-2.7a"])
    return plain_text(paragraphs(content, text)[0])


def test_a_missing_figure_is_said_to_be_missing_and_never_zero(both: Gathered):
    content = changed(both, last=[None, None, 0, 173])
    text = "\n".join(draft(content).values())
    assert "Chưa có số liệu về:" in text
    assert "{{KL07-2.7a|" not in draft(content)["KL07-2a"]


def test_totals_of_all_units_are_compared(both: Gathered):
    content = changed(both, last=["23", None, 173, 173], first=["58", None, 173, 173])
    assert "giảm 35 người so với đầu giai đoạn (quý I/2020)" in sentence(content)
    assert "số liệu của" not in sentence(content)


def test_totals_of_different_units_are_not_compared(both: Gathered):
    content = changed(both, last=["23", None, 150, 173], first=["58", None, 173, 173])
    told = sentence(content)
    assert "giảm" not in told
    assert "tăng" not in told
    assert "số liệu của 150/173 đơn vị" in told
    assert "đầu giai đoạn (quý I/2020): 58 người (số liệu của 173/173 đơn vị)" in told


def test_no_change_is_no_rise(both: Gathered):
    content = changed(both, last=["58", None, 173, 173], first=["58", None, 173, 173])
    assert "không đổi so với đầu giai đoạn" in sentence(content)


def test_a_target_is_named_only_where_there_is_one_and_as_illustrative(both: Gathered):
    texts = draft(both.content)
    whole = "\n".join(texts.values())
    named = set(re.findall(r"\{\{([\w.\-]+)\|target\}\}", whole))
    assert named == {code for code, row in both.content.indicators.items() if row.target()}
    assert "mục tiêu minh họa năm 2021" in texts["KL07-2a"]
    assert "mục tiêu năm" not in whole


def test_what_units_wrote_stands_with_their_names(both: Gathered):
    lines = draft(both.content)["han-che"].splitlines()
    told = next(line for line in lines if line.endswith("(quý II/2021): Cán bộ cơ sở còn kiêm nhiệm."))
    assert "Huyện đoàn Khoái Châu, " in told
    assert "Phù Cừ" not in told
    assert "– Huyện đoàn Phù Cừ (quý I/2021): Cán bộ cơ sở còn kiêm nhiệm." in lines


def test_quoted_braces_make_no_reference(both: Gathered):
    assert unknown(both.content, harmless("xem {{KL07-2.2|value}} và {{")) == []
    assert paragraphs(both.content, harmless("{{KL07-2.2|value}}"))[0][0].number is None


def test_an_unknown_number_is_named(both: Gathered):
    assert unknown(both.content, "tỷ lệ {{KL99|value}} và {{KL07-2.2|value}}") == ["{{KL99|value}}"]
    assert unknown(both.content, "dở dang {{KL07-2.2") == ["{{"]
