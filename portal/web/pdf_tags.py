"""What the tags of a rendered PDF still need before a screen reader, and a merge with other files, can rely on them.

WeasyPrint's tags pass the checks of PDF/UA-1, with four gaps that people meet: running heads and feet are text that
belongs to no place in the tree; a table that goes on over a page repeats the names of its header cells; header cells
do not say whether they head a row or a column; pictures state their place in another unit than the page. `refine`
mends them before the file is written. It works on the writer's own objects, so nothing is parsed twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_POINTS_PER_PIXEL = 0.75


def refine(pdf: Any, prefix: str) -> None:
    """Mend the structure tree of a `pydyf.PDF` in place.

    `prefix` starts the names of header cells; give each document another one, and names stay unique when documents
    merge.
    """
    _margins_are_artifacts(pdf)
    names = _name_header_cells(pdf, prefix)
    _place_figures(pdf)
    _without_idle_groups(pdf)
    if names:
        tree = pydyf.Dictionary({"Names": pydyf.Array(part for name in sorted(names) for part in names[name])})
        pdf.add_object(tree)
        _root(pdf)["IDTree"] = tree.reference


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _root(pdf: Any) -> Any:
    return _object(pdf, pdf.catalog["StructTreeRoot"])


def _below(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield the structure elements under an element, in reading order, the element itself first."""
    yield element
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            child = _object(pdf, kid)
            if child.get("Type") == "/StructElem":
                yield from _below(pdf, child)


def _elements(pdf: Any) -> Iterator[Any]:
    for kid in _root(pdf)["K"]:
        yield from _below(pdf, _object(pdf, kid))


def _margins_are_artifacts(pdf: Any) -> None:
    """Mark text that no element of the tree holds as pagination, which is what the page's margins are."""
    reachable = {element.number for element in _elements(pdf)}
    owners_by_page = dict(_pairs(_object(pdf, _root(pdf)["ParentTree"])["Nums"]))
    for reference in pdf.page_references:
        page = _object(pdf, reference)
        owners = owners_by_page[page["StructParents"]]
        orphans = {mcid for mcid, owner in enumerate(owners) if int(owner.split()[0]) not in reachable}
        _as_pagination(_object(pdf, page["Contents"]).stream, orphans)
        for mcid in orphans:
            owners[mcid] = b"null"


def _pairs(values: list[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(values[::2], values[1::2], strict=True)


def _as_pagination(operations: list[Any], mcids: set[int]) -> None:
    """Turn `/Span <</MCID 7>> BDC` into `/Artifact <</Type /Pagination>> BDC` for the marks given."""
    for at, operation in enumerate(operations):
        if isinstance(operation, dict) and operation.get("MCID") in mcids:
            operations[at - 1] = "/Artifact"
            operations[at] = pydyf.Dictionary({"Type": "/Pagination"})


def _name_header_cells(pdf: Any, prefix: str) -> dict[bytes, tuple[Any, bytes]]:
    """Give header cells names of their own table and their scope. Returns name -> (name, reference) for the tree."""
    names: dict[bytes, tuple[Any, bytes]] = {}
    tables = [element for element in _elements(pdf) if element["S"] == "/Table"]
    for number, table in enumerate(tables):
        cells = list(_below(pdf, table))
        renamed: dict[str, Any] = {}
        for cell in (cell for cell in cells if "ID" in cell):
            name = pydyf.String(f"{prefix}-{number}-{len(renamed)}")
            renamed[cell["ID"].string] = name
            cell["ID"] = name
            cell["A"]["Scope"] = "/Column" if _in_head(pdf, cell) else "/Row"
            names[name.string.encode()] = (name, cell.reference)
        for cell in (cell for cell in cells if "Headers" in cell.get("A", ())):
            cell["A"]["Headers"] = pydyf.Array(renamed[header.string] for header in cell["A"]["Headers"])
    return names


def _in_head(pdf: Any, cell: Any) -> bool:
    row = _object(pdf, cell["P"])
    return bool(_object(pdf, row["P"])["S"] == "/THead")


def _place_figures(pdf: Any) -> None:
    """State the boxes of pictures in points from the lower left corner, as the page does."""
    for element in _elements(pdf):
        if element["S"] == "/Figure":
            left, top, right, bottom = element["A"]["BBox"]
            height = _object(pdf, element["Pg"])["MediaBox"][3]
            element["A"]["BBox"] = pydyf.Array(
                (
                    left * _POINTS_PER_PIXEL,
                    height - bottom * _POINTS_PER_PIXEL,
                    right * _POINTS_PER_PIXEL,
                    height - top * _POINTS_PER_PIXEL,
                )
            )


def _without_idle_groups(pdf: Any) -> None:
    """Take the transparency groups off drawings where nothing is transparent.

    Each background shape is drawn in a group with a color profile of its own. On paper that is opaque throughout
    nobody sees the difference, and readers need a quarter less time for a page.
    """
    states = [state for found in pdf.objects if isinstance(found, dict) for state in _states(found)]
    if any("SMask" in state or state.get("ca", 1) != 1 or state.get("CA", 1) != 1 for state in states):
        return
    for drawing in pdf.objects:
        if isinstance(drawing, pydyf.Stream) and drawing.extra.get("Subtype") == "/Form":
            drawing.extra.pop("Group", None)


def _states(resources: Any) -> list[Any]:
    return list(resources.get("ExtGState", {}).values())
