"""What annex E must print: the tables that `branch_tables` counts for the scope, each cell as a text of its own."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from apps.assessments.queries.tables import branch_tables
from apps.cadres.queries.tables import Line
from apps.reviews.models import Review
from apps.units.models import Unit
from tests.assessments.test_results import draw, ended
from tests.assessments.test_tables import below
from tests.branches.chance import draw_register
from tests.reviews.frozen import shown
from tests.world import World

SHARES = {"E1": 3}  # columns at the end with one decimal


@dataclass(frozen=True)
class Counted:
    """`number`: of the branches that stood there on the last day, counted in the rows."""

    number: int
    source: str
    titles: list[str]
    tables: list[list[list[str]]]


def draw_branches(world: World) -> None:
    """Branches of two communes, rated in 2019 and 2020."""
    rng = Random("phụ lục E")
    draw_register(rng, [world.dong_tien, world.dan_tien], world.officer)
    branches = list(Unit.objects.filter(kind="BRANCH").order_by("pk"))
    for year in (2019, 2020):
        draw(rng, ended(year), branches, 0.9)


def counted(review: Review) -> Counted:
    first, last = review.from_period.start_on, review.to_period.cutoff_on
    number = len(below(review.scope, last))
    found = branch_tables(Unit.objects.named(last).get(pk=review.scope_id), first, last)
    source = (
        f"Nguồn: sổ chi đoàn, đợt xếp loại gần nhất đã đến hạn quyết định, tính đến ngày {last:%d/%m/%Y}; "
        f"đầu kỳ là ngày {first:%d/%m/%Y}. Phạm vi có {number} chi đoàn."
    )
    titles = [f"Biểu {table.number}. {table.title}" for table in found.tables]
    return Counted(
        number,
        source,
        titles,
        [[_texts(table.number, line) for line in table.lines] for table in found.tables],
    )


def _texts(number: str, line: Line) -> list[str]:
    whole = len(line.cells) - SHARES.get(number, 0)
    values = [None if cell is None else Decimal(cell) for cell in line.cells]
    return [line.name, *(shown(value, int(place >= whole)) for place, value in enumerate(values))]
