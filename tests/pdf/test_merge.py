"""Merging keeps what a plain merge loses: tags of every document, names of header cells, links, files."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from portal.web.pdf import AttachedFile, render_pdf
from portal.web.structure_tree import StructureClash
from portal.web.tagged_merge import Part, UntaggedDocument, merge, page_count
from tests.pdf.conftest import Paper
from tests.pdf.reading import bookmarks, elements, files_in, headings, tag_faults, words
from tests.pdf.verapdf import A3A, UA1, validate_all

pytestmark = pytest.mark.pdf

TABLE = '<table><tr><th scope="col">Day</th></tr><tr><td>Mon</td></tr></table>'


def small(title: str, inside: str = TABLE, **options: object) -> bytes:
    html = f'<html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1>{inside}</body></html>'
    return render_pdf(html, title=title, attachments=[AttachedFile("a.json", title.encode(), "content")])


def test_every_heading_of_every_document_is_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("merge") / "many.pdf"
    merged = merge([Part(f"Report {n}", small(f"Report {n}")) for n in range(10)])
    path.write_bytes(merged)
    assert headings(path) == [f"Report {n}" for n in range(10)]
    assert bookmarks(merged) == [f"Report {n}" for n in range(10)]
    assert tag_faults(merged) == []


def test_a_plain_merge_would_fail_this() -> None:
    """The check itself sees red: pages copied without their tree."""
    with Pdf.open(BytesIO(small("one"))) as first, Pdf.open(BytesIO(small("two", "<p>x</p>" * 9))) as second:
        first.pages.extend(second.pages)
        out = BytesIO()
        first.save(out)
    assert tag_faults(out.getvalue()) != []


def test_one_document_twice_keeps_names_apart() -> None:
    part = Part("Same", small("Same"))
    merged = merge([part, part, part])
    assert tag_faults(merged) == []
    with Pdf.open(BytesIO(merged)) as opened:
        names = {str(found.ID) for found in elements(opened.Root.StructTreeRoot) if Name.ID in found}
    assert len(names) == 3


def test_each_document_is_a_part_with_its_title() -> None:
    with Pdf.open(BytesIO(merge([Part("A", small("A")), Part("B", small("B"))]))) as opened:
        (document,) = opened.Root.StructTreeRoot.K
        assert Name.Document == document.S
        assert [(str(part.S), str(part.T), str(part.Lang)) for part in document.K] == [
            ("/Part", "A", "en-US"),
            ("/Part", "B", "en-US"),
        ]


def test_attached_files_keep_apart_too() -> None:
    merged = merge([Part(title, small(title)) for title in ("A", "B", "C")])
    assert files_in(merged) == {"a.json": b"A", "2-a.json": b"B", "3-a.json": b"C"}
    with Pdf.open(BytesIO(merged)) as opened:
        assert len(opened.Root.AF) == 3


def test_links_within_a_document_and_from_the_cover_lead_on() -> None:
    inside = '<p><a href="#end">on</a></p><p style="break-before: page" id="end">end</p>'
    cover = small("Cover", '<p><a href="part:1">first</a> <a href="part:2">second</a></p>')
    merged = merge([Part("A", small("A", inside)), Part("B", small("B", inside))], cover=cover)
    with Pdf.open(BytesIO(merged)) as opened:
        numbers = {page.obj.objgen: at for at, page in enumerate(opened.pages)}
        leads = [
            (at, numbers[link.Dest[0].objgen])
            for at, page in enumerate(opened.pages)
            for link in page.obj.get(Name.Annots, Array())
        ]
        assert leads == [(0, 1), (0, 3), (1, 2), (3, 4)]
        assert all(Name.A not in link for link in opened.pages[0].obj.Annots)
    assert tag_faults(merged) == []


def test_forms_are_renumbered_with_their_page() -> None:
    """A drawing that carries its own key into the parent tree moves with it."""
    with Pdf.open(BytesIO(small("drawn"))) as opened:
        page = opened.pages[0]
        drawing = opened.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        drawing.StructParents = 1
        page.add_resource(drawing, Name.XObject, name=Name("/Drawn"))
        opened.Root.StructTreeRoot.ParentTree.Nums.extend(Array([1, Array([])]))
        out = BytesIO()
        opened.save(out)
    with Pdf.open(BytesIO(merge([Part("plain", small("plain")), Part("drawn", out.getvalue())]))) as merged:
        assert int(merged.pages[1].obj.Resources.XObject.Drawn.StructParents) == 2
        assert int(merged.Root.StructTreeRoot.ParentTreeNextKey) == 3


def changed(pdf: bytes, change: Callable[[Pdf], None]) -> bytes:
    with Pdf.open(BytesIO(pdf)) as opened:
        change(opened)
        out = BytesIO()
        opened.save(out)
        return out.getvalue()


def test_role_maps_join_and_a_contradiction_is_refused() -> None:
    def role(meaning: Name) -> Callable[[Pdf], None]:
        def change(pdf: Pdf) -> None:
            pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Lead": meaning})

        return change

    lead, again = (changed(small(title), role(Name.P)) for title in ("A", "B"))
    with Pdf.open(BytesIO(merge([Part("A", lead), Part("B", again)]))) as merged:
        assert merged.Root.StructTreeRoot.RoleMap.Lead == Name.P
    with pytest.raises(StructureClash, match="Lead"):
        merge([Part("A", lead), Part("C", changed(small("C"), role(Name.H1)))])


def test_untagged_and_nothing_are_refused() -> None:
    def untag(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot

    with pytest.raises(UntaggedDocument, match="silent"):
        merge([Part("silent", changed(small("silent"), untag))])
    with pytest.raises(ValueError, match="nothing to merge"):
        merge([])


def test_the_same_parts_give_the_same_bytes(shelf: dict[str, Paper]) -> None:
    parts = [Part(name, shelf[name].pdf) for name in ("rich", "poor")]
    assert merge(parts, title="Packet") == merge(parts, title="Packet")


def test_page_marks_are_printed_and_not_read(shelf: dict[str, Paper], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("marks") / "marked.pdf"
    merged = merge([Part("poor", shelf["poor"].pdf)], page_mark=lambda page, pages: f"Packet page {page} of {pages}")
    path.write_bytes(merged)
    assert page_count(merged) == 2
    assert "Packet page 2 of 2" in words(path, "-f", "2", "-l", "2")
    assert tag_faults(merged) == []
    for judged in validate_all([(path, UA1), (path, A3A)]):
        assert judged.compliant, judged.failures
