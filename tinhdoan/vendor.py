"""Refreshes `static/vendor/` from npm packages (for maintainers: `make vendor`).

Each package is fetched with `npm pack`, so no host name stands here; the files
wanted are copied out, source-map pointers are cut off, and `manifest.json` records
name, version, licence and the sha256 of every file. Nothing of this runs in the product.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

VENDOR_DIR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = "manifest.json"
ICON_LIST = "bootstrap-icons/icons.txt"
SPRITE = "bootstrap-icons/icons.svg"
SVG = "http://www.w3.org/2000/svg"
SOURCE_MAP = re.compile(rb"\s*(?:/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*$")


@dataclass(frozen=True)
class Package:
    """One npm package: which files are taken (source inside the package → our path)."""

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)

    def targets(self) -> dict[str, str]:
        """Files with the licence added, our paths relative to `static/vendor/`."""
        wanted = {**self.files, "LICENSE": "LICENSE"}
        return {source: f"{self.folder}/{target}" for source, target in wanted.items()}


def _vietnamese_files() -> dict[str, str]:
    names = [
        f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
        for subset in ("latin", "vietnamese")
        for weight in (400, 500, 600, 700)
    ]
    return {f"files/{name}": name for name in names}


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        "bootstrap",
        {"dist/css/bootstrap.min.css": "bootstrap.min.css"},
    ),
    Package("bootstrap-icons", "1.13.2", "MIT", "bootstrap-icons"),
    Package(
        "@fontsource/be-vietnam-pro",
        "5.3.0",
        "OFL-1.1",
        "be-vietnam-pro",
        _vietnamese_files(),
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "inter",
        {"files/inter-latin-wght-normal.woff2": "inter-latin-wght-normal.woff2"},
    ),
)


def strip_source_map(content: bytes) -> bytes:
    """Cut the trailing `sourceMappingURL` off: the map is not shipped and would be a 404."""
    return SOURCE_MAP.sub(b"", content)


def icon_names(listing: str) -> list[str]:
    """Names of the icons in use, one a line; blank lines and `#` comments are skipped."""
    lines = (line.strip() for line in listing.splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def sprite(icons: dict[str, str]) -> str:
    """Join single SVG files (name → markup) into one sprite of `<symbol id=name>`."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name, markup in sorted(icons.items()):
        source = ElementTree.fromstring(markup)  # noqa: S314 - the package's own icons
        symbol = ElementTree.SubElement(
            root, f"{{{SVG}}}symbol", {"id": name, "viewBox": source.attrib["viewBox"]}
        )
        symbol.extend(_without_whitespace(source))
    return ElementTree.tostring(root, encoding="unicode").replace("><symbol", ">\n<symbol") + "\n"


def _without_whitespace(source: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in source:
        child.tail = None
        yield child


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest_entry(package: Package, vendor_dir: Path) -> dict[str, Any]:
    """What the manifest says of one package: name, version, licence, path → sha256."""
    paths = sorted(p for p in (vendor_dir / package.folder).rglob("*") if p.is_file())
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {path.relative_to(vendor_dir).as_posix(): sha256(path) for path in paths},
    }


def _unpack(package: Package, into: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("Cần có npm để làm mới static/vendor.")
    spec = f"{package.name}@{package.version}"
    result = subprocess.run(
        [npm, "pack", "--silent", spec],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / result.stdout.strip().splitlines()[-1]
    target = into / package.folder
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _install(package: Package, source: Path, vendor_dir: Path) -> None:
    for name, target in package.targets().items():
        content = (source / name).read_bytes()
        _write(vendor_dir / target, strip_source_map(content))
    if package.folder == "bootstrap-icons":
        names = icon_names((vendor_dir / ICON_LIST).read_text("utf-8"))
        icons = {name: (source / "icons" / f"{name}.svg").read_text("utf-8") for name in names}
        _write(vendor_dir / SPRITE, sprite(icons).encode())


def refresh(vendor_dir: Path = VENDOR_DIR) -> Path:
    """Fetch every package anew and rewrite the files and the manifest; returns its path."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            _install(package, _unpack(package, Path(folder)), vendor_dir)
    entries = [manifest_entry(package, vendor_dir) for package in PACKAGES]
    path = vendor_dir / MANIFEST
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


if __name__ == "__main__":
    sys.stdout.write(f"Đã làm mới {refresh()}\n")
