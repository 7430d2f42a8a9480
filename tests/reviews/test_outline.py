"""The outline: both Conclusions, one alone, one quarter alone, a district."""

import io

from docx import Document as open_docx

from apps.reviews.documents import document
from apps.reviews.queries.drafts import draft
from apps.reviews.queries.outline import blocks, parts
from tests.reviews.conftest import Gathered

Province = dict[str, Gathered]


def headings(gathered: Gathered) -> list[str]:
    return [f"{part.number}. {part.title}" for part in parts(gathered.content)]


def test_both_conclusions(both: Gathered):
    assert headings(both) == [
        "I. Tình hình chung",
        "II. Lãnh đạo, chỉ đạo, quán triệt, triển khai",
        "III. Kết quả thực hiện Kết luận số 07-KL/TWĐTN-BTC",
        "IV. Kết quả thực hiện Kết luận số 08-KL/TWĐTN-BTC",
        "V. Đánh giá chung",
        "VI. Phương hướng, nhiệm vụ, giải pháp",
        "VII. Kiến nghị, đề xuất",
    ]


def test_the_groups_of_07_and_the_points_of_08(both: Gathered):
    numbers = {part.number: [block.number for block in part.blocks] for part in parts(both.content)}
    assert numbers["III"] == ["1", "2a", "2b", "2c", "2d", "2e", "3"]
    assert numbers["IV"] == ["1", "2", "3", "4", "5", "6", "7"]


def test_one_conclusion_leaves_the_other_out_and_is_numbered_anew(province: Province):
    gathered = province["only 08"]
    assert headings(gathered)[2:] == [
        "III. Kết quả thực hiện Kết luận số 08-KL/TWĐTN-BTC",
        "IV. Đánh giá chung",
        "V. Phương hướng, nhiệm vụ, giải pháp",
        "VI. Kiến nghị, đề xuất",
    ]
    made = open_docx(io.BytesIO(document(gathered.content, draft(gathered.content))))
    words = "\n".join(line.text for line in made.paragraphs).replace("\u2011", "-")
    assert "07-KL" not in words
    assert "KL07" not in words
    assert not any(code.startswith("KL07") for code in gathered.content.indicators)


def test_each_indicator_stands_in_one_group(both: Gathered):
    told = [row.code for block in blocks(both.content) if block.number for row in block.indicators]
    assert sorted(told) == sorted(both.content.indicators)


def test_one_quarter_alone(province: Province):
    content = province["one quarter"].content
    assert content.range_words == "quý IV/2020"
    row = content.indicators["KL07-2.20"]
    assert row.total() == row.figures["2020-q4"]
    assert "từ quý" not in draft(content)["KL07-2d"]


def test_a_district_is_compared_by_its_communes(province: Province):
    content = province["district"].content
    assert len(content.children) == 25
    assert {unit.kind for unit in content.children} == {"GRASSROOTS"}
    assert content.expected_reports == []
    assert len(content.own_reports) == 6
    assert document(content, draft(content))[:2] == b"PK"
