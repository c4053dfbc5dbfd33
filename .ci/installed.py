"""Installs a wheel into a fresh environment, as a user would, and uses it: the smoke part of the suite.

Arguments: the folder that has the wheel. Runs on Linux, macOS and Windows; needs no network but the package index.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path


def main(dist: Path) -> int:
    """Install, ask, read; the exit code. Raises CalledProcessError, AssertionError where it does not hold."""
    (wheel,) = dist.glob("*.whl")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        scripts = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", str(wheel.resolve())], check=True)

        home = place / "home"

        def run(*words: str) -> str:
            command = [str(scripts / "inference-tui"), "--home", str(home), "--offline", *words]
            done = subprocess.run(command, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False)
            assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
            assert not done.stderr.strip(), f"{words}: {done.stderr}"
            return done.stdout

        version = wheel.name.split("-")[1]
        assert run("--version").split()[-1] == version
        assert "usage" in run("--help").lower()
        feed = place / "feed.xml"
        feed.write_text(
            '<rss version="2.0"><channel><title>A lab</title><link>https://lab.example/</link><item>'
            "<title>Schrödinger’s model</title><link>https://lab.example/1</link><guid>1</guid>"
            "<description>&lt;p&gt;It is open.&lt;/p&gt;</description></item></channel></rss>",
            "utf-8",
        )
        taken = json.loads(run("import", str(feed), "--json"))
        assert taken["files"][0]["items"] == 1, taken
        (entry,) = json.loads(run("list", "entries", "--json"))
        assert entry["title"] == "Schrödinger’s model", entry
        assert "It is open." in run("show", entry["key"])
        run("mark", entry["key"], "--keep")
        assert [e["state"] for e in json.loads(run("list", "entries", "is:kept", "--json"))] == ["kept"]
        assert json.loads(run("doctor", "--json"))["ok"], run("doctor")
        assert "j" in run("keys")
        assert "inference-tui" in run("completions", "bash")
        shown = subprocess.run(
            [str(scripts / "inference-tui"), "--demo"],
            cwd=place,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.strip(), "without a terminal the pane is printed"
        assert "\x1b" not in shown.stdout
    print(f"{wheel.name} works on Python {sys.version.split()[0]}, {sys.platform}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
