"""Names of one model on several leaderboards: the lists made by hand are `golden/joined_models*.json`."""

from __future__ import annotations

import hashlib
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tui_reader.domain.model_aliases import ModelAliases
from tui_reader.domain.model_bases import target_of
from tui_reader.domain.model_writing import RULES, model_key, written_key

GOLDEN: dict[str, Any] = json.loads(
    Path(__file__).with_name("golden").joinpath("joined_models.json").read_text("utf-8")
)
SECOND: dict[str, Any] = json.loads(
    Path(__file__).with_name("golden").joinpath("joined_models_second.json").read_text("utf-8")
)
ALIASES = ModelAliases()
KEYS_OF_SECOND = {name: (line["model"], ALIASES.key(name)) for line in SECOND["models"] for name in line["names"]}
KEYS = {
    name: (line["model"], ALIASES.key(name))
    for line in GOLDEN["models"]
    for names in line["names"].values()
    for name in names
}


LISTS = pytest.mark.parametrize("keys", [KEYS, KEYS_OF_SECOND], ids=["first", "second"])


@LISTS
def test_what_is_joined_is_one_model(keys: dict[str, tuple[str, str]]) -> None:
    """Precision: of all pairs of names with one key, none is of two lines of the list."""
    wrong = [
        (a, b)
        for (a, (model, key)), (b, (other, key2)) in combinations(keys.items(), 2)
        if key == key2 and model != other
    ]
    assert wrong == []


@LISTS
def test_nearly_all_names_of_a_model_are_joined(keys: dict[str, tuple[str, str]]) -> None:
    """Recall: of all pairs of names of one model, ninety-five in a hundred have one key."""
    pairs = [
        (a, b, key == key2) for (a, (model, key)), (b, (other, key2)) in combinations(keys.items(), 2) if model == other
    ]
    missing = [(a, b) for a, b, is_joined in pairs if not is_joined]
    assert len({model for model, _ in keys.values()}) >= 100
    assert len(missing) <= 0.05 * len(pairs), missing


@pytest.mark.parametrize("pair", [*GOLDEN["apart"], *SECOND["apart"]], ids=" · ".join)
def test_variants_and_near_names_stay_apart(pair: list[str]) -> None:
    assert ALIASES.key(pair[0]) != ALIASES.key(pair[1])


@pytest.mark.parametrize(
    "names",
    [
        ("claude-opus-4-5-20251101", "Claude 4.5 Opus", "Anthropic: Claude Opus 4.5"),
        ("Qwen2.5 Instruct 72B", "qwen2.5-72b-instruct", "Qwen/Qwen2.5-72B-Instruct"),
        ("DeepSeek: R1 0528", "deepseek-r1-0528", "deepseek/deepseek-r1-0528"),
        ("Gemini 2.0 Pro exp-02-05", "gemini/gemini-2.0-pro-exp-02-05"),
        ("GPT-4o (2024-11-20)", "gpt-4o-20241120"),
        ("gpt-5.4-2026-03-05-xhigh", "GPT 5.4 (xhigh)"),
        ("qwen3-235b-a22b-no-thinking", "Qwen3 235B A22B (Non-reasoning)"),
        ("Command R+ (08-2024)", "command-r-plus-08-2024"),
        ("meta-llama/Llama-2-70b-chat-hf", "Llama 2 Chat 70B"),
        ("z-ai/glm-4.5", "Zhipu AI: GLM-4.5", "zai-org/GLM-4.5", "GLM 4.5"),
        ("Moonshot AI: Kimi K2", "moonshotai/kimi-k2", "Kimi K2"),
        ("nvidia/Llama-3_1-Nemotron-Ultra-253B-v1", "llama-3.1-nemotron-ultra-253b-v1"),
        ("claude_3_5_haiku_20241022", "Claude 3.5 Haiku"),
        ("meta-llama/Meta-Llama-3.1-70B-Instruct", "Llama 3.1 Instruct 70B", "Meta: Llama 3.1 70B Instruct"),
        ("qwen3-235b-a22b-thinking-2507", "Qwen3 235B A22B 2507 (Reasoning)"),
        ("o3-mini-2025-01-31-high", "o3-mini (high)"),
        ("claude-sonnet-4-5-thinking", "Claude 4.5 Sonnet (Reasoning)", "Claude Sonnet 4.5 (Thinking)"),
        ("anthropic/claude-3.7-sonnet:beta", "claude-3-7-sonnet-20250219"),
    ],
    ids=lambda names: names[0],
)
def test_ways_of_writing_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({model_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpt-4o-mini", "o4-mini"),
        ("gemini-2.5-pro-preview-05-06", "gemini-2.5-pro-preview-06-05"),
        ("claude-3-7-sonnet-thinking-32k", "claude-3-7-sonnet-thinking-64k"),
        ("o3-2025-04-16", "o3-2025-06-10"),
        ("google/gemma-2-9b-it", "princeton-nlp/gemma-2-9b-it"),
        ("Qwen3 8B", "Qwen 38B"),
        ("Yi 1.5 6B", "Yi 6B"),
        ("anthropic/claude-3.7-sonnet:thinking", "anthropic/claude-3.7-sonnet"),
        ("GPT-5 (minimal)", "GPT-5"),
        ("gpt-oss-120b (high)", "gpt-oss-120b (low)"),
        ("gpt-oss-120b (high)", "gpt-oss-20b (high)"),
        ("Qwen3 30B A3B 2507", "Qwen3 30B A3B"),
        ("DeepSeek V3.1", "DeepSeek V3.1 Terminus"),
        ("DeepSeek R1 Distill Llama 70B", "DeepSeek R1 Distill Qwen 32B"),
        ("Llama 3.1 Instruct 8B", "Llama 3.1 8B"),
        ("Llama-3.1-70B-Instruct-AWQ-INT4", "Llama-3.1-70B-Instruct"),
        ("meta-llama/Llama-3.3-70B-Instruct-FP8", "meta-llama/Llama-3.3-70B-Instruct"),
        ("unsloth/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"),
        ("Hermes 3 - Llama-3.1 70B", "Llama-3.1 70B"),
        ("gemma-2-9b-it", "gemma-2-9b-it-SimPO"),
        ("Gemma 3 27B", "Gemma 3n E4B"),
        ("Mistral Small 3", "Mistral Small 3.1"),
        ("mistral-large-2402", "mistral-large-2407"),
        ("Qwen/QwQ-32B", "Qwen/QwQ-32B-Preview"),
        ("Qwen2.5-Coder-32B-Instruct", "Qwen2.5-32B-Instruct"),
        ("o3", "o3-pro"),
        ("Grok 4.1 Fast (Reasoning)", "Grok 4.1 Fast (Non-reasoning)"),
        ("Kimi K2 0905", "Kimi K2 0711"),
        ("MiniMax M1 40k", "MiniMax M1 80k"),
        ("gpt-4o", "chatgpt-4o-latest"),
        ("claude-3-5-sonnet-20241022", "claude-3-5-sonnet-20240620"),
        ("gpt-4-0125-preview", "gpt-4-1106-preview"),
        ("Command R", "Command R+"),
        ("Llama-3.1-Nemotron-70B", "Llama-3.1-70B"),
    ],
)
def test_what_a_rule_could_mix_up_has_two_keys(one: str, other: str) -> None:
    assert model_key(one) != model_key(other)


def test_a_model_is_looked_for_in_texts_without_its_maker() -> None:
    for name in ("OpenAI: GPT-4o", "openai/gpt-4o", "GPT-4o"):
        assert target_of(name) == "model:gpt-4-o"
    assert target_of("DeepSeek: R1 0528") == "model:deepseek-r-1-0528"
    assert target_of("Qwen: Qwen3 32B") == target_of("Qwen/Qwen3-32B") == "model:qwen-3-32-b"


def test_the_rules_have_another_number_when_they_give_other_keys() -> None:
    """What is stored of names is made anew by the number of the rules: who changes what they give must change both."""
    names = sorted({*KEYS, *KEYS_OF_SECOND})
    digest = hashlib.sha256("\n".join(map(written_key, names)).encode()).hexdigest()[:12]
    assert (RULES, digest) == (2, "5c129fd82d71")
