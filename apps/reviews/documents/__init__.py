"""The Word document of a review: a pure function of (snapshot, texts). The same pair gives the same bytes.

Form: facts.md, "Form of Youth Union documents" (HD 29-HD/TWĐTN-VP). Everything printed comes from the pair.
"""

from collections.abc import Mapping

from docx import Document

from apps.core.canonical import canonical, sha256
from apps.reviews.documents import annexes, body, frame, packing
from apps.reviews.queries.content import Content

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(content: Content, texts: Mapping[str, str]) -> bytes:
    """The bytes of the .docx file; `texts` by block key, references unresolved."""
    made = Document()
    frame.set_up(made)
    frame.heading(made, content)
    body.write(made, content, texts)
    frame.signature(made, content)
    annexes.write(made, content)
    frame.footers(made, content, texts_sha256=sha256(canonical(dict(texts))))
    return packing.packed(made, content)


def file_name(content: Content) -> str:
    """so-ket_KL07-KL08_2020-q1_2021-q2.docx: plain letters, so that it survives every machine."""
    kind = "tong-ket" if content.data["kind"] == "final" else "so-ket"
    codes = "-".join(row["code"] for row in content.directives)
    first, last = content.range[0].slug, content.range[-1].slug
    return f"{kind}_{codes}_{first}_{last}_{content.sha256[:8]}.docx"
