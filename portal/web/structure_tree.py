"""The structure tree of a merged PDF: one tree in which each document's own becomes a part.

Three numberings must agree again after a merge: pages and annotations point into the parent tree by number, the parent
tree points back at elements, and header cells are found by names that must be unique in the file (ISO 32000-1, 14.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Page, Pdf, String


class StructureClash(ValueError):
    """Two documents use one name for different roles or classes of elements."""


class StructureTree:
    """The structure tree of the merged file while it grows."""

    def __init__(self, merged: Pdf) -> None:
        self._merged = merged
        self._root = merged.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = merged.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        )
        self._parents: list[Object | int] = []
        self._next_key = 0
        self._ids: dict[str, Object] = {}
        self._maps: dict[Name, dict[str, Object]] = {Name.RoleMap: {}, Name.ClassMap: {}}

    def add(self, title: str, source: Pdf, pages: Sequence[Page]) -> None:
        """Take over the tree of a document whose pages have been appended."""
        root = self._merged.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
        for page in pages:
            _shift_page(page, self._next_key)
        self._take_parents(root)
        self._take_ids(root)
        for kind, known in self._maps.items():
            for name, meaning in root.get(kind, Dictionary()).items():
                if name in known and known[name].unparse(resolved=True) != meaning.unparse(resolved=True):
                    raise StructureClash(f"{kind} {name} in {title}")
                known[name] = meaning
        self._take_elements(title, source, root)

    def close(self) -> None:
        """Hang the finished tree into the merged file."""
        root = self._root
        root.K = Array([self._document])
        root.ParentTree = self._merged.make_indirect(Dictionary(Nums=Array(self._parents)))
        root.ParentTreeNextKey = self._next_key
        if self._ids:
            pairs = [part for name in sorted(self._ids) for part in (String(name), self._ids[name])]
            root.IDTree = self._merged.make_indirect(Dictionary(Names=Array(pairs)))
        for kind, known in self._maps.items():
            if known:
                root[kind] = Dictionary(known)
        self._merged.Root.StructTreeRoot = root

    def _take_parents(self, root: Object) -> None:
        numbers = NumberTree(root.ParentTree)
        keys = sorted(int(key) for key in numbers)
        for key in keys:
            self._parents += [key + self._next_key, numbers[key]]
        self._next_key += keys[-1] + 1 if keys else 0

    def _take_ids(self, root: Object) -> None:
        tree = root.get(Name.IDTree)
        names = named(tree) if tree is not None else {}
        if names.keys() & self._ids.keys():
            names = _rename(root, f"p{self._next_key}-")
        self._ids.update(names)

    def _take_elements(self, title: str, source: Pdf, root: Object) -> None:
        """Make the document's own root element a part of the merged document, or put a part around several."""
        kids = _kids(root)
        if len(kids) == 1 and kids[0].get(Name.S) == Name.Document:
            part = kids[0]
            part.S = Name.Part
        else:
            part = self._merged.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, K=Array(kids)))
            for kid in kids:
                kid.P = part
        part.P, part.T = self._document, String(title)
        if Name.Lang in source.Root:
            part.Lang = String(str(source.Root.Lang))
        self._document.K.append(part)


def named(tree: Object) -> dict[str, Object]:
    """Read a name tree."""
    return {name if isinstance(name, str) else name.decode("latin-1"): value for name, value in NameTree(tree).items()}


def _kids(element: Object) -> list[Object]:
    kids = element.get(Name.K)
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _below(element: Object) -> Iterator[Object]:
    """Yield all structure elements under an element or the root of a tree."""
    waiting = _kids(element)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            waiting += _kids(kid)


def _rename(root: Object, prefix: str) -> dict[str, Object]:
    """Put a prefix before the name of each element, and before each mention of it by a table's cells."""
    named: dict[str, Object] = {}
    for element in _below(root):
        if Name.ID in element:
            element.ID = String(prefix + str(element.ID))
            named[str(element.ID)] = element
        for attribute in _attributes(element.get(Name.A)):
            if Name.Headers in attribute:
                attribute.Headers = Array([String(prefix + str(name)) for name in attribute.Headers])
    return named


def _attributes(found: Object | None) -> list[Dictionary]:
    if found is None:
        return []
    several = list(found) if isinstance(found, Array) else [found]
    return [one for one in several if isinstance(one, Dictionary)]


def _shift_page(page: Page, by: int) -> None:
    """Move the numbers by which a page, its annotations and its forms point into the parent tree."""
    holders = [page.obj, *page.obj.get(Name.Annots, Array()), *_forms(page.obj.get(Name.Resources), set())]
    for holder in holders:
        for key in (Name.StructParents, Name.StructParent):
            if key in holder:
                holder[key] = int(holder[key]) + by


def _forms(resources: Object | None, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """Yield the drawings that a page uses, also those within drawings, each once."""
    if resources is None:
        return
    for drawing in dict(resources.get(Name.XObject, Dictionary()).items()).values():
        if drawing.objgen not in seen:
            seen.add(drawing.objgen)
            yield drawing
            yield from _forms(drawing.get(Name.Resources), seen)
