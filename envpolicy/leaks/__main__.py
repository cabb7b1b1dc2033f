"""`python -m envpolicy.leaks [--write]`: the table and the page, from the METADATA of the leak checks."""

from __future__ import annotations

import sys
from pathlib import Path

from envpolicy.errors import CatalogError
from envpolicy.leaks import leak_table, leaks_page, read_leaks, read_left_out


def main(arguments: list[str] | None = None) -> int:
    """Write the table and the page into the checkout (`--write`), or name what is stale (then 1, else 0)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    root = Path(__file__).resolve().parents[2]
    try:
        folder = root / "policies" / "rego" / "leaks"
        checks = read_leaks(folder)
        left_out = read_left_out(folder / "left_out.yaml", checks)
    except CatalogError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    artefacts = {
        root / "policies/rego/lib/envpolicy/leak_table.rego": leak_table(checks),
        root / "docs/leaks.md": leaks_page(checks, left_out),
    }
    stale = {
        path: text for path, text in artefacts.items() if not path.exists() or path.read_text("utf-8") != text
    }
    for path, text in stale.items():
        if "--write" in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            sys.stderr.write(f"{path.relative_to(root)} is stale: make generate\n")
    return 0 if "--write" in arguments else int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
