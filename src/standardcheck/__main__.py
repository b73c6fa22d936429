"""``python -m standardcheck``."""

from standardcheck.cli import main

main()
