from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs import folders

from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_bases import base_words, target_of
from tui_reader.domain.names import NameTable

BOARD = (
    "GPT-5.4 (xhigh)", "gpt-5.4-2026-03-05-medium", "gpt-5.2-2025-12-11-medium", "GPT-5.3 Codex", "GPT-4o", "o3",
    "Claude Opus 4.6", "Claude 4.5 Sonnet (Reasoning)", "Gemini 3.1 Pro Preview", "GLM-5", "Command A", "Sonar",
    "Qwen3.5 9B", "Qwen3 Max", "DBRX Instruct", "Llama 3.1 Instruct 70B", "Step 3", "Mistral Medium",
)  # fmt: skip
TABLE = NameTable(BOARD, frozenset({"facebook/llama"}))


def named(text: str, table: NameTable = TABLE) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.target.partition(":")[2]) for m in table.recognise(text)]


def models(text: str) -> list[str]:
    return [name for name, _ in named(text)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Claude Opus 4.6 leads SWE-rebench", "claude-opus-4.6"),
        ("Anthropic's Claude 4.6 Opus", "claude-opus-4.6"),
        ("the older Opus 4.6.", "claude-opus-4.6"),
        ("Claude Sonnet 4.5 thinks", "claude-sonnet-4.5"),
        ("(GPT-5.4)", "gpt-5.4"),
        ("GPT 5.4's price", "gpt-5.4"),
        ("a GPT-5.4-based agent", "gpt-5.4"),
        ("GPT-5.4 (high) and others", "gpt-5.4"),
        ("openai/gpt-5.4 in a list", "gpt-5.4"),
        ("GPT\u20115.2 did", "gpt-5.2"),
        ("Gemini 3.1 Pro won", "gemini-3.1-pro-preview"),
        ("GPT-5.3-Codex wrote it", "gpt-5.3-codex"),
        ("Llama 3.1 70B Instruct", "llama-3.1-70-b-instruct"),
        ("Qwen 3.5 9B or so", "qwen-3.5-9-b"),
        ("o3 reasons", "o-3"),
        ("non-GLM-5 rows", "glm-5"),
    ],
)
def test_a_model_is_found_however_texts_write_it(text: str, target: str) -> None:
    assert target in [t for _, t in named(text)]


@pytest.mark.parametrize(
    "text",
    [
        "GPT-5.4-mini", "GPT-5.4 mini", "GPT-5.4 Pro", "GPT-5.45", "GPT-5.4o", "MyGPT-5.4", "auto-GPT-5.4", "GPT-5.4_x",
        "GPT-5.4-nano", "GPT-4o-mini", "O3 levels of ozone", "command a fleet", "Sonar waves", "in step 3 of it",
        "Qwen3 8B", "Claude Opus", "mistral medium heat", "https://lab.example/GPT-5.4", "me@GPT-5.4.example",
        "GPT-5.4.json", "GPT-5.4:latest", "Command A+",
    ],
)  # fmt: skip
def test_a_model_is_not_found_inside_other_names_words_and_addresses(text: str) -> None:
    assert models(text) == []


def test_the_longest_name_wins() -> None:
    table = NameTable(["GPT-5.4", "GPT-5.4 mini", "GPT-5.4 mini high"])
    assert models("GPT-5.4 mini, GPT-5.4") == ["GPT-5.4"]
    assert named("GPT-5.4 mini, GPT-5.4", table) == [("GPT-5.4 mini", "gpt-5.4-mini"), ("GPT-5.4", "gpt-5.4")]


def test_variants_lead_to_the_name_that_texts_use() -> None:
    bases = {base_words(n) for n in ("GPT-5.4 (xhigh)", "gpt-5.4-2026-03-05-medium", "gpt-5.4-high", "GPT-5.4")}
    assert bases == {("gpt", "5.4")}
    assert base_words("Qwen3 Max") == ("qwen", "3", "max")
    assert base_words("mistral-medium") == ("mistral", "medium")
    own = ModelAliases({"Claude Opus 4.6": ("The Big One 9",)})
    assert target_of("The Big One 9", own) == "model:claude-opus-4.6"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("arXiv:2606.14591v2 says", "2606.14591"),
        ("see arxiv.org/abs/2606.14591", "2606.14591"),
        ("in [2606.14591]", "2606.14591"),
        ("arXiv: hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math.GT/0309136", "math/0309136"),
        ("arXiv 0704.0001", "0704.0001"),
    ],
)
def test_numbers_of_papers_are_found(text: str, number: str) -> None:
    assert [target for _, target in named(text)] == [number]


@pytest.mark.parametrize(
    "text", ["$1606.14591", "1606.14591%", "2699.14591", "3.2606.14591", "0704.0001", "1606.145912"]
)
def test_other_numbers_are_not(text: str) -> None:
    assert named(text) == []


def test_repositories_are_found_where_they_are_known_or_say_so() -> None:
    text = "facebook/llama, github.com/Octo-Org/Reader.git, and/or, LA/DF, 3.82/5, octo/tool-x, a/b/c"
    assert named(text) == [("facebook/llama", "facebook/llama"), ("Octo-Org/Reader", "octo-org/reader")]
    assert ("octo/tool-x", "octo/tool-x") in named(text, NameTable(()))  # it may become known later


def test_labs_are_found_by_their_names_in_their_letters() -> None:
    text = "Google DeepMind, Meta-learning at Meta, meta, OpenAI-like, Z.ai, an apple, pro-OpenAI, OpenAI_x, openai.com"
    assert [t for _, t in named(text)] == ["google-deepmind", "meta", "openai", "z-ai", "openai"]


@given(st.text(alphabet="GPT-5.4 Claude/arXiv:2606.14591Opus+_\n\u2011Ω漢", max_size=200))
def test_what_is_found_stands_there_in_order_and_apart(text: str) -> None:
    found = TABLE.recognise(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_prose_names_what_a_reader_finds() -> None:
    table = NameTable(["GPT-5.4", "Gemini 3.1 Pro Preview", "Claude Opus 4.6", "GLM-5", "Qwen3.5 122B A10B"])
    prose = (
        "OpenAI's GPT-5.4 lost its lead to Gemini 3.1 Pro on Tuesday, by a tenth of a point. Anthropic said nothing. "
        "GLM-5, which costs a third, is a point behind Claude Opus 4.6, and octo-org/tide-table runs on either; the "
        "paper (arXiv:2602.00101) names neither Qwen3.5 122B nor Mistral AI, whose own models are not ranked."
    )
    assert [(prose[m.start : m.end], m.target) for m in table.recognise(prose)] == [
        ("OpenAI", "lab:openai"),
        ("GPT-5.4", "model:gpt-5.4"),
        ("Gemini 3.1 Pro", "model:gemini-3.1-pro-preview"),
        ("Anthropic", "lab:anthropic"),
        ("GLM-5", "model:glm-5"),
        ("Claude Opus 4.6", "model:claude-opus-4.6"),
        ("octo-org/tide-table", "repo:octo-org/tide-table"),
        ("arXiv:2602.00101", "arxiv:2602.00101"),
        ("Qwen3.5 122B", "model:qwen-3.5-122-b-a-10-b"),
        ("Mistral AI", "lab:mistral"),
    ]


@pytest.mark.skipif(len(folders("seeds")) < 2, reason="the recorded issues are not here; see the one above")
def test_the_prose_of_two_issues_names_what_a_reader_finds() -> None:
    seeds = folders("seeds")[1]
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
    try:
        from names_counted import by_hand, found, models  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    assert found(seeds, NameTable(models(seeds, []))) == by_hand()


@pytest.mark.parametrize("text", ["a Google Drive folder", "on Apple Silicon", "in Microsoft Teams", "a Meta Quest 3"])
def test_what_a_lab_sells_is_not_the_lab(text: str) -> None:
    assert not named(text)


def test_a_lab_before_another_word_is_the_lab() -> None:
    assert named("Google drives on, and so do Apple Pay’s rivals at Microsoft Research") == named(
        "Google moves on, and so do rivals at Microsoft Research"
    )


def test_a_size_without_what_is_active_names_the_model() -> None:
    table = NameTable(["Qwen3 30B A3B (Reasoning)", "Qwen3 30B A3B 2507 (Reasoning)"])
    found = [
        m.target for m in table.recognise("Qwen3-30B writes, Qwen3-30B-A3B too, Qwen3-30B-A5B and Qwen3-30Bit not")
    ]
    assert found == ["model:qwen-3-30-b-a-3-b"] * 2


FAMILIES = NameTable(
    [
        "Claude Fable 5", "Claude Opus 4.7", "Qwen3.6-27B", "Kimi K2.6", "Gemma 4 31B", "Gemma 4 26B A4B", "Grok 4",
        "DeepSeek V4 Pro", "DeepSeek V4 Flash", "Claude Mythos 5", "GPT-5.4 (xhigh)", "gpt-oss-120b", "gpt-oss-20b",
        "Nemotron 3 Super 120B",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Redeploying Fable 5", ["model:claude-fable-5"]),
        ("we read fable 5 of the book", []),
        ("Opus 4.7 Fast", ["model:claude-opus-4.7"]),
        ("Grok 4 Fast", []),
        ("use Qwen/Qwen3.6-27B now", ["model:qwen-3.6-27-b"]),
        ("moonshotai/Kimi-K2.6", ["model:kimi-k-2.6"]),
        ("octo/tool-x", ["repo:octo/tool-x"]),
        ("发布GPT-5.4模型", ["model:gpt-5.4"]),
        ("OpenAIのGPT-5.4は", ["lab:openai", "model:gpt-5.4"]),
        ("Kimi K2.6、Qwen3.6-27B比較", ["model:kimi-k-2.6", "model:qwen-3.6-27-b"]),
        ("Gemma 4 is out", ["model:gemma-4"]),
        ("Gemma 4 31B is out", ["model:gemma-4-31-b"]),
        ("DeepSeek V4 is out", ["model:deepseek-v-4"]),
        ("Claude Mythos is out", ["model:claude-mythos"]),
        ("the claude mythos", []),
        ("GPT-4 was", []),
        ("unsloth/Qwen3.6-27B-GGUF", ["model:qwen-3.6-27-b"]),
        ("zai/Kimi-K2.6-FP8 and Qwen3.6-27B-4bit", ["model:kimi-k-2.6", "model:qwen-3.6-27-b"]),
        ("Qwen/Qwen3.6-27B-tools", ["repo:qwen/qwen3.6-27b-tools"]),
        ("claude-opus-4-7-20260401", ["model:claude-opus-4.7"]),
        ("Claude Opus 4 7 times", []),
        ("ollama run qwen3.6:27b", ["model:qwen-3.6-27-b"]),
        ("nvidia/NVIDIA-Nemotron-3-Super-120B-FP8", ["model:nemotron-3-super-120-b"]),
        ("Nemotron 3 Super", ["model:nemotron-3-super-120-b"]),
        ("gpt-oss runs", ["model:gpt-oss"]),
        ("Claude Mythos Preview", ["model:claude-mythos"]),
        ("Opus 4.7 Thinking, Opus 4.7 Pro", ["model:claude-opus-4.7"]),
        ("使用ＧＰＴ－５．４", ["model:gpt-5.4"]),
    ],
)
def test_names_on_hubs_beside_other_scripts_and_of_families(text: str, names: list[str]) -> None:
    assert [m.target for m in FAMILIES.recognise(text)] == names
