"""The alarms of processes, which the engine tells in English, as the interface says them in Chinese."""

import re
from typing import Final

ALARM_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"The store cannot be used: (?P<rest>.+)\.", "数据库无法使用：{rest}。"),
        (r"Nothing is placed for now: (?P<rest>.+)\.", "暂停外呼：{rest}。"),
        (
            r"The (?P<name>\w+) loop has not come round for (?P<count>\d+) seconds: .+",
            "{name} 循环已有 {count} 秒没有动静：本进程结束，等待重新启动。",
        ),
        (
            r"(?P<name>[\w -]+): (?P<own>\w+) at (?P<rest>\S+:\d+ \S+)",
            "程序出错：{name}（{own}，{rest}）",
        ),
    )
)
