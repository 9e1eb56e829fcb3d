"""How English asks not to be contacted."""

from typing import Final

from outbound.policy.opt_out.english_friends import FILLERS, FRIENDS, PARTS
from outbound.policy.opt_out.pattern import Wording, written

_LIMITS: Final = r"""
\b{not} (?:ever )?{reach}(?: (?:and|or) {reach})?(?: {me}| here| {mine})?(?: up)? {time}\b..
\bno {things} (?:{time})\b..
\b(?:stop|quit) {reaching}(?: {me}| {mine})? {time}\b..
"""

_CLEAR: Final = r"""
# STOP among a few other words
<(?:(?:{refuses}) )*(?:stop|unsubscribe|stopall|stop all)(?: (?:it|them|these|now|all|me|everything
    |today|here|stop|unsubscribe|end|cancel|quit|ok|yes|no|man|bro|mate|dude|right|already|it now
    |messages?|this now|all of (?:it|them|this)))*>
<(?:(?:ok|no) )*(?:cancel|end|quit|revoke|remove|unsub|cancel all|end all)(?: (?:it|me|now|all|stop
    |cancel|ok|them))*>
\b(?:now|else|so|ugh|argh|just|then|interested|busy|anymore|person|number|customer|seriously|enough
    |spam|annoying|harassment|rude|no|kid|child|sake) stop>
<stop (?:i|im|you|youre|who|not|no|dont|wrong|this is|it is|its|it s|or)\b
\b(?:the|your|these|this|those) {things}..\b(?:needs?|has|have|must|got|ought
    |should)(?: got)?(?: to)? (?:stop|end|cease)>
\bmake (?:{kind} )*{things} stop\b
\bwhat do i have to do to (?:make you )?stop\b
# stop calling
\b{cease} (?:ever )?{reaching}(?: up)?(?! from\b)\b(?! (?:data|rates?|prices?|charges)\b)
\b{cease} (?:from )?(?:sending|getting|receiving|giving)(?: me| us
    | out)?(?: (?:{kind}))*(?: {things}\b|>| to (?:{me}|{mine}))
\b(?:{cease}|cancel|suspend|terminate|unsubscribe(?: (?:me
    |us))? from) (?:(?:{kind}) )+(?:{things})\b|\bend (?:(?:{kind}) )+(?!call\b|text\b
    |message\b)(?:{things})\b
\b{cease} (?:it with the )?(?:{things})\b(?! (?:on|to|in) (?:the|video|youtube|app)\b)
\bcancel (?:(?:all|my|the|these|text|sms|those|any) )+(?:texts?|messages?|sms|alerts|reminders
    |surveys?|marketing|promotions)\b
\b(?:desist|cease and desist)\b|\b(?:refrain|abstain) from (?:{reaching}|sending)
\bquit (?:it|bothering)\b|\b(?:knock it off|cut it out|enough|give it a rest|lay off
    |easy) with (?:{kind} )*(?:{things})\b|\b{not} {reach} it>|\bno {reaching} (?:{me}|here|{mine}
    |this)\b
# do not call
\b{not} (?:you )?(?:dare )?(?:ever |even |try to |attempt to |bother to )*{reach}(?: (?:and|or
    |nor) {reach})*(?: to)? (?:{me}|{mine}|(?:him|her|them) (?:again|anymore)|this (?:one|again
    |anymore)|{again})\b(?! (?:a|the) (?:code|details|link|bill)| (?:out|names|an|crazy|sir
    |wrong)\b)
\b{not} (?:ever )?ask(?: (?:me|us))? (?:again|anymore|to (?:do|take|answer|complete|fill))\b
(?<!\bi )(?<!we )\b{not} (?:you )?(?:dare )?(?:ever )?{reach}(?: (?:and|or|nor) {reach})*>
\b(?:dont|never|not to) (?:ever )?send (?:(?:me|us|out|any|more|of
    |anymore) )*(?:(?:{kind}) )*(?:{things}|anything|anymore|more|these|those|this|that|stuff|crap
    |junk|rubbish|nothing|again|me|us|it to|to)\b
(?<!could )(?<!can )(?<!would )\b{not} be (?:contacted|called|texted|messaged|disturbed|bothered
    |surveyed|phoned|rung|included|approached)\b
\b(?:dont|never) (?:use|sell|share|add|include|put|sign) (?:me|us|{mine}|my data)\b(?! (?:on
    |to) (?:a|the|hold))
\b(?:dont|never) (?:sell|market|advertise|promote|pitch|offer)(?: to)? (?:me|us|anything)\b
<dont disturb(?: {me})?>|\bdont (?:call|contact|text|disturb|mail|phone) (?:list|lists|registry
    |register|database)|\bdnc\b
\b(?:mark|set|flag|list|put|register|add)(?: {me}| {mine})? (?:as|to|for|on|to the|on the|on your
    |to your|in your)? ?(?:dont|no) (?:call|contact|text)\b
# no more
\bno (?:more |further |new )?(?:of )?(?:(?:{kind}) )*(?:(?!contact)(?:{things}))(?: (?:to (?:{me}
    |{mine}|this)|from you|from your \w+|ever|again|anymore|here|at all|on this \w+|and no..|or..
    |for me|(?:texts|calls)))*>
\bno (?:more |further )?contact (?:by|via|through|from|ever|again|anymore)\b
\bno (?:more|further) (?:contact|{things})\b(?! (?:left|in|than|dropp\w*|since|go|get)\b)
# lists
\b(?:take|get|drop|pull|kick|keep|leave|want|wipe) (?:{me}|{mine}|my name)(?: (?:and|or) (?:{mine}
    |number|details))? (?:off|out|from)(?:(?: of| from)? (?:this|your|the|that|all|any|future|every
    |these)\b(?! (?:sink|house|way|hold|comfort|car|bed|room|class|hook|loop)\b)|>| (?:please|now
    |stop|it)\b)
\b(?:remove|delete|erase|strike|scrub|scratch|exclude|suppress|deregister|unregister|delist|unlist
    |blacklist|drop|wipe) (?:{me}|{mine})(?: (?:and|or) (?:{mine}|name|number|details))*(?: (?:off
    |from|out|in|on|to|now|stop)\b|>)
\b(?:take|get|remove|delete|have) (?:it|this|that|this one|this phone|this line) (?:off|from
    |out of) (?:your|the|any|all)\b
\b(?:get|come|be) (?:my (?:number|name) )?off (?:of )?(?:this|your|the|that) (?:list|lists
    |database)\b
\b(?:be|get|been|being|am|i m) (?:removed|taken|deleted|excluded|unsubscribed|opted|erased)(?: off
    | from| out)?..\b(?:list|lists|database|databases|records|system|mailings?|surveys?|calls
    |campaigns|texts|messages)\b
\bwant (?:off|out of|to (?:be|get) (?:off|removed from|taken off)) (?:this|your|the|that) list
    |\bwant to be (?:removed|taken off)\b
\bunsub(?:scribe|scribed|scribing|scription|bed|s)?\b
\bopt(?:ing|ed)? ?(?:me |us |my number |this number )?out\b|\boptout\b
\b(?:leave|let) (?:me|us|him|her|{mine}|my \w+|(?:my|our) \w+ \w+) (?:alone|in peace)\b|\b(?:leave
    |let) (?:me|us) be>
\b(?:lose|forget|burn|bin) (?:my|this) number\b
# wanting
\b(?:dont|never|not) (?:want to )?(?:get|receive) (?:any|anymore|more|another)(?: of)? (?:these|this
    |them|those|your)\b
\bprefer(?: you| that you)? (?:not|dont|no|never)\b..\b(?:{things}|contacted|called|texted|messaged
    |surveyed|call|text|contact|message)\b
\b(?:nobody|no one|noone)(?: here)? (?:wants|needs|likes) (?:your|these|this
    |any)\b..\b(?:{things})\b
\b(?:dont|never) send(?: {me})? (?:any )?(?:promotional|marketing|advertising|sales)\b
\brequest(?:ing|ed)? (?:you )?(?:to|that you|for you to) (?:stop|be removed|be taken|opt out|cease
    |remove)\b|\bmy request to stop\b
\b{wanting} (?:like |care |appreciate |want|wanted|wish|need|desire|agree|consent|accept
    |authori[sz]e)(?: \w+){0,6} (?:{things}|contacted|called|texted|messaged|disturbed|bothered
    |surveyed|hear from|calling|texting|messaging|contacting|ringing|phoning|(?:you|anyone
    |people) to (?:call|text|contact|message|ring|phone)|on (?:your|this|the) list|(?:call|text
    |contact|message) (?:me|us)|from you)\b
\brather (?:you )?(?:not|dont|didnt) (?:get|receive|be|hear|call|text|contact|have)\b
\b(?:revok|withdraw|retract|rescind|remov|cancel|den|refus
    |withh[eo]ld)\w* (?:my |all |any |our |the |previous |prior )*(?:consent|permission
    |authori[sz]ation)
\b(?:consent|permission
    |authori[sz]ation) (?:to \w+ (?:me )?)?(?:is |has been |has |was )*(?:withdrawn|revoked|denied
    |removed|cancell?ed|rescinded)
\b(?:dont|no|not|never|lack) (?:have |got )?(?:you )?(?:my |any )?(?:consent|permission
    |authori[sz]ation) to (?:{reach})
\bdont consent\b
\bobject to (?:the |any |all |your |being |receiving |getting )*(?:processing|direct|marketing
    |contacted|called|{things}|{reaching})
# or else
\b(?:call|text|contact|message|ring|bother|harass|phone)(?: {me}| here| {mine})? (?:one more time
    |again|once more)\b.*\b(?:report|sue|suing|complain|lawyer|solicitor|attorney|police|regulator
    |fcc|ftc|ofcom|ico|legal|court|charges)
\bstop (?:\| )?or (?:i|we|else)\b
"""

_DOUBTFUL: Final = r"""
<(?:(?:just|you|then|now|so|oh|and|can you|will you) )*(?:go away|get lost|piss off|fuck off|f off
    |bugger off|buzz off|sod off|shove off|naff off|eff off|back off|get stuffed|drop dead
    |go to hell|screw you|screw off|shut up|fuck you|get a life|clear off)(?: (?:now|you|all|off|and
    |man)\b..)*>
<(?:(?:this (?:is|number is)|it s|its|you are|reported(?: as)?|marked as|junk|obvious|more|just|is|a
    |another|spam) )*(?:spam|spammers?|scam|scammers?)>
\breport(?:ed|ing) (?:this|you|it|your|that|as|the)..\b(?:spam|harassment|scam)\b
\b(?:this|these|it|calls|texts|messages|that) (?:is|are|s) (?:pure |just |plain )?harass(?:ment
    |ing)\b
<(?:you (?:have|ve|got|have got|ve got|have reached|are calling)|this is|it s|its|i think|think|have
    |got) ?(?:the |a )?wrong (?:number|person)\b|<wrong (?:number|person)>
\b(?:why|how many times|how often|how many)\b(?!..\b(?:i|we) (?:keep|have))..\b(?:{reaching}|call
    |text|message|contact|ring|bother) (?:{me}|{mine}|here|this)\b
\b(?:you|they) (?:keep|kept|constantly|are always|always keep|just keep|wont quit) {reaching}\b
\b(?:never|didnt|dont remember|did nt|not|dont) (?:sign\w* up|subscrib\w*|ask\w* (?:for
    |to get) (?:this|these|your|any|it|them)|agree\w* to (?:this|these|be)|opt\w* in
    |request\w* (?:this|these)|(?:give|gave|given) (?:you )?(?:my |any )?(?:consent
    |permission))\b(?!..\b(?:{ours}|service|charged?)\b)
<enough (?:already|is enough)>|\b(?:had enough|sick|sick and tired|tired|fed up)(?: of
    | with)? (?:your|these|this|the|all|getting|receiving|you)..\b(?:{things}|{reaching})\b
\b(?:hate|cant stand|annoyed by
    |despise) (?:getting |receiving |your |these |the |all )+(?:{things})\b
<(?:(?:just|can you|could you|will you|would you|you can|go ahead and|then) )*block (?:me|us
    |{mine})\b|\b(?:im|i m|ill|i ll|i will|will|gonna|going to|am) (?:be )?(?:block
    |report)(?:ing)? (?:you|this number|your number)\b
<(?:count me out|leave me out(?: of (?:this|it))?|no more|cancel (?:this|that)|end (?:this|it|that)
    |stop (?:this|that|all this|all that)|quit this|cut it out|knock it off|give it a rest|get off
    |no contact|leave it alone|stop wasting my time)>
\b(?:stop|quit) sending\b
\b(?:stop|quit|cease|end|avoid|rid of|turn off|switch off|disable|deactivate) (?:\w+ ){0,4}(?:texts
    |texting|messages|messaging|sms|surveys?|promotions|promos|marketing|spam)\b
# a net: no ... call me
\b(?:stop|stopping|quit|cease|dont|never|not|nor|no|without|lay off|leave off|enough|refuse|decline
    |avoid|against)(?: \w+){0,4} (?:{reach}|{reaching})\b(?: \w+)? (?:me|us|{mine}|this (?:number
    |phone|line|mobile)|again|anymore)\b
\b(?:no|not|dont|never|stop|quit|cancel|block|refuse|without|sick|tired|enough|last|cease|unwanted
    |hate|rid)\b(?: \w+){0,5} (?:your|these|those|such|another|further) (?:\w+ )?(?:{things}
    |number)\b(?! (?:not|are|is|were|go|went|even|dont|do)\b)
\b(?:your|these|those|such) (?:\w+ )?{things}\b(?: \w+){0,3} (?:not (?:welcome|wanted|allowed|ok)
    |unwelcome|unwanted|never|annoying|bother me|disturb me|enough)\b|\b(?:dont|not) (?:welcome
    |accept|want|take|answer) (?:any |such |more )?(?:{things})\b
\b(?:attempt|try|trying) to (?:reach|get hold of|contact) (?:me|us)\b|\bget rid of (?:my
    |this) (?:number|name)|\bdone with (?:your|these) (?:{things})|\blast time you (?:call|text
    |contact|message|ring)\b|<i want out>|\bcancel (?:me|us) from\b
<no {things} (?:i|im|we|my|at|or|if|this)\b|\b(?:must|should|do|have) i (?:to )?(?:say|reply|text
    |tell you|write|send) stop\b|\b(?:delete|remove|erase|take) my \w+ (?:off|from) (?:your|the
    |ur) \w+
\b(?:lay off|ease off|back off|leave off)(?: \w+){0,2} (?:{things}|{reaching})\b|\b(?:these|this
    |them|{things}) to (?:stop|end|cease)>|\b(?:on|off) your (?:\w+ )?list\b
<(?:this|that|it|these)(?: all)? (?:has|needs|must|have|need|got)(?: got)?(?: to)? stop>
\bwant (?:it|this|them|these|that|the \w+) to stop>
\b(?:delete|erase|remove|wipe) (?:all )?(?:of )?(?:my|our) (?:personal |private )?(?:data
    |information|info|record|records)\b(?! (?:cap|limit|pack|plan|roaming|allowance))
\b(?:on|in) (?:the|your) dont (?:call|contact)\b
\bdont (?:call|text|contact|message|ring|phone|disturb)\b(?! (?:it|them|yourself|you|him|her|that
    |this|the|those|anyone|people|my|your|back|each|to)\b)|\bdont call the\b
"""

_LATER: Final = r"""
\b(?:call|text|ring|try|contact|message|phone)(?: {me})?(?: back| again)? (?:later|tomorrow|tonight
    |next|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|another (?:time|day)|in the (?:morning
    |evening|afternoon)|after|in an? )|\bi (?:meant|mean)\b
\b(?:call|ring|phone|text|use) (?:my|the) (?:mobile|cell|other|home|new|landline|wife|husband|son
    |daughter)\b
"""

ENGLISH: Final = Wording(
    "en",
    written(FILLERS, PARTS),
    written(FRIENDS, PARTS),
    written(_LIMITS, PARTS),
    written(_CLEAR, PARTS),
    written(_DOUBTFUL, PARTS),
    written(_LATER, PARTS),
)
