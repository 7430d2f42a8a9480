"""Acts on reviews: asking for one, building it, editing its texts, presenting and approving it."""

from apps.reviews.services.building import build_review
from apps.reviews.services.reference import load_reference
from apps.reviews.services.requesting import request_review
from apps.reviews.services.workflow import approve, present, send_back
from apps.reviews.services.writing import request_document, save_texts, write_document

__all__ = [
    "approve",
    "build_review",
    "load_reference",
    "present",
    "request_document",
    "request_review",
    "save_texts",
    "send_back",
    "write_document",
]
