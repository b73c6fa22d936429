"""Text in, plain data and positions out. Nothing here knows what a plan or a rule is."""

from standardcheck.source.decoding import decode, read_bytes, read_stream
from standardcheck.source.document import Document
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.source.reading import read_file, read_json, read_source, read_yaml
from standardcheck.source.snippet import clean, snippet
from standardcheck.source.yaml_syntax import full_width_key

__all__ = [
    "DEFAULT_LIMITS",
    "Document",
    "Limits",
    "clean",
    "decode",
    "full_width_key",
    "read_bytes",
    "read_file",
    "read_json",
    "read_source",
    "read_stream",
    "read_yaml",
    "snippet",
]
