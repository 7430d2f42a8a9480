"""Attachments for the apps above: look at an upload, keep it, give it back, erase it when a person may ask for that.

A form of theirs: `forms.FileField(validators=[check_upload], widget=forms.FileInput(attrs={"accept": ACCEPT}))`.
A service of theirs: `store(user=…, upload=…, now=…)` in its own transaction; a view of theirs, after its
door: `return serve(file)`. An importer reads a workbook by `read_listing(workbook, is_head)`
or `read_sheets(workbook)`.
"""

from apps.files.gate import Extent, sheet_extent
from apps.files.services.checking import faults
from apps.files.services.erasing import erase, sweep
from apps.files.services.listing import Listing, read_listing
from apps.files.services.reading import Sheet, read_sheets
from apps.files.services.serving import serve
from apps.files.services.storing import check_upload, store

__all__ = [
    "Extent",
    "Listing",
    "Sheet",
    "check_upload",
    "erase",
    "faults",
    "read_listing",
    "read_sheets",
    "serve",
    "sheet_extent",
    "store",
    "sweep",
]
