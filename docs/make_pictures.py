"""Draws docs/images/run.svg from a real run over the sample press: python docs/make_pictures.py

Runs `podium run --sample --json` in a temporary data folder and renders what the command shows a person.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from flows.report import run_tables

HERE = Path(__file__).resolve().parent
WIDTH = 118
SHOWN_ARTICLES = 9


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("podium")), "run", "--sample", "--json"],
            env={**os.environ, "PODIUM_DATA_DIR": folder},
            capture_output=True,
            text=True,
            check=True,
        )
    values = json.loads(done.stdout)
    relevant = [article for article in values["articles"] if article["relevant"]]
    shown = [article for article in relevant if article["markets"]][:SHOWN_ARTICLES]
    values["articles"] = shown + [article for article in values["articles"] if not article["relevant"]]
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for table in run_tables(values):
        console.print(table)
    console.print(
        f"[bold]{values['stored']} new[/] of {values['entries']} entries from {values['sources']} sources"
    )
    console.print(f"(the first table is shortened to {len(shown)} of {len(relevant)} articles)", style="dim")
    drawing = console.export_svg(title="podium run --sample")
    # rich names a font on the web; the picture must look the same without one.
    drawing = re.sub(r"@font-face \{.*?\}\s*", "", drawing, flags=re.DOTALL)
    (HERE / "images" / "run.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
