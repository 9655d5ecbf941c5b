"""The administrator held to what others may do: permissions of files can be tried as root, too."""

import contextlib
import ctypes
import os
import struct

VERSION = 0x20080522  # of the structures of capget(2) and capset(2)
OVER_PERMISSIONS = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, capabilities(7)


@contextlib.contextmanager
def as_anyone():
    """For this long this thread reads and writes only what the permissions of a file allow its owner."""
    if os.geteuid() != 0:
        yield
        return
    libc, header, mine = (
        ctypes.CDLL(None, use_errno=True),
        struct.pack("Ii", VERSION, 0),
        ctypes.create_string_buffer(24),
    )
    assert libc.capget(header, mine) == 0
    effective, *others = struct.unpack("6I", mine.raw)
    held = struct.pack("6I", effective & ~OVER_PERMISSIONS, *others)
    assert libc.capset(header, held) == 0
    try:
        yield
    finally:
        assert libc.capset(header, mine.raw) == 0
