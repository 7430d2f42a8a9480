"""A text with references, cut into paragraphs of plain pieces and numbers. Pure; escaping is the template's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from apps.reviews.queries.content import Content
from apps.reviews.queries.numbers import PATTERN, Number, Reference, UnknownReference, resolve


@dataclass(frozen=True)
class Piece:
    """Either words or a number."""

    text: str
    number: Number | None = None


Paragraph = list[Piece]
BRACED = re.compile(r"\{\{[^{}]*\}\}")


def paragraphs(content: Content, text: str) -> list[Paragraph]:
    """One paragraph per line that is not blank."""
    return [_pieces(content, line.strip()) for line in text.splitlines() if line.strip()]


def _pieces(content: Content, line: str) -> Paragraph:
    pieces, end = [], 0
    for found in PATTERN.finditer(line):
        pieces.append(Piece(line[end : found.start()]))
        code, subject, face, quarter = found.groups()
        number = resolve(content, Reference(code, face, subject or "", quarter or ""))
        pieces.append(Piece(number.text, number))
        end = found.end()
    pieces.append(Piece(line[end:]))
    return [piece for piece in pieces if piece.text]


def plain_text(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph)


def unknown(content: Content, text: str) -> list[str]:
    """What stands between double braces and names no number of this snapshot, as typed."""
    faults = []
    for found in PATTERN.finditer(text):
        code, subject, face, quarter = found.groups()
        try:
            resolve(content, Reference(code, face, subject or "", quarter or ""))
        except UnknownReference:
            faults.append(found.group())
    left = PATTERN.sub("", text)
    faults += BRACED.findall(left)
    left = BRACED.sub("", left)
    return faults + (["{{"] if "{{" in left or "}}" in left else [])


def numbers_in(content: Content, text: str) -> list[Number]:
    """The distinct numbers a text refers to, in order."""
    found = {
        piece.number.reference: piece.number
        for line in paragraphs(content, text)
        for piece in line
        if piece.number
    }
    return list(found.values())


def harmless(text: str) -> str:
    """Words of somebody else, quoted in a text of ours: their braces make no reference."""
    return text.replace("{{", "{ {").replace("}}", "} }")


def filled(texts: Mapping[str, str], key: str) -> bool:
    return bool(texts.get(key, "").strip())
