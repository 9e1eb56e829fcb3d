"""Agent Markdown to HTML: no raw HTML, no images, no links out; a quotation is a stage direction."""

from functools import lru_cache

from markdown_it import MarkdownIt


def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    return markdown.disable(["image", "link", "autolink", "reference", "html_block", "html_inline"])


_MARKDOWN = _renderer()


@lru_cache(maxsize=2048)  # most of a script reads the same for everyone
def to_html(text: str) -> str:
    """Safe HTML of a script's text; `> ...` becomes `<blockquote class="do">`, to do, not to say."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type == "blockquote_open":
            token.attrSet("class", "do")
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()
