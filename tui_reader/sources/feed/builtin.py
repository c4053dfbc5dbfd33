"""The feeds that are followed until the user says otherwise. A dead one shows in the health screen."""

from __future__ import annotations

from tui_reader.domain.feeds import Subscription

_SCRAPED = "https://raw.githubusercontent.com/Olshansk/rss-feeds/main/feeds/"

#: Source id, title, address; the ids are part of queries and keys and stay as they are.
_LABS = (
    ("openai", "OpenAI", "https://openai.com/news/rss.xml"),
    ("google-deepmind", "Google DeepMind", "https://deepmind.google/blog/rss.xml"),
    ("google-ai", "Google AI", "https://blog.google/technology/ai/rss/"),
    ("google-research", "Google Research", "https://research.google/blog/rss/"),
    ("microsoft-research", "Microsoft Research", "https://www.microsoft.com/en-us/research/feed/"),
    ("hugging-face", "Hugging Face", "https://huggingface.co/blog/feed.xml"),
    ("nvidia", "NVIDIA", "https://blogs.nvidia.com/feed/"),
    ("aws-machine-learning", "AWS Machine Learning", "https://aws.amazon.com/blogs/machine-learning/feed/"),
    ("apple-ml-research", "Apple ML Research", "https://machinelearning.apple.com/rss.xml"),
    ("anthropic", "Anthropic", _SCRAPED + "feed_anthropic_news.xml"),
    ("mistral", "Mistral", _SCRAPED + "feed_mistral.xml"),
    ("cohere", "Cohere", _SCRAPED + "feed_cohere.xml"),
    ("meta-ai", "Meta AI", _SCRAPED + "feed_meta_ai.xml"),
    ("xai", "xAI", _SCRAPED + "feed_xainews.xml"),
)
_WIRE = (
    ("techcrunch", "TechCrunch", "https://techcrunch.com/category/artificial-intelligence/feed/"),
    ("the-verge", "The Verge", "https://www.theverge.com/rss/ai-artificial-intelligence/index.xml"),
    ("ars-technica", "Ars Technica", "https://arstechnica.com/ai/feed/"),
    (
        "mit-technology-review",
        "MIT Technology Review",
        "https://www.technologyreview.com/topic/artificial-intelligence/feed",
    ),
    ("wired", "Wired", "https://www.wired.com/feed/tag/ai/latest/rss"),
    ("venturebeat", "VentureBeat", "https://venturebeat.com/category/ai/feed/"),
    ("the-guardian", "The Guardian", "https://www.theguardian.com/technology/artificialintelligenceai/rss"),
    ("hacker-news", "Hacker News", "https://hnrss.org/newest?q=LLM&points=100"),
)
_NEWSLETTERS = (
    ("state-of-ai", "State of AI", "https://stateofai.substack.com/feed"),
    ("clippings", "Clippings", "https://msamribeiro.com/blog/"),
    ("import-ai", "Import AI", "https://importai.substack.com/feed"),
    ("interconnects", "Interconnects", "https://www.interconnects.ai/feed"),
    ("ahead-of-ai", "Ahead of AI", "https://magazine.sebastianraschka.com/feed"),
    ("latent-space", "Latent Space", "https://www.latent.space/feed"),
    ("simon-willison", "Simon Willison", "https://simonwillison.net/atom/everything/"),
)

BUILTIN_FEEDS: tuple[Subscription, ...] = tuple(
    Subscription(source_id, title, url, group)
    for group, feeds in (("AI Labs", _LABS), ("From the Wire", _WIRE), ("Newsletters", _NEWSLETTERS))
    for source_id, title, url in feeds
)
