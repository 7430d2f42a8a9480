"""Whatever is asked for in whatever order: a village has one branch a day at most, and no row begins after its end."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.branches import services
from apps.branches.models import Coverage
from tests.branches.scene import SINCE, TODAY, village
from tests.world import World, branch_of

DAYS = st.integers(0, 600).map(lambda days: SINCE + timedelta(days=days))
ASKED = st.tuples(st.integers(0, 1), st.sets(st.integers(0, 2)), DAYS)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(ASKED, min_size=1, max_size=6))
def test_no_two_branches_serve_a_village_on_one_day(world: World, wishes: list) -> None:
    Coverage.objects.all().delete()
    actor, commune = world.commune_secretary, world.dong_tien
    villages = list(commune.villages.order_by("pk")) or [
        village(actor, commune, f"Thôn {n}") for n in range(3)
    ]
    branches = list(getattr(world, "_served", [])) or [world.branch, branch_of(commune, "Chi đoàn thôn Hai")]
    world.__dict__["_served"] = branches
    for which, chosen, day in wishes:
        wanted = {villages[place].pk for place in chosen}
        try:
            services.set_coverage(
                actor=actor, branch_id=branches[which].pk, village_ids=wanted, starts_on=day, today=TODAY
            )
        except ValidationError:
            continue
        served = Coverage.objects.filter(branch=branches[which], validity__contains=day)
        assert set(served.values_list("village_id", flat=True)) == wanted
    rows = list(Coverage.objects.order_by("village_id", "validity"))
    assert all(row.validity.upper is None or row.validity.lower < row.validity.upper for row in rows)
    for before, after in pairwise(rows):
        if before.village_id == after.village_id:
            assert before.validity.upper
            assert before.validity.upper <= after.validity.lower
