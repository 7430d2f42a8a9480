"""References in words: each face has one, and back again is the same."""

import pytest

from apps.reviews.queries import counts, numbers, spoken

SPOKEN = {
    "KL07-2.2": (spoken.FACES, {*numbers.FACES, *numbers.TARGETS, *numbers.CHANGES}),
    "BC": (spoken.REPORTS, set(counts.REPORT_FACES)),
    "DV": (spoken.UNITS, set(counts.UNIT_FACES)),
}


@pytest.mark.parametrize("code", SPOKEN)
def test_every_face_has_words_of_its_own(code: str) -> None:
    words, faces = SPOKEN[code]
    assert set(words) == faces
    assert len(set(words.values())) == len(words)
    for face in faces:
        kept = f"Đạt {{{{{code}#12|{face}@2021-q1}}}}, {{{{{code}|{face}}}}}."
        assert face not in spoken.spoken(kept).replace(code, "")
        assert spoken.stored(spoken.spoken(kept)) == kept


def test_case_and_spaces_do_not_matter_and_the_unknown_stays_as_typed() -> None:
    assert spoken.stored("{{KL07-2.2| Giá  trị }}") == "{{KL07-2.2|value}}"
    assert spoken.stored("{{KL07-2.2|giá chị}} {{BC|giá trị}}") == "{{KL07-2.2|giá chị}} {{BC|giá trị}}"
    assert spoken.stored("không có số nào: { {x}}") == "không có số nào: { {x}}"
