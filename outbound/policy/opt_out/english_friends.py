"""The parts of English patterns, and the false friends: what only sounds like an opt-out."""

from typing import Final

from outbound.policy.opt_out.pattern import named

PARTS: Final = named(r"""
reach: text|call|message|contact|ring|phone|telephone|dial|bother|spam|harass|disturb|pester|annoy
    |survey|sms|email|mail|bug|hassle|hound|stalk|solicit|nag|badger|approach|cold call|reach out
    |robocall|poll|write|chase|trouble
reaching: (?:text|call|messag|contact|ring|phon|telephon|dial|bother|spamm|harass|disturb|pester
    |annoy|survey|smsing|email|mail|bugg|hassl|hound|stalk|solicit|nagg|badger|approach|cold call
    |poll|reaching out|robocall|writing to|writing me|chas|troubl|ask(?:ing)? (?:me|us)|advertis
    |market|promot|blow|target)(?:ing|in)?
things: calls?|texts?|messages?|sms|smses|surveys?|spam|robocalls?|notifications?|alerts|reminders
    |communications?|correspondence|promos?|promotions?|offers|ads?|adverts?|advertising|marketing
    |newsletters?|emails?|solicitations?|questionnaires?|polls|contact|contacts|campaigns?|deals
    |harassment|crap|junk
kind: the|all|of|any|your|these|those|this|that|with|further|more|such|marketing|sales|promotional
    |promo|advertising|survey|annoying|stupid|silly|unwanted|unsolicited|text|phone|sms|random
    |endless|constant|daily|automated|and|or|customer|satisfaction|feedback|spam|future|direct
    |telephone|voice|nuisance|cold|da|dis|dat|dese|them|kind|kinds|sort|sorts|freaking|ridiculous
me: me|us
mine: (?:my|our|this) (?:[a-z]+ )?(?:number|phone|line|mobile|cell|landline|telephone|house|home
    |family|wife|husband|mother|mom|mum|father|dad|son|daughter|kids?|parents|office|work|name
    |details|contact|info|information|name and number|phone number|people|place)
ours: plan|plans|tariff|packs?|packages?|roaming|contract|bundle|family|music|netflix|insurance
    |paper|bill|bills|billing|subscription|app|tv|sports?|voicemail|tune|tunes|ringtones?|spotify
    |youtube|data|broadband|wifi|internet|cloud|autopay|auto pay|direct debit|charge|charges|fee
    |fees|cap|account|card|waiting list|queue|hold|order|appointment|renewal|delivery|add on|addon
    |network
refuses: ok|no|yes|so|and|well|but|again|just|enough|then|now|never mind|not interested|no interest
    |im busy|i m busy|busy|wrong number|wrong person|not me|reply|rely|repl|replying|answer
    |answering|i am|i m|(?:i )?(?:said|say|mean|reply|text|vote|choose|repeat|want|told (?:you|them)
    |asked (?:you|them))(?: to)?|(?:can|could|will|would|wont|cant|when will|why dont|why wont) you
    |you (?:must|should|can|have to|need to)|how do i(?: make (?:it|this|these|you|them))?|how to
    |make (?:it|this|them|you)|want (?:it|you|this|them|these) to|how many times do i have to (?:say
    |tell you)(?: to)?
time: at (?:work|night|home|my|this|that|these|those|the office|all hours|dinner|lunch|weekends?)
    |on (?:week|sun|mon|tues|wednes|thurs|fri|satur|holiday|my|the week)\w*|in the|during|after
    |before|so (?:early|late|often|much)|too (?:early|late|often|much)|when|every|outside|past
    |between|early|late|this (?:early|late|often)
cease: stop|(?:if|that|wish) you stopped|quit|cease|halt|discontinue|refrain from|no more|not be
    |knock off|stp
not: dont|never|not to|to never|not|nor|must ?nt|shouldnt|may not
wanting: dont|no longer|never|didnt|nor|not|wont|rather not|would not
again: again|anymore|any longer|ever|no more|here|back|please|at all|period|or else|for any reason
""")

FILLERS: Final = r"""
\b(?:please|pls|plz|plse|plss|kindly|hey|hi|hello|okay|thanks|t[ha]+nk you|thx|ty|cheers|sir|madam
    |guys|everyone|dear|immediately|asap|right now|straight away|right away|at once|from now on
    |really|once and for all|fuckin|fucking|fking|bloody|damn|damned|goddamn|effing|ffs|lol|simply
    |for god s sake|for gods sake|for the love of god|good (?:morning|afternoon|evening)|sorry but
    |sorry|for the last time|for good|forever|hereby|actually|seriously|god|omg)\b
"""

FRIENDS: Final = r"""
# not stopping: "don't stop the service", "I can't stop using it"; but "you won't stop calling me"
(?<!why )(?<!you )(?<!they )\b(?:dont|never|not|cant|couldnt|wont|wouldnt|didnt|doesnt|without
    |no need to) (?:ever |want to |wish to |mean to |need to |like to |going to |try to |ask to )*(?:stop
    |stopped|stopping|stops|unsub\w*|opt (?:me )?out|remove|delete|cancel\w*|end|quit|revoke|block
    |take (?:me|my \w+) (?:off|away)|take off|forget|lose|leave (?:me|us) without)\b..
# what somebody does or does not do, told: "you never call me", "I do not text much"
(?<!telling )(?<!told )(?<!tell )(?<!asked )(?<!asking )(?<!warning )(?<!sure )(?<!that )(?<!rather )(?<!prefer )(?<!if )\b(?:i
    |we|they|he|she|you|people|nobody|staff|agents?) (?:dont|never|wont|didnt|cant)(?: even
    | ever)? {reach}\b(?!..\b(?:again|anymore|any longer)\b)(?! surveys?\b)..
# another time: "don't call me today"
\b{not} (?:ever )?{reach}(?: {me}| here| {mine})? (?:\w+ )?(?:now|today|tonight|tomorrow|yet|until
    |till|at the moment|while|this (?:morning|afternoon|evening|week)|just yet|right now)\b(?! or)..
# what others do to them: "stop scam calls from strangers"
\b(?:calls|texts|messages|spam|contact)(?: \w+)? from (?:other|unknown|strange|scam|abroad|third
    |people|companies|telemarket|different|foreign|overseas|my ex|fraud|random)..
\b(?:block|filter|prevent|bar|report) (?:the |all |these |any )?(?:scam|spam|nuisance|unknown
    |international|robo|fraud\w*|cold|premium|incoming|private) ?(?:calls?|texts?|messages?
    |numbers?)
\b(?:turn|switch|set|put|is|was|use|using|mode) (?:on |off |my )*dont disturb|dont disturb (?:mode
    |function|setting|feature)..
# services: "take me off the family plan"
\b(?:unsub\w*|opt(?:ing|ed)? (?:me |us )?out|take {me} off|take {mine} off|remove {me}|remove {mine}
    |delete {mine}|get {me} (?:off|out)|exclude {me}|drop {me}
    |cut {me} off)\b..\b{ours}\b(?!..\b(?:texts?|messages?|sms|calls?|marketing|list|surveys?)\b)..
\bconsent\b..\b(?:for|to)\b..\b(?:{ours}|pay|extra|service)\b..
# what goes wrong: "stop the calls dropping"
\b(?:calls?|texts?|messages?|sms) (?:from )?(?:being |getting |to |just |keep )?(?:dropp?|cut|fail
    |break|disconnect|lag|freez|delay|going|go |goes|arriv|com(?:e|ing) (?:late|through)|lost
    |interrupt|start|(?:stop|end)\w* (?:after|every|when|in|while|dropp|at|then)|stops|ends)\w*..
(?<!sure )\bi dont (?:get|receive) (?:my|the|your) ..|\bwhy (?:didnt|dont|wont|doesnt|cant) (?:you
    |he|she|they|anyone|nobody|anybody|somebody)\b(?! stop)..|\bdropped (?:calls|messages)|(?:drop
    |dropping|losing|lose|missing|miss|blocking|delaying|cutting) (?:my |our |the |all )*(?:calls
    |texts|messages|sms)..
\bstop calling (?:it|yoursel\w+|that)\b(?! number)..|stop calling this (?:a|an|the|service|support
    |network|offer|deal|plan|5g|unlimited)\b..
\bstop calling me (?:sir|mr|mrs|ms|miss|dear|by|names|madam|a|an|the)\b..
\b(?:stop|{not}) (?:send|sending) (?:me |us |out )?(?:(?:the|my|any|so|many|your|wrong|these|those
    |late|duplicate|printed|a|an) )*(?:paper|posted|bills?|invoices?|statements?|letters?|post
    |parcels?|routers?|technicians?|engineers?|sims?|phones?|equipment|boxes|codes?|data|money)..
# what there is none of: "no more texts left in my bundle"
\b(?:is|are|was|were|have|has|had|got|get|gets|getting|with|receive|received|see|there|there s|made
    |make|makes|still|need|need some) no (?:more )?{things}..
\bno (?:more )?(?:{kind} )*{things} (?:left|go|goes|went|came|come|comes|arrive|arrived|received
    |since|get|got|work|worked|connect|through|in|until|was|were|are|is|for|made|yet|last
    |from (?:you )?(?:since|yesterday|anyone))\b..
\b(?:need|want|like|have|get|give me|wish for|more|extra|free|unlimited|some|include|included
    |add) (?:more|extra|free|unlimited|some) (?:{kind} )*{things}\b..
\b(?:pay|paying|charge|charged|charging|bill|billed|lose|losing|miss|missing|wait|waiting|change
    |switch|have to|having to|(?<!you )(?<!they )keep|i keep on) (?:to )?(?:for )?(?:\w+ )?(?:calls?
    |calling|texts?|texting|messages?|sms|contact)\b..
\b{things} stop sending|\bstop call (?:forward|wait|divert|bar|record)\w*|\b(?:quit
    |stop) asking (?:me )?(?:for|to (?:log|sign|enter|confirm|update|restart))\b..|\b(?:dont|no
    |not) need (?:to|you to|for you to) (?:call|text|phone|ring)\b(?!..\bagain)..
\btext(?:ing)? (?:while|and) driving|\bstart \| stop|\bstop \| start|\bstop and (?:go|start)
\b(?:gave|give|given|typed?|entered|put|wrote|i have|i had|my|old|pressed
    |sent) (?:you )?(?:in )?(?:the |a )?wrong number..
\b(?:lost|forgot|forgotten|change|keep|losing|changing) (?:my|this) number|\bwhy (?:is|was|did|have
    |has)..block..
\bdont (?:forget|hesitate|lose|mind|understand|know|remember|worry)\b..
<(?:can|could|may|might|would|will) not be\b..
\b(?:was|were|am|are|is|been|got|have|has|had|why) not (?:contact|call|text|messag)\w*..
"""
