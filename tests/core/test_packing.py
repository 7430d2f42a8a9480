"""What travels signed in a page comes back for the same thing alone, and not for ever."""

import time

import pytest
from django.core.exceptions import ValidationError

from apps.core.packing import HOURS, packed, unpacked


def test_what_was_packed_comes_back() -> None:
    assert unpacked("thử", 7, packed("thử", 7, [{"Đơn vị": "Đông"}])) == [{"Đơn vị": "Đông"}]


@pytest.mark.parametrize(("salt", "of"), [("thử", 8), ("khác", 7)])
def test_it_is_not_taken_for_anything_else(salt: str, of: int) -> None:
    with pytest.raises(ValidationError):
        unpacked(salt, of, packed("thử", 7, []))


def test_it_is_not_taken_after_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    text = packed("thử", 7, [])
    later = time.time() + HOURS * 3600 + 60
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(ValidationError):
        unpacked("thử", 7, text)
