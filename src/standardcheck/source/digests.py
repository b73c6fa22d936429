"""Digests: what :mod:`hashlib` gives, without loading OpenSSL where little is digested, which costs 3 ms.

The interpreter's own modules are imported as the standard library's :mod:`random` does it.
"""

from __future__ import annotations

import sys

try:
    from _blake2 import blake2b

    if sys.version_info >= (3, 12):
        from _sha2 import sha256
    else:
        from _sha256 import sha256  # type: ignore[import-not-found]
except ImportError:  # another interpreter, or one built without them
    from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256_hex"]

MUCH = 200_000
"""Bytes from which on OpenSSL is worth its loading: it makes SHA-256 several times as fast."""

_digested = 0


def sha256_hex(raw: bytes) -> str:
    """The SHA-256 of ``raw`` in hexadecimal."""
    global _digested
    _digested += len(raw)
    if _digested < MUCH:
        return str(sha256(raw).hexdigest())
    import hashlib

    return hashlib.sha256(raw).hexdigest()
