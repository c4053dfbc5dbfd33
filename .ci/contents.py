"""Whether an sdist and a wheel hold what they should and nothing else. Arguments: the files."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What makes an install whole, besides the modules: looked for by the end of the name.
NEEDED = (
    "tui_reader/py.typed",
    "tui_reader/ui/app.tcss",
    "share/man/man1/inference-tui.1",
    "entry_points.txt",
    "licenses/LICENSE",
)
#: What a checkout has and nobody wants: caches, what an editor leaves, keys, databases.
UNWANTED = re.compile(
    r"__pycache__|\.py[co]$|~$|\.sw[op]$|\.orig$|\.(?:db|sqlite|jsonl|pem|key)$|(?:^|/)\.(?:git|env)(?:/|$)"
)


def main(files: list[str]) -> int:
    """Print what is wrong; 1 if anything is."""
    wrong = []
    for file in map(Path, files):
        names = _names(file)
        wrong += [f"{file.name}: {name} should not be in it" for name in names if UNWANTED.search(name)]
        modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tui_reader").rglob("*.py")}
        inside = names if file.suffix == ".whl" else {name.split("/", 1)[-1] for name in names}
        wrong += [f"{file.name}: {module} is missing" for module in sorted(modules - inside)]
        if file.suffix == ".whl":
            wrong += [f"{file.name}: {end} is missing" for end in NEEDED if not any(n.endswith(end) for n in names)]
            others = {n for n in names if not re.match(r"tui_reader/|inference_tui-[^/]+\.(?:dist-info|data)/", n)}
            wrong += [f"{file.name}: {name} should not be in it" for name in sorted(others)]
    print("\n".join(wrong) if wrong else f"{len(files)} files hold what they should.")
    return int(bool(wrong))


def _names(file: Path) -> set[str]:
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return {info.filename for info in wheel.infolist() if not info.is_dir()}
    with tarfile.open(file) as sdist:
        return {member.name for member in sdist if member.isfile()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
