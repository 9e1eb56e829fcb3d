"""Names for people who do not exist."""

import random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂梅玲红波辉健宁欣怡佳雨晨浩然子涵思远文博雅琴"
    "志国海燕晓东春兰建华小龙玉珍慧"
)
_FIRST = [
    "Alice",
    "Ben",
    "Carla",
    "Daniel",
    "Elena",
    "Frank",
    "Grace",
    "Henry",
    "Irene",
    "Jack",
    "Karen",
    "Leo",
    "Maria",
    "Nina",
    "Oscar",
    "Paula",
    "Quentin",
    "Rosa",
    "Samuel",
    "Tina",
    "Umar",
    "Vera",
    "Walter",
    "Yvonne",
    "Zachary",
    "Amir",
    "Bianca",
    "Chen",
    "Dolores",
    "Erik",
]
_LAST = [
    "Adams",
    "Baker",
    "Costa",
    "Dubois",
    "Evans",
    "Fischer",
    "Garcia",
    "Hughes",
    "Ivanov",
    "Jones",
    "Kumar",
    "Lopez",
    "Martin",
    "Novak",
    "Olsen",
    "Patel",
    "Quinn",
    "Rossi",
    "Silva",
    "Taylor",
    "Ueda",
    "Vargas",
    "Wilson",
    "Young",
    "Zhang",
    "Brooks",
    "Clarke",
    "Diaz",
    "Ellis",
]


def chinese_name(chance: random.Random) -> str:
    """A surname and a given name of one or two characters."""
    given = "".join(chance.choices(_GIVEN, k=1 if chance.random() < 0.25 else 2))
    return chance.choice(_SURNAMES) + given


def english_name(chance: random.Random) -> str:
    """A first and a last name."""
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
