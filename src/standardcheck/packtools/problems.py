"""What is wrong with an example, as data: its sentence stands in the wording catalogues."""

from __future__ import annotations

from typing import Any, NamedTuple

from standardcheck.wording import sentence


class Problem(NamedTuple):
    """One way in which an example did not come out as it says."""

    code: str
    args: dict[str, Any]

    def message(self, language: str = "en") -> str:
        """The sentence in one language."""
        return sentence(language, "testing", self.code, self.args)

    def __str__(self) -> str:
        return self.message("en")
