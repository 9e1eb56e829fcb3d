"""Words that mean yes, no, or that there is no answer to give, Chinese and English."""

import re
from typing import Final

from outbound.script.number_words import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in re.split(r"[;\n]", text) if word.strip())


SKIPS: Final = _words("""
没用过; 没有用过; 没使用过; 没用; 未使用; 从没用过; 不适用; 跳过
不知道; 不清楚; 不了解; 不记得; 不记得了; 说不好; 不好说
沒用過; 沒有用過; 不適用; 說不好
not used; never used; didn't use it; haven't used it; havent used it; have not used it; none used
don't know; dont know; do not know; i don't know; i dont know; dk; no idea; not sure
not applicable; n/a; skip; pass
""")
"""Stored as no answer, never as a score."""

YES: Final = _words("""
1; 是; 是的; 对; 对的; 好; 好的; 可以; 行; 愿意; 有; 会; 要; 需要; 一致; 一样; 嗯; 同意; 接受; 認可; 对啊
yes; y; yeah; yep; yup; sure; ok; okay; true; correct; yes please
""")

NO: Final = _words("""
2; 否; 不; 不是; 不对; 不行; 不可以; 不愿意; 没有; 没; 沒有; 不会; 不要; 不用; 不需要; 不一致; 不一样; 不同意; 不接受
no; n; nope; false; incorrect; no thanks; no thank you
""")

NEGATED: Final = re.compile(r"不|没|沒|非|\bnot\b|n't\b|\bnever\b|\bno\b")
"""Beside a choice it may mean all but that choice."""
