"""Reads PDFs as others do: poppler's tools for words, tags, fonts and files, pikepdf for what lies beneath."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, parse_content_stream


def poppler(tool: str, path: Path, *options: str) -> str:
    command = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def words(path: Path, *options: str) -> str:
    """The text of a file with all white space made single."""
    return " ".join(poppler("pdftotext", path, *options).split())


def count_headings(path: Path, level: int = 1) -> int:
    """The number of headings of one level in the tags. Quick, where the words below take poppler seconds a page."""
    return len(re.findall(rf"^ *H{level} ", poppler("pdfinfo", path, "-struct"), re.MULTILINE))


def headings(path: Path, level: int = 1) -> list[str]:
    """The headings of one level, as a screen reader meets them in the tags; for short documents."""
    lines = poppler("pdfinfo", path, "-struct-text").splitlines()
    found: list[str] = []
    inside: int | None = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if inside is not None and depth <= inside:
            inside = None
        if re.match(rf"H{level} ", line.lstrip()):
            inside = depth
            found.append("")
        elif inside is not None and line.strip().startswith('"'):
            found[-1] += line.strip().strip('"')
    return found


def table_rows(path: Path) -> list[list[str]]:
    """The rows of the tables, heads too, cell by cell, as a screen reader meets them in the tags."""
    found: list[list[str]] = []
    row = -1
    for line in poppler("pdfinfo", path, "-struct-text").splitlines():
        tag, depth = line.strip(), len(line) - len(line.lstrip())
        if tag == "TR":
            found.append([])
            row = depth
        elif depth <= row:
            row = -1
        elif row >= 0 and re.match(r"T[HD]\b", tag):
            found[-1].append("")
        elif row >= 0 and tag.startswith('"'):
            said = tag.strip('"')
            found[-1][-1] = f"{found[-1][-1]} {said}".strip()
    return found


def fonts(path: Path) -> list[tuple[str, bool]]:
    """Name of each font and whether it is embedded."""
    rows = poppler("pdffonts", path).splitlines()[2:]
    return [(row.split()[0], row.split()[-5] == "yes") for row in rows]


def files_in(pdf: bytes) -> dict[str, bytes]:
    with Pdf.open(BytesIO(pdf)) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


def bookmarks(pdf: bytes) -> list[str]:
    with Pdf.open(BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [item.title for item in outline.root]


def elements(root: Object) -> Iterator[Object]:
    """All structure elements under the root of the tree."""
    waiting = [root.K]
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, Array):
            waiting += list(kid)
        elif isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            if Name.K in kid:
                waiting.append(kid.K)


def tag_faults(pdf: bytes) -> list[str]:
    """What is wrong between pages and structure tree, both ways; an empty list is a tree that holds."""
    faults: list[str] = []
    with Pdf.open(BytesIO(pdf)) as opened:
        root = opened.Root.StructTreeRoot
        known = {element.objgen for element in elements(root)}
        parents = NumberTree(root.ParentTree)
        used: set[int] = set()
        for number, page in enumerate(opened.pages, start=1):
            key = int(page.obj.StructParents)
            used.add(key)
            owners = list(parents[key])
            for mcid in _marked(page.obj):
                owner = owners[mcid] if mcid < len(owners) else None
                if owner is None or owner.objgen not in known:
                    faults.append(f"page {number}: mark {mcid} belongs to no element of the tree")
                elif owner.Pg.objgen != page.obj.objgen:
                    faults.append(f"page {number}: mark {mcid} belongs to another page")
            for annotation in page.obj.get(Name.Annots, Array()):
                used.add(int(annotation.StructParent))
                if parents[int(annotation.StructParent)].objgen not in known:
                    faults.append(f"page {number}: a link belongs to no element")
        if used != {int(key) for key in parents}:
            faults.append("the parent tree has keys that no page uses")
        faults += _name_faults(root)
    return faults


def _marked(page: Object) -> Iterator[int]:
    for instruction in parse_content_stream(page, "BDC"):
        properties = instruction.operands[1]
        if isinstance(properties, Dictionary) and Name.MCID in properties:
            yield int(properties.MCID)


def _name_faults(root: Object) -> Iterator[str]:
    """Names of header cells that are not unique, not in the tree of names, or mentioned without existing."""
    named = [str(element.ID) for element in elements(root) if Name.ID in element]
    if len(named) != len(set(named)):
        yield "two elements have one name"
    listed = [str(name) for name in NameTree(root.IDTree)] if Name.IDTree in root else []
    if sorted(listed) != sorted(named) or listed != sorted(listed):
        yield "the tree of names does not list the elements that have one"
    for element in elements(root):
        attributes = element.get(Name.A)
        if isinstance(attributes, Dictionary) and Name.Headers in attributes:
            lost = {str(name) for name in attributes.Headers} - set(named)
            if lost:
                yield f"a cell mentions headers that are not there: {sorted(lost)}"
