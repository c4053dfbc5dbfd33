"""Fuzzing by what the input reaches (atheris, the extra `fuzz`): each target in turn, in a process of its own.

PYTHONPATH=tests python -m fuzz [TARGET …] [--minutes 10] [--corpus FOLDER]

What makes a target fail stands in the folder of the corpus, as `crash-…`, `timeout-…` or `oom-…`: put its bytes into
tests/fuzz/found/TARGET/, where the suite runs it for good, and mend what it shows.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("issue", "html", "latex", "opml", "query")
#: Longest input, seconds and MiB that one may take.
_LENGTH, _SECONDS, _MIB = 4096, 10, 1024


def main() -> int:
    """Run the targets one after the other; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(NAMES))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    corpus = options.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    if options.only:
        _fuzz(options.only, corpus, round(options.minutes * 60))
        return 0
    found = 0
    for name in options.targets or NAMES:
        given = ["--only", name, "--minutes", str(options.minutes), "--corpus", str(corpus)]
        done = subprocess.run([sys.executable, "-m", "fuzz", *given], stderr=subprocess.PIPE, text=True)
        last = [
            line for line in done.stderr.splitlines() if line.startswith(("stat::number_of_executed", "#", "Done"))
        ][-2:]
        artifacts = sorted(p.name for p in (corpus / name).glob("*-*") if not p.name.startswith("seed-"))
        print(
            f"{name:<8} {'found ' + ', '.join(artifacts) if done.returncode else 'nothing found'}  {last}", flush=True
        )
        if done.returncode:
            found += 1
            print(done.stderr[-3000:])
    return 1 if found else 0


def _fuzz(name: str, corpus: Path, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["tui_reader"]):
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    folder = corpus / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    words = folder / "seed-words"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in target.words), "utf-8")
    arguments = [
        "fuzz", f"-max_total_time={seconds}", f"-max_len={_LENGTH}", f"-timeout={_SECONDS}", f"-rss_limit_mb={_MIB}",
        f"-dict={words}", f"-artifact_prefix={folder}/", "-print_final_stats=1", str(folder / "corpus"),
    ]  # fmt: skip
    atheris.Setup(arguments, target.run)
    atheris.Fuzz()


def _quoted(word: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else _hex(c) for c in word)


def _hex(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode())


if __name__ == "__main__":
    sys.exit(main())
