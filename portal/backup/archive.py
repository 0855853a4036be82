"""The file of a backup: a tar, encrypted by age as it is written, its list at the end.

Reading decrypts the whole file first, which proves that no byte was changed and none is missing, and then compares each
part with the list. Nothing is handed out before both are done.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from portal.backup.manifest import NAME, Manifest, ManifestUnreadable, Part, manifest_of

AT_ONCE = 1 << 20


class Unreadable(RuntimeError):
    """The file is no backup that these keys open, or it is not as it was written. Nothing was taken from it."""


class Shelf:
    """An archive that is being written: parts go in one by one and are hashed on the way."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: list[Part] = []

    def add(self, name: str, content: IO[bytes]) -> None:
        """Take a file in as it is now, with as many bytes as it has now."""
        member = tarfile.TarInfo(name)
        member.size = os.fstat(content.fileno()).st_size
        member.mode = 0o600
        hashed = Hashing(content)
        self._tar.addfile(member, hashed)
        self.parts.append(Part(name, member.size, hashed.sha256.hexdigest()))

    def close_with(self, manifest: Manifest) -> None:
        text = manifest.text().encode()
        member = tarfile.TarInfo(NAME)
        member.size, member.mode = len(text), 0o600
        self._tar.addfile(member, io.BytesIO(text))


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self.sha256.update(found)
        return found


def write(path: Path, keys: Sequence[Any], fill: Callable[[Shelf], None]) -> None:
    """Write an encrypted archive, whole or not at all; FileExistsError for one that is there. `fill` puts the parts in.

    Encrypting runs beside filling, through a pipe: the tar is never on the disk in the open.
    """
    if path.exists():
        raise FileExistsError(path)
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            encrypt(target, keys, fill)
            target.flush()
            os.fsync(target.fileno())
        os.link(partial, path)
    finally:
        partial.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def encrypt(target: IO[bytes], keys: Sequence[Any], fill: Callable[[Shelf], None]) -> None:
    out_of, into = os.pipe()

    def encrypting() -> None:
        with os.fdopen(out_of, "rb") as plain:
            pyrage.encrypt_io(plain, target, keys)

    with ThreadPoolExecutor(1) as beside:
        outcome = beside.submit(encrypting)
        try:
            with os.fdopen(into, "wb") as plain, tarfile.open(fileobj=plain, mode="w|", bufsize=AT_ONCE) as tar:
                fill(Shelf(tar))
        except BrokenPipeError:
            outcome.result()
            raise
        outcome.result()


@contextmanager
def opened(path: Path, keys: Sequence[Any], folder: Path) -> Iterator[tuple[Manifest, Callable[[Part], IO[bytes]]]]:
    """The list of a backup and a way to its parts, once all is proved. Unreadable says why not.

    The decrypted archive lies in `folder` meanwhile, readable by nobody else, and is gone afterwards.
    """
    plain = folder / "archive.tar"
    try:
        decrypt(path, keys, plain)
        try:
            with tarfile.open(plain, mode="r:") as tar:
                manifest = proved(tar)
                yield manifest, lambda part: member_of(tar, part.name)
        except (tarfile.TarError, ManifestUnreadable) as problem:
            raise Unreadable(f"{path} is no backup of the portal: {problem}.") from problem
    finally:
        plain.unlink(missing_ok=True)


def decrypt(path: Path, keys: Sequence[Any], to: Path) -> None:
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with path.open("rb") as encrypted, os.fdopen(descriptor, "wb") as plain:
        try:
            pyrage.decrypt_io(encrypted, plain, keys)
        except pyrage.DecryptError as problem:
            if "No matching keys" in str(problem):
                raise Unreadable(f"{path} was encrypted for another key than the one given.") from problem
            raise Unreadable(f"{path} is no encrypted backup, or its beginning is damaged.") from problem
        except OSError as problem:
            if problem.errno is not None:  # the disk, and not the file
                raise
            raise Unreadable(f"{path} is damaged or cut off: it is not what was written.") from problem


def proved(tar: tarfile.TarFile) -> Manifest:
    """The list, when the archive holds what it says and nothing else."""
    members = {one.name: one for one in tar.getmembers()}
    manifest = manifest_of(member_of(tar, NAME).read())
    listed = {part.name for part in manifest.parts}
    if listed | {NAME} != set(members) or len(members) != len(tar.getmembers()):
        raise ManifestUnreadable("its parts are not those of its list")
    for part in manifest.parts:
        if not members[part.name].isfile() or members[part.name].size != part.size:
            raise ManifestUnreadable(f"{part.name} is not as its list says")
        if sha256_of(member_of(tar, part.name)) != part.sha256:
            raise ManifestUnreadable(f"{part.name} has another content than its list says")
    return manifest


def sha256_of(content: IO[bytes]) -> str:
    hashed = Hashing(content)
    while hashed.read(AT_ONCE):
        pass
    return hashed.sha256.hexdigest()


def member_of(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise ManifestUnreadable(f"{name} is missing")
    return found
