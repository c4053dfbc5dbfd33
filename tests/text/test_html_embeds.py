"""What a newsletter embeds is shown as far as its page says it, else named, and swallows nothing."""

from __future__ import annotations

import html
import json

import pytest

from tui_reader.html.render import to_markdown

BASE = "https://letter.example/p/spoons"


def written(markup: str) -> str:
    """A piece of a newsletter between two paragraphs, as Markdown, without them."""
    markdown = to_markdown(f"<p>before</p>{markup}<p>after</p>", BASE)
    assert markdown.startswith("before")
    assert markdown.endswith("after")
    return markdown.removeprefix("before").removesuffix("after").strip()


def kept(kind: str, tag: str = "div", **attributes: object) -> str:
    """An element that the newsletter's script would fill."""
    return f'<{tag} class="{kind}" data-attrs="{html.escape(json.dumps(attributes))}"></{tag}>'


POST = {"title": "On forks", "canonical_url": "https://letter.example/p/forks", "cta": "Read full story"}
TWEET = {"url": "https://twitter.example/ada/1", "full_text": "Spoons are back", "username": "ada", "name": "Ada"}


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        (kept("digest-post-embed", **POST), "[On forks](https://letter.example/p/forks)"),
        (kept("tweet", **TWEET), "[Ada: Spoons are back](https://twitter.example/ada/1)"),
        (kept("image-gallery-embed", gallery={"images": [{"src": "/1.png"}, {"src": "/2.png"}]}),
         "[image](https://letter.example/1.png)\n\n[image](https://letter.example/2.png)"),
        (kept("native-video-embed", mediaUploadId="x"), "[video]"),
        (kept("poll-embed", id=7), "[poll]"),
        (kept("latex-rendered", persistentExpression="x^2"), "x²"),
        (kept("spotify-wrap", url="https://open.spotify.example/1"), "[spotify: open.spotify.example](https://open.spotify.example/1)"),
    ],
)  # fmt: skip
def test_what_is_kept_in_attributes_is_shown_or_named(markup: str, markdown: str) -> None:
    assert written(markup) == markdown


def test_a_mention_is_a_name_in_its_line() -> None:
    mention = kept("mention-wrap", "span", name="Ada Example", id=1)
    assert written(f"<p>As {mention} says.</p>") == "As Ada Example says."


def test_attributes_beside_content_of_its_own_say_nothing() -> None:
    assert written('<div data-attrs="{&quot;title&quot;:&quot;hidden&quot;}"><p>shown</p></div>') == "shown"


def test_a_figure_of_substack_is_its_picture_and_caption() -> None:
    figure = (
        '<div class="captioned-image-container"><figure><a class="image-link image2" href="https://cdn.example/full.png">'
        '<div class="image2-inset"><picture><source type="image/webp" srcset="https://cdn.example/s.webp"><img '
        'src="https://cdn.example/s.png" alt="Curve" data-attrs="{}"></picture><div class="image-link-expand"><button>'
        "<svg></svg></button></div></div></a><figcaption>Loss over time</figcaption></figure></div>"
    )
    assert written(figure) == "[image: Curve](https://cdn.example/full.png)\n\nLoss over time"


@pytest.mark.parametrize("tag", ["source", "embed", "track", "wbr", "param", "col", "area"])
def test_an_element_that_holds_nothing_swallows_nothing(tag: str) -> None:
    assert written(f"<div><{tag} data-x='1'><p>inside</p></div>") == "inside"


def test_frames_and_players_are_named_with_where_they_lead() -> None:
    assert written('<iframe src="https://charts.example/7" title="Spoons by year"></iframe>') == (
        "[embedded: Spoons by year](https://charts.example/7)"
    )
    assert written('<embed src="https://www.youtube.com/v/abc_1">') == (
        "[video: youtube.com](https://www.youtube.com/watch?v=abc_1)"
    )
    assert written('<object data="https://player.example/x.swf"></object>') == (
        "[embedded: player.example](https://player.example/x.swf)"
    )
    assert written('<iframe src="https://letter.substack.com/embed" width="480"></iframe>') == ""
    assert written('<iframe src="javascript:alert(1)"></iframe>') == ""


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        (kept("bluesky-wrap", authorName="Ada", text="Spoons", uri="at://x"), "Ada: Spoons"),
        (kept("file-embed-wrapper", url="/f.pdf", filename="f.pdf"), "[f.pdf](https://letter.example/f.pdf)"),
        (kept("image-gallery-embed", gallery={"images": [{"src": "/1.png"}], "caption": "Two"}),
         "[image](https://letter.example/1.png)\n\nTwo"),
        (kept("github-gist", innerHTML="<div>print(1)</div>"), "print(1)"),
        ('<script src="https://gist.github.com/ada/abc.js"></script>',
         "[embedded: gist.github.com](https://gist.github.com/ada/abc)"),
        ('<amp-img src="/a.png" alt="Chart"></amp-img>', "[image: Chart](https://letter.example/a.png)"),
        ('<amp-youtube data-videoid="abc"></amp-youtube>', "[video: youtube.com](https://www.youtube.com/watch?v=abc)"),
        ('<lite-youtube videoid="abc" playlabel="Play: Talk"></lite-youtube>', "[video: Talk](https://www.youtube.com/watch?v=abc)"),
        ('<gradio-app src="https://x.space.example"></gradio-app>', "[embedded: x.space.example](https://x.space.example/)"),
        ('<canvas aria-label="Loss over time"></canvas>', "[image: Loss over time]"),
        ('<figure><svg><title>Loss over time</title><path/></svg></figure>', "[image: Loss over time]"),
        ('<iframe srcdoc="&lt;p&gt;Inner text&lt;/p&gt;"></iframe>', "Inner text"),
        ('<iframe src="https://cdn.embedly.com/widgets/media.html?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc"></iframe>',
         "[video: youtube.com](https://www.youtube.com/watch?v=abc)"),
        ('<div class="datawrapper-wrap" data-attrs="{&quot;title&quot;:&quot;Prices&quot;}"><iframe src="https://chart.example/1"></iframe></div>',
         "[embedded: Prices](https://chart.example/1)"),
        ('<script src="/x.js"/>', ""),
    ],
)  # fmt: skip
def test_what_a_script_would_fill_is_shown_or_named(markup: str, markdown: str) -> None:
    assert written(markup) == markdown


def test_a_frame_that_is_never_closed_swallows_nothing() -> None:
    markdown = to_markdown(
        '<p>before</p><iframe src="https://player.vimeo.com/video/1"><p>within</p><p>after</p>', BASE
    )
    assert markdown == "before\n\n[video: vimeo.com](https://vimeo.com/1)\n\nwithin\n\nafter"
