"""What is vendored is what the manifest says, is complete, and our own style stays within its own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tinhdoan import vendor

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
ENTRIES = json.loads((vendor.VENDOR_DIR / vendor.MANIFEST).read_text("utf-8"))
USED_ICON = re.compile(r"""(?:\{%\s*icon\s+|\bicon(?:_end)?=)"([a-z0-9-]+)\"""")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_every_vendored_file_has_the_recorded_sha256(entry):
    found = {path: vendor.sha256(vendor.VENDOR_DIR / path) for path in entry["files"]}
    assert found == entry["files"]


def test_the_manifest_names_every_file_and_every_package():
    recorded = {path for entry in ENTRIES for path in entry["files"]} | {vendor.MANIFEST}
    present = {
        path.relative_to(vendor.VENDOR_DIR).as_posix()
        for path in vendor.VENDOR_DIR.rglob("*")
        if path.is_file()
    }
    assert recorded == present
    assert [(entry["name"], entry["version"]) for entry in ENTRIES] == [
        (package.name, package.version) for package in vendor.PACKAGES
    ]


def test_each_package_brings_its_licence():
    assert all(any(path.endswith("LICENSE") for path in entry["files"]) for entry in ENTRIES)


def test_no_vendored_text_points_to_a_source_map():
    texts = [path for path in vendor.VENDOR_DIR.rglob("*") if path.suffix in {".css", ".js"}]
    assert not [path for path in texts if b"sourceMappingURL" in path.read_bytes()]


@pytest.mark.parametrize(
    "pointer", [b"\n/*# sourceMappingURL=x.css.map */\n", b"\n//# sourceMappingURL=x.js.map"]
)
def test_the_pointer_to_a_source_map_is_cut_off(pointer):
    assert vendor.strip_source_map(b"a{}" + pointer) == b"a{}"


def test_a_sprite_holds_each_icon_once_under_its_name():
    markup = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">\n  <path d="M0 0"/>\n</svg>'
    written = vendor.sprite({"b": markup, "a": markup})
    assert re.findall(r'<symbol id="(\w)"', written) == ["a", "b"]
    assert "ns0" not in written


def test_the_sprite_holds_the_listed_icons():
    listed = vendor.icon_names((vendor.VENDOR_DIR / vendor.ICON_LIST).read_text("utf-8"))
    drawn = re.findall(r'<symbol id="([^"]+)"', (vendor.VENDOR_DIR / vendor.SPRITE).read_text("utf-8"))
    assert drawn == listed


def test_every_icon_named_in_a_template_is_in_the_sprite():
    listed = set(vendor.icon_names((vendor.VENDOR_DIR / vendor.ICON_LIST).read_text("utf-8")))
    used = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in USED_ICON.findall(path.read_text("utf-8"))
    }
    assert used <= listed


def test_both_dark_sets_of_tokens_are_equal():
    tokens = (STATIC / "css" / "tokens.css").read_text("utf-8")
    wish = tokens.split(':root:not([data-theme="light"]) {')[1].split("}")[0]
    choice = tokens.split(':root[data-theme="dark"] {')[1].split("}")[0]
    assert wish.split() == choice.split()


def test_colours_are_named_in_the_tokens_alone():
    hexes = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)")
    files = [path for path in (STATIC / "css").glob("*.css") if path.name not in {"tokens.css", "print.css"}]
    assert {path.name: hexes.findall(path.read_text("utf-8")) for path in files} == {
        path.name: [] for path in files
    }


def test_no_template_carries_inline_style_or_script():
    forbidden = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script>|<style""")
    found = {
        path.name: forbidden.findall(path.read_text("utf-8")) for path in (ROOT / "templates").rglob("*.html")
    }
    # A copy that is handed out, to be read without the product, carries its one style sheet within.
    assert {name: hits for name, hits in found.items() if hits} == {"copy.html": ["<style"]}
