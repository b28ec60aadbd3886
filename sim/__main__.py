"""`python -m sim` is the same as `rollout`."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Entry point of the installed command."""
    try:
        from sim.cli.main import entry
    except KeyboardInterrupt:
        sys.stderr.write("rollout: interrupted\n")
        sys.exit(130)
    entry()


if __name__ == "__main__":
    main()
