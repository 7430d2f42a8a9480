"""Text typed for old fonts is told apart from Vietnamese, and turned."""

import pytest

from apps.core.legacy_fonts import LegacyFont, converted, legacy_font
from apps.units.models import UnitName

TCVN3 = {
    "NguyÔn V¨n ¸nh": "Nguyễn Văn ánh",
    "Ph¹m Quang H­ng": "Phạm Quang Hưng",
    "§oµn x· §ång TiÕn": "Đoàn xã Đồng Tiến",
    "V­¬ng Thuú D­¬ng": "Vương Thuỳ Dương",
}
VNI = {
    "Nguyeãn Vaên AÙnh": "Nguyễn Văn Ánh",
    "Traàn Thò Hoøa": "Trần Thị Hòa",
    "Ñoaøn xaõ Ñoàng Tieán": "Đoàn xã Đồng Tiến",
    "Vöông Thuøy Döông": "Vương Thùy Dương",
}


@pytest.mark.parametrize(("font", "texts"), [(LegacyFont.TCVN3, TCVN3), (LegacyFont.VNI, VNI)])
def test_each_font_is_recognised_over_all_texts_and_turned(font, texts):
    assert legacy_font([*texts, "Kinh", "Bí thư"]) is font
    assert {text: converted(text, font) for text in texts} == texts


@pytest.mark.parametrize(
    "text", ["Nguyễn Thuỷ Quỳnh", "QĐ 15-QĐ/ĐTN", "Hà Nội, số 5/2020", "Giêng", "Nguye\u0302\u0303n"]
)
def test_vietnamese_is_left_alone(text):
    assert legacy_font([text]) is None
    assert [converted(text, font) for font in LegacyFont] == ["", ""]


@pytest.mark.django_db
def test_no_name_of_a_unit_is_taken_for_an_old_font():
    names = list(UnitName.objects.values_list("name", flat=True))
    assert len(names) > 100
    assert legacy_font(names) is None
