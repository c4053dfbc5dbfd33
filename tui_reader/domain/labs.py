"""AI labs by the names texts give them, so that a name in a text leads to what the lab publishes.

A lab here is whoever trains models or publishes research on them. Names that are ordinary words at the start of a
sentence as well (Perplexity, Runway) are listed with what tells them apart.
"""

from __future__ import annotations

from msgspec import Struct


class Lab(Struct, frozen=True):
    """`id` is the slug of `lab:ID`, `title` how it is shown, `names` how it is written (letter case counts), `hosts`
    where it publishes."""

    id: str
    title: str
    names: tuple[str, ...]
    hosts: tuple[str, ...] = ()


def _lab(title: str, *hosts: str, also: tuple[str, ...] = (), but: bool = False) -> Lab:
    """A lab; with `but` its title is no name for it on its own."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
    return Lab(slug, title, also if but else (title, *also), hosts)


LABS: tuple[Lab, ...] = (
    _lab("OpenAI", "openai.com", also=("Open AI",)),
    _lab("Anthropic", "anthropic.com"),
    _lab("Google DeepMind", "deepmind.google", "deepmind.com", also=("DeepMind", "GDM")),
    _lab("Google", "blog.google", "research.google", "ai.google.dev", also=("Google AI", "Google Research")),
    _lab("Microsoft", "microsoft.com", also=("Microsoft Research", "Microsoft AI")),
    _lab("Meta", "ai.meta.com", "about.fb.com", also=("Meta AI", "Meta FAIR", "FAIR at Meta")),
    _lab("Hugging Face", "huggingface.co", also=("HuggingFace",)),
    _lab("NVIDIA", "blogs.nvidia.com", "developer.nvidia.com", "nvidia.com", also=("Nvidia", "NVidia")),
    _lab("Amazon", "aws.amazon.com", "amazon.science", also=("Amazon AGI", "Amazon Science", "AWS")),
    _lab("Apple", "machinelearning.apple.com", also=("Apple ML Research",)),
    _lab("IBM", "research.ibm.com", also=("IBM Research",)),
    _lab("Mistral", "mistral.ai", also=("Mistral AI", "MistralAI")),
    _lab("Cohere", "cohere.com", also=("Cohere Labs", "Cohere For AI", "Cohere for AI")),
    _lab("xAI", "x.ai"),
    _lab("DeepSeek", "deepseek.com", also=("DeepSeek AI", "Deepseek")),
    _lab("Alibaba", "qwenlm.github.io", "qwen.ai", also=("Alibaba Cloud", "Qwen team", "Qwen Team")),
    _lab("Moonshot AI", "moonshot.ai", also=("Moonshot",)),
    _lab("Z.ai", "z.ai", "zhipuai.cn", also=("Zhipu", "Zhipu AI", "ZhipuAI")),
    _lab("MiniMax", "minimax.io"),
    _lab("Tencent", "tencent.com", also=("Tencent AI Lab", "Hunyuan team")),
    _lab("Baidu", "baidu.com"),
    _lab("ByteDance", "seed.bytedance.com", "bytedance.com", also=("Bytedance", "ByteDance Seed")),
    _lab("Huawei", "huawei.com", also=("Huawei Noah's Ark Lab",)),
    _lab("Xiaomi", "xiaomi.com"),
    _lab("StepFun", "stepfun.com"),
    _lab("Ai2", "allenai.org", also=("AI2", "Allen Institute for AI", "Allen AI", "AllenAI")),
    _lab("AI21 Labs", "ai21.com", also=("AI21",)),
    _lab("Stability AI", "stability.ai", also=("StabilityAI",)),
    _lab("Together AI", "together.ai"),
    _lab("Perplexity AI", "perplexity.ai", also=("PerplexityAI",)),
    _lab("Inflection AI", "inflection.ai"),
    _lab("Reka AI", "reka.ai"),
    _lab("Sakana AI", "sakana.ai"),
    _lab("Liquid AI", "liquid.ai"),
    _lab("Nous Research", "nousresearch.com"),
    _lab("Prime Intellect", "primeintellect.ai"),
    _lab("EleutherAI", "eleuther.ai"),
    _lab("LAION", "laion.ai"),
    _lab("Safe Superintelligence", "ssi.inc"),
    _lab("Thinking Machines Lab", "thinkingmachines.ai", also=("Thinking Machines",)),
    _lab("Black Forest Labs", "bfl.ai"),
    _lab("ElevenLabs", "elevenlabs.io", also=("Eleven Labs",)),
    _lab("Midjourney", "midjourney.com"),
    _lab("Runway", "runwayml.com", also=("Runway ML", "RunwayML", "Runway AI"), but=True),
    _lab("Character.AI", "character.ai", also=("Character AI",)),
    _lab("Arcee AI", "arcee.ai", also=("Arcee",)),
    _lab("Databricks", "databricks.com", also=("MosaicML",)),
    _lab("Salesforce AI Research", "salesforceairesearch.com", also=("Salesforce Research",)),
    _lab("LG AI Research", "lgresearch.ai"),
    _lab("Upstage", "upstage.ai", also=("Upstage AI",), but=True),
    _lab("Sarvam AI", "sarvam.ai", also=("Sarvam",)),
    _lab("Technology Innovation Institute", "tii.ae"),
    _lab("Meituan", "meituan.com"),
    _lab("ServiceNow", "servicenow.com", also=("ServiceNow AI", "ServiceNow Research", "ServiceNow AI Research")),
    _lab("Suno", "suno.com"),
)

#: Words that make of a lab's name, in small letters, that of a thing it sells: `Google Drive` names no lab.
PRODUCTS = {
    "google": frozenset(
        {
            "ads", "analytics", "calendar", "chrome", "classroom", "colab", "docs", "drive", "earth", "fonts", "forms",
            "home", "maps", "meet", "photos", "pixel", "play", "scholar", "search", "sheets", "slides", "translate",
            "trends", "workspace",
        }
    ),
    "apple": frozenset(
        {"arcade", "books", "card", "fitness", "maps", "music", "news", "pay", "pencil", "silicon", "store", "watch"}
    ),
    "microsoft": frozenset({"edge", "excel", "office", "outlook", "store", "teams", "windows", "word"}),
    "amazon": frozenset({"echo", "kindle", "music", "prime", "s", "ec"}),
    "meta": frozenset({"quest"}),
}  # fmt: skip

BY_ID = {lab.id: lab for lab in LABS}
