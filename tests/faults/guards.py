"""Every protection of the program, each with the test that fails when it is taken out; and the proof of that.

PYTHONPATH=tests python -m faults.guards [NAME …]

A guard is taken out of a copy of the program, in which its test must then fail, and not for want of a name or by a
wrong line: `text` stands once in `file`, and `without` in its place is the program that does not protect itself. A
guard whose test passes without it needs a better test.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 240
#: What a guard that was taken out badly ends in.
_NO_PROOF = re.compile(
    r"SyntaxError|IndentationError|ImportError|ModuleNotFoundError|NameError|no tests ran|not found:"
)


class Guard(Struct, frozen=True):
    """A protection: where it stands, what the program is without it, and its test below `tests/`."""

    name: str
    file: str
    text: str
    without: str
    test: str
    also: tuple[tuple[str, str], ...] = ()
    """More that is changed, where two protections do the same."""


GUARDS = (
    # -- what comes over the network
    Guard(
        "a body ends at the cap",
        "fetch/body.py",
        "            if len(body) > cap:",
        "            if False:",
        "fetch/test_hostile_bodies.py::test_an_endless_body_stops_at_the_cap",
    ),
    Guard(
        "a body that says it is too large is not read",
        "fetch/exchange.py",
        "int(announced[:18]) > cap:",
        "False:",
        "fetch/test_hostile_bodies.py::test_a_body_that_says_it_is_too_large_is_not_read",
    ),
    Guard(
        "decompression goes in small steps",
        "fetch/body.py",
        "inflater.decompress(data, _STEP)",
        "inflater.decompress(data)",
        "fetch/test_hostile_bodies.py::test_a_bomb_stops_at_the_cap_with_bounded_memory",
    ),
    Guard(
        "gzip that no header told of has the same cap",
        "fetch/body.py",
        "body = unpack(body, cap)",
        "body = unpack(body, 1 << 30)",
        "fetch/test_hostile_bodies.py::test_gzip_that_no_header_tells_of_is_unpacked_under_the_same_cap",
    ),
    Guard(
        "gzip within gzip has an end",
        "fetch/body.py",
        "_MOST_LAYERS = 3",
        "_MOST_LAYERS = 3000",
        "fetch/test_hostile_bodies.py::test_gzip_packed_over_and_over_is_refused",
    ),
    Guard(
        "gzip files in one file have an end",
        "text/packed.py",
        "if members > _MOST_MEMBERS:",
        "if False:",
        "fetch/test_hostile_bodies.py::test_a_flood_of_empty_members_is_refused",
    ),
    Guard(
        "an exchange has a time limit as a whole",
        "fetch/exchange.py",
        "asyncio.timeout(TOTAL_TIMEOUTS * self._timeout_s)",
        "asyncio.timeout(None)",
        "fetch/test_hostile_bodies.py::test_a_trickle_ends_with_the_total_time",
    ),
    Guard(
        "silence has a time limit",
        "fetch/connections.py",
        "timeout=httpx.Timeout(self._settings.timeout_s)",
        "timeout=None",
        "fetch/test_hostile_bodies.py::test_silence_ends_with_the_timeout",
    ),
    Guard(
        "what breaks the transport is one of our errors",
        "fetch/exchange.py",
        "        except httpx.HTTPError as error:\n            raise self._failure",
        "        except httpx.InvalidURL as error:\n            raise self._failure",
        "fetch/test_hostile_bodies.py::test_any_transport_that_breaks_ends_in_our_errors",
    ),
    Guard(
        "a page is not taken for a feed",
        "fetch/failures.py",
        'if expect in {"feed", "xml", "json"} and _PAGE.match(text):',
        "if False:",
        "fetch/test_hostile_bodies.py::test_a_page_or_nothing_where_data_was_expected_is_a_failure",
    ),
    Guard(
        "too many redirects",
        "fetch/redirects.py",
        "if self.hops > MOST_HOPS:",
        "if False:",
        "fetch/test_redirects.py::test_too_many_are_an_error",
    ),
    Guard(
        "redirects in a circle",
        "fetch/redirects.py",
        "if self._station() in self._been:",
        "if False:",
        "fetch/test_redirects.py::test_a_circle_is_an_error",
    ),
    Guard(
        "redirects to what is no web address",
        "fetch/guard.py",
        "if parsed.scheme not in _PORTS:",
        "if False:",
        "fetch/test_redirects.py::test_a_target_that_is_no_web_address_is_an_error",
    ),
    Guard(
        "keys stay with the server they were given for",
        "fetch/redirects.py",
        "        if not same:\n",
        "        if False:\n",
        "fetch/test_redirects.py::test_keys_and_passwords_stay_with_the_server_they_were_given_for",
    ),
    Guard(
        "private addresses, however they are written",
        "fetch/guard.py",
        "return address is not None and not is_public(address)",
        "return False",
        "fetch/test_guard.py::test_every_notation_of_a_private_address_is_refused",
    ),
    Guard(
        "wrapped private addresses",
        "fetch/guard.py",
        "        if inner:\n",
        "        if False:\n",
        "fetch/test_guard.py::test_wrapping_an_address_changes_nothing_about_its_privacy",
    ),
    Guard(
        "names that lead into a private network",
        "fetch/network.py",
        "            check_resolved(host, addresses)",
        "            pass",
        "fetch/test_network.py::test_a_name_of_content_that_leads_into_the_private_network_is_refused",
    ),
    Guard(
        "connections are not lent between trusted and foreign",
        "fetch/network.py",
        "self._checked if request.extensions.get(CHECKED) else self._trusted",
        "self._trusted",
        "fetch/test_network.py::test_a_trusted_connection_is_not_lent_to_an_address_of_content",
    ),
    Guard(
        "certificates are checked",
        "fetch/connections.py",
        "NetworkTransport(httpx.create_ssl_context(),",
        "NetworkTransport(httpx.create_ssl_context(verify=False),",
        "fetch/test_network.py::test_a_certificate_nobody_vouches_for_is_refused",
    ),
    Guard(
        "two requests at once to a host",
        "fetch/limits.py",
        "PER_HOST = 2",
        "PER_HOST = 200",
        "fetch/test_network.py::test_two_requests_at_once_to_a_host_and_no_more",
    ),
    Guard(
        "requests at once to all",
        "fetch/limits.py",
        "asyncio.Semaphore(max(total, 1))",
        "asyncio.Semaphore(10_000)",
        "fetch/test_network.py::test_the_limit_over_all_hosts_holds",
    ),
    Guard(
        "Retry-After is obeyed",
        "fetch/exchange.py",
        "        if remaining > 0:\n",
        "        if False:\n",
        "fetch/test_fetcher.py::test_a_long_retry_after_keeps_everyone_from_that_host_until_it_is_over",
    ),
    Guard(
        "no network is a fact of this machine",
        "fetch/exchange.py",
        "if failures.unreached(error) and not guard.is_local_host(where.host) and not self._has_route():",
        "if failures.unreached(error):",
        "fetch/test_reach.py::test_one_wrong_name_among_good_ones_is_its_own_failure",
    ),
    Guard(
        "a Location that httpx cannot read",
        "fetch/connections.py",
        "    if response.has_redirect_location:\n",
        "    if False:\n",
        "fetch/test_redirects.py::test_a_target_that_is_no_web_address_is_an_error",
    ),
    Guard(
        "arXiv is asked once in three seconds by all processes",
        "fetch/arxiv_gate.py",
        "self._interval_s = max(interval_s, 0.0)",
        "self._interval_s = 0.0",
        "fetch/test_arxiv_gate.py::test_one_request_an_interval_counted_from_when_the_answer_began",
    ),
    Guard(
        "passwords of addresses are not logged",
        "config/log_file.py",
        "log.write(logins_hidden(self.format(record))",
        "log.write((self.format(record))",
        "faults/test_guards.py::test_a_password_in_an_address_is_not_logged",
    ),
    # -- parsing
    Guard(
        "memory of a parser",
        "services/worker_process.py",
        "        limit_memory(most_mib)",
        "        pass",
        "services/test_parsing.py::test_an_input_that_takes_too_much_memory_ends_with_its_process_and_says_so",
    ),
    Guard(
        "computing time of a parser",
        "services/parsing.py",
        "    limit_time(seconds)\n",
        "    pass\n",
        "services/test_parsing.py::test_an_input_that_computes_too_long_is_ended_by_the_system_and_says_so",
    ),
    Guard(
        "time of a parser by the clock",
        "services/parsing.py",
        "by_the_clock = seconds * patience.by_the_clock",
        "by_the_clock = 600.0",
        "services/test_parsing.py::test_an_input_that_waits_too_long_is_ended_by_the_clock",
    ),
    Guard(
        "what takes long goes on aside",
        "services/parsing.py",
        "reading.is_done(self._aside_s)",
        "reading.is_done(30.0)",
        "services/test_parsing.py::test_what_takes_long_goes_on_aside_and_others_pass_it",
    ),
    Guard(
        "a source is over the limits but once",
        "services/parsing.py",
        "            raise self.over\n",
        "            pass\n",
        "services/test_parsing.py::test_nothing_more_is_read_of_a_source_that_went_over_the_limits",
    ),
    Guard(
        "a suspect gets little patience",
        "services/parsing.py",
        "self._parser.parse_briefly if self._is_suspect else self._parser.parse",
        "self._parser.parse",
        "services/test_parsing.py::test_nothing_more_is_read_of_a_source_that_went_over_the_limits",
    ),
    Guard(
        "processes end with their parent",
        "services/worker_process.py",
        "    threading.Thread(target=_end_with_parent, daemon=True).start()",
        "    pass",
        "services/test_parsing.py::test_parsing_processes_end_with_their_parent",
        (("            call = None\n        if", "            threading.Event().wait()\n        if"),),
    ),
    Guard(
        "floods of attributes",
        "html/markup.py",
        "return _ATTRIBUTE_FLOOD.search(text) is not None",
        "return False",
        "faults/test_guards.py::test_floods_are_refused_without_being_parsed",
    ),
    # -- text
    Guard(
        "controls and escape sequences",
        "text/sanitise.py",
        "    elif _SUSPECT.search(text) is None:\n",
        "    elif True:\n",
        "text/test_sanitise.py::test_reordering_and_hidden_characters_go",
    ),
    Guard(
        "references to controls",
        "text/sanitise.py",
        'return _ODD_REFERENCES.sub(_meant, source) if "&#" in source else source',
        "return source",
        "faults/test_guards.py::test_references_to_no_character_cost_only_themselves",
    ),
    Guard(
        "what is said of an error is one clean line",
        "cli/main.py",
        "clean_line(logins_hidden(text))",
        "logins_hidden(text)",
        "faults/test_guards.py::test_an_error_is_said_in_one_clean_line",
    ),
    Guard(
        "formulas of spreadsheets",
        "services/exporting/tables.py",
        'return f"\'{value}" if value.startswith(_FORMULA_STARTS) else value',
        "return value",
        "services/test_export.py::test_csv_has_a_line_for_each_and_no_formulas",
    ),
    Guard(
        "a filled argument is no option",
        "domain/programs.py",
        'if value.startswith("-") else ""',
        'if False else ""',
        "domain/test_program_arguments.py::test_what_fills_a_placeholder_is_one_argument_and_no_option",
    ),
    Guard(
        "an item does not choose the program",
        "domain/programs.py",
        "    if _INSIDE.search(run[0]):",
        "    if False:",
        "domain/test_program_arguments.py::test_lists_that_cannot_be_run_are_refused",
    ),
    Guard(
        "programs are off where they are forbidden",
        "services/programs.py",
        "        if not self.is_allowed:",
        "        if False:",
        "services/test_programs.py::test_one_switch_forbids_all_of_it",
    ),
    # -- what is kept
    Guard(
        "files are their owner's alone",
        "config/private_files.py",
        "before, had = os.umask(_OTHERS), _usual",
        "before, had = os.umask(0o022), _usual",
        "cli/test_cli_privacy.py::test_others_have_no_right_to_anything_that_was_made",
    ),
    Guard(
        "exports are as the user has it",
        "services/exporting/files.py",
        "else 0o666 & ~usual_mask()",
        "else 0o600",
        "cli/test_cli_privacy.py::test_modes_of_what_exists_stay_and_exports_are_the_users_own",
    ),
    Guard(
        "a torn line costs itself alone",
        "storage/appending.py",
        '            data = b"\\n" + data',
        "            pass",
        "storage/test_journal.py::test_a_torn_line_is_left_behind_and_costs_only_itself",
    ),
    Guard(
        "an action that failed is taken out whole",
        "storage/appending.py",
        "os.ftruncate(self.descriptor, size)",
        "pass",
        "faults/test_guards.py::test_an_action_that_does_not_fit_leaves_nothing",
    ),
    Guard(
        "programs append one after the other",
        "storage/appending.py",
        "        fcntl.flock(descriptor, fcntl.LOCK_EX)",
        "        pass",
        "faults/test_guards.py::test_programs_append_one_after_the_other",
    ),
    Guard(
        "no line of a journal is held that is no action",
        "storage/journal.py",
        "_LONGEST = 1 << 22",
        "_LONGEST = 1 << 40",
        "faults/test_guards.py::test_a_line_of_five_megabytes_is_none",
    ),
    Guard(
        "a later decision is later, whatever the clock says",
        "storage/journal.py",
        "return max(now.astimezone(UTC), self._newest + _TICK)",
        "return now.astimezone(UTC)",
        "storage/test_journal.py::test_time_never_runs_backwards_whatever_the_clock_says",
    ),
    Guard(
        "numbers are not given twice",
        "storage/journal.py",
        "self._number = max(self._number, folded.numbers.get(self._name, 0))",
        "pass",
        "faults/test_guards.py::test_numbers_that_the_library_remembers_are_not_given_again",
    ),
    Guard(
        "tags that are too long are refused",
        "services/triage.py",
        'if field.startswith("tag:") and len(field.removeprefix("tag:")) > LONGEST_TAG:',
        "if False:",
        "faults/test_guards.py::test_a_tag_that_is_too_long_is_not_said_to_be_done",
    ),
    Guard(
        "no pickle is opened",
        "storage/http_cache.py",
        "            if mode not in (diskcache.core.MODE_RAW, diskcache.core.MODE_BINARY) or read:",
        "            if False:",
        "storage/test_http_cache.py::test_a_planted_pickle_is_never_opened",
    ),
    Guard(
        "no file outside of the cache is read",
        "storage/http_cache.py",
        "return isinstance(name, str) and (root / name).resolve().is_relative_to(root)",
        "return True",
        "storage/test_http_cache.py::test_a_planted_name_leads_to_no_file_outside_of_the_cache",
    ),
    Guard(
        "a damaged cache is set aside",
        "storage/http_cache.py",
        "                    if not _is_damage(error):",
        "                    if True:",
        "storage/test_http_cache.py::test_a_damaged_cache_is_set_aside",
    ),
    Guard(
        "an export is whole or not there",
        "services/exporting/files.py",
        "        _replace(path, chunks)",
        '        with path.open("wb") as file:\n            file.writelines(chunks)',
        "services/test_export.py::test_what_fails_halfway_leaves_the_old_file",
    ),
    Guard(
        "a killed export leaves nothing",
        "services/exporting/files.py",
        'unnamed = getattr(os, "O_TMPFILE", 0)',
        "unnamed = 0",
        "services/test_export.py::test_what_is_killed_halfway_leaves_no_file_behind",
    ),
    Guard(
        "a newer library is left alone",
        "storage/schema.py",
        "    if version > len(migrations):",
        "    if False:",
        "storage/test_opening.py::test_a_library_of_a_newer_program_is_left_alone",
    ),
    Guard(
        "a newer library is not repaired",
        "services/recovery.py",
        "    except Unavailable:\n        raise",
        "    except ZeroDivisionError:\n        raise",
        "storage/test_damaged_rows.py::test_a_newer_library_is_not_repaired",
    ),
    Guard(
        "a damaged library is set aside",
        "storage/opening.py",
        "    except (DamagedError, ForeignFileError) as error:",
        "    except ZeroDivisionError as error:",
        "storage/test_opening.py::test_a_damaged_file_is_set_aside_and_the_journal_brings_back_what_was_done",
    ),
    Guard(
        "a pipe is no library",
        "storage/opening.py",
        "if path.exists() and not path.is_file():",
        "if False:",
        "storage/test_damaged_rows.py::test_what_is_no_file_is_no_library",
    ),
    Guard(
        "every row is looked at",
        "storage/contents.py",
        "            if wrong:\n",
        "            if False:\n",
        "storage/test_damaged_rows.py::test_a_value_that_was_never_written_is_found",
    ),
    Guard(
        "a text that is none stops no list",
        "storage/db.py",
        "        self.raw.text_factory = _as_far_as_it_goes\n        return True",
        "        return False",
        "storage/test_damaged_rows.py::test_what_can_be_read_of_a_damaged_library_is_carried_over",
    ),
    Guard(
        "rows that cannot be read are left out",
        "storage/salvage.py",
        "    mend_texts(db, table)\n",
        "",
        "storage/test_damaged_rows.py::test_what_can_be_read_of_a_damaged_library_is_carried_over",
    ),
    Guard(
        "a migration is whole or not there",
        "storage/schema.py",
        '                db.run("ROLLBACK")',
        '                db.run("COMMIT")',
        "storage/test_opening.py::test_a_migration_that_fails_changes_nothing",
    ),
    Guard(
        "a migration keeps a copy",
        "storage/schema.py",
        "_back_up(db, version, state_dir) if version else None",
        "None",
        "storage/test_opening.py::test_a_migration_keeps_a_copy_of_the_old_library",
    ),
    Guard(
        "an archive holds plain files alone",
        "storage/backup.py",
        "if member.isreg() else None",
        "if True else None",
        "storage/test_backup.py::test_hostile_archives_are_refused_and_change_nothing",
    ),
    Guard(
        "an archive is whole",
        "storage/backup.py",
        "if made is None or not is_whole:",
        "if made is None:",
        "storage/test_backup.py::test_an_archive_cut_off_at_any_place_is_refused",
    ),
    Guard(
        "programs run for twenty new items at most",
        "services/on_new.py",
        "MOST = 20",
        "MOST = 2000",
        "services/test_on_new.py::test_after_twenty_it_runs_once_with_a_count",
    ),
    Guard(
        "a title ends no sequence that the terminal is sent",
        "ui/terminal_notice.py",
        "title = clean_line(came.title)",
        "title = came.title",
        "ui/test_terminal_notice.py::test_no_title_ends_the_sequence_or_begins_another",
    ),
    # -- a browser
    Guard(
        "the key of a served reader",
        "cli/serve.py",
        "if not secrets.compare_digest(given.encode(), token.encode()):",
        "if False:",
        "cli/test_serve.py::test_only_the_whole_address_leads_to_the_reader",
    ),
    Guard(
        "names that others lead here by",
        "cli/serve.py",
        'if request.headers.get("Host", "") not in hosts:',
        "if False:",
        "cli/test_serve.py::test_a_name_that_leads_here_by_others_is_refused",
    ),
    Guard(
        "pages of others",
        "cli/serve.py",
        "if origin not in origins if is_socket else origin is not None and origin not in origins:",
        "if False:",
        "cli/test_serve.py::test_a_page_of_others_gets_no_socket",
    ),
)


def main() -> int:
    """Take out each guard and run its test; 1 when one passes without its guard."""
    wanted = sys.argv[1:]
    guards = [g for g in GUARDS if not wanted or any(w in g.name for w in wanted)]
    bad = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for number, said in enumerate(pool.map(lambda g: prove(g, Path(folder)), guards)):
            bad += bool(said)
            print(
                f"{'PASSES WITHOUT IT' if said else 'fails without it ':<18} {guards[number].name}  {said}", flush=True
            )
    print(f"{len(guards)} guards, {bad} without a test that fails without them")
    return 1 if bad else 0


def prove(guard: Guard, folder: Path) -> str:
    """Take a guard out of a copy and run its test there: "" when that fails as it should, else what happened."""
    copy = folder / re.sub(r"\W+", "-", guard.name)
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", "*.pyc", "__pycache__", ".*_cache", "screenshots")
    )
    path = copy / "tui_reader" / guard.file
    source = path.read_text("utf-8")
    if not guard.text or source.count(guard.text) != 1:
        return f"its text stands {source.count(guard.text) if guard.text else 0} times in {guard.file}"
    source = source.replace(guard.text, guard.without)
    for text, without in guard.also:
        if source.count(text) != 1:
            return f"{text!r} stands {source.count(text)} times in {guard.file}"
        source = source.replace(text, without)
    path.write_text(source, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{guard.test}"]
    try:
        done = subprocess.run(
            command, cwd=copy, capture_output=True, text=True, timeout=_PATIENCE_S,
            env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""  # it never ends without its guard
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    out = done.stdout + done.stderr
    if done.returncode == 0:
        return "the test passes"
    if done.returncode != 1 or _NO_PROOF.search(out):
        return f"no proof: {out[-300:]!r}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
