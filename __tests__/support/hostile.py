#!/usr/bin/env python3
"""Writes tar files that must be refused, and odd ones that must not be, with a reason for each.

    hostile.py OUTDIR     OUTDIR/*.tar, OUTDIR/index.json; OUTDIR/good/*.tar, OUTDIR/good/index.json

Headers are built here byte by byte, because no tar library would write most of them. Each hostile archive is a good one
(a root, an ordinary file, an end) with one flaw, so that a reader cannot refuse it for another reason by luck.

The indexes are lists of {file, why, dialect}. `dialect` says for which reader the verdict holds: `own` for archives the
project wrote itself (PAX, everything under `volume/`, sorted), `foreign` for tars of other origin, `any` for both. Good
archives also have `entries`, the number of members with the root.

Python standard library and GNU tar only; needs no rights.
"""

from __future__ import annotations

import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 512
END = bytes(2 * BLOCK)
MTIME = 1_600_000_000
MIB = 1024 * 1024


@dataclass(frozen=True)
class Case:
    file: str
    why: str
    content: bytes
    dialect: str = "any"
    entries: int = 0


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: hostile.py OUTDIR", file=sys.stderr)
        return 2
    target = Path(sys.argv[1])
    if target.exists() and any(target.iterdir()):
        print("hostile.py: OUTDIR must be empty, or what an older version wrote would count as well", file=sys.stderr)
        return 2
    hostile = write_corpus(target, [case for family in HOSTILE for case in family()])
    good = write_corpus(target / "good", [case for family in GOOD for case in family()])
    print(f"{hostile} hostile, {good} good")
    return 0


def write_corpus(target: Path, cases: list[Case]) -> int:
    target.mkdir(parents=True, exist_ok=True)
    index = []
    for case in cases:
        path = target / f"{case.file}.tar"
        with path.open("xb") as file:  # "x": two cases of one name would hide each other
            file.write(case.content)
        row: dict[str, str | int] = {"file": path.name, "why": case.why, "dialect": case.dialect}
        index.append({**row, "entries": case.entries} if case.entries else row)
    (target / "index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="ascii")
    return len(cases)


# --- building blocks ---------------------------------------------------------------------------------------------

POSIX = b"ustar\x0000"
GNU = b"ustar  \0"
FIELDS = {
    "name": (0, 100),
    "mode": (100, 8),
    "uid": (108, 8),
    "gid": (116, 8),
    "size": (124, 12),
    "mtime": (136, 12),
    "checksum": (148, 8),
    "typeflag": (156, 1),
    "link": (157, 100),
    "magic": (257, 8),
    "uname": (265, 32),
    "gname": (297, 32),
    "major": (329, 8),
    "minor": (337, 8),
    "prefix": (345, 155),
    "rest": (345, 167),
}


def octal(value: int, width: int) -> bytes:
    return b"%0*o\0" % (width - 1, value)


def base256(value: int, width: int) -> bytes:
    """GNU's and star's way to write what octal cannot hold: the first byte is 0x80, or 0xff for a negative number."""
    raw = (value % (1 << (8 * width))).to_bytes(width, "big")
    return bytes([raw[0] | 0x80]) + raw[1:]


def header(
    name: bytes,
    typeflag: bytes = b"0",
    *,
    size: int = 0,
    mode: int = 0o644,
    uid: int = 0,
    mtime: int = MTIME,
    link: bytes = b"",
    magic: bytes = POSIX,
    device: tuple[int, int] | None = None,
    raw: dict[str, bytes] | None = None,
) -> bytes:
    """One header block. `raw` sets fields to exact bytes; the checksum fits whatever they are, unless it is set too."""
    values = {
        "name": name[:100],
        "mode": octal(mode, 8),
        "uid": octal(uid, 8),
        "gid": octal(0, 8),
        "size": octal(size, 12),
        "mtime": octal(mtime, 12),
        "typeflag": typeflag,
        "link": link[:100],
        "magic": magic,
        **({"major": octal(device[0], 8), "minor": octal(device[1], 8)} if device else {}),
        **(raw or {}),
    }
    block = bytearray(BLOCK)
    for field, value in values.items():
        put(block, field, value)
    if "checksum" not in values:
        put(block, "checksum", b" " * 8)
        put(block, "checksum", b"%06o\0 " % sum(block))
    return bytes(block)


def put(block: bytearray, field: str, value: bytes) -> None:
    start, width = FIELDS[field]
    if len(value) > width:
        raise ValueError(f"{field} is wider than {width}")
    block[start : start + width] = value.ljust(width, b"\0")


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % BLOCK)


def file(
    name: bytes,
    data: bytes = b"",
    typeflag: bytes = b"0",
    *,
    mode: int = 0o644,
    uid: int = 0,
    mtime: int = MTIME,
    link: bytes = b"",
    magic: bytes = POSIX,
    raw: dict[str, bytes] | None = None,
) -> bytes:
    return header(name, typeflag, size=len(data), mode=mode, uid=uid, mtime=mtime, link=link, magic=magic, raw=raw) + padded(data)


def directory(name: bytes, magic: bytes = POSIX) -> bytes:
    return header(name, b"5", mode=0o755, magic=magic)


def symlink(name: bytes, target: bytes) -> bytes:
    return header(name, b"2", mode=0o777, link=target)


def hardlink(name: bytes, target: bytes) -> bytes:
    return header(name, b"1", link=target)


def record(key: bytes, value: bytes) -> bytes:
    """One PAX record; its decimal length counts its own digits."""
    rest = len(key) + len(value) + 3
    length = rest + len(str(rest))
    length = rest + len(str(length))
    return b"%d %s=%s\n" % (length, key, value)


def pax_body(body: bytes, typeflag: bytes = b"x") -> bytes:
    return file(b"volume/PaxHeaders/x", body, typeflag)


def pax(**records: bytes) -> bytes:
    return pax_body(b"".join(record(key.encode(), value) for key, value in records.items()))


def pax_keys(*records: tuple[bytes, bytes]) -> bytes:
    """For keys that are no Python names, and for keys that come twice."""
    return pax_body(b"".join(record(key, value) for key, value in records))


def gnu_long(name: bytes, typeflag: bytes = b"L") -> bytes:
    return file(b"././@LongLink", name + b"\0", typeflag, magic=GNU)


def sparse_map(*extents: tuple[int, int]) -> bytes:
    return b"%d\n" % len(extents) + b"".join(b"%d\n%d\n" % extent for extent in extents)


def sparse(name: bytes, real_size: bytes, text: bytes, data: bytes = b"", *more: tuple[bytes, bytes], version: tuple[bytes, bytes] = (b"1", b"0")) -> bytes:
    """GNU sparse format 1.0: the map as text, padded to a block, then the data of the extents."""
    keys = ((b"GNU.sparse.major", version[0]), (b"GNU.sparse.minor", version[1]), (b"GNU.sparse.name", name), (b"GNU.sparse.realsize", real_size))
    return pax_keys(*keys, *more) + file(b"volume/GNUSparseFile.1/x", padded(text) + data)


ROOT = directory(b"volume/")
ORDINARY = file(b"volume/a", b"ordinary\n")
BAIT = file(b"volume/../escaped", b"x")
DATA = bytes(range(256)) * 2


def volume(*members: bytes) -> bytes:
    return ROOT + ORDINARY + b"".join(members) + END


# --- hostile: names ----------------------------------------------------------------------------------------------


def bad_names() -> Iterator[Case]:
    names = {
        "dotdot-first": (b"volume/../x", "climbs out of the volume"),
        "dotdot-deep": (b"volume/d/../../x", "climbs out behind a directory"),
        "dotdot-many": (b"volume/" + b"../" * 12 + b"etc/x", "climbs to the root of the host"),
        "dotdot-inside": (b"volume/d/../x", "goes up and stays inside; its meaning depends on links"),
        "dotdot-before-volume": (b"../volume/x", "climbs before it names the volume"),
        "dotdot-top": (b"../x", "climbs from the place of extraction"),
        "dotdot-only": (b"..", "is the directory above"),
        "dotdot-and-back": (b"volume/../volume/x", "leaves the volume and comes back"),
        "absolute": (b"/etc/x", "absolute"),
        "absolute-volume": (b"/volume/x", "absolute, although it names the volume"),
        "absolute-two-slashes": (b"//volume/x", "absolute, with two slashes"),
        "empty": (b"", "no name at all"),
        "dot": (b".", "names the place of extraction, not the volume"),
        "dot-slash": (b"./", "names the place of extraction, not the volume"),
        "slash": (b"/", "names the root of the host"),
        "dot-inside": (b"volume/./x", "not in plain form: a second spelling of volume/x"),
        "dot-at-end": (b"volume/x/.", "not in plain form"),
        "dot-before": (b"./volume/x", "another spelling than the root has"),
        "double-slash": (b"volume//x", "not in plain form: a second spelling of volume/x"),
        "outside": (b"elsewhere/x", "outside the volume"),
        "outside-no-directory": (b"x", "outside the volume"),
        "outside-prefix": (b"volume2/x", "the volume's name is only the beginning of another"),
        "outside-prefix-no-slash": (b"volumex", "the volume's name is only the beginning of another"),
        "outside-case": (b"VOLUME/x", "another directory, except where case does not count"),
        "outside-blank": (b" volume/x", "a leading blank makes it another directory"),
        "drive-letter": (b"C:/x", "a drive letter, and outside the volume"),
        "drive-backslash": (b"C:\\x", "a drive letter, and outside the volume"),
        "backslash-root": (b"\\volume\\x", "backslashes are no separators: outside the volume"),
        "backslash-dotdot": (b"volume\\..\\x", "backslashes are no separators: outside the volume"),
        "file-trailing-slash": (b"volume/x/", "a regular file that GNU tar extracts as a directory"),
        "file-two-trailing-slashes": (b"volume/x//", "a regular file that other readers extract as a directory"),
    }
    for name, (path, why) in names.items():
        yield Case(f"name-{name}", f"file name: {why}", volume(file(path, b"x")))
    yield Case("name-dotdot-directory", "a directory named .. inside the volume", volume(directory(b"volume/../")))
    yield Case("name-dot-directory", "a directory named . inside the volume: the root once more", volume(directory(b"volume/./")))
    yield Case("name-directory-two-slashes", "a directory in another than the plain form", volume(directory(b"volume/d//")))
    yield Case("name-old-directory", "no type, but a trailing slash: a directory for some readers, a file for others", volume(file(b"volume/d/", b"", b"\0")))
    yield Case("name-symlink-trailing-slash", "a symlink whose name ends in a slash", volume(symlink(b"volume/l/", b"x")))
    yield Case("name-fifo-trailing-slash", "a fifo whose name ends in a slash", volume(header(b"volume/p/", b"6")))
    yield Case("name-prefix-dotdot", "the ustar prefix climbs out", volume(file(b"x", raw={"prefix": b"volume/.."})))
    yield Case("name-prefix-absolute", "the ustar prefix is absolute", volume(file(b"x", raw={"prefix": b"/volume"})))
    yield Case("name-prefix-outside", "the ustar prefix lies outside the volume", volume(file(b"volume/x", raw={"prefix": b"elsewhere"})))
    yield Case("name-prefix-slash", "an absolute name behind a ustar prefix gives a doubled slash", volume(file(b"/x", raw={"prefix": b"volume"})))
    long = b"volume/" + b"c" * 256
    yield Case("name-component-256", "a name of 256 bytes, which no file system takes", volume(pax(path=long), file(long)))
    deep, levels = nested(b"volume/", b"d" * 200, 24)
    yield Case("name-path-too-long", "a path of more than 4096 bytes", volume(*levels, pax(path=deep + b"/x"), file(deep)))
    deep, levels = nested(b"volume/", b"d", 2100)
    yield Case("name-path-too-deep", "2100 directories in each other, more than 4096 bytes", volume(*levels))


def nested(top: bytes, name: bytes, levels: int) -> tuple[bytes, list[bytes]]:
    """Directories in each other, and the path of the innermost."""
    members = []
    path = top.rstrip(b"/")
    for _ in range(levels):
        path += b"/" + name
        members.append(pax(path=path) + directory(path) if len(path) > 100 else directory(path))
    return path, members


# --- hostile: root and members -----------------------------------------------------------------------------------


def bad_roots() -> Iterator[Case]:
    inside = file(b"volume/a", b"x")
    yield Case("root-is-file", "the root of the volume is a file", file(b"volume", b"x") + END)
    yield Case("root-is-symlink", "the root of the volume is a symlink to elsewhere", symlink(b"volume", b"/etc") + END)
    yield Case("root-is-symlink-with-member", "the root is a symlink and a member goes through it", symlink(b"volume", b"/tmp") + inside + END)
    yield Case("root-is-hardlink", "the root of the volume is a hard link", hardlink(b"volume", b"/etc/passwd") + END)
    yield Case("root-is-fifo", "the root of the volume is a fifo", header(b"volume", b"6") + END)
    yield Case("root-is-device", "the root of the volume is a device", header(b"volume", b"4", device=(7, 0)) + END)
    yield Case("root-is-dot-symlink", "the root of a tar of . is a symlink", symlink(b".", b"/etc") + END)
    yield Case("root-missing", "the root's owner, mode and time are not there", inside + END)
    yield Case("root-missing-directory", "begins with a directory below the root", directory(b"volume/d/") + END)
    yield Case("root-last", "the root comes after its members", inside + ROOT + END)
    yield Case("root-twice", "the root comes twice", ROOT + ROOT + inside + END)
    yield Case("root-twice-at-end", "the root comes again at the end and would change its owner", volume(directory(b"volume")))
    yield Case("root-replaced-by-symlink", "the root is replaced by a symlink, members follow", ROOT + symlink(b"volume", b"/tmp") + inside + END)
    yield Case("root-two-spellings", "both volume/ and ./ are there as roots", ROOT + directory(b"./") + END)
    yield Case("root-nothing", "an end and no member", END)
    yield Case("root-empty-file", "no byte at all", b"")


def bad_members() -> Iterator[Case]:
    x, d = file(b"volume/x", b"1"), directory(b"volume/d/")
    yield Case("member-twice", "a file comes twice with different content", volume(x, file(b"volume/x", b"2")))
    yield Case("member-twice-same", "a file comes twice, byte for byte", volume(x, x))
    yield Case("member-twice-later", "a file comes again after others", volume(x, file(b"volume/y"), file(b"volume/x", b"2")))
    yield Case("member-directory-twice", "a directory comes twice", volume(d, d))
    yield Case("member-directory-then-file", "a directory is replaced by a file", volume(d, file(b"volume/d", b"x")))
    yield Case(
        "member-directory-then-symlink", "a directory is replaced by a symlink, a member follows", volume(d, symlink(b"volume/d", b"/tmp"), file(b"volume/d/x"))
    )
    yield Case("member-file-then-directory", "a file is replaced by a directory", volume(file(b"volume/d"), d))
    yield Case(
        "member-twice-by-pax", "two names become one through PAX", volume(pax(path=b"volume/x"), file(b"volume/x"), pax(path=b"volume/x"), file(b"volume/y"))
    )
    yield Case("member-twice-by-slash", "the same directory with and without a slash", volume(d, directory(b"volume/d")))
    yield Case("member-below-file", "a member lies below a file", volume(x, file(b"volume/x/y")))
    yield Case("member-below-fifo", "a member lies below a fifo", volume(header(b"volume/p", b"6"), file(b"volume/p/x")))
    yield Case("member-below-hardlink", "a member lies below a hard link", volume(hardlink(b"volume/h", b"volume/a"), file(b"volume/h/x")))
    yield Case("member-below-device", "a member lies below a device", volume(header(b"volume/n", b"3", device=(1, 3)), file(b"volume/n/x")))
    yield Case("member-without-parent", "its directory is not there: owner and mode would be invented", volume(file(b"volume/d/x")))
    yield Case("member-without-grandparent", "a directory in the middle is not there", volume(d, file(b"volume/d/e/x")))
    yield Case("member-before-parent", "its directory comes after it", volume(file(b"volume/d/x"), d))
    yield Case("member-out-of-order", "not in the order in which the project writes", volume(file(b"volume/z"), file(b"volume/b")), "own")
    yield Case("member-back-in-directory", "goes back to a directory that was left", volume(d, file(b"volume/e"), file(b"volume/d/x")), "own")


# --- hostile: links ----------------------------------------------------------------------------------------------


def bad_links() -> Iterator[Case]:
    below = file(b"volume/l/x", b"x")
    yield Case("link-symlink-absolute-then-member", "a member below a symlink to /tmp", volume(symlink(b"volume/l", b"/tmp"), below))
    yield Case("link-symlink-dotdot-then-member", "a member below a symlink that climbs out", volume(symlink(b"volume/l", b".."), below))
    yield Case(
        "link-symlink-inside-then-member",
        "a member below a symlink to a directory of the volume",
        volume(directory(b"volume/d"), symlink(b"volume/l", b"d"), below),
    )
    yield Case("link-symlink-dot-then-member", "a member below a symlink to its own directory", volume(symlink(b"volume/l", b"."), below))
    yield Case("link-symlink-dangling-then-member", "a member below a dangling symlink", volume(symlink(b"volume/l", b"nowhere"), below))
    yield Case("link-symlink-chain-then-member", "a member below a chain of symlinks", volume(symlink(b"volume/k", b".."), symlink(b"volume/l", b"k"), below))
    yield Case("link-symlink-then-directory", "a directory that a symlink already is", volume(symlink(b"volume/l", b"/tmp"), directory(b"volume/l/"), below))
    yield Case("link-symlink-then-file", "a file of a symlink's name: writes through it", volume(symlink(b"volume/l", b"/tmp/x"), file(b"volume/l", b"x")))
    yield Case(
        "link-symlink-deep-then-member",
        "a member two levels below a symlink",
        volume(symlink(b"volume/l", b".."), directory(b"volume/l/d"), file(b"volume/l/d/x")),
    )
    yield Case("link-symlink-empty", "a symlink without target", volume(symlink(b"volume/l", b"")))
    yield Case("link-symlink-with-data", "a symlink with a body", volume(file(b"volume/l", b"x" * BLOCK, b"2", link=b"a")))
    yield Case("link-symlink-hides-member", "a symlink with a body that other readers take for a member", volume(file(b"volume/l", BAIT, b"2", link=b"a")))
    yield Case("link-symlink-target-4097", "a target of 4097 bytes, which no kernel takes", volume(pax(linkpath=b"t" * 4097), symlink(b"volume/l", b"t")))
    yield Case("link-symlink-target-nul", "a target with a NUL byte", volume(pax(linkpath=b"a\0/etc/x"), symlink(b"volume/l", b"a")))
    targets = {
        "missing-before": (b"volume/0", "no such member, with a name that sorts before"),
        "missing-after": (b"volume/z", "no such member, with a name that sorts after"),
        "outside": (b"etc/passwd", "outside the volume"),
        "outside-prefix": (b"volume2/a", "the volume's name is only the beginning of another"),
        "absolute": (b"/etc/passwd", "an absolute path"),
        "absolute-volume": (b"/volume/a", "an absolute path"),
        "dotdot": (b"volume/../etc/passwd", "climbs out"),
        "dotdot-top": (b"../etc/passwd", "climbs out"),
        "dotdot-inside": (b"volume/d/../a", "not in plain form"),
        "dot": (b"volume/./a", "not in plain form"),
        "double-slash": (b"volume//a", "not in plain form"),
        "trailing-slash": (b"volume/a/", "a file with a trailing slash"),
        "relative": (b"a", "relative to the link, as only symlinks are"),
        "self": (b"volume/h", "itself"),
        "root": (b"volume/", "the root of the volume"),
        "empty": (b"", "nothing"),
    }
    for name, (target, why) in targets.items():
        yield Case(f"link-hard-{name}", f"hard link to: {why}", volume(hardlink(b"volume/h", target)))
    link = hardlink(b"volume/h", b"volume/a")
    yield Case("link-hard-directory", "hard link to a directory", volume(directory(b"volume/d"), hardlink(b"volume/h", b"volume/d")))
    yield Case("link-hard-later", "hard link to a member that comes later", volume(hardlink(b"volume/h", b"volume/z"), file(b"volume/z", b"x")))
    yield Case("link-hard-through-symlink", "hard link through a symlink", volume(symlink(b"volume/d", b".."), hardlink(b"volume/h", b"volume/d/etc")))
    yield Case("link-hard-below-file", "hard link to something below a file", volume(hardlink(b"volume/h", b"volume/a/x")))
    through = volume(symlink(b"volume/g", b"/tmp/x"), hardlink(b"volume/h", b"volume/g"), file(b"volume/h", b"x"))
    yield Case("link-hard-symlink-then-file", "a file written through a hard link of a symlink", through)
    yield Case("link-hard-then-file", "a file of a hard link's name: overwrites both", volume(link, file(b"volume/h", b"x")))
    yield Case("link-hard-with-data", "a hard link with a body would overwrite its target", volume(file(b"volume/h", b"x" * 5, b"1", link=b"volume/a")))
    yield Case(
        "link-hard-hides-member", "a hard link with a body that other readers take for a member", volume(file(b"volume/h", BAIT, b"1", link=b"volume/a"))
    )
    yield Case("link-hard-size-only", "a hard link with a size and no body", volume(header(b"volume/h", b"1", size=9, link=b"volume/a"), file(b"volume/i")))
    yield Case("link-hard-twice", "the same hard link twice", volume(link, link))
    yield Case("link-hard-first", "a hard link before any file", ROOT + hardlink(b"volume/h", b"volume/h0") + END)


# --- hostile: PAX ------------------------------------------------------------------------------------------------


def bad_pax_overrides() -> Iterator[Case]:
    x = file(b"volume/x", b"x")
    paths = {
        "dotdot": b"../x",
        "dotdot-inside": b"volume/../../x",
        "absolute": b"/etc/x",
        "outside": b"elsewhere/x",
        "empty": b"",
        "nul": b"volume/x\0/../../etc/x",
        "dot": b"volume/./x",
        "double-slash": b"volume//x",
    }
    for name, path in paths.items():
        yield Case(f"pax-path-{name}", f"a PAX path replaces a harmless name: {name}", volume(pax(path=path), x))
    yield Case(
        "pax-path-hides-dotdot", "the plain name climbs out for readers that skip PAX, such as BusyBox", volume(pax(path=b"volume/x"), file(b"volume/../../x"))
    )
    yield Case("pax-path-hides-absolute", "the plain name is absolute for readers that skip PAX", volume(pax(path=b"volume/x"), file(b"/etc/x")))
    link = hardlink(b"volume/h", b"volume/a")
    for name, target in {
        "dotdot": b"volume/../../etc/passwd",
        "absolute": b"/etc/passwd",
        "outside": b"etc/passwd",
        "missing": b"volume/0",
        "empty": b"",
    }.items():
        yield Case(f"pax-linkpath-{name}", f"a PAX linkpath replaces the target of a hard link: {name}", volume(pax(linkpath=target), link))
    yield Case("pax-linkpath-nul", "a PAX linkpath with a NUL byte", volume(pax(linkpath=b"volume/a\0x"), link))
    body = file(b"volume/y", b"y")
    yield Case(
        "pax-size-hides-member", "header 0, PAX 1024: the body is a member for readers that skip PAX", volume(pax(size=b"1024"), header(b"volume/x"), BAIT)
    )
    yield Case("pax-size-reveals-member", "header 1024, PAX 0: the body is a member for readers that know PAX", volume(pax(size=b"0"), file(b"volume/x", body)))
    yield Case("pax-size-smaller", "PAX and header differ by a byte", volume(pax(size=b"4"), file(b"volume/x", b"12345")))
    yield Case("pax-size-larger", "PAX and header differ by a block", volume(pax(size=b"513"), file(b"volume/x", b"1" * 512), bytes(BLOCK)))
    yield Case(
        "pax-size-before-long-name",
        "a PAX size that some readers apply to the long-name record",
        volume(pax(size=b"1024"), gnu_long(b"volume/x"), header(b"volume/x"), BAIT),
    )
    yield Case("pax-size-on-directory", "a PAX size on a directory", volume(pax(size=b"1024"), directory(b"volume/d"), BAIT))
    yield Case("pax-size-on-symlink", "a PAX size on a symlink", volume(pax(size=b"1024"), symlink(b"volume/l", b"a"), BAIT))
    yield Case("pax-size-on-hardlink", "a PAX size on a hard link", volume(pax(size=b"1024"), link, BAIT))
    yield Case("pax-size-past-the-end", "a PAX size beyond the end of the archive", volume(pax(size=b"1073741824"), x))


def bad_pax_values() -> Iterator[Case]:
    x = file(b"volume/x", b"x")
    numbers = (b"-1", b"5x", b" 1", b"1 ", b"+1", b"1.0", b"1e0", b"0x1", b"", b"18446744073709551617", b"9223372036854775808", b"9" * 40, b"1\0", b"NaN")
    for number, value in enumerate(numbers):
        yield Case(f"pax-size-malformed-{number:02d}", f"a PAX size of {ascii(value)[1:]}", volume(pax(size=value), x))
    for owner in ("uid", "gid"):
        for number, value in enumerate((b"-1", b"4294967296", b"18446744073709551616", b"root", b"1.5", b"")):
            yield Case(
                f"pax-{owner}-malformed-{number}", f"a PAX {owner} of {ascii(value)[1:]}: no such owner can be", volume(pax_keys((owner.encode(), value)), x)
            )
    yield Case("pax-uid-no-change", "a PAX uid of 4294967295, which chown takes for: leave as it is (root)", volume(pax(uid=b"4294967295"), x))
    for number, value in enumerate((b"12abc", b"", b"nan", b"inf", b"1.2.3", b"--1", b"1e9", b"9" * 31, b"0x10", b"1600000000 ")):
        yield Case(f"pax-mtime-malformed-{number}", f"a PAX mtime of {ascii(value)[1:]}", volume(pax(mtime=value), x))
    keys = (
        b"VENDOR.thing",
        b"hdrcharset",
        b"charset",
        b"RHT.security.selinux",
        b"LIBARCHIVE.xattr.user.x",
        b"SCHILY.fflags",
        b"SCHILY.realsize",
        b"GNU.volume.label",
        b"GNU.dumpdir",
        b"",
    )
    for number, key in enumerate(keys):
        yield Case(f"pax-key-unknown-{number}", f"a key that the project does not know: {ascii(key)[1:]}", volume(pax_keys((key, b"1")), x))
    for twice, first, second in (
        (b"path", b"volume/x", b"volume/y"),
        (b"path", b"volume/x", b"volume/x"),
        (b"size", b"1", b"0"),
        (b"uid", b"0", b"1"),
        (b"mtime", b"1", b"2"),
    ):
        yield Case(
            f"pax-twice-{twice.decode()}-{int(first != second)}",
            f"the key {twice.decode()} twice in one header",
            volume(pax_keys((twice, first), (twice, second)), x),
        )
    attribute = b"SCHILY.xattr.user.x"
    yield Case("pax-twice-xattr", "one attribute twice", volume(pax_keys((attribute, b"1"), (attribute, b"2")), x))
    yield Case(
        "pax-twice-xattr-escaped",
        "one attribute twice, once with its name escaped",
        volume(pax_keys((b"SCHILY.xattr.user.%", b"1"), (b"SCHILY.xattr.user.%25", b"2")), x),
    )
    yield Case("pax-xattr-no-name", "an attribute without a name", volume(pax_keys((b"SCHILY.xattr.", b"1")), x))
    yield Case("pax-xattr-name-nul", "an attribute with a NUL byte in its name", volume(pax_keys((b"SCHILY.xattr.user.x\0y", b"1")), x))


def bad_pax_records() -> Iterator[Case]:
    x = file(b"volume/x", b"x")
    bodies = {
        "length-short": (b"10 path=volume/x\n", "a record length that is too short"),
        "length-one-short": (b"16 path=volume/x\n", "a record length that is one byte too short"),
        "length-one-long": (b"18 path=volume/x\n" + record(b"uid", b"1"), "a record length that reaches into the next record"),
        "length-past-the-end": (b"99 path=volume/x\n", "a record length beyond the header"),
        "length-zero": (b"0 path=volume/x\n", "a record length of zero: an endless loop"),
        "length-negative": (b"-17 path=volume/x\n", "a negative record length"),
        "length-plus": (b"+17 path=volume/x\n", "a record length with a sign"),
        "length-blank": (b" 17 path=volume/x\n", "a record length after a blank"),
        "length-leading-zero": (b"018 path=volume/x\n", "a record length with a leading zero, which some read as octal"),
        "length-absent": (b"path=volume/x\n", "a record without length"),
        "length-only": (b"3 \n", "a record that is only a length"),
        "length-digits-only": (b"17", "a record that ends in its length"),
        "length-overflow": (b"18446744073709551633 path=volume/x\n", "a record length that overflows to 17"),
        "no-newline": (b"17 path=volume/xx", "a record that does not end in a newline"),
        "no-equals": (b"14 path volum\n", "a record without an equals sign"),
        "nul-behind-records": (record(b"path", b"volume/x") + bytes(4), "NUL bytes counted as part of the header"),
        "text-behind-records": (record(b"path", b"volume/x") + b"rest", "text behind the last record"),
        "tab-after-length": (b"17\tpath=volume/x\n", "a tab in place of the blank"),
    }
    for name, (body, why) in bodies.items():
        yield Case(f"pax-record-{name}", why, volume(pax_body(body), x))
    yield Case("pax-huge", "an extended header of 1.5 MiB", volume(pax(comment=b"c" * (MIB * 3 // 2)), x))
    claimed = header(b"volume/PaxHeaders/x", b"x", raw={"size": base256(1 << 62, 12)})
    yield Case("pax-huge-claimed", "an extended header that claims 4 EiB", volume(claimed, x))
    yield Case("pax-many-records", "100,000 records in one header", volume(pax_keys(*((b"SCHILY.xattr.user.%d" % n, b"") for n in range(100_000))), x))
    yield Case("pax-no-member", "an extended header and then the end", volume(pax(path=b"volume/x")))
    yield Case("pax-no-member-cut", "an extended header and nothing more", ROOT + ORDINARY + pax(path=b"volume/x"))
    yield Case("pax-twice", "two extended headers for one member", volume(pax(path=b"volume/x"), pax(uid=b"1"), x))
    yield Case("pax-cut", "cut inside an extended header", (ROOT + ORDINARY + pax(comment=b"c" * 600))[: -BLOCK - 10])
    yield Case("pax-global-first", "a global header before all members", pax_body(record(b"comment", b"c"), b"g") + volume(x))
    yield Case("pax-global-path", "a global header that renames what follows", volume(pax_body(record(b"path", b"volume/../x"), b"g"), x))
    yield Case("pax-global-size", "a global header that sets sizes", volume(pax_body(record(b"size", b"0"), b"g"), x))
    yield Case("pax-global-empty", "an empty global header", volume(pax_body(b"", b"g"), x))
    yield Case("pax-between-long-name", "an extended header between a long name and its member", volume(gnu_long(b"volume/x"), pax(path=b"volume/y"), x))


# --- hostile: GNU records ----------------------------------------------------------------------------------------


def bad_gnu_records() -> Iterator[Case]:
    x = file(b"volume/x", b"x", magic=GNU)
    link = header(b"volume/h", b"1", link=b"volume/a", magic=GNU)
    long = b"volume/" + b"n" * 200
    yield Case("gnu-name", "a long-name record, which the project never writes", volume(gnu_long(long), file(long, magic=GNU)), "own")
    yield Case(
        "gnu-link",
        "a long-link record, which the project never writes",
        volume(gnu_long(b"t" * 200, b"K"), header(b"volume/l", b"2", link=b"t", magic=GNU)),
        "own",
    )
    names = {"dotdot": b"volume/../../x", "absolute": b"/etc/x", "outside": b"elsewhere/x", "empty": b"", "dot": b"volume/./x"}
    for name, path in names.items():
        yield Case(f"gnu-name-{name}", f"a long-name record replaces a harmless name: {name}", volume(gnu_long(path), x))
    for name, target in {"dotdot": b"volume/../../etc/passwd", "absolute": b"/etc/passwd", "missing": b"volume/0"}.items():
        yield Case(f"gnu-link-{name}", f"a long-link record replaces the target of a hard link: {name}", volume(gnu_long(target, b"K"), link))
    yield Case("gnu-name-nul", "a long name that goes on behind a NUL byte", volume(gnu_long(b"volume/x\0/../../etc/x"), x))
    yield Case("gnu-name-twice", "two long names for one member", volume(gnu_long(b"volume/x"), gnu_long(b"volume/../x"), x))
    yield Case("gnu-name-and-pax", "a long name and a PAX path that differ", volume(pax(path=b"volume/y"), gnu_long(b"volume/../x"), x))
    yield Case("gnu-name-huge", "a long name of 2 MiB", volume(gnu_long(b"volume/" + b"n/" * MIB), x))
    yield Case(
        "gnu-name-huge-claimed", "a long name that claims 4 EiB", volume(header(b"././@LongLink", b"L", magic=GNU, raw={"size": base256(1 << 62, 12)}), x)
    )
    yield Case("gnu-name-no-member", "a long name and then the end", volume(gnu_long(b"volume/x")))
    yield Case("gnu-name-posix-magic", "a long-name record in an archive of POSIX magic", volume(file(b"././@LongLink", b"volume/../x\0", b"L"), x))
    yield Case("gnu-volume-label", "a volume label", header(b"label", b"V", magic=GNU) + volume(x))
    yield Case(
        "gnu-multi-volume",
        "the rest of a file from another volume",
        volume(header(b"volume/m", b"M", size=1, magic=GNU, raw={"rest": bytes(24) + octal(9, 12)}), padded(b"x")),
    )
    yield Case("gnu-dumpdir", "a directory with a list of names to delete", volume(file(b"volume/d/", b"Ngone\0Rold\0Tnew\0\0", b"D", magic=GNU)))
    yield Case("gnu-names", "an old list of renames", volume(file(b"names", b"Rename volume/a to ../x\n", b"N", magic=GNU)))
    extents = b"".join(octal(value, 12) for value in (0, 512, 4096, 0))
    old = header(b"volume/s", b"S", size=512, magic=GNU, raw={"rest": bytes(41) + extents.ljust(96, b"\0") + b"\0" + octal(4096, 12)})
    yield Case("gnu-sparse-old", "the old sparse type, with the map in the header", volume(old, DATA))
    more = header(b"volume/s", b"S", size=512, magic=GNU, raw={"rest": bytes(41) + extents.ljust(96, b"\0") + b"\1" + octal(4096, 12)})
    yield Case("gnu-sparse-old-extended", "the old sparse type, with a map that goes on in a second block", volume(more, extents.ljust(BLOCK, b"\0"), DATA))


# --- hostile: sparse files ---------------------------------------------------------------------------------------


def bad_sparse() -> Iterator[Case]:
    good_map = sparse_map((0, 512), (4096, 0))
    for name, path in {
        "dotdot": b"../x",
        "dotdot-inside": b"volume/../../x",
        "absolute": b"/etc/x",
        "outside": b"elsewhere/x",
        "empty": b"",
        "nul": b"volume/x\0y",
    }.items():
        yield Case(f"sparse-name-{name}", f"the sparse name replaces a harmless name: {name}", volume(sparse(path, b"4096", good_map, DATA)))
    yield Case("sparse-name-twice", "a sparse file under the name of an ordinary one", volume(sparse(b"volume/a", b"4096", good_map, DATA)))
    yield Case(
        "sparse-path-dotdot", "a PAX path climbs out beside a harmless sparse name", volume(sparse(b"volume/x", b"4096", good_map, DATA, (b"path", b"../x")))
    )
    maps = {
        "beyond-size": (sparse_map((3900, 512)), "data beyond the size of the file"),
        "far-beyond-size": (sparse_map((1 << 50, 512)), "data far beyond the size of the file"),
        "overlap": (sparse_map((0, 512), (256, 512), (4096, 0)), "extents that overlap"),
        "twice": (sparse_map((0, 512), (0, 512), (4096, 0)), "one extent twice"),
        "backwards": (sparse_map((1024, 512), (0, 512), (4096, 0)), "extents in falling order"),
        "negative-offset": (b"2\n-512\n512\n4096\n0\n", "a negative offset"),
        "negative-length": (b"2\n0\n-512\n4096\n0\n", "a negative length"),
        "negative-count": (b"-1\n0\n512\n", "a negative count"),
        "overflow": (b"2\n9223372036854775807\n512\n4096\n0\n", "an offset that overflows with its length"),
        "overflow-64": (b"2\n18446744073709551616\n512\n4096\n0\n", "an offset that overflows to zero"),
        "count-absurd": (b"1000000000000\n0\n512\n", "a count of a million millions"),
        "count-overflow": (b"18446744073709551617\n0\n512\n", "a count that overflows to one"),
        "count-too-large": (b"9\n0\n512\n4096\n0\n", "fewer extents than the count says: data read as numbers"),
        "count-too-small": (b"1\n3584\n512\n1024\n512\n", "more extents than the count says"),
        "zero-count": (b"0\n", "data, but no extent for it"),
        "letters": (b"1\nzero\n512\n", "an offset that is no number"),
        "blanks": (b"1\n 0\n512 \n", "numbers with blanks"),
        "hexadecimal": (b"1\n0x0\n0x200\n", "hexadecimal numbers"),
        "empty-line": (b"1\n\n512\n", "an empty line for an offset"),
        "carriage-return": (b"1\r\n0\r\n512\r\n", "lines that end as in DOS"),
        "no-newline": (b"1 0 512", "a map without a newline"),
        "no-end": (sparse_map((0, 512)), "ends before the size: GNU tar makes the file that short"),
        "end-too-early": (sparse_map((0, 512), (1024, 0)), "an end mark before the size: GNU tar makes the file that short"),
        "partial-blocks": (sparse_map((0, 256), (2048, 256), (4096, 0)), "extents of half blocks: packed for some, padded for GNU tar"),
        "hole-beyond-size": (sparse_map((0, 512), (1 << 40, 0)), "an end mark beyond the size: GNU tar makes the file that long"),
        "hole-going-back": (sparse_map((0, 512), (0, 0)), "an end mark before the data: GNU tar cuts the file there"),
    }
    for name, (text, why) in maps.items():
        data = DATA * (2 if name in ("overlap", "twice", "backwards", "count-too-small") else 1)
        yield Case(f"sparse-map-{name}", f"sparse map: {why}", volume(sparse(b"volume/s", b"4096", text, data)))
    yield Case("sparse-map-missing", "no map", volume(sparse(b"volume/s", b"4096", b"")))
    yield Case("sparse-map-cut", "the map is longer than the member", volume(sparse(b"volume/s", b"4096", b"200\n" + b"0\n0\n" * 120)))
    yield Case("sparse-map-endless-number", "a number of a mebibyte of digits", volume(sparse(b"volume/s", b"4096", b"1" * MIB)))
    yield Case("sparse-data-too-short", "less data than the map says", volume(sparse(b"volume/s", b"4096", sparse_map((0, 1024), (4096, 0)), DATA)))
    yield Case("sparse-data-too-long", "more data than the map says: a hidden member", volume(sparse(b"volume/s", b"4096", good_map, DATA + BAIT)))
    for name, size in {"negative": b"-1", "absurd": b"9223372036854775808", "text": b"big", "empty": b"", "smaller-than-data": b"100"}.items():
        yield Case(f"sparse-size-{name}", f"the size of a sparse file: {name}", volume(sparse(b"volume/s", size, good_map, DATA)))
    yield Case("sparse-version-2", "sparse format 2.0, which does not exist", volume(sparse(b"volume/s", b"4096", good_map, DATA, version=(b"2", b"0"))))
    yield Case("sparse-version-1-1", "sparse format 1.1, which does not exist", volume(sparse(b"volume/s", b"4096", good_map, DATA, version=(b"1", b"1"))))
    member = file(b"volume/GNUSparseFile.1/x", padded(good_map) + DATA)
    yield Case(
        "sparse-incomplete",
        "a sparse file without its size",
        volume(pax_keys((b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.name", b"volume/s")), member),
    )
    yield Case(
        "sparse-name-only",
        "only the name of a sparse file: renames an ordinary one",
        volume(pax_keys((b"GNU.sparse.name", b"volume/s")), file(b"volume/x", b"x")),
    )
    old = ((b"GNU.sparse.size", b"4096"), (b"GNU.sparse.numblocks", b"1"), (b"GNU.sparse.map", b"0,512"))
    yield Case("sparse-format-0-1", "sparse format 0.1, which other readers extract as a dense file", volume(pax_keys(*old), file(b"volume/s", DATA)))
    parts = ((b"GNU.sparse.size", b"4096"), (b"GNU.sparse.numblocks", b"1"), (b"GNU.sparse.offset", b"0"), (b"GNU.sparse.numbytes", b"512"))
    yield Case("sparse-format-0-0", "sparse format 0.0, which other readers extract as a dense file", volume(pax_keys(*parts), file(b"volume/s", DATA)))
    keys = ((b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.name", b"volume/s"), (b"GNU.sparse.realsize", b"4096"))
    for name, entry in {"directory": directory(b"volume/s"), "symlink": symlink(b"volume/s", b"a"), "hardlink": hardlink(b"volume/s", b"volume/a")}.items():
        yield Case(f"sparse-{name}", f"a {name} that claims to be sparse", volume(pax_keys(*keys), entry))


# --- hostile: header fields, types, length -----------------------------------------------------------------------


def bad_fields() -> Iterator[Case]:
    def one(raw: dict[str, bytes]) -> bytes:
        return volume(header(b"volume/x", raw=raw))

    yield Case("checksum-wrong", "a wrong checksum", one({"checksum": b"000001\0 "}))
    yield Case("checksum-empty", "an empty checksum", one({"checksum": b""}))
    yield Case("checksum-blank", "a checksum of blanks", one({"checksum": b" " * 8}))
    yield Case("checksum-text", "a checksum that is no number", one({"checksum": b"checksum"}))
    changed = bytearray(header(b"volume/x"))
    changed[8] ^= 1
    yield Case("checksum-one-bit", "one bit of a name is flipped", volume(bytes(changed)))
    yield Case("checksum-root", "the header of the root is damaged", bytes([ROOT[0] ^ 1]) + ROOT[1:] + ORDINARY + END)
    yield Case("header-noise", "a block of 0xff for a header", volume(b"\xff" * BLOCK))
    yield Case("header-text", "a block of text for a header", volume(b"This is not a tar header.\n".ljust(BLOCK)))
    yield Case("magic-missing", "no magic: a tar from before 1988, or chance", one({"magic": b""}))
    yield Case("magic-unknown", "an unknown magic", one({"magic": b"notar\x0000"}))
    numbers = {
        "letters": b"12x4",
        "digit-9": b"0000009",
        "inner-blank": b"1 2",
        "inner-nul": b"1\x002",
        "minus": b"-1",
        "plus": b"+1",
        "noise": b"\x01\x02\x03",
    }
    for field in ("size", "mode", "uid", "mtime"):
        for name, value in numbers.items():
            yield Case(f"number-{field}-{name}", f"the {field} field holds {ascii(value)[1:]}", one({field: value}))
    for name, size in {"minus-1": -1, "minus-512": -512, "2-62": 1 << 62, "2-63": 1 << 63, "2-64": 1 << 64, "2-93": 1 << 93}.items():
        yield Case(f"number-size-{name}", f"a base-256 size of {size}", one({"size": base256(size, 12)}))
    for name, owner in {"minus-1": -1, "2-32": 1 << 32, "2-55": 1 << 55}.items():
        yield Case(f"number-uid-{name}", f"a base-256 uid of {owner}: no such owner can be", one({"uid": base256(owner, 8)}))
        yield Case(f"number-gid-{name}", f"a base-256 gid of {owner}: no such group can be", one({"gid": base256(owner, 8)}))
    yield Case("number-mtime-2-80", "a time in the year 38 thousand million millions", one({"mtime": base256(1 << 80, 12)}))
    yield Case("number-size-past-the-end", "a file of 8 GiB - 1 with no body", volume(header(b"volume/x", raw={"size": b"77777777777\0"})))
    yield Case("number-device-absurd", "a device number of 2^40", volume(header(b"volume/n", b"3", raw={"major": base256(1 << 40, 8), "minor": octal(0, 8)})))
    yield Case("number-device-negative", "a negative device number", volume(header(b"volume/n", b"3", raw={"major": base256(-1, 8), "minor": octal(0, 8)})))
    yield Case("number-device-text", "a device number that is no number", volume(header(b"volume/n", b"3", raw={"major": b"null", "minor": octal(0, 8)})))


def bad_types() -> Iterator[Case]:
    names = {
        b"s": "a socket, as some tars write it",
        b"8": "reserved by POSIX",
        b"9": "reserved by POSIX",
        b"A": "Solaris' ACL record",
        b"E": "Solaris' extended attribute record",
        b"I": "star's inode without a name",
        b"X": "Solaris' extended header",
        b"Z": "a vendor's own",
        b" ": "a blank",
        b"\x01": "a control character",
        b"\xff": "not ASCII",
    }
    for number, (flag, why) in enumerate(names.items()):
        yield Case(f"type-unknown-{number:02d}", f"type flag {ascii(flag)[1:]}: {why}", volume(file(b"volume/x", b"", flag)))
    yield Case("type-unknown-with-data", "an unknown type with a body that hides a member", volume(file(b"volume/x", BAIT, b"Z")))
    for name, flag in {"directory": b"5", "fifo": b"6", "character": b"3", "block": b"4"}.items():
        body = file(b"volume/t", b"x" * BLOCK, flag, raw={"major": octal(1, 8), "minor": octal(3, 8)})
        yield Case(f"type-{name}-with-data", f"a {name} with a body", volume(body))
        bait = file(b"volume/t", BAIT, flag, raw={"major": octal(1, 8), "minor": octal(3, 8)})
        yield Case(f"type-{name}-hides-member", f"a {name} with a body that other readers take for a member", volume(bait))
    yield Case("type-directory-size-only", "a directory with a size and no body", volume(header(b"volume/d", b"5", size=512), file(b"volume/e")))


def bad_ends() -> Iterator[Case]:
    whole = volume(file(b"volume/x", b"x" * 700), file(b"volume/y", b"y"))
    start = len(ROOT + ORDINARY)
    cuts = {
        "in-first-header": (100, "inside the first header"),
        "in-header": (start + 300, "inside a header"),
        "behind-header": (start + BLOCK, "between a header and its body"),
        "in-body": (start + BLOCK + 600, "inside a body"),
        "in-padding": (start + BLOCK + 900, "inside the padding of a body"),
        "between-members": (start + BLOCK + 1024, "exactly between two members"),
        "behind-root": (BLOCK, "exactly behind the root"),
        "before-end": (len(whole) - 1024, "exactly before the end mark"),
        "one-zero-block": (len(whole) - 512, "after the first of two zero blocks"),
        "one-byte": (len(whole) - 1, "one byte before its end"),
        "half-zero-block": (len(whole) - 1024 + 100, "inside the first zero block"),
    }
    for name, (length, why) in cuts.items():
        yield Case(f"cut-{name}", f"cut {why}", whole[:length])
    yield Case("end-single-zero-block", "goes on behind a single zero block", ROOT + ORDINARY + bytes(BLOCK) + file(b"volume/x") + END)
    yield Case("end-concatenated", "two archives behind each other", volume() + volume(file(b"volume/x")))
    yield Case("end-concatenated-traversal", "a second archive with a name that climbs out", volume() + BAIT + END)
    yield Case("end-concatenated-far", "a second archive behind 20 KiB of zeros", volume() + bytes(20480) + BAIT + END)
    yield Case("end-garbage-block", "a block of garbage behind the end", volume() + b"\xff" * BLOCK)
    yield Case("end-garbage-byte", "one byte behind the end", volume() + b"\n")
    yield Case("end-garbage-last-bit", "one bit behind the end", volume() + bytes(511) + b"\x01")
    yield Case("end-zeros-odd", "zeros behind the end that are no whole block", volume() + bytes(100))
    yield Case("end-shifted", "one byte too many before a header", ROOT + b"\0" + ORDINARY + END)
    yield Case("end-missing-block", "a body that is one block short", ROOT + header(b"volume/x", size=1024) + bytes(BLOCK) + END)


def bad_containers() -> Iterator[Case]:
    plain = volume()
    yield Case("not-tar-gzip", "compressed with gzip where a plain tar belongs", gzip.compress(plain, mtime=0))
    yield Case("not-tar-zstd", "the first bytes of zstd", b"\x28\xb5\x2f\xfd" + plain)
    yield Case("not-tar-xz", "the first bytes of xz: a daemon would start the xz of the container", b"\xfd7zXZ\0" + plain)
    yield Case("not-tar-zip", "the first bytes of a zip", b"PK\x03\x04" + plain)
    yield Case("not-tar-html", "an error page", b"<!DOCTYPE html><html><body>403 Forbidden</body></html>\n" * 40)
    yield Case("not-tar-cpio", "a cpio archive", b"070701" + b"0" * 104 + b"TRAILER!!!\0" + bytes(500))
    yield Case("not-tar-zero-byte", "a single zero byte", b"\0")


HOSTILE = (
    bad_names,
    bad_roots,
    bad_members,
    bad_links,
    bad_pax_overrides,
    bad_pax_values,
    bad_pax_records,
    bad_gnu_records,
    bad_sparse,
    bad_fields,
    bad_types,
    bad_ends,
    bad_containers,
)


# --- good: odd, but legal ----------------------------------------------------------------------------------------


def volume_of(members: dict[bytes, bytes], top: bytes = b"volume/") -> tuple[bytes, int]:
    """Members under their paths relative to the root, in the project's order: byte order, a directory before its content."""
    order = sorted(members, key=lambda path: path.split(b"/"))
    return directory(top) + b"".join(members[path] for path in order) + END, len(members) + 1


def good(name: str, why: str, members: dict[bytes, bytes]) -> Case:
    content, entries = volume_of(members)
    return Case(name, why, content, "any", entries)


def named(*names: bytes) -> dict[bytes, bytes]:
    """Files that hold their own names; a PAX path where a header has no room."""
    members = {}
    for name in names:
        path = b"volume/" + name
        members[name] = (pax(path=path) if len(path) > 100 else b"") + file(path, name)
    return members


def good_names() -> Iterator[Case]:
    yield good("root-only", "an empty volume", {})
    yield Case("root-no-slash", "the root written without a slash", directory(b"volume") + ORDINARY + END, "any", 2)
    yield good("backslashes", "a backslash is a byte like any other", named(b"C:\\x", b"a\\..\\b", b"\\", b"\\\\server\\share", b"\\101", b"end\\"))
    yield good("invalid-utf-8", "names are bytes", named(b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3("))
    yield good("invalid-utf-8-pax", "names are bytes in PAX too", named(b"\xff" * 200, b"\xfe\n" * 60))
    yield good("component-255", "255 bytes are the limit of a name", named(b"n" * 255, "\u00e9".encode() * 127 + b"x"))
    yield good("dots", "names that only look like the way up", named(b"...", b"..x", b"x..", b"..\\x", b".x", b". .", b".. "))
    yield good(
        "control-characters", "control characters, also in PAX", named(b"new\nline", b"\n", b"tab\t", b"\r", b"\x1b[31mred\x1b[0m", b"\x7f", b"\x01" * 120)
    )
    yield good(
        "log-commands", "names that a log must not obey", named(b"::error::x", b"::warning file=x::y", b"##[error]x", b"\n::stop-commands::x", b"%0A::error::x")
    )
    yield good("options", "names that a command line must not obey", named(b"-rf", b"--checkpoint=1", b"--", b"-", b"@list", b"*", b"$(false)", b" ", b"~"))
    yield good(
        "unicode",
        "composed and decomposed, right to left, case, sharp s: all different names",
        named("\u00fc".encode(), "u\u0308".encode(), "\u202etxt".encode(), b"A", b"a", "\u00df".encode(), b"ss", "\ufeff".encode()),
    )
    yield good(
        "names-of-tar", "names that tar itself uses, and Docker", named(b"PaxHeaders", b"@LongLink", b"GNUSparseFile.1", b".wh.x", b".wh..wh..opq", b"volume")
    )
    yield good("javascript-names", "names that an object already has", named(b"__proto__", b"constructor", b"toString", b"hasOwnProperty"))
    name = b"x\n" + record(b"path", b"volume") + b"y"
    yield good("newline-record", "a name that holds what looks like a second PAX record", {name: pax(path=b"volume/" + name) + file(b"volume/x")})
    order = {b"d": directory(b"volume/d/"), b"d-x": file(b"volume/d-x"), b"d.x": file(b"volume/d.x"), b"d/x": file(b"volume/d/x"), b"d0": file(b"volume/d0")}
    yield good("order", "a directory's content comes before names that sort below a slash", order)
    yield good("ustar-prefix", "a name split at the ustar prefix", ustar_members())
    deep, _ = nested(b"volume/", b"d" * 189, 20)
    levels = [deep[: 6 + 190 * level] for level in range(1, 21)]
    long = {path[7:]: pax(path=path) + directory(path) for path in levels}
    yield good("path-3800", "a path of 3,806 bytes", {**long, deep[7:] + b"/x": pax(path=deep + b"/x") + file(deep)})


def ustar_members() -> dict[bytes, bytes]:
    top, last = b"p" * 140, b"x" * 100
    split = header(last, raw={"prefix": b"volume/" + top})
    return {top: pax(path=b"volume/" + top) + directory(b"volume/" + top), top + b"/" + last: split}


def good_entries() -> Iterator[Case]:
    yield good(
        "types",
        "fifo, devices and device 0:0",
        {
            b"block": header(b"volume/block", b"4", device=(259, 70_000)),
            b"char": header(b"volume/char", b"3", device=(1, 3)),
            b"char-0-0": header(b"volume/char-0-0", b"3", device=(0, 0)),
            b"fifo": header(b"volume/fifo", b"6"),
        },
    )
    yield good(
        "modes",
        "set-user-id, set-group-id, sticky, no permission at all, file type bits in the mode",
        {b"%05o" % mode: file(b"volume/%05o" % mode, b"", mode=mode) for mode in (0, 0o1644, 0o2755, 0o4755, 0o7777, 0o100644)},
    )
    yield good(
        "symlinks",
        "a symlink may say anything; nobody follows it",
        {
            name: (pax(linkpath=target) if len(target) > 100 else b"") + symlink(b"volume/" + name, target)
            for name, target in {
                b"absolute": b"/etc/passwd",
                b"above": b"../../../etc/x",
                b"loop": b"loop",
                b"dot": b".",
                b"long": b"t/" * 2000,
                b"invalid": b"\xff\xfe",
                b"newline": b"a\n::error::x",
                b"hundred": b"y" * 100,
                b"slashes": b"//..//",
            }.items()
        },
    )
    yield good(
        "hardlinks",
        "hard links to a file, an empty file, a symlink and a fifo",
        {
            b"a": file(b"volume/a", b"x"),
            b"b": hardlink(b"volume/b", b"volume/a"),
            b"c": file(b"volume/c"),
            b"d": hardlink(b"volume/d", b"volume/c"),
            b"e": symlink(b"volume/e", b"/etc"),
            b"f": hardlink(b"volume/f", b"volume/e"),
            b"g": header(b"volume/g", b"6"),
            b"h": hardlink(b"volume/h", b"volume/g"),
        },
    )
    target = b"volume/" + b"t" * 200
    yield good(
        "hardlink-pax",
        "a hard link with a PAX linkpath",
        {b"t" * 200: pax(path=target) + file(target, b"x"), b"u": pax(linkpath=target) + hardlink(b"volume/u", target)},
    )
    yield good(
        "sizes",
        "bodies around the block and the record",
        {b"%05d" % size: file(b"volume/%05d" % size, b"s" * size) for size in (0, 1, 511, 512, 513, 10239, 10240, 10241)},
    )
    yield good("looks-like-tar", "a file that holds a hostile tar", {b"x": file(b"volume/x", BAIT + END + BAIT)})
    yield good("contiguous", "the types NUL and 7, which mean a regular file", {b"x": file(b"volume/x", b"x", b"\0"), b"y": file(b"volume/y", b"y", b"7")})


def good_metadata() -> Iterator[Case]:
    yield good(
        "base-256",
        "owners and times that octal cannot hold",
        {
            b"uid": file(b"volume/uid", b"", raw={"uid": base256(4_000_000_000, 8), "gid": base256(4_294_967_294, 8)}),
            b"old": file(b"volume/old", b"", raw={"mtime": base256(-1, 12)}),
            b"new": file(b"volume/new", b"", raw={"mtime": base256(1 << 34, 12)}),
            b"small": file(b"volume/small", b"x", raw={"size": base256(1, 12)}),
        },
    )
    times = (b"0", b"1234567890.123456789", b"-1.5", b"-0.000000001", b"4102444800", b"1600000000.1", b"13569465600.999999999")
    yield good(
        "pax-times",
        "times with nanoseconds, before 1970 and after 2038",
        {b"%d" % n: pax(mtime=value) + file(b"volume/%d" % n) for n, value in enumerate(times)},
    )
    yield good(
        "pax-owners",
        "owners in PAX, with names that nobody looks up",
        {b"x": pax(uid=b"4294967294", gid=b"4000000000", uname=b"nobody", gname=b"\xff") + file(b"volume/x"), b"y": pax(uid=b"0") + file(b"volume/y")},
    )
    yield good("pax-ignored", "times of reading and change, and a comment", {b"x": pax(atime=b"1.5", ctime=b"2.5", comment=b"a=b\n") + file(b"volume/x")})
    attributes = {
        b"user.text": b"x",
        b"user.empty": b"",
        b"user.binary": b"\0\n=\xff" * 9,
        b"user.a%3Db": b"c=d",
        b"user.100%25": b"%",
        b"user.%253D": b"",
        b"user.\xc3(": b"name is no UTF-8",
        b"security.capability": struct.pack("<5I", 0x02000001, 1 << 10, 0, 0, 0),
        b"trusted.x": b"y",
    }
    xattrs = pax_keys(*((b"SCHILY.xattr." + key, value) for key, value in attributes.items()))
    yield good("xattrs", "attributes: empty, binary, escaped names, a capability", {b"x": xattrs + file(b"volume/x", mode=0o755)})
    yield good(
        "xattrs-large",
        "60 KiB in one attribute, 300 attributes: sound, although ext4 does not take as much",
        {
            b"x": pax_keys((b"SCHILY.xattr.user.x", b"v" * 61440)) + file(b"volume/x"),
            b"y": pax_keys(*((b"SCHILY.xattr.user.%03d" % n, b"%d" % n) for n in range(300))) + file(b"volume/y"),
        },
    )
    nobody = 0xFFFFFFFF
    entries = ((1, 7, nobody), (2, 5, 4_000_000_000), (4, 5, nobody), (16, 7, nobody), (32, 4, nobody))
    acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    text = b"user::rwx,user:4000000000:r-x,group::r-x,mask::rwx,other::r--"
    both = pax_keys(
        (b"SCHILY.acl.access", text),
        (b"SCHILY.acl.default", text),
        (b"SCHILY.xattr.system.posix_acl_access", acl),
        (b"SCHILY.xattr.system.posix_acl_default", acl),
    )
    yield good("acls", "ACLs as text and as attributes, on a directory", {b"d": both + directory(b"volume/d")})
    blanks = {"mode": b"   644 \0", "uid": b"     0 \0", "size": b"          0 ", "mtime": b"13727410000 "}
    yield good("number-blanks", "numbers with blanks before and behind, as old tars write them", {b"x": header(b"volume/x", raw=blanks)})
    yield good("gnu-magic", "GNU's own magic", {b"x": file(b"volume/x", b"x", magic=GNU)})


def good_sparse() -> Iterator[Case]:
    gib = 1 << 30
    yield good(
        "sparse",
        "sparse files: islands, a hole at the end, only a hole, an odd size, 9 GiB, dense",
        {
            b"islands": sparse(b"volume/islands", b"1048576", sparse_map((0, 512), (4096, 1024), (1048064, 512)), DATA * 4),
            b"hole-at-end": sparse(b"volume/hole-at-end", b"1048576", sparse_map((8192, 512), (1048576, 0)), DATA),
            b"only-hole": sparse(b"volume/only-hole", b"5242880", sparse_map((5242880, 0))),
            b"odd": sparse(b"volume/odd", b"100001", sparse_map((99_990, 11)), b"odd length!"),
            b"large": sparse(b"volume/large", b"%d" % (9 * gib), sparse_map((0, 512), (5 * gib, 512), (9 * gib, 0)), DATA * 2),
            b"dense": sparse(b"volume/dense", b"1024", sparse_map((0, 512), (512, 512)), DATA * 2),
        },
    )
    many = [(n * 8192, 512) for n in range(2000)]
    yield good(
        "sparse-many", "a map of 2,000 extents, many blocks long", {b"x": sparse(b"volume/x", b"16777216", sparse_map(*many, (16777216, 0)), DATA * 2000)}
    )
    name = b"s" * 255
    both = sparse(
        b"volume/" + name, b"4096", sparse_map((0, 512), (4096, 0)), DATA, (b"mtime", b"1.5"), (b"uid", b"4000000000"), (b"SCHILY.xattr.user.x", b"y")
    )
    yield good("sparse-and-more", "a sparse file with a long name, time, owner and attribute", {name: both})


def good_containers() -> Iterator[Case]:
    plain = volume()
    yield Case("padded-10240", "zeros up to a record of 10,240 bytes", plain + bytes(-len(plain) % 10240), "any", 2)
    yield Case("padded-long", "a mebibyte of zeros behind the end", plain + bytes(MIB), "any", 2)
    many = b"".join(file(b"volume/%04d" % number) for number in range(5000))
    yield Case("many", "5,000 empty files", ROOT + many + END, "any", 5001)
    yield Case("gnu-tar", "what GNU tar itself writes for the project", gnu_tar_output(), "any", 9)
    dots = (directory(b"./"), file(b"./z", b"z"), directory(b"./d/"), file(b"./d/x", b"x"), hardlink(b"./h", b"./d/x"), symlink(b"./l", b"/etc"))
    yield Case("foreign-dot", "a tar of . in the order of the directory", b"".join(dots) + END, "foreign", 6)
    long = b"./" + b"n" * 150
    gnu = (directory(b"./", GNU), gnu_long(long), file(long, b"x", magic=GNU), gnu_long(b"t" * 300, b"K"), header(b"./l", b"2", link=b"t", magic=GNU))
    yield Case("foreign-gnu-names", "long names and links as GNU tar writes them by default", b"".join(gnu) + END, "foreign", 3)
    yield Case(
        "foreign-order",
        "under volume/, but not sorted",
        ROOT + file(b"volume/z") + directory(b"volume/d") + file(b"volume/a") + file(b"volume/d/x") + END,
        "foreign",
        5,
    )


def gnu_tar_output() -> bytes:
    """Real output: the one case that shows whether the hand-made ones resemble it. The options are the project's."""
    options = ["--format=posix", "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime", "--sort=name", "--sparse", "--numeric-owner"]
    with tempfile.TemporaryDirectory() as place:
        root = os.fsencode(place) + b"/volume"
        os.makedirs(root + b"/d")
        for name, data in {b"/a": b"x", b"/d/\xff\n\\": b"y", b"/" + b"n" * 255: b"z"}.items():
            Path(os.fsdecode(root + name)).write_bytes(data)
        os.link(root + b"/a", root + b"/b")
        os.symlink(b"../../" + b"t" * 200, root + b"/l")
        with open(root + b"/s", "wb") as sparse_file:
            sparse_file.truncate(4 * MIB)
            sparse_file.seek(MIB)
            sparse_file.write(DATA)
        os.mkfifo(root + b"/p")
        for path, _, names in os.walk(root):
            for name in [b".", *names]:
                os.utime(path + b"/" + name, ns=(0, MTIME * 1_000_000_000 + 123_456_789), follow_symlinks=False)
        return subprocess.run(["tar", *options, "-C", place, "-cf", "-", "volume"], stdout=subprocess.PIPE, check=True).stdout


GOOD = (good_names, good_entries, good_metadata, good_sparse, good_containers)


if __name__ == "__main__":
    sys.exit(main())
