"""The catalogue's own files, read as plain CSV: every figure asked once, as a part, on the right rows.

`catalogue_2021.csv` is the proposed catalogue as it was given (unit of measure, levels, frequency, reference
value); the element file may deviate from it, but only with a reason.
"""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "apps"
TERMS = re.compile(r"[A-Z0-9][\w.-]*( [+-] [A-Z0-9][\w.-]*)*")
DUE_IN = {"QUARTER": {1, 2, 3, 4}, "HALF": {2, 4}, "YEAR": {4}}
FREQUENCY = {"quý": "QUARTER", "6 tháng": "HALF", "năm": "YEAR"}
LEVEL = {"tỉnh": "PROVINCE", "huyện": "DISTRICT", "xã": "GRASSROOTS", "chi đoàn": "BRANCH"}
TYPISTS = {"PROVINCE", "DISTRICT", "AFFILIATE", "GRASSROOTS"}
ROW_NAMES = {"GRASSROOTS": "xã", "DISTRICT": "huyện", "AFFILIATE": "trực thuộc", "PROVINCE": "tỉnh"}
ORDINARY = {"PROVINCE": 30, "DISTRICT": 30, "AFFILIATE": 30, "GRASSROOTS": 25}
HALF_YEAR = {"PROVINCE": 30, "DISTRICT": 35, "AFFILIATE": 35, "GRASSROOTS": 40}
YEAR_END = {"PROVINCE": 55, "DISTRICT": 65, "AFFILIATE": 65, "GRASSROOTS": 55}
BUDGET = {1: ORDINARY, 2: HALF_YEAR, 3: ORDINARY, 4: YEAR_END}

CODES_07 = [f"KL07-1.{n}" for n in range(1, 7)] + [f"KL07-2.{n}" for n in range(1, 29)]
CODES_07 += ["KL07-3.1", "KL07-3.2", "KL07-3.3"]
COUNT_08 = {"A": 3, "B": 6, "C": 5, "D": 4, "E": 4, "F": 5, "G": 3, "H": 5}
CODES = CODES_07 + [f"KL08-{group}{n}" for group, count in COUNT_08.items() for n in range(1, count + 1)]

# Snippets of the given reference values that were not Vietnamese; the rest is kept verbatim.
TRANSLATED = {
    "KL07-1.1": "Quảng Ninh đã thực hiện 100%",
    "KL07-2.16": "≥ 20% (suy ra, 2022)",
    "KL07-2.17": "Điều 16: rà soát hằng năm; không quy định tỷ lệ",
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def of(name: str) -> list[dict[str, str]]:
    return read(APPS / "indicators" / "reference" / f"{name}.csv")


ELEMENTS = {row["code"]: row for row in of("elements")}
INDICATORS, RULES, TARGETS = of("indicators"), of("rules"), of("demo_targets")
SECTIONS = {row["code"] for row in read(APPS / "directives" / "reference" / "sections.csv")}
UNITS = read(APPS / "units" / "reference" / "units_2021.csv")
GIVEN = {row["code"]: row for row in read(Path(__file__).with_name("catalogue_2021.csv"))}
OURS = ("directives", "indicators", "units")
FILES = [path for app in OURS for path in sorted((APPS / app / "reference").glob("*.csv"))]
FILES.append(Path(__file__).with_name("catalogue_2021.csv"))
RATES = [row for row in INDICATORS if row["denominator"]]


def codes_in(terms: str) -> list[str]:
    return [term for term in terms.split() if term not in {"+", "-"}]


def kinds_of(code: str) -> set[str]:
    return set(ELEMENTS[code]["kinds"].split(";"))


def rows_of(code: str) -> set[tuple[str, int]]:
    """The (unit kind, quarter) pairs in which an element is due."""
    return {(kind, quarter) for kind in kinds_of(code) for quarter in DUE_IN[ELEMENTS[code]["frequency"]]}


def boxes(kind: str, quarter: int) -> int:
    typed = (code for code, row in ELEMENTS.items() if row["source"] != "SYSTEM")
    return sum((kind, quarter) in rows_of(code) for code in typed)


def deviates(row: dict[str, str]) -> bool:
    """Level or frequency differ from the given catalogue; an affiliate stands beside the district level."""
    given = GIVEN[row["catalogue_code"]]
    levels = {LEVEL[level] for level in given["cap_nhap"].split("; ")}
    same_levels = set(row["kinds"].split(";")) - {"AFFILIATE"} == levels
    return not same_levels or row["frequency"] != FREQUENCY[given["ky"]]


def test_the_list_of_this_test_is_the_given_catalogue() -> None:
    assert len(CODES) == 72
    assert set(CODES) == set(GIVEN)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_section_kinds_and_frequency(code: str) -> None:
    indicators = [row for row in INDICATORS if row["catalogue_code"] == code]
    assert indicators, f"{code}: no indicator serves it"
    for row in indicators:
        assert row["section"] in SECTIONS
        assert all(rows_of(part) for part in codes_in(row["numerator"]))


def test_elements_are_well_formed() -> None:
    for code, row in ELEMENTS.items():
        assert row["section"] in SECTIONS, code
        assert row["catalogue_code"] in GIVEN, code
        assert kinds_of(code) <= TYPISTS, code
        assert row["kind"] in {"FLOW", "STOCK", "DISTINCT"}, code
        assert row["frequency"] in DUE_IN, code
        assert row["source"] in {"REPORTED", "COMPUTED", "SYSTEM"}, code
        assert row["decimals"] in {"0", "1", "2"}, code
        assert row["name"], code
        assert 0 < len(row["short_name"]) <= 24, code
        assert bool(row["block"]) == (row["source"] != "SYSTEM"), code
        assert (row["origin"], row["is_proposed"]) == ("đề xuất", "1"), code
        assert row["valid_from"] == "2019-01-01", code


def test_no_percentage_or_average_is_typed() -> None:
    for code, row in ELEMENTS.items():
        assert "%" not in row["unit_of_measure"], code
        assert not re.search(r"tỷ lệ|bình quân|còn thiếu|chênh lệch", row["name"].lower()), code


def test_no_name_is_asked_twice() -> None:
    for field in ("name", "short_name"):
        counts = Counter(row[field] for row in ELEMENTS.values())
        assert not [text for text, times in counts.items() if times > 1]


def test_every_element_is_used() -> None:
    used = {code for row in INDICATORS for code in codes_in(f"{row['numerator']} {row['denominator']}")}
    assert set(ELEMENTS) == used


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", sorted(TYPISTS))
def test_boxes_stay_in_budget(kind: str, quarter: int) -> None:
    asked, allowed = boxes(kind, quarter), BUDGET[quarter][kind]
    assert 0 < asked <= allowed, f"quý {quarter}: dòng {kind} hỏi {asked} ô, tối đa {allowed}"


def test_the_page_of_docs_tells_the_true_box_counts() -> None:
    page = (APPS.parent / "docs" / "catalogue.md").read_text(encoding="utf-8")
    for kind, name in ROW_NAMES.items():
        counts = " | ".join(str(boxes(kind, quarter)) for quarter in (1, 2, 3, 4))
        assert re.search(rf"{name}[^|]*\| {re.escape(counts)} \|", page), f"{name}: {counts}"


def test_indicators_are_well_formed() -> None:
    for row in INDICATORS:
        code = row["code"]
        assert row["section"] in SECTIONS, code
        assert row["direction"] in {"UP", "DOWN", "INFO"}, code
        assert row["factor"] == ("100" if row["unit_of_measure"] == "%" else "1"), code
        assert row["denominator"] or row["unit_of_measure"] != "%", code
        assert (row["origin"], row["is_proposed"]) == ("đề xuất", "1"), code
        assert re.fullmatch(rf"{re.escape(row['catalogue_code'])}[a-z]?", code), code


def test_terms_refer_to_elements() -> None:
    for row in INDICATORS:
        for terms in filter(None, (row["numerator"], row["denominator"])):
            assert TERMS.fullmatch(terms), row["code"]
            assert set(codes_in(terms)) <= set(ELEMENTS), row["code"]


def test_terms_of_one_side_stand_on_the_same_rows() -> None:
    for row in INDICATORS:
        first, *others = (rows_of(code) for code in codes_in(row["numerator"]))
        assert all(rows == first for rows in others), row["code"]


def test_a_rate_finds_its_denominator_on_every_row_of_its_numerator() -> None:
    for row in RATES:
        asked = rows_of(codes_in(row["numerator"])[0])
        assert all(asked <= rows_of(code) for code in codes_in(row["denominator"])), row["code"]


def test_a_rate_stands_on_the_same_kinds_of_unit() -> None:
    """KL07-2.9 alone: the district's age sum over a count of members that the province gives too."""
    wider = {
        row["code"]
        for row in RATES
        for code in codes_in(row["denominator"])
        if kinds_of(code) != kinds_of(codes_in(row["numerator"])[0])
    }
    assert wider == {"KL07-2.9"}


def test_a_formula_never_mixes_flows_with_counts_at_a_day() -> None:
    for row in INDICATORS:
        parts = codes_in(f"{row['numerator']} {row['denominator']}")
        assert len({ELEMENTS[code]["kind"] == "FLOW" for code in parts}) == 1, row["code"]


def test_rules_refer_to_elements_of_the_same_rows() -> None:
    for row in RULES:
        assert row["kind"] in {"BALANCE", "AT_MOST", "SUM"}, row["code"]
        assert row["message"], row["code"]
        assert TERMS.fullmatch(row["terms"]), row["code"]
        parts = codes_in(row["terms"])
        assert {row["target"], *parts} <= set(ELEMENTS), row["code"]
        assert all(kinds_of(row["target"]) <= kinds_of(code) for code in parts), row["code"]


def test_a_balance_carries_a_stock_by_flows_of_the_same_quarters() -> None:
    balances = [row for row in RULES if row["kind"] == "BALANCE"]
    assert [row["target"] for row in balances] == ["KL08-B1"]
    for row in balances:
        assert ELEMENTS[row["target"]]["kind"] == "STOCK"
        assert {ELEMENTS[code]["kind"] for code in codes_in(row["terms"])} == {"FLOW"}
        assert all(rows_of(code) == rows_of(row["target"]) for code in codes_in(row["terms"]))


def test_every_rate_in_percent_is_guarded_by_a_rule() -> None:
    """Aside: shares of a sum of classes, and G3 (admitted this quarter, proposed in an earlier one)."""
    guarded = {row["target"] for row in RULES}
    rates = [row for row in RATES if row["factor"] == "100"]
    free = {row["code"] for row in rates if codes_in(row["numerator"])[0] not in guarded}
    assert {code for code in free if not code.startswith("KL07-2.27")} == {"KL08-C2", "KL08-G3", "KL08-H5"}


def test_deviations_have_a_reason_and_only_they() -> None:
    for code, row in ELEMENTS.items():
        if row["source"] == "SYSTEM":
            continue
        other_unit = code == "KL08-F4"  # triệu đồng where the catalogue says đồng
        assert bool(row["deviation"]) == (deviates(row) or other_unit), code


def test_reference_values_are_quoted_and_never_targets() -> None:
    for row in INDICATORS:
        code = row["catalogue_code"]
        assert row["reference_value"] == TRANSLATED.get(code, GIVEN[code]["gia_tri_tham_khao"]), code
    assert {row["source"] for row in TARGETS} == {"Dữ liệu minh họa"}


def test_demo_targets_stand_on_headline_indicators() -> None:
    headline = {row["code"] for row in INDICATORS if row["is_headline"] == "1"}
    assert len(headline) == 12
    assert {row["indicator"] for row in TARGETS} == headline
    assert {row["year"] for row in TARGETS} == {"2020", "2021"}
    assert all(row["reason"] and re.fullmatch(r"\d+(\.\d+)?", row["value"]) for row in TARGETS)


def test_units_are_those_of_2021() -> None:
    counts = Counter(row["kind"] for row in UNITS)
    assert counts == {"PROVINCE": 1, "DISTRICT": 10, "GRASSROOTS": 161, "AFFILIATE": 1}
    kind_of = {row["code"]: row["kind"] for row in UNITS}
    above = {(row["kind"], kind_of.get(row["parent_code"])) for row in UNITS}
    assert above == {
        ("PROVINCE", None),
        ("DISTRICT", "PROVINCE"),
        ("AFFILIATE", "PROVINCE"),
        ("GRASSROOTS", "DISTRICT"),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_nfc_without_stray_space_or_double_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    rows = read(path)
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(value == " ".join(value.split()) for row in rows for value in row.values())
    codes = [row["code"] for row in rows if "code" in row]
    assert len(codes) == len(set(codes))
