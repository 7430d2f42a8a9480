"""Static files with hashed names; the imports of our own ES modules follow the new names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_EVERY_SCRIPT, _IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Only `static/js/` is rewritten: scripts of packages name modules that no browser is given."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", _IMPORTS)
