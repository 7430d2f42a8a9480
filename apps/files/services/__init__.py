"""Attachments for the apps above: look at an upload, keep it, give it back, erase it when a person may ask for that.

A form of theirs: `forms.FileField(validators=[check_upload], widget=forms.FileInput(attrs={"accept": ACCEPT}))`.
A service of theirs: `store(user=…, upload=…, now=…)` in its own transaction; a view of theirs, after its
door: `return serve(file)`. An importer asks `sheet_extent(workbook)` before it reads one.
"""

from apps.files.gate import Extent, sheet_extent
from apps.files.services.checking import faults
from apps.files.services.erasing import erase, sweep
from apps.files.services.serving import serve
from apps.files.services.storing import check_upload, store

__all__ = ["Extent", "check_upload", "erase", "faults", "serve", "sheet_extent", "store", "sweep"]
