"""About 1.800 invented branches of the demo's 161 communes, eleven quarters of their work; nobody real is meant."""

from collections.abc import Iterator
from random import Random

from apps.branches.queries import due_at, rule_on
from apps.dashboard.services.demo.branches.ground import Branch, Ground, draw_ground
from apps.dashboard.services.demo.branches.quarters import Entry, draw_entry
from apps.dashboard.services.demo.branches.secretaries import draw_secretaries, teach
from apps.dashboard.services.demo.branches.writing import write_entries, write_grounds
from apps.dashboard.services.demo.cadres.register import write
from apps.dashboard.services.demo.people import Place
from apps.directives.models import Period

FIRST_QUARTER = "2019-q1"
# In one of 25 quarters of a commune two branches never hand over.
FORGOTTEN = 0.04
# Districts whose branches have not all entered the running quarter.
UNFINISHED = ("Huyện đoàn Khoái Châu", "Huyện đoàn Phù Cừ")


def seed_branches(units: list[Place], last: Period) -> tuple[list[Branch], list[Entry]]:
    """The branches' register up to the quarter `last`; what its branches entered is handed on too."""
    grounds = [draw_ground(unit) for unit in units if unit.kind == "GRASSROOTS"]
    write_grounds(grounds)
    lines = draw_secretaries(grounds)
    write([life for line in lines.values() for life in line])
    teach([unit for unit in units if unit.kind == "DISTRICT"], grounds, lines)
    unfinished = {unit.pk for unit in units if unit.name in UNFINISHED}
    entries = list(_work(grounds, last, unfinished))
    write_entries(entries)
    return [branch for ground in grounds for branch in ground.branches], entries


def _work(grounds: list[Ground], last: Period, unfinished: set[int]) -> Iterator[Entry]:
    quarters = Period.objects.between(Period.objects.get(slug=FIRST_QUARTER), last)
    for step, period in enumerate(quarters):
        rule = rule_on(period.end_on)
        assert rule is not None
        due = due_at(period, rule)
        for ground in grounds:
            entries = [
                draw_entry(one, period, step, due) for one in ground.branches if one.is_open(period.cutoff_on)
            ]
            if period == last and unfinished.intersection(ground.commune.lineage):
                _leave_open(entries)
            elif Random(f"sót {ground.commune.code} {period.slug}").random() < FORGOTTEN:
                entries[-1].handed_over_at = entries[0].handed_over_at = None
            yield from entries


def _leave_open(entries: list[Entry]) -> None:
    """The first branch and one of four others have not handed over yet."""
    for place, entry in enumerate(entries):
        if place == 0 or Random(f"chưa gửi {entry.branch.key}").random() < 0.25:
            entry.handed_over_at = None


__all__ = ["seed_branches"]
