"""Rego without imports of data: every reference spelled out.

The embedded engine loses its way with imports. After a rule of a package was looked up through an import, a function
of that package which is called through it finds nothing of what its own module imports: the reference is undefined,
without a word, and whatever depends on it is absent (regorus 0.11: `import data.f`, then `f.rule` and `f.function(x)`
in one rule). Spelled-out references do not have this fault. Gatekeeper, on the other hand, knows imports only; so the
library is written with imports, and this engine reads it without.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IMPORT = re.compile(r"^import[ \t]+(data(?:\.\w+)+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$", re.MULTILINE)
_TEXT = r'"(?:\\.|[^"\\])*"|`[^`]*`|#[^\n]*'


@lru_cache(maxsize=1024)
def spelled_out(source: str) -> str:
    """`source` with each import of data taken out and each use of its name replaced by the whole path.

    Lines stay where they are. A local that is called as an import would be replaced as well: nobody writes that, since
    no engine tells the two apart reliably (the project's own modules are tested for it).
    """
    paths = {found[2] or found[1].rpartition(".")[2]: found[1] for found in _IMPORT.finditer(source)}
    if not paths:
        return source
    names = "|".join(sorted(paths, key=len, reverse=True))
    pattern = re.compile(rf"{_TEXT}|(?<![\w.])({names})\b(?!\s*:(?!=))")
    return pattern.sub(lambda found: paths[found[1]] if found[1] else found[0], _IMPORT.sub("", source))
