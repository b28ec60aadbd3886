"""Printing a page as PDF, through a browser that is installed anyway."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sim.base.files import atomic_write
from sim.base.params import ConfigError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge", "msedge")
LONGEST = 120.0
"""Seconds after which a browser is given up."""


def browser() -> str:
    """The browser that prints.

    Raises:
        ConfigError: There is none.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise ConfigError(
            f"pdf=true needs a browser ({', '.join(BROWSERS[:3])}); without one, open report.html "
            "in any browser and print it: it is made for A4"
        )
    return found


def print_page(text: str, path: Path) -> None:
    """Print a page; nothing of it asks the network.

    Args:
        text: The page as HTML.
        path: The PDF to appear.

    Raises:
        ConfigError: The browser does not do it.
    """
    with tempfile.TemporaryDirectory() as folder, atomic_write(path) as temporary:
        page, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(text, encoding="utf-8")
        flags = [
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={made}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")  # a browser refuses to start as root otherwise
        try:
            subprocess.run(
                [browser(), *flags, page.as_uri()],
                check=True,
                timeout=LONGEST,
                stdin=subprocess.DEVNULL,
                capture_output=True,
            )
            shutil.copyfile(made, temporary)
        except (subprocess.SubprocessError, OSError) as error:
            raise ConfigError(
                f"{browser()} did not print the report ({type(error).__name__}); open report.html "
                "and print it there, or leave pdf out"
            ) from error
