"""One model by its several names: what one board calls `gpt-5.2-2025-12-11-medium` is `GPT-5.2 (medium)` on another.

The table holds what no rule about writing can tell (`model_writing` says what rules do), and the names that stand for
a model. Variants stay apart: a name is tied only to names of the same effort, date and preview, and one that says
nothing of thinking to none that does. `[aliases]` of the configuration adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui_reader.domain.model_identity import name_key, shown_name
from tui_reader.domain.model_writing import written_key

#: A name, and what else the same model is called: the names makers give in their APIs, with the date of the release.
BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "Athene 70B": ("athene-70b-0725",),
    "Athene V2 Chat": ("Athene-v2-Chat-72B",),
    "ChatGPT-4o (Mar '25)": (
        "GPT-4o (March 2025, chatgpt-4o-latest)", "chatgpt-4o-latest-20250326", "chatgpt-4o-latest-2025-03-27",
    ),
    "Claude 3 Haiku": ("claude-3-haiku-20240307",),
    "Claude 3 Opus": ("claude-3-opus-20240229",),
    "Claude 3 Sonnet": ("claude-3-sonnet-20240229",),
    "Claude 3.5 Haiku": ("claude-3-5-haiku-20241022", "Claude 3.5 Haiku (20241022)"),
    "Claude 3.5 Sonnet (June '24)": ("claude-3-5-sonnet-20240620", "Claude 3.5 Sonnet (20240620)"),
    "Claude 3.5 Sonnet (Oct '24)": (
        "claude-3-5-sonnet-20241022", "Claude 3.5 Sonnet (20241022)", "Claude Sonnet 3.5 V2",
    ),
    "Claude 3.7 Sonnet": ("claude-3-7-sonnet-20250219",),
    "Claude 3.7 Sonnet (Non-reasoning)": (
        "claude-3-7-sonnet-20250219 (no thinking)", "claude-3-7-sonnet-20250219-base",
    ),
    "Claude Haiku 4.5": ("Claude 4.5 Haiku", "claude-haiku-4-5-20251001"),
    "Claude Opus 4": ("Claude 4 Opus", "claude-opus-4-20250514"),
    "Claude Opus 4 (Non-reasoning)": ("Claude 4 Opus (Non-reasoning)", "claude-4-opus-20250514-base"),
    "Claude Opus 4.1": ("Claude 4.1 Opus", "claude-opus-4-1-20250805"),
    "Claude Opus 4.5": ("Claude 4.5 Opus", "claude-opus-4-5-20251101"),
    "Claude Opus 4.6": ("Claude 4.6 Opus",),
    "Claude Sonnet 4": ("Claude 4 Sonnet", "claude-sonnet-4-20250514"),
    "Claude Sonnet 4 (Non-reasoning)": ("Claude 4 Sonnet (Non-reasoning)", "claude-4-sonnet-20250514-base"),
    "Claude Sonnet 4.5": ("Claude 4.5 Sonnet", "claude-sonnet-4-5-20250929"),
    "Claude Sonnet 4.6": ("Claude 4.6 Sonnet",),
    "Command A": ("command-a-03-2025",),
    "Command R+": ("Command R+ (04-2024)", "Command-R+ (Apr '24)"),
    "Command R (08-2024)": ("Command R (08-24)",),
    "Command R+ (08-2024)": ("Command R+ (08-24)",),
    "DeepSeek LLM 67B Chat": ("DeepSeek LLM 67B Chat (V1)",),
    "DeepSeek R1 (Jan '25)": ("DeepSeek R1",),
    "DeepSeek R1 0528 (May '25)": ("DeepSeek R1 0528",),
    "DeepSeek V2.5 (Dec '24)": ("deepseek-v2.5-1210",),
    "DeepSeek V3 (Dec '24)": ("DeepSeek V3", "DeepSeek Chat V3 (prev)"),
    "Devstral 2": ("Devstral 2 2512",),
    "Devstral Medium": ("devstral-medium-2507",),
    "Devstral Small (Jul '25)": ("devstral-small-2507", "Devstral Small 1.1"),
    "Devstral Small (May '25)": ("devstral-small-2505",),
    "Gemini 1.5 Flash (May '24)": ("gemini-1.5-flash-001", "gemini-1.5-flash-api-0514"),
    "Gemini 1.5 Flash (Sep '24)": ("gemini-1.5-flash-002",),
    "Gemini 1.5 Flash-8B": ("gemini-1.5-flash-8b-001",),
    "Gemini 1.5 Pro (May '24)": ("gemini-1.5-pro-001", "gemini-1.5-pro-api-0514"),
    "Gemini 1.5 Pro (Sep '24)": ("gemini-1.5-pro-002",),
    "Gemini 2.0 Flash (experimental)": ("gemini-2.0-flash-exp",),
    "Gemini 2.0 Flash (Feb '25)": ("gemini-2.0-flash-001", "Gemini 2.0 Flash"),
    "Gemini 2.0 Flash Thinking Experimental (Dec '24)": ("gemini-2.0-flash-thinking-exp-1219",),
    "Gemini 2.0 Flash Thinking Experimental (Jan '25)": ("gemini-2.0-flash-thinking-exp-01-21",),
    "Gemini 2.0 Flash-Lite (Feb '25)": ("gemini-2.0-flash-lite-001", "Gemini 2.0 Flash Lite"),
    "Gemini 2.0 Flash-Lite (Preview)": ("gemini-2.0-flash-lite-preview-02-05",),
    "Gemini 2.0 Pro Experimental (Feb '25)": ("gemini-2.0-pro-exp-02-05", "gemini/gemini-2.0-pro-exp-02-05"),
    "Gemini 2.5 Flash (2025-04-17)": ("gemini-2.5-flash-preview-04-17",),
    "Gemini 2.5 Pro Preview (Mar' 25)": ("gemini-2.5-pro-preview-03-25", "gemini-2.5-pro-exp-03-25"),
    "Gemini 2.5 Pro Preview (May' 25)": ("gemini-2.5-pro-preview-05-06", "Gemini 2.5 Pro (2025-05-06)"),
    "Gemma 3 12B Instruct": ("gemma-3-12b-it",),
    "Gemma 3 27B Instruct": ("gemma-3-27b-it",),
    "Gemma 3 4B Instruct": ("gemma-3-4b-it",),
    "GPT-3.5 Turbo (0613)": ("GPT-3.5 Turbo (older v0613)",),
    "GPT-4 (Mar '23)": ("gpt-4-0314", "GPT-4 (older v0314)"),
    "GPT-4 Turbo (Apr '24)": ("gpt-4-turbo-2024-04-09",),
    "GPT-4 Turbo (Nov '23)": ("gpt-4-1106-preview", "GPT-4 Turbo (older v1106)"),
    "GPT-4.1": ("gpt-4.1-2025-04-14",),
    "GPT-4.1 mini": ("gpt-4.1-mini-2025-04-14",),
    "GPT-4.1 nano": ("gpt-4.1-nano-2025-04-14",),
    "GPT-4.5 (Preview)": ("gpt-4.5-preview-2025-02-27",),
    "GPT-4o (Aug '24)": ("gpt-4o-2024-08-06",),
    "GPT-4o (May '24)": ("gpt-4o-2024-05-13",),
    "GPT-4o (Nov '24)": ("gpt-4o-2024-11-20",),
    "GPT-4o mini": ("gpt-4o-mini-2024-07-18",),
    "GPT-5 (ChatGPT)": ("gpt-5-chat", "gpt-5-chat-latest"),
    "GPT-5 (high)": ("gpt-5-2025-08-07-high",),
    "GPT-5 (low)": ("gpt-5-2025-08-07-low",),
    "GPT-5 (medium)": ("gpt-5-2025-08-07-medium",),
    "GPT-5 (minimal)": ("gpt-5-2025-08-07-minimal",),
    "GPT-5 mini (high)": ("gpt-5-mini-2025-08-07-high",),
    "GPT-5 mini (medium)": ("gpt-5-mini-2025-08-07-medium",),
    "GPT-5.1 (high)": ("gpt-5.1-2025-11-13-high",),
    "GPT-5.1 (medium)": ("gpt-5.1-2025-11-13-medium",),
    "GPT-5.2 (high)": ("gpt-5.2-2025-12-11-high",),
    "GPT-5.2 (medium)": ("gpt-5.2-2025-12-11-medium",),
    "GPT-5.2 (xhigh)": ("gpt-5.2-2025-12-11-xhigh",),
    "GPT-5.4 (high)": ("gpt-5.4-2026-03-05-high",),
    "GPT-5.4 (low)": ("gpt-5.4-2026-03-05-low",),
    "GPT-5.4 (medium)": ("gpt-5.4-2026-03-05-medium",),
    "GPT-5.4 (xhigh)": ("gpt-5.4-2026-03-05-xhigh",),
    "Grok 2 (Aug '24)": ("grok-2-2024-08-13", "Grok-2-08-13"),
    "Grok 2 (Dec '24)": ("grok-2-1212",),
    "Grok 2 mini (Aug '24)": ("grok-2-mini-2024-08-13", "Grok-2-Mini-08-13"),
    "Grok 3 mini (high)": ("Grok 3 mini Reasoning (high)",),
    "Grok 4.20 0309 (Reasoning)": ("grok-4.20-beta-0309-reasoning",),
    "Grok 4.20 0309 (Non-reasoning)": ("grok-4.20-beta-0309-non-reasoning",),
    "Grok 4": ("grok-4-0709",),
    "Kimi K2": ("Kimi K2 0711", "kimi-k2-0711-preview", "Kimi K2 Instruct"),
    "Kimi K2 0905": ("kimi-k2-0905-preview",),
    "Llama 3.1 405B Instruct": ("Llama 3.1 Instruct 405B", "Meta-Llama-3.1-405B-Instruct"),
    "Llama 3.1 70B Instruct": ("Llama 3.1 Instruct 70B", "Meta-Llama-3.1-70B-Instruct"),
    "Llama 3.1 8B Instruct": ("Llama 3.1 Instruct 8B", "Meta-Llama-3.1-8B-Instruct"),
    "Llama 3.3 70B Instruct": ("Llama 3.3 Instruct 70B", "Meta-Llama-3.3-70B-Instruct"),
    "Llama 4 Maverick": ("llama-4-maverick-17b-128e-instruct", "Llama 4 Maverick Instruct"),
    "Llama 4 Scout": ("llama-4-scout-17b-16e-instruct", "Llama 4 Scout Instruct"),
    "Magistral Medium 1": ("magistral-medium-2506",),
    "Mistral Large (Feb '24)": ("mistral-large-2402",),
    "Mistral Large 2 (Jul '24)": ("mistral-large-2407", "Mistral Large 2 (2407)", "Mistral-Large-Instruct-2407"),
    "Mistral Large 2 (Nov '24)": ("mistral-large-2411", "Mistral-Large-Instruct-2411"),
    "Mistral Large 3": ("mistral-large-2512", "Mistral Large 3 2512"),
    "Mistral Medium 3": ("mistral-medium-2505",),
    "Mistral Medium 3.1": ("mistral-medium-2508",),
    "Mistral Small (Feb '24)": ("mistral-small-2402",),
    "Mistral Small (Sep '24)": ("mistral-small-2409", "Mistral-Small-Instruct-2409"),
    "Mistral Small 3": ("mistral-small-2501", "mistral-small-24b-instruct-2501"),
    "Mistral Small 3.1": ("mistral-small-2503", "mistral-small-3.1-24b-instruct-2503", "Mistral Small 3.1 24B"),
    "Mistral Small 3.2": ("mistral-small-2506", "Mistral Small 3.2 24B", "mistral-small-3.2-24b-instruct-2506"),
    "Mixtral 8x22B Instruct": ("mixtral-8x22b-instruct-v0.1",),
    "Mixtral 8x7B Instruct": ("mixtral-8x7b-instruct-v0.1",),
    "Nova Lite": ("amazon-nova-lite-v1.0", "Nova Lite 1.0"),
    "Nova Micro": ("amazon-nova-micro-v1.0", "Nova Micro 1.0"),
    "Nova Premier": ("amazon-nova-premier-v1.0", "Nova Premier 1.0"),
    "Nova Pro": ("amazon-nova-pro-v1.0", "Nova Pro 1.0"),
    "o1": ("o1-2024-12-17",),
    "o1-mini": ("o1-mini-2024-09-12",),
    "o1-preview": ("o1-preview-2024-09-12",),
    "o3": ("o3-2025-04-16",),
    "o3-mini (high)": ("o3-mini-2025-01-31-high",),
    "o3-mini (low)": ("o3-mini-2025-01-31-low",),
    "o3-mini (medium)": ("o3-mini-2025-01-31-medium",),
    "o4-mini (high)": ("o4-mini-2025-04-16-high",),
    "o4-mini (medium)": ("o4-mini-2025-04-16-medium",),
    "Qwen2.5 72B Instruct": ("Qwen2.5 Instruct 72B",),
    "Qwen2.5 Coder 32B Instruct": ("Qwen2.5 Coder Instruct 32B",),
    "Qwen2.5 Max": ("qwen-max-2025-01-25",),
    "Qwen3 Coder 480B A35B Instruct": ("Qwen3 Coder 480B A35B", "Qwen 3 Coder 480B"),
    "Qwen3 Max": ("qwen3-max-2025-09-23",),
    "Pixtral Large": ("pixtral-large-2411",),
    "Reka Flash 21B": ("reka-flash-21b-20240226",),
    "Reka Flash 21B online": ("reka-flash-21b-20240226-online",),
    "Reka Flash (Sep '24)": ("reka-flash-20240904",),
    "Snowflake Arctic Instruct": ("Arctic Instruct",),
}  # fmt: skip


class ModelAliases:
    """The rules and the table with what the user's own adds: `own` ties other names to a name, as `[aliases]` does. A
    group of one's own that shares a name with another takes it in, and its first name is the one that counts."""

    def __init__(self, own: Mapping[str, Iterable[str]] | None = None) -> None:
        self._groups: dict[str, tuple[str, ...]] = {}
        for first, others in (*BUILT_IN.items(), *(own or {}).items()):
            names = [name for name in (first, *others) if written_key(name)]
            for known in dict.fromkeys(self._groups.get(written_key(name), ()) for name in names):
                names += known
            kept = {name_key(name): name for name in reversed(names)}
            group = tuple(name for name in dict.fromkeys(names) if kept[name_key(name)] == name)
            self._groups |= dict.fromkeys(map(written_key, names), group)

    def canonical(self, name: str) -> str:
        """The one name that stands for all names of a model; the name itself, if it is in no table."""
        return (self._groups.get(written_key(name)) or (shown_name(name),))[0]

    def names_of(self, name: str) -> tuple[str, ...]:
        """The names of a model that the table has, the canonical first; the name alone, if it is in none. The rules
        know more ways of writing them: `key` tells whether what stands somewhere is one of them."""
        return self._groups.get(written_key(name)) or (shown_name(name),)

    def key(self, name: str) -> str:
        """What is the same for all names of a model, however they are written."""
        return written_key(self.canonical(name))

    def written_keys(self, name: str) -> tuple[str, ...]:
        """The `written_key` of every name that stands for the model: what is stored of the names on leaderboards."""
        return tuple(dict.fromkeys(written_key(known) for known in (name, *self.names_of(name))))
