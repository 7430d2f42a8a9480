"""The verdict on one person in words: rule, fact, finding and source of every test. Written without the SQL's tests."""

from dataclasses import dataclass

from apps.cadres.enums import (
    AgeCounting,
    Education,
    FirstAgeBasis,
    PoliticalTheory,
    StandardTest,
    Verdict,
)
from apps.cadres.queries.ages import age_on, too_old_on
from apps.cadres.queries.judging import Judged
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written

Scale = type[Education] | type[PoliticalTheory]
OBLIGATORY = (StandardTest.AGE, StandardTest.EDUCATION, StandardTest.POLITICAL_THEORY)


@dataclass(frozen=True)
class Finding:
    """One test: what is asked, what is known, the verdict, and the verdict in words."""

    test: StandardTest
    label: str
    rule: str
    fact: str
    verdict: Verdict
    words: str
    source: str


def findings(row: Judged) -> tuple[Finding, ...]:
    """All four tests, in the order of the page."""
    return (_age(row), _first_age(row), _education(row), _theory(row))


def verdict(found: tuple[Finding, ...]) -> Verdict:
    """Not met beats everything; a missing rule of the three obligatory tests beats missing data."""
    by_test = {finding.test: finding.verdict for finding in found}
    if Verdict.NOT_MET in by_test.values():
        return Verdict.NOT_MET
    if any(by_test[test] == Verdict.NO_STANDARD for test in OBLIGATORY):
        return Verdict.NO_STANDARD
    return Verdict.NO_DATA if Verdict.NO_DATA in by_test.values() else Verdict.MET


def headline(row: Judged, found: tuple[Finding, ...]) -> str:
    """Quá tuổi giữ chức từ 12/03/2022 — Quy chế 289, Điều 10"""
    wrong = [finding for finding in found if finding.verdict == Verdict.NOT_MET]
    if wrong:
        return f"{'; '.join(_first_upper(finding.words) for finding in wrong)} — {row.rule}"
    if verdict(found) == Verdict.MET:
        return f"Đạt tiêu chuẩn chức danh — {row.rule}"
    if verdict(found) == Verdict.NO_STANDARD:
        return "Chưa nhập đủ tiêu chuẩn của chức danh này nên chưa xét"
    lacking = ", ".join(finding.label.lower() for finding in found if finding.verdict == Verdict.NO_DATA)
    return f"Chưa đủ dữ liệu để xét: {lacking}"


def _age(row: Judged) -> Finding:
    limit, born = row.age_max, row.born_on
    fact = f"{age_on(born, row.day, row.counting)} tuổi ({written(row.day)})" if born else MISSING
    rule = f"không quá {limit} tuổi" if limit is not None else MISSING
    outcome, words = _judge(limit is not None, born is not None)
    if outcome is None and born and limit is not None:
        over_on = too_old_on(born, limit, row.counting)
        outcome = Verdict.NOT_MET if over_on <= row.day else Verdict.MET
        words = f"quá tuổi giữ chức từ {written(over_on)}" if outcome == Verdict.NOT_MET else "đạt"
    return _finding(row, StandardTest.AGE, "Tuổi giữ chức", rule, fact, outcome, words)


def _first_age(row: Judged) -> Finding:
    limit, born, first = row.first_age_max, row.born_on, row.first_on
    in_committee = row.first_age_basis == FirstAgeBasis.COMMITTEE
    label = "Tuổi tham gia Ban Chấp hành lần đầu" if in_committee else "Tuổi giữ chức lần đầu"
    rule = f"không quá {limit} tuổi" if limit is not None else MISSING
    fact = f"{age_on(born, first, row.counting)} tuổi ({written(first)})" if born and first else MISSING
    outcome, words = _judge(limit is not None, born is not None)
    if outcome is None and born and first and limit is not None:
        is_over = too_old_on(born, limit, row.counting) <= first
        outcome = Verdict.NOT_MET if is_over else Verdict.MET
        words = f"quá {limit} tuổi khi tham gia lần đầu ({written(first)})" if is_over else "đạt"
    return _finding(row, StandardTest.FIRST_AGE, label, rule, fact, outcome, words)


def _education(row: Judged) -> Finding:
    return _level(
        row, StandardTest.EDUCATION, "Trình độ chuyên môn", Education, row.education_min, row.education
    )


def _theory(row: Judged) -> Finding:
    return _level(
        row, StandardTest.POLITICAL_THEORY, "Lý luận chính trị", PoliticalTheory, row.theory_min, row.theory
    )


def _level(
    row: Judged, test: StandardTest, label: str, scale: Scale, asked: int | None, held: int | None
) -> Finding:
    rule = str(scale(asked).label) if asked is not None else MISSING
    fact = str(scale(held).label) if held is not None else MISSING
    outcome, words = _judge(asked is not None, held is not None)
    if outcome is None and asked is not None and held is not None:
        outcome = Verdict.MET if held >= asked else Verdict.NOT_MET
        words = "đạt" if held >= asked else f"{label.lower()} mới {fact}, cần {rule}"
    return _finding(row, test, label, rule, fact, outcome, words)


def _judge(has_rule: bool, has_fact: bool) -> tuple[Verdict | None, str]:
    """A verdict without looking further, or none."""
    if not has_rule:
        return Verdict.NO_STANDARD, "chưa nhập tiêu chuẩn"
    return (None, "") if has_fact else (Verdict.NO_DATA, "chưa đủ dữ liệu")


def _finding(
    row: Judged, test: StandardTest, label: str, rule: str, fact: str, outcome: Verdict | None, words: str
) -> Finding:
    assert outcome is not None
    source = MISSING if outcome == Verdict.NO_STANDARD else row.rule
    return Finding(test, label, rule, fact, outcome, words, source)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def counting_words(row: Judged) -> str:
    return str(AgeCounting(row.counting).label)
