"""Units of a list by the names people write: of any time, without accents, with or without "Đoàn xã"."""

import difflib
import re
from collections import defaultdict
from datetime import date

from apps.cadres.enums import Trouble
from apps.cadres.services.importing.cells import BadCell
from apps.core.vietnamese import fold
from apps.units.models import Unit, UnitName
from apps.units.queries import nearest_day

_RANK = re.compile(
    r"^(?:doan (?:xa|phuong|thi tran|huyen|khoi)|ban chap hanh|bch|(?:huyen|thi|thanh) doan|doan tncs|xa|phuong"
    r"|thi tran|tt|p|huyen|doan)\b[. ]*"
)


class Places:
    """The unit of the list and all below it today, or on the nearest day of its life. Three statements."""

    def __init__(self, unit_id: int, today: date) -> None:
        day = nearest_day(Unit.objects.get(pk=unit_id), today)
        units = Unit.objects.under(unit_id, day).named(day)
        self.units: dict[int, Unit] = {unit.pk: unit for unit in units}
        self._unit_id = unit_id
        self._by_key: dict[str, set[int]] = defaultdict(set)
        for name in UnitName.objects.filter(unit_id__in=self.units):
            for text in (name.name, name.short_name):
                for key in {fold(text), place_key(text)}:
                    self._by_key[key].add(name.unit_id)

    def find(self, text: str) -> int:
        """The unit of that name. Raises BadCell."""
        for key in (" ".join(fold(text).split()), place_key(text)):
            found = self._by_key.get(key, set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                names = ", ".join(sorted(self.name(unit_id) for unit_id in found))
                raise BadCell(Trouble.NO_UNIT, f"Có {len(found)} đơn vị tên ấy ({names}): ghi tên đầy đủ.")
        raise BadCell(Trouble.NO_UNIT, f"Không có trong {self._top}.{self._nearest(text)}")

    def name(self, unit_id: int) -> str:
        return str(self.units[unit_id].name)  # type: ignore[attr-defined]  # named()

    @property
    def _top(self) -> str:
        return self.name(self._unit_id)

    def _nearest(self, text: str) -> str:
        near = difflib.get_close_matches(place_key(text), list(self._by_key), n=1, cutoff=0.7)
        return f" Có phải {self.name(min(self._by_key[near[0]]))}?" if near else " Kiểm tra lại tên đơn vị."


def place_key(text: str) -> str:
    """The name proper: "Đoàn xã Đồng Tiến", "X. Đồng Tiến" and "dong tien" are one place."""
    key = " ".join(fold(text).replace("x.", "xa ").split())
    return _RANK.sub("", key) or key
