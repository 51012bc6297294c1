#!/usr/bin/env python3
"""An independent witness for volumes: makes hard test trees, records what a tree holds, compares two records.

Shares no code with the product on purpose: an error in the product must not be able to hide itself here.
Python standard library only. Run as root, on the host, on the directory of a volume.

    tree.py make DIR [--only FEATURE,...] [--sockets]    fill an empty directory with all that is hard to keep
    tree.py snapshot DIR [--with-sockets] > tree.json    record every entry
    tree.py compare A.json B.json [--ignore FIELD,...]   one line per difference; exit 1 when there is any
    tree.py fill DIR --kind mixed --bytes N              data for benches, the same for the same seed
    tree.py fill DIR --kind small --files N
    tree.py flip FILE --seed S [--count N]               damage single bits in place
    tree.py writer DIR                                   change files until killed

Exit codes: 0 done or identical, 1 different, 2 could not do it.
"""

from __future__ import annotations

import argparse
import base64
import errno
import hashlib
import json
import os
import random
import signal
import socket
import stat
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

JsonEntry = dict[str, Any]

SECOND = 1_000_000_000
KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class Failure(Exception):
    """What the user is told instead of a traceback."""


def main() -> int:
    arguments = parse_arguments()
    os.umask(0o022)
    try:
        code = arguments.run(arguments)
        sys.stdout.flush()
        return int(code)
    except Failure as failure:
        return complain(str(failure))
    except OSError as error:
        where = f" ({shown(os.fsencode(error.filename))})" if isinstance(error.filename, (str, bytes)) else ""
        return complain(f"{error.strerror or error}{where}")
    except Exception as error:  # a traceback would exit with 1, and 1 means "different"
        return complain(f"{type(error).__name__}: {error}")


def complain(message: str) -> int:
    print(f"tree.py: {message}", file=sys.stderr)
    return 2


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tree.py", description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    make = commands.add_parser("make", help="fill an empty directory with the fidelity fixture")
    make.add_argument("dir", metavar="DIR")
    make.add_argument("--only", metavar="FEATURE,...", help="of: " + ", ".join(FEATURES))
    make.add_argument("--sockets", action="store_true", help="add bound unix sockets and print their paths (no tar can keep them)")
    make.set_defaults(run=run_make)

    snapshot = commands.add_parser("snapshot", help="write every entry of a tree to stdout as JSON")
    snapshot.add_argument("dir", metavar="DIR")
    snapshot.add_argument("--with-sockets", action="store_true", help="record sockets as entries too")
    snapshot.set_defaults(run=run_snapshot)

    compare = commands.add_parser("compare", help="print the differences of two snapshots")
    compare.add_argument("a", metavar="A.json")
    compare.add_argument("b", metavar="B.json")
    compare.add_argument("--ignore", metavar="FIELD,...", help="of: " + ", ".join(COMPARED_FIELDS) + ", xattr:NAME")
    compare.set_defaults(run=run_compare)

    fill = commands.add_parser("fill", help="write deterministic data for benches")
    fill.add_argument("dir", metavar="DIR")
    fill.add_argument("--kind", choices=["mixed", "small"], required=True)
    fill.add_argument("--bytes", type=positive, metavar="N", help="for mixed")
    fill.add_argument("--files", type=positive, metavar="N", help="for small")
    fill.add_argument("--seed", type=int, default=1, metavar="S")
    fill.set_defaults(run=run_fill)

    flip = commands.add_parser("flip", help="flip random bits of a file in place")
    flip.add_argument("file", metavar="FILE")
    flip.add_argument("--seed", type=int, required=True, metavar="S")
    flip.add_argument("--count", type=positive, default=1, metavar="N")
    flip.set_defaults(run=run_flip)

    writer = commands.add_parser("writer", help="change files until killed")
    writer.add_argument("dir", metavar="DIR")
    writer.add_argument("--seed", type=int, default=1, metavar="S")
    writer.set_defaults(run=run_writer)
    return parser.parse_args()


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def split_list(text: str | None, legal: Iterable[str], what: str) -> list[str]:
    """A typo in a list must never mean "nothing chosen" or "nothing ignored"."""
    known = list(legal)
    words = [word for word in (text or "").split(",") if word]
    for word in words:
        if word not in known and not (what == "field" and word.startswith("xattr:")):
            raise Failure(f"unknown {what} {word!r}; one of: {', '.join(known)}")
    return words


def shown(name: bytes) -> str:
    """A foreign name as one harmless line: ASCII, nothing that a terminal or a workflow log would obey."""
    text = json.dumps(to_text(name)).replace("\x7f", "\\u007f").replace("##[", "#\\u0023[")
    return text if len(text) <= 300 else f"{text[:200]}...{text[-60:]}"


def to_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


# --- reaching entries --------------------------------------------------------------------------------------------
# A path can be longer than the 4096 bytes that one system call takes, so every step goes through a directory handle.

DIRECTORY_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def open_root(path: str) -> int:
    try:
        return os.open(path, DIRECTORY_FLAGS)
    except NotADirectoryError:
        raise Failure(f"{shown(os.fsencode(path))} is not a directory") from None


def open_directory(root: int, components: Iterable[bytes]) -> int:
    current = os.dup(root)
    for component in components:
        try:
            below = os.open(component, DIRECTORY_FLAGS, dir_fd=current)
        finally:
            os.close(current)
        current = below
    return current


@contextmanager
def parent_of(root: int, path: bytes) -> Iterator[tuple[int, bytes]]:
    """The handle of the directory that holds `path`, and the last name; the root itself is `.` in the root."""
    *directories, name = path.split(b"/")
    handle = open_directory(root, directories)
    try:
        yield handle, name
    finally:
        os.close(handle)


def through_proc(directory: int, name: bytes) -> bytes:
    """For the calls that take no directory handle (extended attributes, bind)."""
    return b"/proc/self/fd/%d/%s" % (directory, name)


# --- make --------------------------------------------------------------------------------------------------------

BASE_TIME_NS = 1_600_000_000 * SECOND + 123_456_789
ID_MAX_SIGNED = 2_147_483_647
ID_HUGE = 4_000_000_000


@dataclass
class Metadata:
    uid: int = 0
    gid: int = 0
    mode: int | None = None
    mtime_ns: int | None = None
    xattrs: dict[bytes, bytes] = field(default_factory=dict)


class Builder:
    """Creates entries at once and gives them owners, modes, attributes and times at the end.

    The order matters: a child changes the time of its directory, chown clears set-user-id and capabilities, and a
    default ACL would be inherited by what is created later.
    """

    def __init__(self, root: int) -> None:
        self.root = root
        self.sockets: list[bytes] = []
        self._metadata: list[tuple[bytes, Metadata]] = []

    def directory(self, path: bytes, **metadata: Any) -> bytes:
        with parent_of(self.root, path) as (parent, name):
            os.mkdir(name, 0o700, dir_fd=parent)
        return self.describe(path, 0o755, metadata)

    def file(self, path: bytes, data: bytes = b"", **metadata: Any) -> bytes:
        return self.sparse(path, len(data), {0: data}, **metadata)

    def sparse(self, path: bytes, size: int, islands: dict[int, bytes], **metadata: Any) -> bytes:
        with parent_of(self.root, path) as (parent, name):
            handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=parent)
        with os.fdopen(handle, "wb", buffering=0) as file:
            os.ftruncate(file.fileno(), size)
            for offset, data in islands.items():
                file.seek(offset)
                file.write(data)
        return self.describe(path, 0o644, metadata)

    def symlink(self, path: bytes, target: bytes, **metadata: Any) -> bytes:
        with parent_of(self.root, path) as (parent, name):
            os.symlink(target, name, dir_fd=parent)
        return self.describe(path, None, metadata)

    def node(self, path: bytes, kind: int, device: tuple[int, int] = (0, 0), **metadata: Any) -> bytes:
        with parent_of(self.root, path) as (parent, name):
            os.mknod(name, kind | 0o600, os.makedev(*device), dir_fd=parent)
        return self.describe(path, 0o644, metadata)

    def socket(self, path: bytes, **metadata: Any) -> bytes:
        with parent_of(self.root, path) as (parent, name), socket.socket(socket.AF_UNIX) as endpoint:
            endpoint.bind(through_proc(parent, name))
        self.sockets.append(path)
        return self.describe(path, 0o755, metadata)

    def link(self, path: bytes, existing: bytes) -> bytes:
        with parent_of(self.root, existing) as (old, old_name), parent_of(self.root, path) as (new, new_name):
            os.link(old_name, new_name, src_dir_fd=old, dst_dir_fd=new, follow_symlinks=False)
        return path

    def describe(self, path: bytes, mode: int | None, metadata: dict[str, Any]) -> bytes:
        described = Metadata(**metadata)
        if described.mode is None:
            described.mode = mode
        if described.mtime_ns is None:
            described.mtime_ns = BASE_TIME_NS + len(self._metadata) * (SECOND + 7)
        self._metadata.append((path, described))
        return path

    def finish(self) -> int:
        for path, metadata in reversed(self._metadata):
            with parent_of(self.root, path) as (parent, name):
                try:
                    apply_metadata(parent, name, metadata)
                except OSError as error:
                    raise Failure(f"this file system does not take {shown(path)}: {error.strerror}") from error
        return len(self._metadata)


def apply_metadata(parent: int, name: bytes, metadata: Metadata) -> None:
    os.chown(name, metadata.uid, metadata.gid, dir_fd=parent, follow_symlinks=False)
    if metadata.mode is not None:
        os.chmod(name, metadata.mode, dir_fd=parent)
    for key, value in metadata.xattrs.items():
        os.setxattr(through_proc(parent, name), key, value, follow_symlinks=False)
    if metadata.mtime_ns is not None:
        times = (metadata.mtime_ns, metadata.mtime_ns)
        os.utime(name, ns=times, dir_fd=parent, follow_symlinks=False)


def run_make(arguments: argparse.Namespace) -> int:
    if os.geteuid() != 0:
        raise Failure("only root can make foreign owners, device nodes and capabilities")
    chosen = split_list(arguments.only, FEATURES, "feature") or list(FEATURES)
    root = open_root(arguments.dir)
    if os.listdir(root):
        raise Failure(f"{shown(os.fsencode(arguments.dir))} is not empty")
    builder = Builder(root)
    if "root" in chosen:
        make_root(builder)
    for feature, make in FEATURES.items():
        if feature in chosen and feature != "root":
            make(builder)
    if arguments.sockets:
        make_sockets(builder)
    made = builder.finish()
    os.close(root)
    print(f"{made} entries made")
    for path in builder.sockets:
        print(f"socket {shown(path)}")
    return 0


def make_root(b: Builder) -> None:
    """Described first, so that its time is set last."""
    b.describe(b".", None, {"uid": ID_HUGE, "gid": 1234, "mode": 0o1751, "mtime_ns": 1_111_111_111 * SECOND + 987_654_321})


def make_owners(b: Builder) -> None:
    b.directory(b"owners")
    for identity in (0, 1000, 65534, ID_MAX_SIGNED, ID_HUGE):
        b.file(b"owners/file-%d" % identity, b"%d\n" % identity, uid=identity, gid=identity)
        b.directory(b"owners/dir-%d" % identity, uid=identity, gid=identity)
        b.symlink(b"owners/link-%d" % identity, b"file-%d" % identity, uid=identity, gid=identity)
    b.file(b"owners/uid-is-not-gid", uid=1000, gid=ID_HUGE)
    b.symlink(b"owners/dangling-link-uid-is-not-gid", b"nowhere", uid=ID_HUGE, gid=1000)


def make_modes(b: Builder) -> None:
    b.directory(b"modes")
    for mode in (0o0000, 0o0400, 0o0600, 0o0644, 0o0666, 0o0755, 0o0777, 0o1644, 0o2644, 0o2755, 0o4711, 0o4755, 0o6755, 0o7777):
        b.file(b"modes/file-%04o" % mode, b"x", mode=mode, uid=1000, gid=1000)
    for mode in (0o0000, 0o0500, 0o0700, 0o0777, 0o1777, 0o2775, 0o7777):
        b.directory(b"modes/dir-%04o" % mode, mode=mode, uid=1000, gid=1000)
    b.file(b"modes/dir-0000/inside", b"in a directory of mode 0000\n", mode=0)


def make_mtimes(b: Builder) -> None:
    moments = {
        b"epoch": 0,
        b"one-nanosecond": 1,
        b"nanoseconds": 1_234_567_890 * SECOND + 123_456_789,
        b"last-nanosecond": 1_234_567_890 * SECOND + 999_999_999,
        b"before-1970": -86_400 * SECOND,
        b"before-1970-nanoseconds": -86_400 * SECOND - 876_543_211,
        b"minus-one-nanosecond": -1,
        b"1912": -1_830_000_000 * SECOND,
        b"2038-last": (2**31 - 1) * SECOND,
        b"2038-after": 2**31 * SECOND + 1,
        b"2100": 4_102_444_800 * SECOND + 5,
        b"2400": 13_569_465_600 * SECOND,
    }
    b.directory(b"mtimes")
    for name, moment in moments.items():
        b.file(b"mtimes/file-" + name, name, mtime_ns=moment)
        b.directory(b"mtimes/dir-" + name, mtime_ns=moment)
        b.symlink(b"mtimes/link-" + name, b"file-" + name, mtime_ns=moment)
    b.file(b"mtimes/dir-before-1970/inside", b"must not change the time of its directory\n")
    b.node(b"mtimes/fifo-before-1970-nanoseconds", stat.S_IFIFO, mtime_ns=-1_500_000_001)


def make_hardlinks(b: Builder) -> None:
    b.directory(b"hardlinks")
    for name in (b"a", b"b", b"c", b"c/deep"):
        b.directory(b"hardlinks/" + name)
    b.link(b"hardlinks/pair-2", b.file(b"hardlinks/pair-1", b"two names\n", uid=1000, mode=0o640))
    b.link(b"hardlinks/empty-2", b.file(b"hardlinks/empty-1"))
    three = b.file(b"hardlinks/b/three", b"three names in three directories\n" * 100)
    b.link(b"hardlinks/a/three", three)
    b.link(b"hardlinks/c/deep/three", three)
    b.link(b"hardlinks/0-sorts-before", b.file(b"hardlinks/z-was-first", b"the first name is not the first in order\n"))
    b.link(b"hardlinks/a/other", b.file(b"hardlinks/c/other", b"the same across directories\n"))
    b.link(b"hardlinks/symlink-2", b.symlink(b"hardlinks/symlink-1", b"../anywhere", uid=1000))
    b.link(b"hardlinks/a/strange\n\xff", b.file(b"hardlinks/strange\t\\", b"strange names\n"))
    b.link(b"hardlinks/setuid-2", b.file(b"hardlinks/setuid-1", b"x", mode=0o4755, uid=1000))
    twins = b"the same content, not linked\n"
    b.file(b"hardlinks/twin-1", twins)
    b.file(b"hardlinks/twin-2", twins)


def make_symlinks(b: Builder) -> None:
    b.directory(b"symlinks")
    b.directory(b"symlinks/dir")
    targets = {
        b"absolute": b"/etc/hostname",
        b"absolute-root": b"/",
        b"dangling": b"does/not/exist",
        b"to-dir": b"dir",
        b"to-dir-slash": b"dir/",
        b"loop-self": b"loop-self",
        b"loop-a": b"loop-b",
        b"loop-b": b"loop-a",
        b"above": b"../../../etc/x",
        b"far-above": b"../" * 40 + b"etc/passwd",
        b"dot": b".",
        b"dot-dot": b"..",
        b"doubled-slashes": b"dir//..//./dir/",
        b"of-100-bytes": b"y" * 100,
        b"of-101-bytes": b"y" * 101,
        b"of-4000-bytes": b"/".join([b"t" * 199] * 20),
        b"invalid-utf-8": b"caf\xe9/\xff\xfe",
        b"control-characters": b"new\nline\ttab\x1b[31m\\back",
        b"blanks": b"  leading and trailing  ",
        b"dash": b"--checkpoint-action=exec=false",
    }
    for name, target in targets.items():
        b.symlink(b"symlinks/" + name, target)


def make_fifos(b: Builder) -> None:
    b.directory(b"fifos")
    b.node(b"fifos/fifo", stat.S_IFIFO)
    b.node(b"fifos/owned", stat.S_IFIFO, uid=1000, gid=ID_HUGE, mode=0o620)


def make_devices(b: Builder) -> None:
    b.directory(b"devices")
    b.node(b"devices/char-null", stat.S_IFCHR, (1, 3), mode=0o666)
    b.node(b"devices/char-0-0", stat.S_IFCHR, (0, 0), mode=0o000)
    b.node(b"devices/block-loop", stat.S_IFBLK, (7, 0), mode=0o660, gid=6)
    b.node(b"devices/block-0-0", stat.S_IFBLK, (0, 0))
    b.node(b"devices/block-big-minor", stat.S_IFBLK, (259, 70_000), uid=ID_HUGE)


def make_names(b: Builder) -> None:
    b.directory(b"names")
    names = (
        b"new\nline",
        b"\n",
        b"tab\there",
        b"return\rhere",
        b"back\\slash",
        b"\\",
        b"ends in\\",
        b"\\n",
        b"\\101",
        b"C:\\x",
        b"a\\..\\b",
        b"'single'",
        b'"double"',
        b"`tick`",
        b"$(false)",
        b"$HOME",
        b"a;b&c|d",
        b"invalid-\xff\xfe",
        b"\xc3(",
        b"\xed\xa0\x80",
        b"latin-1-caf\xe9",
        b"-",
        b"-rf",
        b"--checkpoint=1",
        b"--checkpoint-action=exec=false",
        b" leading",
        b"trailing ",
        b" ",
        b"  ",
        b"*",
        b"?",
        b"[a-z]",
        b"{a,b}",
        b"~",
        b"#comment",
        b"%s%n",
        b"a=b",
        b"a:b",
        b"@list",
        b".hidden",
        b"...",
        b"..x",
        b"x..",
        b"..\\x",
        b".wh.x",
        b".wh..wh..opq",
        b"x~",
        b"n" * 255,
        "\u00e9".encode() * 127,
        b"\x01\x02\x7f",
        b"\x1b[31mred\x1b[0m\x07",
        "\u202etxt.exe".encode(),
        "\ufeffbom".encode(),
        "\u2028".encode(),
        "nfc-\u00fc".encode(),
        "nfd-u\u0308".encode(),
        "same-\u00fc".encode(),
        "same-u\u0308".encode(),
        b"Case",
        b"case",
        "\u00df".encode(),
        b"ss",
        b"::error::x",
        b"::warning file=x::y",
        b"##[error]x",
        b"::stop-commands::x",
        b"PaxHeaders",
        b"@LongLink",
        b"volume",
        b"CON",
        b"name.tar",
        "\u6f22\u5b57".encode(),
        "\U0001f4a9".encode(),
        b"__proto__",
        b"constructor",
        b"null",
        b"0",
    )
    for name in names:
        b.file(b"names/" + name, name)
    b.directory(b"names/as-directories")
    for name in (b"new\nline", b"-dir", b" ", b"PaxHeaders", b"GNUSparseFile.1", b"invalid-\xff", b"d" * 255, b"...", b"back\\"):
        b.file(b.directory(b"names/as-directories/" + name) + b"/inside", name)


LONG_PATH_BYTES = 3800


def make_longpath(b: Builder) -> None:
    """Past every limit of a tar header, just below the kernel's 4096 bytes for one system call."""
    path = b.directory(b"long")
    level = 0
    while LONG_PATH_BYTES - len(path) - 1 > 255:
        rest = LONG_PATH_BYTES - len(path) - 1
        length = min(255, rest - 2)
        path = b.directory(path + b"/" + (b"%02d-" % level).ljust(length, b"l"), uid=1000 + level)
        level += 1
    last = LONG_PATH_BYTES - len(path) - 1
    b.file(path + b"/" + b"f" * last, b"at the end of 3800 bytes\n", xattrs={b"user.deep": b"yes"})
    b.symlink(path + b"/" + b"s" * (last - 1), b"../" * 3 + b"x")
    for length in (99, 100, 101, 155, 156, 254):
        b.file(b"long/" + b"%d" % length + b"-" * (length - len(b"long/%d" % length)), b"a path of %d bytes\n" % length)


def make_sparse(b: Builder) -> None:
    b.directory(b"sparse")
    island = random.Random("islands").randbytes(64 * KIB)
    size = 10 * GIB
    b.sparse(b"sparse/10-gib", size, {0: island, 3 * GIB + 5: b"odd offset", 5 * GIB: island, size - 64 * KIB: island})
    b.sparse(b"sparse/9-gib-ends-in-a-hole", 9 * GIB, {4 * KIB: island, 4 * GIB: island[: 12 * KIB]}, uid=1000)
    b.sparse(b"sparse/1-mib-with-8-kib", MIB, {512 * KIB: island[: 8 * KIB]})
    b.sparse(b"sparse/5-mib-hole", 5 * MIB, {})
    b.sparse(b"sparse/many-islands", 4 * MIB, {offset: island[:4096] for offset in range(0, 4 * MIB, 16 * KIB)})
    b.sparse(b"sparse/odd-size", 3 * MIB + 77, {MIB: b"x", 3 * MIB + 76: b"y"})
    b.sparse(b"sparse/zeros-written", 128 * KIB, {0: bytes(128 * KIB)})
    b.link(b"sparse/a-second-name", b"sparse/1-mib-with-8-kib")
    b.sparse(b"sparse/" + b"n" * 255, MIB, {0: b"long name", MIB - 4: b"tail"}, xattrs={b"user.sparse": b"1"})
    b.sparse(b"sparse/invalid-\xff\n", MIB, {0: b"strange name"}, mtime_ns=-1_500_000_000)


def make_xattrs(b: Builder) -> None:
    b.directory(b"xattrs")
    values: dict[bytes, dict[bytes, bytes]] = {
        b"text": {b"user.comment": b"plain text"},
        b"empty-value": {b"user.empty": b""},
        b"binary": {b"user.binary": b"\x00\n\xff=\x00 9 x=y\n"},
        b"equals-sign": {b"user.a=b": b"c=d", b"user.=": b"="},
        b"percent-sign": {b"user.100%": b"%", b"user.%3D": b"not an equals sign", b"user.%25": b"%25"},
        b"both-signs": {b"user.%=%3D=": b"both"},
        b"invalid-utf-8": {b"user.\xc3(": b"name is no UTF-8"},
        b"strange-names": {b"user.new\nline": b"1", b"user. blank ": b"2", b"user." + b"n" * 250: b"3", b"user.a.b..c": b"4"},
        b"3-kib": {b"user.large": bytes(range(256)) * 12},
        b"many": {b"user.k%02d" % i: b"v%d" % i for i in range(40)},
    }
    for name, xattrs in values.items():
        b.file(b"xattrs/file-" + name, name, xattrs=xattrs)
        b.directory(b"xattrs/dir-" + name, xattrs=xattrs)
    b.link(b"xattrs/second-name", b.file(b"xattrs/linked", b"x", xattrs={b"user.shared": b"by both names"}))
    b.file(b"xattrs/read-only", b"x", mode=0o0444, xattrs={b"user.read-only": b"yes"})


ACL_ACCESS = b"system.posix_acl_access"
ACL_DEFAULT = b"system.posix_acl_default"


def posix_acl(user_id: int, group_id: int) -> bytes:
    """Linux uapi/posix_acl_xattr.h, version 2: owner rwx, one user r-x, group r-x, one group -wx, mask rwx, other r--."""
    nobody = 0xFFFFFFFF
    entries = ((0x01, 7, nobody), (0x02, 5, user_id), (0x04, 5, nobody), (0x08, 3, group_id), (0x10, 7, nobody), (0x20, 4, nobody))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def make_acls(b: Builder) -> None:
    b.directory(b"acls")
    b.file(b"acls/file", b"x", uid=1000, xattrs={ACL_ACCESS: posix_acl(1000, 65534)})
    b.file(b"acls/file-huge-ids", b"x", xattrs={ACL_ACCESS: posix_acl(ID_HUGE, ID_MAX_SIGNED)})
    b.directory(b"acls/dir-access", xattrs={ACL_ACCESS: posix_acl(33, 1000)})
    b.directory(b"acls/dir-default", xattrs={ACL_DEFAULT: posix_acl(1000, 100)})
    b.directory(b"acls/dir-both", xattrs={ACL_ACCESS: posix_acl(1000, 5), ACL_DEFAULT: posix_acl(ID_HUGE, 6)})
    b.file(b"acls/dir-both/must-not-inherit", b"x")
    b.directory(b"acls/dir-both/must-not-inherit-either")
    b.file(b"acls/with-xattr", b"x", xattrs={ACL_ACCESS: posix_acl(7, 8), b"user.too": b"yes"})


def capability(permitted: int, effective: bool) -> bytes:
    """Linux uapi/capability.h, vfs_cap_data revision 2."""
    low, high = permitted & 0xFFFFFFFF, permitted >> 32
    return struct.pack("<5I", 0x02000000 | int(effective), low, 0, high, 0)


def make_caps(b: Builder) -> None:
    cap_net_bind_service, cap_net_raw, cap_checkpoint_restore = 1 << 10, 1 << 13, 1 << 40
    b.directory(b"caps")
    b.file(b"caps/bind", b"x", mode=0o755, xattrs={b"security.capability": capability(cap_net_bind_service, True)})
    owned = capability(cap_net_raw | cap_checkpoint_restore, False)
    b.file(b"caps/owned", b"x", mode=0o755, uid=1000, gid=1000, xattrs={b"security.capability": owned, b"user.too": b"yes"})


def make_empty(b: Builder) -> None:
    b.directory(b"empty")
    b.file(b"empty/file")
    b.file(b"empty/file-owned", uid=ID_HUGE, mode=0o600)
    b.directory(b"empty/dir")
    path = b"empty/deep"
    for _ in range(40):
        b.directory(path, mode=0o750, uid=1000)
        path += b"/down"


def make_sizes(b: Builder) -> None:
    b.directory(b"sizes")
    content = random.Random("sizes").randbytes(MIB + 1)
    for size in (1, 511, 512, 513, 1023, 1024, 1025, 4095, 4096, 4097, 10239, 10240, 10241, 65536, MIB - 1, MIB, MIB + 1):
        b.file(b"sizes/%d" % size, content[:size])
    b.file(b"sizes/looks-like-the-end-of-a-tar", bytes(2 * 512))
    header_like = b"volume/../escape".ljust(100, b"\0") + b"0000644\0" * 3 + b"0" * 24
    b.file(b"sizes/looks-like-a-tar-header", header_like.ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0"))


def make_many(b: Builder) -> None:
    b.directory(b"many")
    for number in range(300):
        b.file(b"many/%03d" % number, b"file %d\n" % number * (number % 60), uid=number)


def make_sockets(b: Builder) -> None:
    b.directory(b"sockets")
    b.socket(b"sockets/plain")
    b.socket(b"sockets/owned", uid=1000, gid=1000, mode=0o600)
    b.socket(b"sockets/::error::new\nline")


FEATURES: dict[str, Callable[[Builder], None]] = {
    "root": make_root,
    "owners": make_owners,
    "modes": make_modes,
    "mtimes": make_mtimes,
    "hardlinks": make_hardlinks,
    "symlinks": make_symlinks,
    "fifos": make_fifos,
    "devices": make_devices,
    "names": make_names,
    "longpath": make_longpath,
    "sparse": make_sparse,
    "xattrs": make_xattrs,
    "acls": make_acls,
    "caps": make_caps,
    "empty": make_empty,
    "sizes": make_sizes,
    "many": make_many,
}


# --- snapshot ----------------------------------------------------------------------------------------------------

FORMAT = 1
COMPARED_FIELDS = ("type", "mode", "uid", "gid", "size", "sha256", "mtimeNs", "link", "rdev", "links", "xattrs", "sparse")
TYPES = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "character",
    stat.S_IFBLK: "block",
    stat.S_IFSOCK: "socket",
}


def run_snapshot(arguments: argparse.Namespace) -> int:
    root = open_root(arguments.dir)
    entries: list[JsonEntry] = []
    sockets: list[str] = []
    groups: dict[tuple[int, int], list[JsonEntry]] = {}
    for path, parent, name in walk(root):
        status = os.lstat(name, dir_fd=parent)
        if stat.S_ISSOCK(status.st_mode) and not arguments.with_sockets:
            sockets.append(to_text(path))
            continue
        entry = describe_entry(path, parent, name, status)
        entries.append(entry)
        if status.st_nlink > 1 and not stat.S_ISDIR(status.st_mode):
            groups.setdefault((status.st_dev, status.st_ino), []).append(entry)
    os.close(root)
    entries.sort(key=path_of)
    for group in groups.values():
        if len(group) > 1:  # else the other names lie outside
            names = [entry["path"] for entry in sorted(group, key=path_of)]
            for entry in group:
                entry["links"] = names
    write_snapshot(entries, sockets)
    return 0


def path_of(entry: JsonEntry) -> bytes:
    return to_bytes(entry["path"])


def write_snapshot(entries: list[JsonEntry], sockets: list[str]) -> None:
    """One entry a line, so that plain diff and grep work on it as well. ASCII only: bytes that are no UTF-8 are lone
    surrogates U+DC80 to U+DCFF, as Python's surrogateescape writes them."""
    print(f'{{"format": {FORMAT}, "leftOutSockets": {json.dumps(sorted(sockets))}, "entries": [')
    for number, entry in enumerate(entries):
        print(json.dumps(entry), end="\n" if number == len(entries) - 1 else ",\n")
    print("]}")


def walk(root: int) -> Iterator[tuple[bytes, int, bytes]]:
    """Every entry with a handle of its directory, valid until the next step; no recursion, at most two handles open."""
    device = os.fstat(root).st_dev
    yield b".", root, b"."
    pending: list[bytes] = [b""]
    while pending:
        directory = pending.pop()
        handle = open_directory(root, directory.split(b"/") if directory else [])
        try:
            if os.fstat(handle).st_dev != device:
                raise Failure(f"another file system is mounted at {shown(directory)}; a volume is one file system")
            for text in sorted(os.listdir(handle)):
                name = os.fsencode(text)
                path = directory + b"/" + name if directory else name
                yield path, handle, name
                if stat.S_ISDIR(os.lstat(name, dir_fd=handle).st_mode):
                    pending.append(path)
        finally:
            os.close(handle)


def describe_entry(path: bytes, parent: int, name: bytes, status: os.stat_result) -> JsonEntry:
    kind = stat.S_IFMT(status.st_mode)
    entry: JsonEntry = {
        "path": to_text(path),
        "type": TYPES[kind],
        "mode": stat.S_IMODE(status.st_mode),
        "uid": status.st_uid,
        "gid": status.st_gid,
        # A string, because a JavaScript number does not hold nanoseconds.
        "mtimeNs": str(status.st_mtime_ns),
    }
    if kind == stat.S_IFREG:
        entry["size"] = status.st_size
        entry["sha256"] = digest_file(path, parent, name, status)
        entry["sparse"] = is_sparse(status)
    if kind == stat.S_IFLNK:
        entry["link"] = to_text(os.readlink(name, dir_fd=parent))
    if kind in (stat.S_IFCHR, stat.S_IFBLK):
        entry["rdev"] = [os.major(status.st_rdev), os.minor(status.st_rdev)]
    xattrs = read_xattrs(through_proc(parent, name))
    if xattrs:
        entry["xattrs"] = xattrs
    return entry


def is_sparse(status: os.stat_result) -> bool:
    """A file below one block has no room for a hole, but may take no block at all (data inside the inode)."""
    return status.st_size >= BLOCK and status.st_blocks * 512 < status.st_size


def read_xattrs(path: bytes) -> dict[str, str]:
    names = sorted(os.fsencode(name) for name in os.listxattr(path, follow_symlinks=False))
    read = {to_text(name): os.getxattr(path, name, follow_symlinks=False) for name in names}
    return {name: base64.b64encode(value).decode() for name, value in read.items()}


BLOCK = 4096
READ_BYTES = MIB
ZEROS = bytes(READ_BYTES)
PLAIN_DIGEST_MAX = 256 * MIB


def digest_file(path: bytes, parent: int, name: bytes, before: os.stat_result) -> str:
    """The file's SHA-256 up to 256 MiB. Above, `blocks:` and the SHA-256 over (offset, bytes) of every 4 KiB block that
    is not all zero. The size alone chooses, and holes count as zeros: where the holes lie changes neither of them."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NOATIME
    with os.fdopen(os.open(name, flags, dir_fd=parent), "rb", buffering=0) as file:
        handle = file.fileno()
        plain = before.st_size <= PLAIN_DIGEST_MAX
        digest = digest_content(handle, before.st_size) if plain else "blocks:" + digest_blocks(handle, before.st_size)
        after = os.fstat(handle)
    if fingerprint(after) != fingerprint(before):
        raise Failure(f"{shown(path)} changed while it was read; take snapshots of trees at rest")
    return digest


def fingerprint(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def digest_content(handle: int, size: int) -> str:
    digest = hashlib.sha256()
    at = 0
    while at < size:
        piece = os.pread(handle, min(READ_BYTES, size - at), at)
        if not piece:
            raise Failure("a file is shorter than its size says")
        digest.update(piece)
        at += len(piece)
    return digest.hexdigest()


def digest_blocks(handle: int, size: int) -> str:
    digest = hashlib.sha256()
    for start, end in data_ranges(handle, size):
        for at in range(start, end, READ_BYTES):
            length = min(READ_BYTES, end - at)
            piece = os.pread(handle, length, at)
            if len(piece) != length:
                raise Failure("a file is shorter than its size says")
            if piece == ZEROS[:length]:
                continue
            for offset in range(0, length, BLOCK):
                block = piece[offset : offset + BLOCK]
                if block != ZEROS[: len(block)]:
                    digest.update(struct.pack("<Q", at + offset))
                    digest.update(block)
    return digest.hexdigest()


def data_ranges(handle: int, size: int) -> Iterator[tuple[int, int]]:
    """Where the file system has data, widened to whole 4 KiB blocks; no block comes twice."""
    at = 0
    while at < size:
        try:
            data = os.lseek(handle, at, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # only a hole is left
                return
            raise
        hole = os.lseek(handle, data, os.SEEK_HOLE)
        start = max(at, data - data % BLOCK)
        end = min(size, hole + -hole % BLOCK)
        yield start, end
        at = end


# --- compare -----------------------------------------------------------------------------------------------------


def run_compare(arguments: argparse.Namespace) -> int:
    ignored = set(split_list(arguments.ignore, COMPARED_FIELDS, "field"))
    a, b = load_snapshot(arguments.a), load_snapshot(arguments.b)
    different = 0
    for line in differences(a, b, ignored):
        print(line)
        different += 1
    if different:
        print(f"{different} differences in {len(a)} and {len(b)} entries")
        return 1
    print(f"{len(a)} entries, identical")
    return 0


def load_snapshot(path: str) -> dict[str, JsonEntry]:
    try:
        with open(path, encoding="ascii") as file:
            document = json.load(file)
    except ValueError as error:
        raise Failure(f"{shown(os.fsencode(path))} is no snapshot: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Failure(f"{shown(os.fsencode(path))} is no snapshot of format {FORMAT}")
    entries = {entry["path"]: entry for entry in document["entries"]}
    if not entries:
        raise Failure(f"{shown(os.fsencode(path))} has no entries: nothing was compared")
    if len(entries) != len(document["entries"]):
        raise Failure(f"{shown(os.fsencode(path))} names a path twice")
    return entries


def differences(a: dict[str, JsonEntry], b: dict[str, JsonEntry], ignored: set[str]) -> Iterator[str]:
    for path in sorted(a.keys() | b.keys(), key=to_bytes):
        name = shown(to_bytes(path))
        if path not in b:
            yield f"{name}: only in the first ({a[path]['type']})"
        elif path not in a:
            yield f"{name}: only in the second ({b[path]['type']})"
        else:
            for what, first, second in field_differences(a[path], b[path], ignored):
                yield f"{name}: {what} {first} -> {second}"


def field_differences(a: JsonEntry, b: JsonEntry, ignored: set[str]) -> Iterator[tuple[str, str, str]]:
    for what in COMPARED_FIELDS:
        first, second = a.get(what), b.get(what)
        if what in ignored or first == second:
            continue
        if what != "xattrs":
            yield what, display(what, first), display(what, second)
            if what == "type":
                return
            continue
        first, second = first or {}, second or {}
        for key in sorted(first.keys() | second.keys(), key=to_bytes):
            if f"xattr:{key}" not in ignored and first.get(key) != second.get(key):
                yield f"xattr {shown(to_bytes(key))}", display("xattr", first.get(key)), display("xattr", second.get(key))


def display(what: str, value: Any) -> str:
    if value is None:
        return "absent"
    if what == "mode":
        return f"{value:04o}"
    if what == "xattr":
        raw = base64.b64decode(value)
        return shown(raw) if raw.isascii() and raw.decode().isprintable() else shown(b"0x" + raw.hex().encode())
    if isinstance(value, list) and value and isinstance(value[0], str):
        return "[" + ", ".join(shown(to_bytes(item)) for item in value[:8]) + (", ...]" if len(value) > 8 else "]")
    return shown(to_bytes(value)) if isinstance(value, str) else json.dumps(value)


# --- fill --------------------------------------------------------------------------------------------------------

RUN_BYTES = 8 * MIB
POOL_BYTES = 16 * MIB
SLAB_BYTES = 16 * KIB
PAGE_BYTES = 8 * KIB
PAGE_HEADER_BYTES = 24
SMALL_MAX = 8 * KIB
SMALL_PER_DIRECTORY = 200
WORDS = """
account active address amount archive balance batch billing branch buffer build cache cancel catalog channel client close cluster column commit config
connect consumer context counter create currency customer daemon delete deliver deploy device digest discount domain driver duration email engine
event export feature filter folder gateway group handler header health image import index inventory invoice issue journal kernel key label latency
ledger limit listener login manager market memory merge message metric migrate module network node notify object offset order owner package partner
payment policy process product profile project provider publish query queue receipt record refund region release replica report request reserve
resource response restore result retry review role rollback route schedule schema search segment server session shard shipment signature snapshot
source status storage stream subject supplier support sync
""".split()


def run_fill(arguments: argparse.Namespace) -> int:
    """Blocks are made once and dealt out in a new order each time: no 8 MiB window of the result sees a block twice."""
    wanted = arguments.bytes if arguments.kind == "mixed" else arguments.files
    if wanted is None or (arguments.bytes is not None and arguments.files is not None):
        raise Failure("mixed takes --bytes, small takes --files")
    root = open_root(arguments.dir)
    source = random.Random(f"{arguments.kind} {arguments.seed}")
    files, total = fill_mixed(root, wanted, source) if arguments.kind == "mixed" else fill_small(root, wanted, source)
    os.utime(root, ns=(BASE_TIME_NS, BASE_TIME_NS))
    os.close(root)
    print(f"{files} files, {total} bytes")
    return 0


def fill_mixed(root: int, wanted: int, source: random.Random) -> tuple[int, int]:
    run_bytes = min(RUN_BYTES, max(64 * KIB, -(-wanted // 3)))
    pool_bytes = 2 * run_bytes
    text, pages = text_slabs(pool_bytes, source), database_pages(pool_bytes, source)
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: source.randbytes(run_bytes),
        lambda: b"".join(source.sample(text, run_bytes // SLAB_BYTES + 1))[:run_bytes],
        lambda: deal_pages(source.sample(pages, run_bytes // PAGE_BYTES + 1), source)[:run_bytes],
    )
    written = runs = files = 0
    while written < wanted:
        with create(root, f"data-{files:04d}.bin") as file:
            for _ in range(source.randint(2, 8)):
                run = makers[runs % 3]()[: wanted - written]
                file.write(run)
                written += len(run)
                runs += 1
                if written == wanted:
                    break
        files += 1
    return files, written


def fill_small(root: int, wanted: int, source: random.Random) -> tuple[int, int]:
    """The pools are read round and round: a piece comes again only after a whole pool of others."""
    text, pages = b"".join(text_slabs(POOL_BYTES, source)), b"".join(database_pages(POOL_BYTES, source))
    pools = (source.randbytes(POOL_BYTES), text, pages)
    at = [0, 0, 0]
    total = 0
    for number in range(wanted):
        if number % SMALL_PER_DIRECTORY == 0:
            folder = f"d{number // SMALL_PER_DIRECTORY:06d}"
            os.mkdir(folder, 0o755, dir_fd=root)
            directory = os.open(folder, DIRECTORY_FLAGS, dir_fd=root)
        size = int((SMALL_MAX + 1) * source.random() ** 3)
        kind = number % 3
        if at[kind] + size > POOL_BYTES:
            at[kind] = source.randrange(KIB)
        with create(directory, f"f{number % SMALL_PER_DIRECTORY:03d}") as file:
            file.write(pools[kind][at[kind] : at[kind] + size])
        at[kind] += size
        total += size
        if number % SMALL_PER_DIRECTORY == SMALL_PER_DIRECTORY - 1 or number == wanted - 1:
            os.utime(directory, ns=(BASE_TIME_NS, BASE_TIME_NS))
            os.close(directory)
    return wanted, total


@contextmanager
def create(directory: int, name: str) -> Iterator[Any]:
    """A new file with a fixed time, so that the same seed gives the same archive."""
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=directory)
    with os.fdopen(handle, "wb", buffering=0) as file:
        yield file
        os.utime(handle, ns=(BASE_TIME_NS, BASE_TIME_NS))


def text_slabs(total: int, source: random.Random) -> list[bytes]:
    levels = ("INFO ", "INFO ", "INFO ", "DEBUG", "WARN ", "ERROR")
    lines: list[str] = []
    length, milliseconds = 0, 0
    while length < total + SLAB_BYTES:
        bits = source.getrandbits(256)
        milliseconds += bits & 0x3FF
        seconds = milliseconds // 1000
        word, other, third = WORDS[bits >> 10 & 127], WORDS[bits >> 18 & 127], WORDS[bits >> 26 & 127]
        line = (
            f"2026-03-{seconds // 86400 % 28 + 1:02d}T{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{milliseconds % 1000:03d}Z "
            f"{levels[(bits >> 40) % 6]} [{word}-{bits >> 44 & 7}] {other} {third} request={bits >> 64 & 0xFFFFFFFFFFFF:012x} "
            f"client=10.{bits >> 112 & 3}.{bits >> 114 & 255}.{bits >> 122 & 255} status={(200, 200, 200, 404)[bits >> 130 & 3]} "
            f"bytes={bits >> 132 & 0x3FFF} ms={bits >> 146 & 0xFF}\n"
        )
        lines.append(line)
        length += len(line)
    text = "".join(lines).encode()
    return [text[at : at + SLAB_BYTES] for at in range(0, total + 1, SLAB_BYTES)]


def database_pages(total: int, source: random.Random) -> list[bytes]:
    """Like the heap of a database: a header, row pointers growing up, rows growing down, a gap of zeros between."""
    pages: list[bytes] = []
    row_number = 0
    while len(pages) * PAGE_BYTES <= total:
        pointers = bytearray()
        rows: list[bytes] = []
        top = PAGE_BYTES
        gap = PAGE_HEADER_BYTES + source.randrange(1536)
        while True:
            row_number += source.randint(1, 4)
            row = database_row(row_number, len(rows), source.getrandbits(384))
            if top - len(row) < gap + len(pointers) + 4:
                break
            top -= len(row)
            pointers += struct.pack("<HH", top, len(row) << 1)
            rows.append(row)
        header = struct.pack("<QHHHHHHI", 0, 0, 4, PAGE_HEADER_BYTES + len(pointers), top, PAGE_BYTES, 0x2004, 0)
        pages.append((header + pointers).ljust(top, b"\0") + b"".join(reversed(rows)))
    return pages


def database_row(number: int, slot: int, bits: int) -> bytes:
    """A row header, numbers, an incompressible key of 24 or 32 bytes, an address and a few words, aligned to 8 bytes."""
    word = [WORDS[bits >> shift & 127] for shift in range(0, 70, 7)]
    numbers = struct.pack("<IIHHBxIqd", 700 + (bits >> 70 & 7), 0, slot, 7, 24, number, 1_770_000_000_000 + number, (bits >> 73) % 100_000 / 100)
    key = (bits >> 128).to_bytes(32, "little")[: 24 + (bits >> 90 & 8)]
    row = numbers + key + f"{word[0]}.{word[1]}@{word[2]}.example {' '.join(word[3 : 5 + (bits >> 94 & 3)])}".encode()
    return row + bytes(-len(row) % 8)


def deal_pages(pages: list[bytes], source: random.Random) -> bytes:
    """Each page with a log position of its own, so that no two pages are ever equal."""
    position = source.getrandbits(40)
    return b"".join(piece for number, page in enumerate(pages) for piece in (struct.pack("<Q", position + number * 8240), page[8:]))


# --- flip, writer ------------------------------------------------------------------------------------------------


def run_flip(arguments: argparse.Namespace) -> int:
    source = random.Random(arguments.seed)
    with open(arguments.file, "r+b", buffering=0) as file:
        bits = os.fstat(file.fileno()).st_size * 8
        if arguments.count > bits:
            raise Failure(f"the file has only {bits} bits")
        for position in sorted(source.sample(range(bits), arguments.count)):
            offset, bit = divmod(position, 8)
            value = os.pread(file.fileno(), 1, offset)[0]
            os.pwrite(file.fileno(), bytes([value ^ 1 << bit]), offset)
            print(f"offset {offset} bit {bit}")
    return 0


WRITER_FILES = 48
WRITER_FILE_MAX = 4 * MIB


def run_writer(arguments: argparse.Namespace) -> int:
    """Says `writing` once the first round is done, so that a test can wait for it. Never takes more than 192 MiB."""
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    root = open_root(arguments.dir)
    source = random.Random(arguments.seed)
    changes = 0
    while not stopped:
        change_one(root, source)
        changes += 1
        if changes == 2 * WRITER_FILES:
            print("writing", flush=True)
        time.sleep(0.001)
    os.close(root)
    print(f"{changes} changes", flush=True)
    return 0


def change_one(root: int, source: random.Random) -> None:
    name = f"writer-{source.randrange(WRITER_FILES):02d}"
    deed = source.choice(("append", "append", "append", "create", "overwrite", "truncate", "delete", "rename"))
    if deed in ("delete", "rename"):
        try:
            if deed == "delete":
                os.unlink(name, dir_fd=root)
            else:
                os.rename(name, f"writer-{source.randrange(WRITER_FILES):02d}", src_dir_fd=root, dst_dir_fd=root)
        except FileNotFoundError:
            pass
        return
    handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644, dir_fd=root)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        size = os.fstat(handle).st_size
        if deed == "truncate" or size > WRITER_FILE_MAX:
            os.ftruncate(handle, source.randrange(size + 1) if size <= WRITER_FILE_MAX else 0)
            return
        file.seek(size if deed == "append" else source.randrange(size + 1) if deed == "overwrite" else 0)
        file.write(source.randbytes(source.randrange(1, 128 * KIB)))


if __name__ == "__main__":
    sys.exit(main())
