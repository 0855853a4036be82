"""Several tagged PDFs become one that a screen reader still reads: tags, links, attached files and claims are kept.

A plain merge copies the pages and keeps the structure tree of the first document only; here each document's tree
becomes a part of one tree (structure_tree.py). A link to the address `part:2` leads to the first page of the second
document, so that a cover can point at what follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    NameTree,
    Object,
    ObjectStreamMode,
    OutlineItem,
    Pdf,
    String,
)

from portal.web.page_marks import print_marks
from portal.web.structure_tree import StructureTree, named
from portal.web.xmp import packet_for, pdf_date

PRODUCER = "Treatment Court Portal"
PART_ADDRESS = "part:"


class UntaggedDocument(ValueError):
    """A document has no structure tree; merged, its pages would be silence to a screen reader."""


@dataclass(frozen=True)
class Part:
    """A finished tagged PDF and the title that its bookmark and its part of the structure get."""

    title: str
    pdf: bytes
    is_cover: bool = False


def merge(
    documents: Sequence[Part],
    *,
    cover: bytes | None = None,
    cover_title: str = "Cover",
    title: str | None = None,
    lang: str = "en-US",
    outline: bool = True,
    made_at: datetime | None = None,
    page_mark: Callable[[int, int], str] | None = None,
) -> bytes:
    """Merge documents in order, the cover first, with a bookmark for each and pages labelled 1, 2, 3 throughout.

    `page_mark(page, pages)` is printed at the foot of each page, to say where it lies in the whole.
    Documents that keep PDF/UA-1 and PDF/A-3a give a file that keeps both. The same documents give the same bytes.
    Raises UntaggedDocument, StructureClash, or ValueError when there is nothing to merge.
    """
    parts = [*([Part(cover_title, cover, is_cover=True)] if cover is not None else []), *documents]
    if not parts:
        raise ValueError("nothing to merge")
    with Pdf.new() as merged:
        tree = StructureTree(merged)
        sources = [_append(merged, tree, part) for part in parts]
        tree.close()
        _link_parts(merged, parts, sources)
        if outline:
            _bookmarks(merged, parts, sources)
        if page_mark:
            pages = len(merged.pages)
            print_marks(merged, [page_mark(page, pages) for page in range(1, pages + 1)])
        _claims(merged, sources[0].pdf, title or parts[-1].title, lang, made_at)
        out = BytesIO()
        merged.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    with Pdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@dataclass(frozen=True)
class _Source:
    """An opened document; it must stay open until the merged file is saved. `first_page` counts from 0."""

    pdf: Pdf
    first_page: int


def _append(merged: Pdf, tree: StructureTree, part: Part) -> _Source:
    source = Pdf.open(BytesIO(part.pdf))
    if Name.StructTreeRoot not in source.Root:
        raise UntaggedDocument(part.title)
    first = len(merged.pages)
    targets = list(_take_links(source))
    merged.pages.extend(source.pages)
    pages = [merged.pages[at] for at in range(first, len(merged.pages))]
    for page, annotation, target, view in targets:
        pages[page].obj.Annots[annotation].Dest = Array([pages[target].obj, *view])
    tree.add(part.title, source, pages)
    _files(merged, source)
    return _Source(source, first)


def _take_links(source: Pdf) -> Iterator[tuple[int, int, int, list[Object]]]:
    """Take the links within a document off its pages, because copying would break them.

    Yields page, annotation, target page (all from 0) and view of each.
    """
    numbers = {page.obj.objgen: at for at, page in enumerate(source.pages)}
    names = source.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    dests = NameTree(names) if names is not None else {}
    for at, page in enumerate(source.pages):
        for place, annotation in enumerate(page.obj.get(Name.Annots, Array())):
            dest = annotation.get(Name.Dest)
            if isinstance(dest, String):
                dest = dests[str(dest)]
            if isinstance(dest, Dictionary):
                dest = dest.D
            if isinstance(dest, Array):
                del annotation.Dest
                yield at, place, numbers[dest[0].objgen], list(dest)[1:]
    if names is not None:
        del source.Root.Names.Dests


def _link_parts(merged: Pdf, parts: Sequence[Part], sources: Sequence[_Source]) -> None:
    """Let links to `part:2` lead to the first page of the second part (the cover, when there is one, is part 0)."""
    offset = 0 if parts[0].is_cover else 1
    for page in merged.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(PART_ADDRESS):
                at = int(address.removeprefix(PART_ADDRESS)) - offset
                target = merged.pages[sources[at].first_page]
                del annotation.A
                annotation.Dest = Array([target.obj, Name.Fit])
                annotation.Contents = String(parts[at].title)


def _files(merged: Pdf, source: Pdf) -> None:
    """Carry over the associated files, under names that stay unique."""
    files = source.Root.get(Name.Names, Dictionary()).get(Name.EmbeddedFiles)
    if files is None:
        return
    root = merged.Root
    if Name.Names not in root:
        root.Names, root.AF = Dictionary(EmbeddedFiles=NameTree.new(merged).obj), Array()
    held = NameTree(root.Names.EmbeddedFiles)
    for name, specification in named(files).items():
        unique, count = name, 1
        while unique in held:
            count += 1
            unique = f"{count}-{name}"
        copied = merged.copy_foreign(source.make_indirect(specification))
        held[unique] = copied
        root.AF.append(copied)


def _bookmarks(merged: Pdf, parts: Sequence[Part], sources: Sequence[_Source]) -> None:
    with merged.open_outline() as outline:
        for part, source in zip(parts, sources, strict=True):
            outline.root.append(OutlineItem(part.title, source.first_page, "Fit"))


def _claims(merged: Pdf, first: Pdf, title: str, lang: str, made_at: datetime | None) -> None:
    """Say in the catalog and the metadata what the file is; colors are read as in the first document."""
    root = merged.Root
    root.Lang = String(lang)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    if Name.OutputIntents in first.Root:
        root.OutputIntents = merged.copy_foreign(first.make_indirect(first.Root.OutputIntents))
    packet = merged.make_stream(packet_for(title=title, producer=PRODUCER, made_at=made_at))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    root.Metadata = packet
    merged.docinfo[Name.Title] = String(title)
    merged.docinfo[Name.Producer] = String(PRODUCER)
    if made_at:
        merged.docinfo[Name.CreationDate] = merged.docinfo[Name.ModDate] = String(pdf_date(made_at))
