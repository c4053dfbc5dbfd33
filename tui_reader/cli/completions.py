"""`completions`: scripts for bash, zsh and fish, made from the tables of the parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from tui_reader.cli.globals import GLOBAL_OPTIONS, PANES
from tui_reader.cli.output import Output
from tui_reader.cli.table import COMMANDS, Argument, Command
from tui_reader.services.catalogue import FAMILIES
from tui_reader.wiring import Program

_FAMILIES = sorted({c.name.split()[0] for c in COMMANDS if " " in c.name})
_FIRST_WORDS = tuple(dict.fromkeys(c.name.split()[0] for c in COMMANDS))
_VALUED = "|".join(o.flag for o in GLOBAL_OPTIONS if o.metavar)


def completions(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Print the script for one shell."""
    output.text({"bash": bash, "zsh": zsh, "fish": fish}[args.shell]())
    return 0


def bash() -> str:
    """For bash 4 and newer: `source <(inference-tui completions bash)`."""
    return f"""\
# Completions of inference-tui for bash: source <(inference-tui completions bash)
_inference_tui() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} word skip= choices= files= given=()
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        if [[ -n $skip ]]; then skip=; continue; fi
        case $word in
            {_VALUED}) skip=1 ;;
            -*) ;;
            *) given+=("$word") ;;
        esac
    done
    case "${{given[*]:0:2}} $prev" in
{_indented(_bash_values(), 8)}
        *)
            case "${{given[*]:0:2}} " in
{_indented(_bash_words(), 16)}
            esac
            [[ $cur == -* ]] && files= ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
    if [[ -n $files ]]; then
        mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -f -- "$cur")
        compopt -o filenames 2>/dev/null
    fi
}}
complete -F _inference_tui inference-tui
"""


def zsh() -> str:
    """For zsh: in a folder of $fpath as `_inference-tui`, or `source <(inference-tui completions zsh)`."""
    return f"""\
#compdef inference-tui
# Completions of inference-tui for zsh: source <(inference-tui completions zsh), after compinit
_inference_tui() {{
    local cur=$words[CURRENT] prev=$words[CURRENT-1] word skip= choices= files=
    local -a given
    for word in ${{words[2,CURRENT-1]}}; do
        if [[ -n $skip ]]; then skip=; continue; fi
        case $word in
            {_VALUED}) skip=1 ;;
            -*) ;;
            *) given+=($word) ;;
        esac
    done
    case "${{given[1,2]}} $prev" in
{_indented(_bash_values(), 8)}
        *)
            case "${{given[1,2]}} " in
{_indented(_bash_words(), 16)}
            esac
            [[ $cur == -* ]] && files= ;;
    esac
    [[ -n $choices ]] && compadd -- ${{=choices}}
    [[ -n $files ]] && _files
    return 0
}}
if [[ $funcstack[1] == _inference-tui ]]; then _inference_tui "$@"; else compdef _inference_tui inference-tui; fi
"""


def fish() -> str:
    """For fish: `inference-tui completions fish | source`."""
    lines = ["# Completions of inference-tui for fish: inference-tui completions fish | source"]
    start = "complete -c inference-tui"
    lines.append(f"{start} -f")
    for option in GLOBAL_OPTIONS:
        values = {"file": " -r -F", "dir": " -x -a '(__fish_complete_directories)'"}.get(option.complete, "")
        values = f" -x -a '{' '.join(PANES)}'" if option.complete == "pane" else values
        lines.append(f"{start} -l {option.flag[2:]}{values} -d {_quoted(option.help)}")
    for command in COMMANDS:
        first, _, second = command.name.partition(" ")
        family = " ".join(c.name.split()[1] for c in COMMANDS if c.name.startswith(first + " "))
        if second:
            at_second = f"__fish_seen_subcommand_from {first}; and not __fish_seen_subcommand_from {family}"
            lines.append(f"{start} -n '{at_second}' -a {second} -d {_quoted(command.help)}")
            inside = f"__fish_seen_subcommand_from {first}; and __fish_seen_subcommand_from {second}"
        else:
            lines.append(f"{start} -n __fish_use_subcommand -a {first} -d {_quoted(command.help)}")
            inside = f"__fish_seen_subcommand_from {first}"
        for argument in command.arguments:
            if words := _choices(argument):
                once = "" if argument.count else f"; and not __fish_seen_subcommand_from {words}"
                lines.append(f"{start} -n '{inside}{once}' -a '{words}'")
            if argument.complete == "file":
                lines.append(f"{start} -n '{inside}' -F")
        for known in command.options:
            flags = " ".join(f"-l {f[2:]}" if f.startswith("--") else f"-s {f[1:]}" for f in known.flags)
            value = f" -x -a '{' '.join(known.choices)}'" if known.choices else " -x" if known.metavar else ""
            value = " -r -F" if known.complete == "file" else value
            lines.append(f"{start} -n '{inside}' {flags}{value} -d {_quoted(known.help)}")
    return "\n".join(lines) + "\n"


def _bash_values() -> Iterable[str]:
    """What may follow an option that takes a value: `case` of "subcommand option"."""
    for known in GLOBAL_OPTIONS:
        if known.complete == "pane":
            yield f'*" {known.flag}") choices="{" ".join(PANES)}" ;;'
        elif known.metavar:
            yield f'*" {known.flag}") files=1 ;;'
    for command in COMMANDS:
        for option in command.options:
            if not option.metavar:
                continue
            pattern = "|".join(f'"{command.name}"*" {flag}"' for flag in option.flags)
            found = f'choices="{" ".join(option.choices)}"' if option.choices else ""
            yield f"{pattern}) {'files=1' if option.complete == 'file' else found or ':'} ;;"


def _bash_words() -> Iterable[str]:
    """What may stand after a subcommand: `case` of the first two words and a space."""
    everywhere = " ".join(option.flag for option in GLOBAL_OPTIONS)
    for command in COMMANDS:
        flags = " ".join(flag for option in command.options for flag in option.flags)
        words = " ".join(w for w in (_words(command), flags, everywhere) if w)
        files = " files=1" if any(a.complete == "file" for a in command.arguments) else ""
        yield f'"{command.name} "*) choices="{words}"{files} ;;'
    for family in _FAMILIES:
        seconds = " ".join(c.name.split()[1] for c in COMMANDS if c.name.startswith(family + " "))
        yield f'"{family} "*) choices="{seconds} {everywhere}" ;;'
    yield f'*) choices="{" ".join(_FIRST_WORDS)} {everywhere}" ;;'


def _words(command: Command) -> str:
    return " ".join(words for words in map(_choices, command.arguments) if words)


def _choices(argument: Argument) -> str:
    return " ".join(FAMILIES if argument.complete == "source" else argument.choices)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _indented(lines: Iterable[str], by: int) -> str:
    return "\n".join(" " * by + line for line in lines)
