"""Where the districts of Hưng Yên lie, as (column, row) of the tile map: north above, west at the left.

Codes are those of the list of 2021; a code is a key only together with a date, so the map is drawn for trees up to
30/6/2025, when the district tier ended. Units without a place are drawn as strips under the tiles.
"""

from collections.abc import Sequence
from datetime import date

from apps.units.models import Unit

COLUMNS = 3
LAST_DAY = date(2025, 6, 30)
PLACES = {
    "326": (0, 0),  # Văn Giang
    "325": (1, 0),  # Văn Lâm
    "330": (0, 1),  # Khoái Châu
    "327": (1, 1),  # Yên Mỹ
    "328": (2, 1),  # Mỹ Hào
    "331": (0, 2),  # Kim Động
    "329": (1, 2),  # Ân Thi
    "323": (0, 3),  # TP Hưng Yên
    "332": (1, 3),  # Tiên Lữ
    "333": (2, 3),  # Phù Cừ
}


def places(units: Sequence[Unit], tree_on: date) -> dict[int, tuple[int, int, int]]:
    """{unit id: (column, row, span)} for a province whose units lie on the map; {} for any other set of units."""
    codes = {unit.pk: str(getattr(unit, "code", "")) for unit in units}
    if tree_on > LAST_DAY or not set(codes.values()) & set(PLACES):
        return {}
    bottom = 1 + max(row for _, row in PLACES.values())
    strips = [pk for pk, code in codes.items() if code not in PLACES]
    placed = {pk: (*PLACES[code], 1) for pk, code in codes.items() if code in PLACES}
    return placed | {pk: (0, bottom + n, COLUMNS) for n, pk in enumerate(strips)}
