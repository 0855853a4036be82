"""A backup that is not whole, not ours or not for this place is refused before anything is written."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from flask import Flask

from portal import clock
from portal.accounts.audit.sealing import Head
from portal.backup import archive, databases, making, restoring
from portal.backup.keys import KeyUnreadable, identities, recipients
from portal.backup.manifest import HEADS, NAME, Manifest, Part, manifest_of
from portal.backup.places import BackupRunning, scratch
from tests.app.backup.conftest import Installation, KeyPair

Damage = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def keys(key_pair: Callable[[str], KeyPair]) -> KeyPair:
    return key_pair("own")


@pytest.fixture(scope="module")
def kept(app: Flask, source: Installation, keys: KeyPair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound backup of the county."""
    (source.places.folder / "packets").mkdir()
    (source.places.folder / "packets" / "a.pdf").write_bytes(b"%PDF-1.7" * 50_000)
    (source.places.folder / "keys").mkdir(exist_ok=True)
    (source.places.folder / "keys" / "audit-seal.key").write_bytes(b"k" * 32)
    file = tmp_path_factory.mktemp("kept") / "court.backup"
    making.make(source.places, file, recipients([keys.public]))
    return file


def untouched(place: Installation) -> bool:
    """Whether nothing was written: no file but the lock, and no table."""
    left = [path for path in place.places.folder.rglob("*") if path.name != "backup.lock"]
    return left == [] and not databases.occupied(place.places.owner_url)


def flipped(at: float) -> Damage:
    def damage(content: bytes) -> bytes:
        place = int(len(content) * at)
        return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]

    return damage


DAMAGES: dict[str, Damage] = {
    "a flipped bit in the head": flipped(0.0001),
    "a flipped bit": flipped(0.3),
    "a flipped bit further on": flipped(0.6),
    "a flipped bit at the end": flipped(0.99999),
    "one byte short": lambda content: content[:-1],
    "half of it": lambda content: content[: len(content) // 2],
    "cut between blocks": lambda content: content[: len(content) // (1 << 16) * (1 << 16)],
    "one byte more": lambda content: content + b"\0",
    "empty": lambda _content: b"",
    "something else": lambda _content: b"SQLite format 3\0",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_refused_and_nothing_is_written(
    kept: Path, keys: KeyPair, empty: Callable[[], Installation], tmp_path: Path, damage: Damage
) -> None:
    place, file = empty(), tmp_path / "damaged"
    file.write_bytes(damage(kept.read_bytes()))
    with pytest.raises(archive.Unreadable):
        restoring.restore(place.places, file, identities(keys.file))
    assert untouched(place)


def test_another_key_opens_nothing(
    kept: Path, key_pair: Callable[[str], KeyPair], empty: Callable[[], Installation]
) -> None:
    place, stranger = empty(), key_pair("stranger")
    outcome = place.command("restore", str(kept), "--identity", str(stranger.file))
    assert outcome.exit_code == 1
    assert "encrypted for another key" in outcome.output
    assert untouched(place)


def parts_of(kept: Path, keys: KeyPair) -> dict[str, bytes]:
    tar = tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(kept.read_bytes(), [keys.secret])))  # noqa: SIM115
    return {member.name: tar.extractfile(member).read() for member in tar}


def sealed_anew(parts: dict[str, bytes], keys: KeyPair, to: Path) -> Path:
    """What somebody who has the public key can make of a backup's parts."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    to.write_bytes(pyrage.encrypt(plain.getvalue(), recipients([keys.public])))
    return to


def with_list(parts: dict[str, bytes], change: Callable[[Manifest], Manifest]) -> dict[str, bytes]:
    return parts | {NAME: change(manifest_of(parts[NAME])).text().encode()}


def named(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """The packet under another name, in the archive and in its list."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        moved = {name if one == "files/packets/a.pdf" else one: content for one, content in parts.items()}
        text = parts[NAME].decode().replace("files/packets/a.pdf", name)
        return moved | {NAME: text.encode()}

    return change


CHANGES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "a longer database": lambda parts: parts | {"database": parts["database"] + b"\0"},
    "another packet": lambda parts: parts | {"files/packets/a.pdf": b"%PDF-1.8" * 50_000},
    "one packet more": lambda parts: parts | {"files/packets/b.pdf": b"another"},
    "no database": lambda parts: {name: content for name, content in parts.items() if name != "database"},
    "no list": lambda parts: {name: content for name, content in parts.items() if name != NAME},
    "an empty list": lambda parts: parts | {NAME: b"{}"},
    "another format": lambda parts: parts | {NAME: parts[NAME].replace(b'"format": 1', b'"format": 2')},
    "a name that leaves its folder": named("files/../../escaped.pdf"),
    "a name from the root": named("files//escaped.pdf"),
    "a name of no kind": named("elsewhere.pdf"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_archive_that_is_not_as_its_list_says_is_refused(
    kept: Path,
    keys: KeyPair,
    empty: Callable[[], Installation],
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    place = empty()
    file = sealed_anew(change(parts_of(kept, keys)), keys, tmp_path / "made-up")
    with pytest.raises(archive.Unreadable, match="is no backup of the portal"):
        restoring.restore(place.places, file, identities(keys.file))
    assert untouched(place)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "oracle"}, "of oracle, and the database named is"),
        ({"revision": "9999"}, "tables that this version does not know"),
    ],
)
def test_a_backup_for_another_place_is_refused(
    kept: Path,
    keys: KeyPair,
    empty: Callable[[], Installation],
    tmp_path: Path,
    change: dict[str, str],
    said: str,
) -> None:
    place = empty()
    parts = with_list(parts_of(kept, keys), lambda one: replace(one, state=replace(one.state, **change)))
    with pytest.raises(restoring.Refused, match=said):
        restoring.restore(place.places, sealed_anew(parts, keys, tmp_path / "other"), identities(keys.file))
    assert untouched(place)


def test_rows_that_are_missing_are_told(
    kept: Path, keys: KeyPair, empty: Callable[[], Installation], tmp_path: Path
) -> None:
    place = empty()

    def one_more(found: Manifest) -> Manifest:
        rows = dict(found.state.rows) | {"agency": found.state.rows["agency"] + 1}
        return replace(found, state=replace(found.state, rows=rows))

    file = sealed_anew(with_list(parts_of(kept, keys), one_more), keys, tmp_path / "fewer")
    with pytest.raises(databases.DatabaseFailed, match=r"agency: \d+ rows, \d+ in the backup"):
        restoring.restore(place.places, file, identities(keys.file))


def test_what_is_not_empty_is_not_restored_into(kept: Path, keys: KeyPair, empty: Callable[[], Installation]) -> None:
    place = empty()
    restoring.restore(place.places, kept, identities(keys.file))
    with pytest.raises(restoring.Refused, match="is not empty"):
        restoring.restore(place.places, kept, identities(keys.file))
    other = Installation(place.settings | {"DATA_FOLDER": f"{place.settings['DATA_FOLDER']}-other"})
    with pytest.raises(restoring.Refused, match="The database is not empty"):
        restoring.restore(other.places, kept, identities(keys.file))
    assert not list(other.places.folder.glob("packets"))
    third = Installation(empty().settings | {"DATA_FOLDER": place.settings["DATA_FOLDER"]})
    outcome = third.command("restore", str(kept), "--identity", str(keys.file))
    assert outcome.exit_code == 1
    assert "packets is there" in outcome.output or "is not empty" in outcome.output


def test_a_database_that_can_not_be_filled_leaves_no_file(
    kept: Path, keys: KeyPair, empty: Callable[[], Installation], tmp_path: Path
) -> None:
    place, parts = empty(), parts_of(kept, keys)
    broken = parts["database"][:2000]
    listed = manifest_of(parts[NAME])
    digest = archive.sha256_of(io.BytesIO(broken))
    listed = replace(
        listed,
        parts=tuple(Part("database", len(broken), digest) if one.name == "database" else one for one in listed.parts),
    )
    file = sealed_anew(parts | {"database": broken, NAME: listed.text().encode()}, keys, tmp_path / "broken")
    with pytest.raises(databases.DatabaseFailed):
        restoring.restore(place.places, file, identities(keys.file))
    assert not [path for path in place.places.folder.rglob("*") if path.is_file() and path.name != "backup.lock"]
    assert not databases.occupied(place.places.owner_url)


def test_the_key_of_the_seals_stays_where_it_is_unless_asked(
    kept: Path, source: Installation, keys: KeyPair, tmp_path: Path
) -> None:
    inside = parts_of(kept, keys)
    assert "files/packets/a.pdf" in inside
    assert not [name for name in inside if "key" in name or "sqlite3" in name or "lock" in name]
    making.make(source.places, tmp_path / "with-keys", recipients([keys.public]), with_keys=True)
    assert "files/keys/audit-seal.key" in parts_of(tmp_path / "with-keys", keys)


def test_a_file_that_is_there_is_not_written_over(source: Installation, keys: KeyPair, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        making.make(source.places, file, recipients([keys.public]))
    assert file.read_text() == "mine"


def test_a_backup_that_fails_leaves_no_file(keys: KeyPair, tmp_path: Path) -> None:
    def fill(shelf: archive.Shelf) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        archive.write(tmp_path / "half", recipients([keys.public]), fill)
    assert list(tmp_path.iterdir()) == []


def test_one_backup_at_a_time_and_what_a_killed_one_left_is_gone(source: Installation, tmp_path: Path) -> None:
    (tmp_path / ".backup-killed").mkdir()
    (tmp_path / ".backup-killed" / "database").write_text("in the open")
    with scratch(tmp_path) as folder:
        assert not (tmp_path / ".backup-killed").exists()
        assert folder.stat().st_mode & 0o777 == 0o700
        with pytest.raises(BackupRunning), scratch(tmp_path):
            pass
    assert not folder.exists()


@pytest.mark.parametrize("text", ["age1junk", "AGE-SECRET-KEY-1", "ssh-ed25519 junk", "x"])
def test_what_is_no_public_key_is_named(text: str, source: Installation, tmp_path: Path) -> None:
    with pytest.raises(KeyUnreadable, match="is no public key"):
        recipients([text])
    (tmp_path / "key").write_text(text)
    with pytest.raises(KeyUnreadable, match="no secret key"):
        identities(tmp_path / "key")


def test_a_backup_for_nobody_is_not_made(source: Installation, tmp_path: Path) -> None:
    outcome = source.command("backup", "--to", str(tmp_path / "nobody"))
    assert outcome.exit_code == 1
    assert "Say for whom" in outcome.output
    assert not list(tmp_path.iterdir())


def test_another_secret_key_and_later_seals_are_told(
    kept: Path, keys: KeyPair, empty: Callable[[], Installation], tmp_path: Path
) -> None:
    outside = tmp_path / "kept-elsewhere.jsonl"
    outside.write_text(Head(9, clock.now() + timedelta(days=1), b"h" * 32, b"k" * 32).line() + "\n")
    base = empty()
    place = Installation(base.settings | {"SECRET_KEY": "another-" * 8, "AUDIT_HEADS_FILE": str(outside)})
    manifest = restoring.restore(place.places, kept, identities(keys.file))
    told = list(restoring.worth_knowing(place.places, manifest))
    assert len(told) == 2
    assert "another SECRET_KEY" in told[0]
    assert "1 seals that were made after this backup" in told[1]
    assert not (place.places.folder / HEADS).exists()
