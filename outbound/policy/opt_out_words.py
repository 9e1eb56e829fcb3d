"""The words by which people ask not to be contacted, in five languages, and their false friends.

Patterns are matched against text in lower case, without accents, in simplified characters and with
single spaces. What names a service of ours ("退订彩铃", "take me off the family plan") is an order,
not an opt-out.
"""

import re
from typing import Final

KEYWORDS: Final = frozenset(
    {
        "stop", "stopall", "unsubscribe", "unsub", "cancel", "end", "quit", "revoke", "optout", "remove",
        "t", "td", "n", "r", "0000", "00000", "txgb", "退订", "拒收", "退", "停止", "取消订阅", "停发",
        "baja", "parar", "cancelar",
        "arret", "desabonner",
    }
)  # fmt: skip
"""Count as a whole message only, whatever the case, the width, the spaces and the punctuation."""

CONFIRMED_BY_CARRIER: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
"""Whole messages that the carrier itself answers, so that we must not answer them again."""

TRADITIONAL: Final = str.maketrans(
    "別電話發訊擾聯絡繫訂請騷給簡資傳煩們從單刪這來後號碼許準銷廣營動繼續遠對謝絕個誰總聽為進會開關錄請處業務費",
    "别电话发讯扰联络系订请骚给简资传烦们从单删这来后号码许准销广营动继续远对谢绝个谁总听为进会开关录请处业务费",
)
"""Traditional characters of these words to simplified ones, of the same count."""

_OURS_ZH = "(套餐|业务|彩铃|流量|会员|宽带|合约|包月|自动续费|漫游|保险|固话|副卡|视频|音乐)"
_OURS_EN = r"(plan|tariff|packs?|package|roaming|contract|bundle|family|music|netflix|insurance|paper|bills?|subscription|service)"
_OURS_ES = r"(linea|plan|servicio|paquete|contrato|roaming|seguro)"
_OURS_FR = r"(forfait|ligne|service|option|contrat|assurance)"

_STOP_ZH = "(别|不要|勿|甭|莫|不许|不准|停止|禁止|不得|不需要|无需)"
_HOW_ZH = "(再|老是?|总是?|继续|给我|跟我|向我|对我|一直|天天|每天|随便|乱|来|你们?|们|随意|主动)*"
_CALL_ZH = (
    "(打(?!折|游戏|球|开|印|工|车|算|败|字|卡|包|碎|架|死|赏|断|不通|听)"
    "|发(?!票|现|展|生|热|烧|货|财|布|挥|愁|呆)|骚扰|打扰|联系|联络|来电|致电|烦我|烦了|推销|推送|呼叫|拨打|传讯|传简讯|回访|群发)"
)
_TALK_ZH = "(短信|电话|来电|信息|消息|骚扰|推销|营销|广告|联系|打扰|回访|调查|简讯|讯息|推送|垃圾)"

_POLITE_EN = r"(please|pls|plz|plse|now|ok|okay|hey|hi|just|thanks|thank you|thx|already|immediately|asap|right now|it|this|that|all|everything|sir|madam|guys|forever|for good)"
_REACH_EN = r"(send(ing)?|text(ing)?|call(ing)?|messag(e|ing)|contact(ing)?|bother(ing)?|ring(ing)?|phon(e|ing)|spam(ming)?|harass(ing)?|disturb(ing)?|pester(ing)?|annoy(ing)?|survey(ing)?|sms(ing)?|email(ing)?)"
_THINGS_EN = (
    r"(calls?|texts?|messages?|msgs?|sms(es)?|surveys?|contact|spam|phone calls|robocalls?|txts?)"
)
_ME_EN = (
    r"(me|us|again|this (number|phone|line)|here|my (number|phone|wife|mother|husband)|any ?more)"
)

WORDING: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (language, re.compile(pattern))
    for language, pattern in (
        # Chinese
        ("zh", f"{_STOP_ZH}{_HOW_ZH}{_CALL_ZH}"),
        ("zh", f"不用(再|给我|跟我)+{_CALL_ZH}|不用(打|发|联系|回访)(电话|短信|信息|我)?(了|啦|$)"),
        ("zh", f"(不想|不愿意?|不希望|不再)(再|继续|被|收到?|接到?|接收|接听|接受|看到|你们的?|任何|这种|这些|此类|什么)+{_TALK_ZH}"),
        ("zh", f"(拒绝|谢绝|拒接|不接受|不接)(一切|任何|你们的?|所有|这种|此类|接收|接听|再|收到|各种)*{_TALK_ZH}"),
        ("zh", "不要(这种|这些|此类|你们的?|任何|再有)*(骚扰|推销|营销|广告|垃圾)"),
        ("zh", "(名单|列表|通讯录|数据库|系统)(里|中|上)?(面)?(把我)?(的号码|的电话)?(删|移|去掉|拿掉|除名)"),
        ("zh", "(删除|删掉|移除|去掉|删了)(我|本人)的?(号码|电话|手机|联系|信息|资料|名字)"),
        ("zh", "把我(的?(号码|电话|手机号?|名字))?(删|移|去|拉黑|除)|(拉|加入?|进|列入)黑(名单)?"),
        ("zh", "(再|还)(打|发|骚扰|来).{0,8}(投诉|举报|报警|起诉|工信部|12300|12321)"),
        ("zh", f"(?<!不)(?<!没)(?<!没有)(?<!不想)(?<!不要)退订(?!.{{0,6}}{_OURS_ZH})|拒收"),
        ("zh", "取消(接收|发送|推送|订阅|短信提醒|回访)"),
        ("zh", "停(止|掉)?(发送?|推送)?(短信|信息|来电|骚扰)"),
        # English
        ("en", rf"^({_POLITE_EN} )*(stop|unsubscribe|quit|cancel)( {_POLITE_EN})+$|^({_POLITE_EN} )+(stop|unsubscribe|quit)( {_POLITE_EN})*$"),
        ("en", rf"\bstop (ever )?(please )?(send|text|call|messag|contact|bother|ring|phon|spamm|harass|disturb|pester|annoy|survey|sms)ing( {_ME_EN}| these| this| that|$| {_POLITE_EN}| {_THINGS_EN}| so)"),
        ("en", rf"\bstop (all |the |your |these |those |with the |with these |any |marketing |sales |promo\w* |advert\w* )*{_THINGS_EN}( to me| now| {_POLITE_EN})*$"),
        ("en", rf"\b(do not|don'?t|dont|never|no) (you )?(dare )?(ever )?(please )?{_REACH_EN} (to )?{_ME_EN}\b"),
        ("en", rf"\b(do not|don'?t|dont|never) (you )?(ever )?{_REACH_EN}( {_POLITE_EN}| ever| again)*$"),
        ("en", rf"\bno (more|further) (of (these|this|your) )?(marketing |sales |promo\w* |annoying |survey )*{_THINGS_EN}\b"),
        ("en", rf"\b(take|remove|delete|get|drop|erase|strike) (me|us|my (number|name|phone|details|contact)|this number)\b(?!.*\b{_OURS_EN}\b)( (off|from|out)|$| {_POLITE_EN})"),
        ("en", rf"\bunsub(scribe)?\b(?!.*\b{_OURS_EN}\b)"),
        ("en", rf"\bopt(ing|ed)? ?-?(me |us )?-?out\b(?!.*\b{_OURS_EN}\b)"),
        ("en", r"\b(leave|let) (me|us) (alone|be)\b|\b(lose|forget) my number\b|\bcease and desist\b"),
        ("en", r"^(please )?do not disturb( me)?$|^(just )?(go away|f\w*k off|piss off|bugger off|get lost)\b"),
        ("en", rf"\b(don'?t|dont|do not|no longer) (want|wish|need) (to )?(get|receive|be|hear|any|more|your|these|this|you)\b.*\b({_THINGS_EN}|contacted|called|texted|disturbed|bothered|from you|calling|texting)"),
        ("en", r"\b(revoke|withdraw|retract) (my |all )?consent\b"),
        ("en", r"\b(i said|told you( to)?|asked you to|you must|will you|can you|could you|would you)( all)?( please)? stop( it| this| please)?$"),
        ("en", r"[,.;!:-] ?stop$|^stop[,.;!:-]+ (?!.*\b(bill|charg|dropp)\w*)"),
        ("en", r"\b(block|blacklist) (me|my number)\b|\bdo not (call|contact) list\b|\bdnc\b"),
        # Spanish
        ("es", r"^(por favor |ya )*no mas( por favor| gracias| ya)*$|\bno mas (mensajes|llamadas|sms|textos|spam|encuestas)\b"),
        ("es", r"\b(no|nunca|ni) (me |nos |le )?(vuelva[ns]? a )?(llame[ns]?|escriba[ns]?|mande[ns]?|envie[ns]?|moleste[ns]?|contacte[ns]?)\b( mas)?|\bno (me |nos )?vuelva[ns]? a (llamar|escribir|mandar|enviar|molestar|contactar)"),
        ("es", r"\b(deje[ns]?|deja|dejad|pare[ns]?|para|basta|cese[n]?) (ya )?de (llamar|escribir|mandar|enviar|molestar|contactar|hostigar)"),
        ("es", rf"\b(dar(me)?|dame|deme|denme|quiero|solicito|pido) (de )?(la )?baja\b(?!.*\b{_OURS_ES}\b)"),
        ("es", r"\b(borre[n]?|borra|elimine[n]?|elimina|quite[n]?|quita|saque[n]?|saca)(me| mi (numero|telefono|nombre)|(me)? de (la|su|esta) lista)"),
        ("es", r"\bno (quiero|deseo) (recibir )?(mas |sus |estos |estas )*(mensajes|llamadas|sms|textos|encuestas|publicidad|que me (llamen|contacten|escriban|molesten))"),
        ("es", r"^(ya )?basta( ya)?$|\bdeje[n]?me en paz\b|\bcancelar (mensajes|sms|suscripcion)\b"),
        # French
        ("fr", r"\b(arretez?|arreter|cessez|stoppez|stop)( svp| s'il vous plait)?,?( (de|d'|les|vos|ces|aux))? ?(me |m'|nous )?(appeler|contacter|envoyer|ecrire|deranger|harceler|messages?|sms|appels)\b|^(svp |merci d'|de grace )*arretez?r?( svp| ca| tout)*$"),
        ("fr", r"\bne (plus )?(m'|me |nous )(appele[rz]|contacte[rz]|ecrivez|ecrire|envoye[rz]|derange[rz]|rappele[rz]|telephone[rz])|\bne (m'|me |nous )?\w+ plus jamais\b"),
        ("fr", r"^(svp )?plus (de |d')(appels?|sms|messages?|sondages?)( svp| merci)*$"),
        ("fr", rf"\b(desabonn\w+|desinscri\w+)\b(?!.*\b{_OURS_FR}\b)"),
        ("fr", r"\b(retire[zr]|supprime[zr]|enleve[zr]|efface[zr])[- ]?(moi|mon (numero|nom|contact)|mes coordonnees)"),
        ("fr", r"\blaisse[zr]?[- ](moi|nous) tranquilles?\b|\b(fichez|foutez)[- ]moi la paix\b"),
        ("fr", r"\b(ne )?(veux|souhaite|desire) plus (recevoir|etre (appelee?|contactee?|derangee?)|de vos)"),
    )
)  # fmt: skip
"""Language and pattern, tried in order."""

SELLING: Final = re.compile(
    r"\b(marketing|promo\w*|adverts?|advertis\w+|ads|sales|publicidad|publicite|promocion\w*|demarchage|offers)\b|推销|营销|广告|促销|推广"
)
"""The person speaks of selling: all else may go on."""

INSTEAD: Final = re.compile(
    r"\b(text|sms|message) (me )?(instead|only|is (fine|ok))\b|\b(just|only) (text|sms)( me)?$"
    r"|(可以|请|就|直接|只)(给我)?(发短信|发信息)(就|即|吧|可以|行|$)|短信(联系|就行|就好|即可)"
)
"""Calls are unwelcome, messages are asked for."""
