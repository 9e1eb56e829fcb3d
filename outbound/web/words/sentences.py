"""Sentences that errors tell in English, as the interface says them in Chinese."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "The name or the password is wrong.": "账号或密码不对。",
    "Check both; capital letters matter.": "请核对两者，注意大小写。",
    "Account and password do not match.": "账号与密码不符。",
    "That contact is no longer on this desk.": "这位客户已不在您的工位上。",
    "Reload the page to see the present one.": "请刷新页面查看当前客户。",
    "A contact is still in hand.": "还有一位客户在处理中。",
    "Name its outcome first.": "请先填写结果。",
    "Not every question is answered.": "还有问题没有作答。",
    "Answer or skip what is open, or choose partial.": "请作答或跳过，或选择“部分完成”。",
    "A callback needs its time.": "请选择回电时间。",
    "Choose one of the times offered.": "请从给出的时间中选择。",
    "Ids are exact; capital letters matter.": "编号须完全一致，注意大小写。",
    "The store is locked.": "数据库正忙。",
    "You are signed out.": "您已退出登录。",
    "Sign in again.": "请重新登录。",
    "There is no such page.": "没有这个页面。",
    "The request came from another site.": "请求来自其他网站。",
    "The form is too old or not ours.": "表单已过期，或不是本站的表单。",
    "Load the page again, then repeat.": "请刷新页面后重试。",
    "Something went wrong here, not with you.": "是系统出了问题，不是您的操作有误。",
    "Try again; if it stays, tell an engineer the time and the page.": "请重试；若仍如此，请把时间和页面告诉工程师。",
}
