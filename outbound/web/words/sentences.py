"""Sentences that errors tell in English, as the interface says them in Chinese."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "You are signed out.": "您已退出登录。",
    "Sign in again.": "请重新登录。",
    "There is no such page.": "没有这个页面。",
    "The request came from another site.": "请求来自其他网站。",
    "The form is too old or not ours.": "表单已过期，或不是本站的表单。",
    "Load the page again, then repeat.": "请刷新页面后重试。",
    "Something went wrong here, not with you.": "是系统出了问题，不是您的操作有误。",
    "Try again; if it stays, tell an engineer the time and the page.": "请重试；若仍如此，请把时间和页面告诉工程师。",
}
