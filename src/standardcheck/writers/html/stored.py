"""Plans kept folded on a page of many: compressed until somebody opens one.

The page of a plan is made once, here, and shown by a script as it is; so many plans need no second way to write
them, and 500 of them fit into one file.
"""

from __future__ import annotations

import zlib
from base64 import b64encode

from standardcheck.writers.html.build import Html, inline


def stored(fragment: Html, number: int) -> Html:
    """A fragment of a page as data: deflated, in base64, which can end no element."""
    packed = b64encode(zlib.compress(fragment.encode(), 6)).decode()
    return inline("script", packed, type="text/plain", id=f"stored-p{number}")
