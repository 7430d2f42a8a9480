"""The Word file: every number stands at its place and equals what the frozen reports say; nothing else is printed.

The expected figures are computed by `frozen.py`, which imports nothing of the product.
"""

import io
import re
import time
from decimal import Decimal

import pytest
from docx import Document as open_docx
from docx.table import Table

from apps.core.canonical import canonical, sha256
from apps.reviews.documents import document, file_name
from apps.reviews.queries import content as snapshot
from apps.reviews.queries.content import Content
from apps.reviews.queries.drafts import draft
from tests.reviews.conftest import SLUGS, TARGETS, Gathered
from tests.reviews.expected import REFERENCE, Expected
from tests.reviews.frozen import Frozen, words

DIGITS = re.compile(r"\d")
# What may stand in a sentence beside the numbers that are checked: days, quarters, years.
ALLOWED = re.compile(r"\d\d/\d\d/\d{4}|quý (?:IV|I{1,3})/\d{4}|năm \d{4}")


class Opened:
    """The docx as a reader sees it: paragraphs, tables, footers, as texts."""

    def __init__(self, made: bytes) -> None:
        docx = open_docx(io.BytesIO(made))
        self.raw = [line.text for line in docx.paragraphs]
        plain = [text.replace("\u2011", "-").replace("\u00a0", " ") for text in self.raw]
        self.lines = [line for line in plain if line.strip()]
        self.tables = docx.tables
        self.footers = [section.footer.paragraphs[0].text for section in docx.sections]


def cells(table: Table) -> list[list[str]]:
    """Rows of texts; a cell over several columns counts once."""
    rows = []
    for row in table._tbl.tr_lst:
        rows.append(["".join(text.text or "" for text in cell.iter("{*}t")) for cell in row.tc_lst])
    return rows


def expected_of(gathered: Gathered) -> Expected:
    frozen = Frozen(gathered.versions, SLUGS[0], SLUGS[-1], TARGETS)
    return Expected(frozen, gathered.codes, {"BRANCH": gathered.branches.number})


def check(gathered: Gathered, content: Content | None = None) -> None:
    """Asserts everything about the document of a review of both Conclusions by the province."""
    content = content or gathered.content
    texts = draft(gathered.content)
    opened = Opened(document(content, texts))
    expected = expected_of(gathered)
    wanted = [expected.text(line) for text in texts.values() for line in text.splitlines() if line.strip()]
    wanted[-1] = wanted[-1].removesuffix(".") + "./."
    check_lines(opened, wanted)
    told = [table for table in opened.tables if len(table.columns) != 2 or table is opened.tables[0]]
    (frame, *body, by_period, by_unit, reports), cadres, branches = told[:-11], told[-11:-3], told[-3:]
    check_body_tables(body, opened.lines, expected)
    check_by_period(cells(by_period), expected)
    check_by_unit(cells(by_unit), expected)
    check_reports(cells(reports), gathered)
    check_cadres(opened.lines, [cells(table) for table in cadres], gathered)
    check_branches(opened.lines, [cells(table) for table in branches], gathered)
    check_first_heads([*body, *cadres])
    assert "07" not in "".join(text for row in cells(frame) for text in row)


def check_first_heads(tables: list[Table]) -> None:
    """Where groups stand over the heads, the first head takes both rows."""
    heads = {table.cell(0, 0).text for table in tables}
    assert heads == {"Cấp", "Cấp, chức danh", "Cấp tổ chức, loại lớp", "Năm, cấp"}
    assert all(table.cell(0, 0)._tc is table.cell(1, 0)._tc for table in tables)


def check_lines(opened: Opened, wanted: list[str]) -> None:
    """Each paragraph that holds a digit is one of those that were expected, in their order, or a named heading."""
    told = [line for line in opened.lines if DIGITS.search(line) and not is_frame(line)]
    assert told == [line for line in wanted if DIGITS.search(line)]
    assert [line for line in opened.raw if " %" in line] == []  # a number never parts from its sign


def is_frame(line: str) -> bool:
    """Titles, headings and notes, named one by one."""
    return bool(
        re.fullmatch(r"Sơ kết việc thực hiện Kết luận số 07-KL/TWĐTN-BTC", line)
        or re.fullmatch(r"và Kết luận số 08-KL/TWĐTN-BTC", line)
        or re.fullmatch(r"\(từ quý I/2020 đến hết quý II/2021\)", line)
        or re.fullmatch(r"(III|IV)\. KẾT QUẢ THỰC HIỆN KẾT LUẬN SỐ 0[78]-KL/TWĐTN-BTC", line)
        or re.fullmatch(r"[1-7][a-e]?\. [^\d{}]+", line)
        or re.fullmatch(r"Bảng \d+\. .+", line)
        or re.fullmatch(r"Biểu ([1-57][ab]?\. [^\d]+|6\. Đi cơ sở \(chủ trương “1\+2”\))", line)
        or re.fullmatch(
            r"Nguồn: sổ (cán bộ|chi đoàn), .*tính đến ngày .*", line
        )  # read by check_cadres, check_branches
        or re.fullmatch(r"Biểu E[1-3]\. .*", line)  # read by check_branches
        or re.fullmatch(r"Tỷ lệ trên số đã xếp loại; .* 95 % \(Wilson\), .*", line)
        or re.fullmatch(r"Tính ở đơn vị xếp loại, .*\(Quy chế 289, Điều 1\) [^\d]*", line)
        or re.fullmatch(r"Đầu nhật ký lúc chốt số liệu: .*\. SHA-256 của ảnh chụp: [0-9a-f]{64}\.", line)
    )


def check_body_tables(tables: list[Table], lines: list[str], expected: Expected) -> None:
    titles = [re.sub(r"^Bảng \d+\. ", "", line) for line in lines if line.startswith("Bảng ")]
    names = {row["name"]: code for code, row in expected.frozen.indicators.items()}
    assert len(titles) == len(tables) > 8
    for title, table in zip(titles, tables, strict=True):
        check_levels(names[title], cells(table), expected)


def check_levels(code: str, rows: list[list[str]], expected: Expected) -> None:
    """First and last due quarter of the range by level; a rate with its fraction; the change at the end."""
    due = expected.frozen.due_in_range(code)
    slugs = [due[0], due[-1]] if len(due) > 1 else due
    is_rate = bool(expected.frozen.indicators[code]["denominator"])
    change = {"STOCK": "start", "DISTINCT": "year_ago"}.get(expected.frozen.nature(code), "")
    change = "year_ago" if change == "start" and len(due) == 1 else change
    wanted = []
    for place in [*expected.levels(code), ""]:
        row = []
        for slug in slugs:
            found = expected.frozen.sum(code, [slug], place)
            row += [expected.frozen.fraction(code, found)] if is_rate else []
            row.append(expected.frozen.printed(code, found, bare=True))
        wanted.append(row + ([expected.change_cell(code, change, place)] if change else []))
    if change and not any(row[-1] for row in wanted):
        wanted = [row[:-1] for row in wanted]
    heads = [f"Q{words(slug)[1:]}" for slug in slugs]
    assert [head for head in rows[0] if "/" in head] == heads
    assert [row[1:] for row in rows[2:]] == wanted, code


def check_by_period(rows: list[list[str]], expected: Expected) -> None:
    assert rows[0][3:] == [
        *(words(slug).removeprefix("quý ") for slug in SLUGS),
        "Giai đoạn",
        "Thay đổi",
        "Mục tiêu",
        "Độ phủ",
    ]
    lines = {row[0]: row for row in rows[1:] if len(row) > 1}
    assert list(lines) == list(expected.frozen.indicators)
    for code, row in lines.items():
        flow = expected.frozen.nature(code) == "FLOW"
        found = expected.frozen.over_range(code)
        wanted = [expected.cell(code, "", slug) for slug in SLUGS]
        wanted += [expected.cell(code), expected.change_cell(code, "to_date" if flow else "previous")]
        wanted += [expected.number(code, None, "target", None) if code in TARGETS else ""]
        wanted += [f"{found.given}/{found.expected}" if found else ""]
        if code != "KL08-H5":  # written by the system from deadlines, not from the reports
            assert row[3:] == wanted, code


def check_by_unit(rows: list[list[str]], expected: Expected) -> None:
    names = {row["short_name"]: code for code, row in expected.frozen.units.items()}
    places = [names[head] for head in rows[0][3:-1]]
    assert sorted(places) == sorted(expected.frozen.children())
    lines = {row[0]: row for row in rows[1:] if len(row) > 1}
    assert list(lines) == list(expected.frozen.indicators)
    for code, row in lines.items():
        if code != "KL08-H5":
            assert row[3:-1] == [expected.cell(code, place) for place in places], code
            assert row[-1] == expected.cell(code), code


def check_reports(rows: list[list[str]], gathered: Gathered) -> None:
    """The manifest: each approved report of the range with the SHA-256 of its frozen content."""
    wanted = {}
    for version in gathered.versions:
        quarter = words(version["period"]).removeprefix("quý ")
        wanted[quarter, version["unit"]["name"]] = sha256(canonical(version))[:8]
    told = {(row[0], row[1]): row[8] for row in rows[1:]}
    assert told.pop(("II/2021", "Huyện đoàn Phù Cừ")) == ""
    assert told == wanted


def check_cadres(lines: list[str], tables: list[list[list[str]]], gathered: Gathered) -> None:
    """Every cell of Biểu 1–7, every title, and of how many units the register knows somebody."""
    assert [line for line in lines if line.startswith("Nguồn: sổ cán bộ")] == [gathered.cadres.source]
    titles = [line.split()[1] for line in lines if re.match(r"Biểu \d", line)]
    assert titles == [f"{number}." for number in gathered.cadres.tables]
    for number, rows in zip(gathered.cadres.tables, tables, strict=True):
        assert rows[2:] == gathered.cadres.tables[number], number
        assert {len(row) for row in rows[1:]} == {len(rows[1])}


def check_branches(lines: list[str], tables: list[list[list[str]]], gathered: Gathered) -> None:
    """Biểu E1–E3 are those that were counted; `tests.assessments.test_tables` counts them once more."""
    told = [line for line in lines if line.startswith(("Nguồn: sổ chi đoàn", "Biểu E"))]
    assert told == [gathered.branches.source, *gathered.branches.titles]
    for wanted, rows in zip(gathered.branches.tables, tables, strict=True):
        assert rows[2:] == wanted


def test_every_number_is_where_it_belongs_and_no_other(both: Gathered):
    check(both)


def test_a_sentence_holds_no_number_of_its_own(both: Gathered):
    """Beside references only days, quarters, years, and the names of the catalogue."""
    names = sorted(
        (row[key] for row in expected_of(both).frozen.indicators.values() for key in ("name", "short_name")),
        key=len,
        reverse=True,
    )
    papers = ["442-KH/TWĐTN-BTC", "07-KL/TWĐTN-BTC", "08-KL/TWĐTN-BTC"]
    for text in draft(both.content).values():
        rest = REFERENCE.sub("", text)
        for name in [*papers, *names, *(name[0].lower() + name[1:] for name in names)]:
            rest = rest.replace(name, "")
        assert not DIGITS.search(ALLOWED.sub("", rest)), rest


def last_quarter_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: the value over the range is that of the due quarter before the last."""
    true_total = snapshot.Indicator.total

    def total(self, unit=None):
        due = list(self.figures_of(self._content.scope if unit is None else unit).values())
        return due[-2] if self.kind == "STOCK" and len(due) > 1 else true_total(self, unit)

    monkeypatch.setattr(snapshot.Indicator, "total", total)


def test_last_quarters_value_would_be_noticed(both: Gathered, monkeypatch: pytest.MonkeyPatch):
    last_quarter_instead(monkeypatch)
    with pytest.raises(AssertionError):
        check(both)


def test_one_figure_changed_in_the_snapshot_would_be_noticed(both: Gathered):
    data = both.content.data
    row = next(row for row in data["indicators"] if row["code"] == "KL08-E2")
    cell = next(iter(row["cells"].values()))[-1]
    cell[1] = str(Decimal(cell[1]) + 1)
    with pytest.raises(AssertionError):
        check(both, Content(canonical(data)))


def test_one_count_of_the_register_changed_in_the_snapshot_would_be_noticed(both: Gathered):
    data = both.content.data
    cells = data["cadres"]["tables"][0]["lines"][1]["cells"]
    cells[3] = str(int(cells[3]) + 1)
    with pytest.raises(AssertionError):
        check(both, Content(canonical(data)))


def test_no_person_is_in_the_snapshot(both: Gathered):
    told = canonical([both.content.data[part] for part in ("cadres", "branches")])
    assert "Nguyễn Văn" not in told  # every cadre of these tests is called so
    assert not re.search(r"\d{4}-\d\d-\d\d", told.replace('"2020-01-01"', "").replace('"2021-06-30"', ""))


@pytest.mark.parametrize(
    ("number", "parts", "letters"), [(1, {"cadres", "branches"}, "ABC"), (2, {"branches"}, "ABCD")]
)
def test_a_snapshot_of_an_older_format_is_printed_as_it_was(both: Gathered, number, parts, letters):
    """Parts are only added: without them, and with the old number of the format, their annexes are not written."""
    old = {key: value for key, value in both.content.data.items() if key not in parts} | {"format": number}
    opened = Opened(document(Content(canonical(old)), both.texts))
    assert [line for line in opened.lines if line.startswith("PHỤ LỤC")] == [
        f"PHỤ LỤC {letter}" for letter in letters
    ]
    with_part = Opened(both.made)
    before, now = (
        [line for line in made.lines if "SHA-256 của ảnh chụp" not in line]  # the hash of the whole snapshot
        for made in (opened, with_part)
    )
    assert before == now[: len(before)]
    assert len(with_part.tables) - len(opened.tables) == {"ABC": 11, "ABCD": 3}[letters]


@pytest.mark.slow
def test_the_same_pair_gives_the_same_bytes(both: Gathered):
    texts = draft(both.content)
    first = document(both.content, texts)
    time.sleep(2.2)
    assert document(Content(both.text), dict(reversed(texts.items()))) == first


def test_both_hashes_stand_in_every_footer(both: Gathered):
    texts = draft(both.content)
    opened = Opened(document(both.content, texts))
    for footer in opened.footers:
        assert f"ảnh chụp {sha256(both.text)[:8]}" in footer
        assert f"lời văn {sha256(canonical(texts))[:8]}" in footer
        assert "17 giờ 30 ngày 15/11/2021" in footer


def test_another_text_gives_another_document(both: Gathered):
    texts = draft(both.content)
    assert document(both.content, texts | {"bai-hoc": "Một bài học."}) != document(both.content, texts)


def test_the_file_name_is_plain(both: Gathered):
    assert re.fullmatch(r"so-ket_KL07-KL08_2020-q1_2021-q2_[0-9a-f]{8}\.docx", file_name(both.content))
