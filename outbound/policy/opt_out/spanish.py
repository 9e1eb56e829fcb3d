"""How Spanish asks not to be contacted, and what in it only sounds so; without accents."""

from typing import Final

from outbound.policy.opt_out.pattern import Wording, named, written

_PARTS: Final = named(r"""
call: habl(?:e|en|es|enme)|mensaje(?:e|en|es)|ll?am(?:e|en|es|eis|enme|eme)|marqu(?:e|en|es)
    |telefone(?:e|en)|contact(?:e|en|es|eis|enme)|molest(?:e|en|es|eis|enme)|fastidi(?:e|en|es)
    |insist(?:a|an|as)|jod(?:a|an|as)|acos(?:e|en|es)|hostigu(?:e|en)|busqu(?:e|en)|comuniqu(?:e|en)
    |escrib(?:a|an|as|ais|anme)|textee?(?:n|s)?|jorob(?:e|en)|ching(?:ue|uen)|encuest(?:e|en)
send: mand(?:e|en|es|eis|enme)|envi(?:e|en|es|eis|enme)|pong(?:a|an)|pas(?:e|en)|ofrezc(?:a|an|as)
    |vend(?:a|an|as)|hag(?:a|an|as)|propong(?:a|an)
to_call: (?:estar \w+ndo|llamar|escribir|mandar|enviar|molestar|contactar|hostigar|acosar|fastidiar
    |joder|insistir|ofrecer|vender|chingar|spamear|marcar|textear|jorobar|hinchar|comunicar
    |bombardear|encuestar|promocionar|romper)(?:me|nos|le|les|se)?
me: me|nos|le|les|la|lo
or_else: denunci\w*|demand\w*|reporto|reclam\w*|policia|abogado|ocu|facua|profeco|consumidor|juzgado
    |legal
things: llamadas?|mensajes?|sms|textos?|spam|encuestas?|publicidad|promociones|promos?|ofertas?
    |correos|emails?|avisos|notificaciones|comunicaciones|comunicados|contacto|anuncios
    |cuestionarios|whatsapps?|telemarketing|propaganda|mensajitos|llamaditas|envios
kind: mas|sus|los|las|estos|estas|esos|esas|tus|vuestros|vuestras|tantos|tantas|ningun|ninguna|ni|un
    |una|la|el|de|recibir|otra|otro|su|con|todos|todas|este|esta|tipo|clase|ese|esa|comerciales
    |publicitarios|a|mis|y|o|otros|otras|estoy|este tipo de
ours: plan|planes|linea|lineas|servicio|internet|fibra|roaming|contrato|seguro|paquete|datos|buzon
    |cable|television|tv|netflix|factura|recibo|cargo|cargos|cobro|cobros|descuento|cita|pedido|bono
    |tarifa|router|deco|abono|telefono fijo|espera|portabilidad|operador|compania|gimnasio|fijo
    |movil
time: al trabajo|en el trabajo|a mi trabajo|tan (?:temprano|tarde|seguido)|muy (?:temprano|tarde)
    |los (?:domingos|sabados|fines|feriados|lunes|festivos)|el (?:domingo|sabado|fin)
    |por las? (?:noches?|mananas?|tardes?)|de noche|de madrugada|despues de|antes de|a (?:estas
    |esta hora|las|mediodia|la hora)|en (?:la noche|la manana|horas|horario|fin|domingo|la tarde
    |horario)|cuando|entre|fuera de
soon: ahora(?! en adelante)|hoy|todavia|manana|esta (?:noche|tarde|semana|manana)|hasta|por ahora
    |mientras|por el momento|de momento|aun
""")

_FILLERS: Final = r"""
\b(?:por favor|porfa|porfavor|x favor|xfavor|gracias|muchas gracias|hola|buenas|buenos dias
    |buenas (?:tardes|noches)|oiga|oigan|oye|disculpe|disculpen|perdon|senor|senores|senorita
    |inmediatamente|un saludo|saludos|ya|le pido que|les pido que|le ruego que|les ruego que
    |se los pido|de una vez|por dios|carajo|coño|cono|mierda|de inmediato|atentamente|ok|porfis)\b
"""

_FRIENDS: Final = r"""
\bno (?:se )?(?:par(?:a|an|e|en|es)|dej(?:a|an|e|en|es|o)) (?!(?:de )?(?:{to_call})\b(?: (?:mas
    |a))?>)(?:el|la|los|las|de)\b..
\bno dej(?:e|en|es) de (?:avisar|llamar|enviar|mandar|informar|escribir)\w*..
\b(?:se|la|lo|me) para\b(?! ya)|\bpara (?:nada|mi)\b
\bno (?:{me} )?(?:{me} )?(?:{call}|{send})(?: \w+){0,2} (?:{soon})\b(?! ni)..
    |\b(?:{soon}) no (?:{me} )?(?:{call})\b..
\bno (?:{me} )?(?:quiero|quiere|den|dieron|cancelen|deseo|pedi|borren|borre|eliminen|quiten|quite
    |quitarme|quieren) (?:{me} )?(?:darme|dar|den|de|la|el|mi|borr\w*|elimin\w*)? ?(?:de baja
    |la baja|linea|servicio|mi numero|mi linea|el descuento|linea|numero|la linea|el servicio)\b..
\b(?:me|nos|le|lo|la) (?:dieron|han dado|dio|dan) de baja\b..|\bpor que (?:me )?(?:bloque|dier
    |cancel|borr|elimin)\w*..
\b(?:dar(?:me|le)?|doy|deme|denme|dame|den|causar|baja
    |la) (?:de )?(?:la )?(?:baja )?(?:de |del |al |a |otro |temporal )*(?:mi |otro |la |el |los |esta |este |ese |esa |un |paquete )*(?:{ours})\b..
\bbaja (?:velocidad|calidad|senal|cobertura|temporal|un poco|la|el|por|mucho|en)\b(?! (?:los|las
    |de los|de las)? ?(?:{things}))..|\b(?:senal|velocidad|calidad|planta|precio|muy|tan|mas
    |se) baja\b..
\b(?:cancel\w+|anul\w+|suspend\w+|elimin\w+|quit\w+|borr\w+|retir\w+|dar de baja
    |baja) (?:me )?(?:mi |la |el |los |las |ese |esa |este |un |de |del |paquete )*(?:{ours}
    |historial|aplicacion|app|poste|limite)\b..
\b(?:dej\w+|par(?:a|e|en|ad|ar)|basta|ces(?:e|en|ar)) (?:ya )?de (?!(?:{to_call})\b
    |(?:{kind} )*(?:{things})\b)\w+..
\b(?:mand|envi)\w+ (?:me )?(?:mas )?(?:la|las|el|los|un|una|mi|mis|su) (?:factura|facturas|recibo
    |recibos|tecnico|router|chip|codigo|contrato|cuenta|estado|resumen|enlace|informacion)..
\b(?:con eso|me|nos|ya con eso) basta\b..|\bbasta con eso\b..
\b(?:pagar|perder|cobr\w+|gastar|tengo|tenia|tienen|hay|quedan|incluy\w+|incluid\w+|recibo|llegan
    |llego|salen|puedo|pudo|dejan?
    |acabaron) (?:mas |los |las |sus |recibir |por |a |hacer |enviar |mandar )*(?:{things})\b..
\bno (?:me )?(?:quiero|deseo) (?:mas )?(?:datos|gigas|pagar|perder|cambiar|contratar|hablar
    |responder|esperar|un tecnico|internet)\b..
\bno (?:me |pueo |pudo )?(?:(?:me )?lleg\w+|dej[ae]n?|permite|puedo|salen|entran|llegan|funciona\w*
    |recibo|hay)\b..
\b(?:no hace falta|no es necesario|hace falta|sin necesidad de|no tuve que|no se puede
    |para no tener que|sin tener que) (?!que me )\w+..|\blista de espera..|\b(?:spam|llamadas
    |mensajes) de otros? \w+..|\bllamadas (?:desconocidas|internacionales|de spam)\b..|\b(?:como
    |puedo|pueden|quiero) bloque\w+ (?:las )?llamadas..
\bsi no (?:me )?\w+..|\bdesbloque\w+..|(?<!no )\bquiero que (?:me|nos) (?:llame|llamen|contacten
    |escriban|manden)\b..|<que me llame un\b..
(?<!no )\b(?:quiero|quisiera|necesito) mas (?:{things})(?: gratis)?\b..
"""

_LIMITS: Final = r"""
\bno (?:{me} )?(?:{call}|{send})(?: mas)?(?: llamadas| mensajes)? (?:{time})\b..
\bno llamar (?:{time})\b..
"""

_CLEAR: Final = r"""
<(?:(?:no|si|que|digo|he dicho|quiero|respondo|pongo|envio|dije|les dije|le dije|repito
    |ok) )*(?:stop|bas+t?a|pare|paren|para|parad|alto|cesen|cese|detengase|detenganse|parenle|parele
    |arret)(?: (?:ya|eso|esto|todo|stop|basta|con esto|con eso|de una vez|a todo|paren|pare
    |inmediato))*>
<(?:(?:quiero|deseo|solicito|pido|la|mi|dar|dame|darme
    |de) )*baja(?: (?:de |del |a )?(?:{kind} )*(?:{things}))?>
<(?:(?:no|que|gracias|ya|dije) )*no mas>|<nunca mas>|\bmas me (?:{call})>
\bno mas (?:{kind} )*(?:{things})\b
\bstop (?:a |de |con )?(?:{kind} )*(?:{things}|todo)\b
# don't call
\b(?:no|nunca|jamas|ni) (?:mas )?(?:se les ocurra )?(?:{me} )?(?:{me} )?(?:{call})\b
\b(?:no|nunca|jamas|ni) (?:mas )?(?:{me} )?(?:{me} )?(?:{send})(?: (?:{kind}))*(?: (?:{things}|nada
    |mas|planes|productos|cosas|otra vez|ningun))\b
\b(?:no|nunca) (?:{me} )?(?:manden|mande|mandes|envien|envie|envies)(?: mas| nada)*>
\b(?:no|nunca|jamas) (?:{me} )?(?:vuelva|vuelvan|vuelvas|volvais) a (?:{to_call})\b
\b(?:dej[ae]n?|dejad|dejes|par[ae]n?|parad|basta|cesen?|cesar|terminen?|acaben|eviten|dejar|parar
    |dejense|absteng[ae]nse|abstengase) (?:ya )?(?:de?|en|con) (?:{to_call})\b
\b(?:paren?|para|parad|corten|cortenla|cortala|basta|cesen|cese|acaben|terminen|sigan|ya|dejen|alto
    |desactiv\w+|paren la mano|suspendan?|suspender|cancel(?:en|e|ar|a)|anul(?:en|e|ar)|detengan
    |detener|eviten|evitenme|eliminen) (?:ya )?(?:con |de |d |a )?(?:{kind} )*(?:{things})\b
\bni (?:{things}) ni (?:{things})\b|\bno recibir (?:{kind} )*(?:{things})\b
    |\bdejar de recibir (?:{kind} )*(?:{things})\b|\bprefer(?:iria|imos
    |o) (?:que )?no (?:me |recibir )
\bno (?:quiero|deseo|voy a|pienso) (?:contestar|responder|hacer|participar en) mas (?:{things})\b
    |\bno tienen? (?:mi |ninguna |mas )*(?:permiso|autorizacion
    |consentimiento) para usar mi (?:numero|telefono)\b
\bnada de (?:{kind} )*(?:{things})\b|<(?:no|cero|sin) (?:mas )?(?:{things})>|\bni (?:un
    |una) (?:{things}) mas\b
\b(?:otra|una) (?:llamada|vez) (?:mas )?(?:y|o)\b..\b(?:{or_else})\b
<(?:hagan? )?(?:el )?(?:favor )?(?:de )?no (?:llamar|llamarme|contactar|contactarme|molestar
    |molestarme|escribir|escribirme|insistir|enviar (?:mas )?(?:{things})
    |mandar (?:mas )?(?:{things}))\b
\b(?:favor|hagan el favor|haga el favor) (?:de )?(?:no|dejar de) (?:{to_call})\b
\bno (?:debe|puede|quiero|deseo|quiere|debera) (?:ser|volver a ser) (?:contactad|llamad
    |molestad)[oa]\b
# wanting
\bno (?:quiero|deseo|acepto|quisiera|queremos|me interesa|necesito sus|permito
    |consiento) (?:{kind} )*(?:{things})\b
\bno (?:quiero|deseo|queremos|acepto|autorizo|consiento|permito)(?: a)? (?:que )?(?:(?:nadie
    |ustedes) )?(?:recibir (?:mas |sus |ningun |ninguna |nada)*|(?:{me} )?(?:{call}|{send}|vuelvan))
\bno autorizo\b|\bno (?:doy|tienen|tiene|di) (?:mi |el )?(?:permiso|autorizacion
    |consentimiento) para..\b(?:llam|contact|escrib|mand|envi)\w*
\b(?:revoco|retiro|cancelo|anulo|revocar|retirar) (?:mi |el |todo )*(?:consentimiento|autorizacion
    |permiso)
\bme opongo (?:a|al)\b|\blista robinson\b|\b(?:lista|registro) (?:de )?no (?:llam|molest)\w+
# lists
\b(?:dar(?:me|nos|le)?|dame|deme|denme|denos|dad?me|doy|date|damos|causar|tramiten|pido|solicito
    |quiero) (?:de )?(?:la |mi )?baja\b
\b(?:borr|elimin|quit|sac|sáqu|saqu|retir|suprim|tach)(?:e|en|a|ar|ad|o|an)?(?:me|nos|lo)? (?:mi|el
    |este|nuestro) (?:numero|telefono|nombre|contacto|celular|movil)\b
\b(?:borr|elimin|quit|sac|saqu|retir|suprim|tach)(?:e|en|a|ar|ad)?(?:me|nos) (?:de|del|d) (?:la|su
    |sus|esta|este|ahi|aqui|las|tu|lista|listado|base|registro|sistema)\b
<(?:(?:que|quiero) )*(?:borr|elimin|sac|saqu|retir)(?:e|en|a|ad|ar)(?:me|nos)>
\b(?:borr|elimin|quit|retir)(?:e|en|a|ar) mis datos (?:de|d) (?:su|la|sus|esta) (?:base|lista
    |sistema|registro)
\bque me (?:saquen?|quiten?|borren?|eliminen?|retiren?|den) (?:de|del) (?:baja|la|su|sus|esta|esa
    |las|ese|este|lista|ahi)\b
\bdes?u[bs]*scrib\w*|\bdarse de baja de\b|\bde baja(?: de| a| en)? (?:{kind} )*(?:{things})\b
\bcancel(?:ar|e|en|o|a) (?:mi |la )?suscripcion\b(?! (?:a|de) (?:netflix|musica|revista|tv|spotify))
    |\banul(?:ar|e|en|o) (?:mi |la )?suscripcion\b
\bbloque(?:en|e|a) (?:mi|este) numero\b
\bno (?:usen|use|utilicen|uses|compartan) (?:mi|mis) (?:numero|datos|telefono)\b
\bdej(?:en|e|a|ad|enos|eme)?(?:me|nos)? (?:en paz|tranquil[oa]s?|quiet[oa])\b
\b(?:si|como|cuando)\b..\b(?:llam|escrib|mand|molest|vuelv)\w*..\b(?:{or_else})\b
\b(?:y|o) (?:los|las|os|te|les) denuncio\b
"""

_DOUBTFUL: Final = r"""
\blargu?ense\b|<larga?te>|\bvaya(?:n)?se (?:a|al)\b|\bvete (?:a|al)\b|\bque se jodan\b
    |\bvayan a la\b|<(?:no jodan|callense|callate)>
<(?:(?:esto|es|eso|puro|mas|son) )*spam>|\b(?:es|son|esto es) (?:un |puro )?acoso\b|<acoso>
(?<!di el )(?<!puse el )\bnumero equivocado\b|\bequivoc\w+ de (?:numero|persona)
    |\bno soy (?:la persona|esa persona|el que|la que|quien)
\b(?:por que|cuantas veces|para que|hasta cuando)\b..\b(?:llaman|llamando|escriben|escribiendo
    |molestan|van a llamar|llaman tanto)\b(?! (?:cuando|si))
\bme llaman (?:todos|a cada|tanto|mucho|a toda|siempre|cada|diario|demasiado)|\bllaman (?:a cada
    |todos los|a toda)|\b(?:siguen|sigues) (?:llamando|escribiendo|mandando|molestando)
\bno (?:me )?(?:suscribi|registre|apunte)\b|\bno (?:pedi|solicite) (?:estos|esto|estas|esta|sus
    |nada de)|\bno di mi (?:numero|consentimiento|permiso|telefono)
\b(?:hart[oa]s?|cansad[oa]s?|aburrid[oa]) de (?:sus|las|los|tantas|tantos|recibir|que me|estas|estos
    |tanta)..(?:{things}|llamen|escriban|molesten)
\b(?:borr|elimin)(?:e|en|a|ar) (?:todos )?mis datos\b|<bloque(?:en|e|a)me>|<cancel(?:ar|e
    |en) (?:esto|eso|todo|este)>|<cancel(?:en|e)>
# a net: no ... llamar
\b(?:no|nunca|basta|ya|hart[oa]|cero|ni|cancel\w*|bloque\w*|ninguna|ningun)\b(?: \w+){0,4} (?:sus
    |tus|estos|estas|esos|esas|vuestras|vuestros|ninguna|ningun|cero|el envio de) (?:{things})\b
    |\bno mas contacto\b
\b(?:ninguna|ningun|cero) (?:{things})(?: mas)?>|\bdejen de estar \w+ndo|<(?:ya )?dej(?:en|e|a)(?:me
    |nos)>|\bdej(?:en|e|a)(?:me|nos) de (?:{to_call})|\b(?:pueden|quieren|podrian|favor
    |favor de) (?:borrar|eliminar|quitar|sacar)r?(?:me|nos| mi| de)?\b(?! (?:el|la) (?:cargo|cobro
    |bloqueo))
\b(?:quit|borr|elimin|sac|retir)(?:e|en|a|ar) mi \w+ de (?:su|la|sus|esta)\b|<como los bloqueo>
    |\bno quiero saber (?:nada |mas )*de (?:ustedes|uds|vosotros)|\bdej(?:en|e|a|ad)..en paz\b
\b(?:no|nadie|nunca|jamas|ni|sin|dejar[aeo]n?|dejen|paren|parenle|parele
    |evit[ae]r?n?)(?: \w+){0,4} (?:ll?am|contact|molest|marc|insist|mand|envi)(?:e|en|es|ar|arme
    |arnos|ando|andome|eme|enme)(?: (?:mas|me|nos))?>
\b(?:no|nadie|nunca|jamas|ni|sin|dejar[aeo]n?|dejen|paren|parenle|parele)(?: \w+){0,4} (?:ll?am
    |contact|molest|marc|mand|envi|escrib)(?:e|en|es|a|an|ar|arme|ando|andome|iendo|ir
    |irme)(?: \w+){0,2} (?:{things})\b(?! de voz)
\b(?:no|nadie) (?:me |nos )(?:siga|sigan|este|esten|vuelva|vuelvan|vaya|vayan)\b(?: a)? \w+(?:ando
    |iendo|ar|ir)
\b(?:parele|parenle|bajenle|pararle) (?:con |a )|\b(?:borr|elimin|quit|sac|retir)(?:ar|arme|ad[oa]
    |adme) (?:de|del) (?:la|su|sus|esta|las|ese|esa) \w+|<(?:quit|sac|borr)[ae]n?(?:me|nos)>
    |<parenle>
\bodio (?:sus|estos|estas|las|los)..(?:{things})
"""

_LATER: Final = r"""
\bllam\w+ (?:al|a mi) (?:movil|celular|fijo|otro|esposo|marido|mujer|esposa|hijo)
\b(?:llam|escrib|contact)\w+ (?:manana|mas tarde|luego|despues|otro dia|la proxima|el (?:lunes
    |martes|miercoles|jueves|viernes|sabado|domingo)|en la (?:tarde|noche|manana)|esta (?:tarde
    |noche))
"""

SPANISH: Final = Wording(
    "es",
    written(_FILLERS, _PARTS),
    written(_FRIENDS, _PARTS),
    written(_LIMITS, _PARTS),
    written(_CLEAR, _PARTS),
    written(_DOUBTFUL, _PARTS),
    written(_LATER, _PARTS),
)
