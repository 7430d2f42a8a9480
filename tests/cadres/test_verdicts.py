"""Verdicts against cases judged by hand: the SQL and the sentence must both say what the hand says."""

from datetime import date

import pytest

from apps.cadres.enums import Verdict
from apps.cadres.queries import findings, headline, judged_cadre, verdict
from tests.cadres.people import appoint, cadre
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_deputy_secretary_is_too_old_on_the_day_of_turning_36(world: World) -> None:
    """The person of the design's picture: born 12/3/1986, deputy secretary of Khoái Châu."""
    person = cadre(world.khoai_chau, date(1986, 3, 12))
    appoint(person, "STANDING_MEMBER", date(2016, 10, 10), date(2017, 7, 1))
    appoint(person, "DEPUTY_SECRETARY", date(2017, 7, 1))
    (before,) = judged_cadre(person.pk, date(2022, 3, 11))
    (after,) = judged_cadre(person.pk, date(2022, 3, 12))
    assert (before.verdict, after.verdict) == (Verdict.MET, Verdict.NOT_MET)
    assert [verdict(findings(row)) for row in (before, after)] == [before.verdict, after.verdict]
    assert headline(after, findings(after)) == "Quá tuổi giữ chức từ 12/03/2022 — Quy chế 289, Điều 10"
