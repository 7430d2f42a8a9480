"""Text typed for the fonts .VnTime (TCVN3, ABC) and VNI-Times before Unicode: told apart from Vietnamese, and turned.

One text alone can be read both ways ("Höng": Hửng, Hưng), so the font is judged over all texts of a sheet.
"""

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from apps.core.vietnamese import fold, nfc

_ROWS = {
    "a": "àảãáạ", "ă": "ằẳẵắặ", "â": "ầẩẫấậ", "e": "èẻẽéẹ", "ê": "ềểễếệ", "i": "ìỉĩíị",
    "o": "òỏõóọ", "ô": "ồổỗốộ", "ơ": "ờởỡớợ", "u": "ùủũúụ", "ư": "ừửữứự", "y": "ỳỷỹýỵ",
}  # fmt: skip
_LETTERS = set("abcdefghijklmnopqrstuvwxyzđ" + "".join(base + toned for base, toned in _ROWS.items()))
_TCVN3 = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_LETTERS = {
    "¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\u00ad": "ư", "®": "đ",
    "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
}  # fmt: skip
_VNI_MARKS = "øûõùï"  # huyền, hỏi, ngã, sắc, nặng
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ"}
_NUCLEI = (
    "a e i o u y ai ao au ay eo eu ia ie iu oa oe oi oo ua ue ui uo uu uy ieu oai oao oay oeo uai uay uoi uou "
    "uya uye uyu uau yeu ye"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    rf"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:ch|ng|nh|[cmnpt])?"
)
_TONED = {letter for toned in _ROWS.values() for letter in toned}
_VOWELS = set("aeiouy")


class LegacyFont(Enum):
    TCVN3 = "TCVN3 (.VnTime)"
    VNI = "VNI (VNI-Times)"


def legacy_font(texts: Iterable[str]) -> LegacyFont | None:
    """The font in which most of the texts that are no Vietnamese make sense; None when there is no such text."""
    suspects = [text for text in texts if is_suspect(text)]
    votes = {font: sum(1 for text in suspects if converted(text, font)) for font in LegacyFont}
    best = max(votes, key=lambda font: votes[font])
    return best if votes[best] else None


def converted(text: str, font: LegacyFont) -> str:
    """The text in Unicode; empty when it is Vietnamese already, or makes no sense in that font either."""
    if not is_suspect(text):
        return ""
    turned = nfc(_turned(text, font))
    return turned if turned != nfc(text) and _is_vietnamese(turned) else ""


@lru_cache(maxsize=20_000)
def is_suspect(text: str) -> bool:
    """Whether it has letters and is not Vietnamese: signs of other alphabets, or syllables that do not exist."""
    return not text.isascii() and not _is_vietnamese(nfc(text))


def _is_vietnamese(text: str) -> bool:
    if any(sign in _STRANGE for sign in text):
        return False
    return all(_is_word(word) for word in re.findall(r"[^\W\d_]+", text.lower()))


def _is_word(word: str) -> bool:
    """A syllable, or an abbreviation without vowels (QĐ, ĐTN)."""
    if not set(word) <= _LETTERS:
        return False
    plain = fold(word)
    if not set(plain) & _VOWELS:
        return True
    return bool(_SYLLABLE.fullmatch(plain)) and sum(letter in _TONED for letter in word) <= 1


def _turned(text: str, font: LegacyFont) -> str:
    if font is LegacyFont.TCVN3:
        return text.translate(_FROM_TCVN3)
    return _VNI.sub(lambda found: _FROM_VNI[found.group()], text)


def _vni_table() -> dict[str, str]:
    """Each way VNI writes a letter: a vowel and its mark are two signs; capitals have marks of their own."""
    table = dict(_VNI_SINGLE)
    for base, toned in _ROWS.items():
        for letter, mark in zip(toned, _VNI_MARKS, strict=True):
            if base in "aeouy":
                table[base + mark] = letter
    for base, row, marks in (
        ("a", "â", "àåãáä"),
        ("e", "ê", "àåãáä"),
        ("o", "ô", "àåãáä"),
        ("a", "ă", "èúüéë"),
    ):
        table |= {base + mark: letter for letter, mark in zip(_ROWS[row], marks, strict=True)}
        table[base + ("ê" if row == "ă" else "â")] = row
    for sign, row in (("ô", "ơ"), ("ö", "ư")):
        table |= {sign + mark: letter for letter, mark in zip(_ROWS[row], _VNI_MARKS, strict=True)}
    return (
        table
        | {way.upper(): letter.upper() for way, letter in table.items()}
        | {way[0].upper() + way[1:]: letter.upper() for way, letter in table.items() if len(way) == 2}
    )


_FROM_TCVN3 = str.maketrans(
    {sign: letter for base, signs in _TCVN3.items() for sign, letter in zip(signs, _ROWS[base], strict=True)}
    | _TCVN3_LETTERS
)
_FROM_VNI = _vni_table()
_VNI = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))
_STRANGE = {sign for signs in (*_TCVN3.values(), *_TCVN3_LETTERS) for sign in signs if not sign.isalpha()} | {
    "ª",
    "µ",
}
