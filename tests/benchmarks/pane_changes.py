"""What changing panes costs: processor time for each change, of the screen's thread and of the whole process.

    python tests/benchmarks/pane_changes.py HOME [ROUNDS]

HOME is a filled home (`make_home.py`, or a copy of one's own). To compare two versions, run it with each version's
interpreter in turn; the machine's load moves the figures by a third, so several runs of each.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tui_reader.ui.app import ReaderApp
from tui_reader.wiring import Launch, Program

SIZE = (120, 40)


async def main(home: Path, rounds: int) -> None:
    """Go round the four panes and print the mean."""
    program = Program(Launch(home=home, offline=True), {}, lambda: datetime.now(UTC))
    app = ReaderApp(program, "feeds")
    async with app.run_test(size=SIZE) as pilot:

        async def go_round() -> None:
            for key in "1234":
                await pilot.press(key)
                for _ in range(4):
                    await pilot.pause()
                    await asyncio.sleep(0.05)

        for _ in range(2):  # everything is imported and made
            await go_round()
        before = time.thread_time(), time.process_time()
        for _ in range(rounds):
            await go_round()
        screen, process = (
            now - then for now, then in zip((time.thread_time(), time.process_time()), before, strict=True)
        )
    program.close()
    on_screen, in_all = (1000 * seconds / rounds / 4 for seconds in (screen, process))
    print(f"a change of panes: {on_screen:.0f} ms on the screen's thread, {in_all:.0f} in all")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 6))
