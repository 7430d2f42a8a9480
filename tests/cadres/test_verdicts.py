"""Verdicts against cases judged by hand: the SQL and the sentence must both say what the hand says."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from apps.cadres.enums import QualificationKind, StandardTest, Verdict
from apps.cadres.models import Appointment, Cadre, Qualification
from apps.cadres.queries import Judged, findings, headline, judged_cadre, verdict
from apps.units.models import Unit
from tests.cadres.laws import LAWS
from tests.cadres.people import appoint, cadre
from tests.world import World

pytestmark = pytest.mark.django_db

POSITIONS = {
    "BT": "SECRETARY", "PBT": "DEPUTY_SECRETARY", "BTV": "STANDING_MEMBER", "BCH": "COMMITTEE_MEMBER", "CV": "STAFF",
}  # fmt: skip
LEVELS = {
    QualificationKind.EDUCATION: {"THPT": 1, "TrC": 2, "CĐ": 3, "ĐH": 4, "ThS": 5, "TS": 6},
    QualificationKind.POLITICAL_THEORY: {"chưa": 0, "SC": 1, "TC": 2, "CC": 3},
}
GROUPS = {"": "general", "ưu tiên": "priority", "trường học": "school"}
SIGNS = {"met": "✓", "not_met": "✗", "no_data": "?", "no_standard": "∅"}
ORDER = (
    StandardTest.AGE, StandardTest.FIRST_AGE, StandardTest.EDUCATION, StandardTest.POLITICAL_THEORY,
)  # fmt: skip


class Case(NamedTuple):
    """A row of the table in verdicts.md."""

    born: str
    held: str
    levels: str
    day: str
    tests: str
    verdict: str
    law: str
    why: str


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def read_cases() -> list[Case]:
    lines = Path(__file__).with_name("verdicts.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [Case(*row) for row in rows if row[0] != "sinh"]


CASES = read_cases()


def place(world: World, short: str) -> Unit:
    named = {
        "T": world.province,
        "H": world.khoai_chau,
        "H2": world.phu_cu,
        "X": world.dong_tien,
        "K": world.affiliate,
    }
    new = {"C": "BRANCH", "CS": "GRASSROOTS_BRANCH"}
    return named.get(short) or Unit.objects.create(kind_id=new[short], opened_on=date(2010, 1, 1))


def hold(world: World, person: Cadre, words: str, *, is_main: bool) -> Appointment:
    """ "PBT H 01/06/2020–01/06/2021 ưu tiên" """
    position, short, days, *group = words.split(maxsplit=3)
    since, _, until = days.partition("–")
    return appoint(
        person,
        POSITIONS[position],
        day(since),
        day(until) if until else None,
        unit=place(world, short),
        group=GROUPS["".join(group)],
        is_main=is_main,
    )


def qualify(person: Cadre, words: str) -> None:
    """ "CĐ+ĐH@15/06/2021 TC" """
    for (kind, scale), held in zip(LEVELS.items(), words.split(), strict=True):
        for level, _, obtained in (part.partition("@") for part in held.split("+") if part != "?"):
            Qualification.objects.create(
                cadre=person, kind=kind, level=scale[level], obtained_on=day(obtained) if obtained else None
            )


def judged_case(world: World, case: Case) -> Judged:
    """The SQL's row of the position that the case judges."""
    LAWS[case.law]()
    born_on = None if case.born == "?" else day(case.born)
    person = cadre(world.khoai_chau, born_on, education=None, theory=None)
    qualify(person, case.levels)
    first, *others = case.held.split("; ")
    asked = hold(world, person, first, is_main=True)
    for other in others:
        hold(world, person, other, is_main=False)
    (found,) = (row for row in judged_cadre(person.pk, day(case.day)) if row.appointment_id == asked.pk)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.why for case in CASES])
def test_sql_and_sentence_say_what_the_hand_says(world: World, case: Case) -> None:
    row = judged_case(world, case)
    found = findings(row)
    by_test = {finding.test: finding.verdict for finding in found}
    sql = (row.age_test, row.first_age_test, row.education_test, row.theory_test)
    assert "".join(SIGNS[test] for test in sql) == case.tests
    assert "".join(SIGNS[by_test[test]] for test in ORDER) == case.tests
    assert (Verdict(row.verdict).label, verdict(found).label) == (case.verdict, case.verdict)


def test_the_table_is_as_large_as_promised_and_repeats_nothing() -> None:
    assert len(CASES) >= 60
    assert len({case[:4] + case[6:7] for case in CASES}) == len({case.why for case in CASES}) == len(CASES)
    assert {case.law for case in CASES} == set(LAWS)


def test_a_deputy_secretary_is_too_old_on_the_day_of_turning_36(world: World) -> None:
    """The person of the design's picture: born 12/3/1986, deputy secretary of Khoái Châu."""
    person = cadre(world.khoai_chau, date(1986, 3, 12))
    appoint(person, "STANDING_MEMBER", date(2016, 10, 10), date(2017, 7, 1))
    appoint(person, "DEPUTY_SECRETARY", date(2017, 7, 1))
    (before,) = judged_cadre(person.pk, date(2022, 3, 11))
    (after,) = judged_cadre(person.pk, date(2022, 3, 12))
    assert (before.verdict, after.verdict) == (Verdict.MET, Verdict.NOT_MET)
    assert headline(after, findings(after)) == "Quá tuổi giữ chức từ 12/03/2022 — Quy chế 289, Điều 10"


def test_nobody_is_judged_before_or_after_holding_the_position(world: World) -> None:
    person = cadre(world.khoai_chau)
    appoint(person, "DEPUTY_SECRETARY", date(2017, 7, 1), date(2020, 7, 1))
    days = [date(2017, 6, 30), date(2017, 7, 1), date(2020, 6, 30), date(2020, 7, 1)]
    assert [len(judged_cadre(person.pk, asked)) for asked in days] == [0, 1, 1, 0]


def test_of_two_positions_each_has_its_verdict_and_the_main_one_stands_first(world: World) -> None:
    """A commune's secretary of 35 years who sits in the district's committee."""
    person = cadre(world.dong_tien, date(1986, 3, 12))
    appoint(person, "COMMITTEE_MEMBER", date(2016, 6, 1), unit=world.khoai_chau, is_main=False)
    appoint(person, "SECRETARY", date(2015, 6, 1))
    found = [(row.position_id, row.verdict) for row in judged_cadre(person.pk, date(2022, 3, 12))]
    assert found == [("SECRETARY", Verdict.NOT_MET), ("COMMITTEE_MEMBER", Verdict.NO_STANDARD)]
