"""How French asks not to be contacted, and what in it only sounds so; without accents."""

from typing import Final

from outbound.policy.opt_out.pattern import Wording, named, written

_PARTS: Final = named(r"""
stop: ar+et(?:ez|er|e|es|ee|ze)|cess(?:ez|er|e|es)|stopp(?:ez|er|e)|stop
to_call: r?app?ell?e+r|contacter|telephoner|ecrire|deranger|harceler|solliciter|demarcher|relancer
    |importuner|embeter|spammer|joindre|emmerder|recontacter|bombarder|sonder|prospecter
call: r?app?ell?e+[zr]?|(?:re)?contact(?:ez|e|es)|telephon(?:ez|e)|ecri(?:vez|s)|derang(?:ez|e)
    |harcel(?:ez|e)|sollicit(?:ez|e)|demarch(?:ez|e)|relanc(?:ez|e)|importun(?:ez|e)|embet(?:ez|e)
    |apell?(?:ez|e)|prospect(?:ez|e)|sond(?:ez|e)|insist(?:ez|e)|parl(?:ez|e)(?! plus (?:clair|fort
    |lent|bas|doucement))
send: envoy(?:ez|er)|envoie|propos(?:ez|e)|adress(?:ez|e)|faites
called: (?:ap+e?le|conta[ct]+e|derange|demarche|sollicite|relance|harcele|importune|rappele|joint
    |prospecte|sonde)(?:e|s|es)?
me: me|m|nous|le|la|l|lui
things: appels?|sms|messages?|textos?|pubs?|publicites?|sondages?|enquetes?|demarchages?|spams?
    |harcelement|communications?|prospection|relances?|notifications?|newsletters?|mails?
    |sollicitations?|coups? de fil|questionnaires?|msg|alertes
selling: offres?|promos?|promotions?
kind: de|d|des|du|vos|ces|les|la|le|l|tous|tout|toute|toutes|aucun|aucune|votre|cette|ce|aux|au|a
    |avec|jamais|autres?|nouveaux?|telephoniques?|commerciale?s?|publicitaires?|satanes|fichus|un
    |une|seul|seule|quelconque|nouvelles|pareils?|genre|recevoir|que|par|sms|telephone|ni
ours: forfaits?|lignes?|option|options|contrat|assurance|netflix|musique|tv|abonnement|facture
    |factures|frais|roaming|internet|bouquet|box|fibre|repondeur|supplement|commande|rendez vous
    |spotify|canal|roaming|prelevements?|remise|pack
time: au (?:travail|bureau|boulot)|a (?:mon|cette|des|ces|midi|la maison|l heure)|si (?:tot|tard
    |souvent)|trop (?:tot|tard|souvent)|le (?:dimanche|samedi|soir|matin|midi|week end|weekend
    |lundi)|la nuit|apres|entre|pendant|en (?:soiree|journee|semaine|reunion)|quand|aussi (?:tot
    |tard|souvent)|les (?:week|dimanches|jours)|avant \d+h? du|dimanche|durant
soon: maintenant|aujourd hui|av+ant|tout de suite|ce (?:soir|matin|midi)|cette (?:semaine|nuit)
    |cet apres|demain|encore|pour l instant|pour le moment|tant que|jusqu
""")

_FILLERS: Final = r"""
\b(?:svp|stp|s ?il (?:vous|te) pl\w+|merci beaucoup|merci d avance|merci de noter|merci|bonjour
    |bonsoir|madame|monsieur|messieurs|cordialement|immediatement|d avance|pardon mais|pardon
    |de grace|je repete|bonne journee|enfin|surtout|vraiment|bordel|putain|definitivement
    |une fois pour toutes|des maintenant|a l avenir|desormais|dorenavant)\b
"""

_FRIENDS: Final = r"""
\bn (?:arret|cess)\w+ (?:pas|surtout pas|jamais)\b..|\b(?:ca|qui|il|elle|on|connexion|internet
    |reseau|ligne) (?:n )?(?:arret|cess)\w+\b(?! (?:de|d) (?:m|me|nous|l|ces|vos|les) )..
\b(?:s|se|c|est|sans|a l|l|en|un) arret\w*\b(?! (?:de|d|les|vos|ces) (?:{me} )?(?:{to_call}
    |{things}))(?! (?:de|d)? ?(?:{me}) )|\barret (?:de|du|maladie)\b..
(?<!qu )(?<!que )\b(?:vous|tu|on|il|elle|personne|nul|ils|je|j) (?:ne |n )(?!avez (?:pas
    |plus) (?:mon|l|mes|notre|d) |ai (?:pas|plus|aucune) envie )(?:{me} )?(?:{me} )?(?:{call}|avez|a
    |ai)\b.. ?(?:plus|pas|jamais|rappele|contacte|appele)\b..|(?<!que )\bpersonne (?:ne |n )..
(?<!qu )(?<!que )\b(?:vous|on|ils) ne? ?(?:{me} )?(?:{call}) (?:jamais|plus|pas)\b..
\b(?:ne |n )?(?:{me} )?(?:{call}|{send}) pas (?:{soon})\b..|\bpas (?:{soon})\b..
\b(?:{call}) (?:moi |nous )?plus (?:tard|souvent|vite|tot)\b..
\b(?:ne |n )(?:{me} )?(?:oubliez|hesitez|coupez|supprimez|quittez|laissez|desabonnez|retirez
    |perdez) pas\b..|\bne pas quitter\b|\boubliez pas\b..
\b(?:pas|jamais|rien) (?:demande )?(?:a |de )?(?:me |vous |se )?(?:desabonn|desinscri|retir
    |supprim)\w*..|\bpourquoi (?:m|me|nous)..(?:desabonn|bloqu|coup|suspend)\w*..
    |\bpourquoi bloquez..
\b(?:desabonn\w*|desinscri\w*|retirez(?: moi)?|enlevez(?: moi)?|supprim\w+|annul\w+|arret\w+|cess\w+
    |resili\w+|effacez)\b(?! (?:les|vos|ces|de m|d) )(?!..\b(?:sms|appels?|messages?|liste|pub
    |publicite)\b)..\b(?:{ours}|limite|application|vocaux)\b..
\b(?:{stop}) (?:a |aux |la |les |l |de |d )*(?:me |m |nous )?(?!(?:{to_call}|envoyer|adresser
    |{things}|{selling}|contact|tout|ca|cela|maintenant|svp|avec|toute|c|vos|ces|vos|stop
    |pub)\b)(?:(?:augment|factur|prel|coup|brid|trav|ment|hausse|resili|fonction|change|vend|bloqu
    |pertur|tarif)\w*|(?:prix|roaming|and go|mon|ma|mes|option)\b)..
\b(?:peux|peut|arrive|arrivons|pouvons|recois|recoit|recu|reçois|ai|a|avons|y a|payer|paye|facture
    |sans|manque|offre|inclus
    |compris) (?:plus |pas |a |les |mes |de |d |des |plus d |plus de |aucun |envoyer |recevoir |mes )*(?:{things}
    |appeler|envoyer|rappeler|telephoner)\b..
\b(?:n ai|ne recois|ne peux|n arrive|n a|ne peut)\b(?!..\benvie\b).. ?(?:plus|pas)\b..
\b(?:{things}) (?:coupe\w*|recus?|depuis|inclus\w*|dans|gratuits?|illimites?|qui|ne|s arretent|se
    |vocaux|d autres|des autres)\b..
\b(?:trop de|beaucoup de|plein de|comment|bloque\w*|bloquer) (?:les |des |de )*(?:{things})\b..
    |\bbloque\w* les appels..
\b(?:donne|tape|mis|ecrit|compose|saisi) (?:le |un )?mauvais numero
\b(?:laissez|laisse) (?:moi )?(?:reflechir|un|le|tomber|la)\b..|\bca (?:me )?suffit (?:pour
    |largement|a)\b..|\bca (?:me|nous) suffit\b..
\b(?:pas la peine|pas besoin|peine|besoin) (?:de|d) ..|\b(?:pour ne pas|sans) (?:avoir a|devoir)..
    |\bmarre (?:des|de cette|de ce|de la|du) (?!{things}).. ?
\b(?:je |j )?n (?:appelle|utilise) pas\b..
\bveux (?:plus|pas) (?:de |d )?(?:data|debit|donnees|cette|ce|payer|repondre|changer|coupures|reseau
    |gigas)\b..|\brefuse (?:de payer|l augmentation|de repondre)..
"""

_LIMITS: Final = r"""
\b(?:ne |n )?(?:{me} )?(?:{call}|{send}) (?:pas|plus|jamais) (?:{time})\b..
\bpas d appels? (?:{time})\b..|\bne (?:pas|plus) (?:{me} )?(?:{to_call}) (?:{time})\b..
"""

_CLEAR: Final = r"""
<(?:(?:non|oui|ok|j ai dit|je dis|je reponds|j ai dit non|c est bon|pas interessee?|veuillez|d|de
    |pouvez vous|voulez vous|vous pouvez|il faut|faut|dit|(?:(?:il )?y en a|j en ai|en ai) marre
    |ras le bol|alors|et|mais|on|donc) )*(?:{stop}|arret)(?: (?:ca|tout|cela|c est bon|maintenant
    |tout de suite|stop|arretez|ok|tout cela|bon|non))*>
\b(?:{stop}) (?:de |d )?(?:{me} )?(?:{to_call})\b
\b(?:{stop}) (?:de |d )?(?:{me} )?(?:envoyer|adresser|balancer|proposer
    |laisser)(?: {kind})*(?: (?:{things}|{selling}|trucs|choses|messages))?\b(?! (?:des|les|la|le
    |une?|mes) (?:facture|courrier|papier|lettre|recu)\w*)
\b(?:{stop}) (?:{kind} )*(?:{things}|contact)\b|\b(?:{stop}) de (?:me|m|nous) \w+[er]r\b
    |\b(?:{stop}) de (?:me|m|nous) derang\w*\b
\b(?:demande|demander|dit|dire|repete|priere|supplie|fois|ordre) (?:de |d )(?:arreter
    |cesser)\b(?! (?:mon|ma|l|le|la) )|<d (?:arreter|cesser) (?:{kind} )*(?:{things})
# do not call
\b(?:ne |n )(?:{me} )?(?:{me} )?(?:{call})(?: (?:{me}|ici|jamais))? (?:plus|pas
    |jamais)\b(?! (?:assez|souvent))
<(?:(?:non|ok|et) )*(?:{me} )?(?:{call}) (?:plus|pas|jamais)\b(?! (?:tard|souvent|vite|de|assez
    |tot))|\b(?:me|m|nous) (?:{call}) plus\b(?! (?:tard|souvent|vite|tot))
\b(?:ne |n )?(?:{me} )?(?:{send}) (?:plus|pas|jamais)(?: (?:{kind}))*(?: (?:{things}|{selling}|rien
    |cela|ca|ceci))\b|\b(?:ne |n )(?:{me} )?(?:{send}) (?:plus|jamais)(?: rien)?>
    |\b(?:ne |n )(?:{me} )?proposez plus\b
\b(?:ne|n) (?:plus|pas|jamais) (?:jamais )?(?:{me} )?(?:{to_call}|etre (?:{called}))\b
\bne (?:plus|pas|jamais) (?:{me} )?(?:recevoir|envoyer|avoir)(?: {kind})*(?: (?:{things}
    |{selling}))\b
\bne (?:doit|doivent|peut|veux|souhaite|desire) (?:plus|pas|jamais) etre (?:{called})\b
\b(?:n|ne) utilisez (?:plus|pas) (?:mon|mes|ce)\b
# no more
(?:<|\bdonc )(?:(?:non|oui|et|ok|alors|donc) )*(?:fini|finis|plus|pas|aucune?|zero|assez|plus jamais
    |ca suffit|suffit|stop)(?: {kind})* (?:{things})(?: (?:par (?:sms|telephone)|sur ce (?:numero
    |portable)|de votre part|non plus|du tout|ni..|et..|la|chez moi|ici))*>
<(?:ca suffit|c est assez|assez)(?: (?:maintenant|comme ca))*>
    |\bca suffit (?:avec )?(?:{kind} )*(?:{things})\b
\b(?:veux|souhaite|desire|voudrais|accepte|veut|voulons|souhaitons|tiens) (?:plus|pas|aucune?
    |plus jamais)(?: a)?(?: (?:{kind}|avoir|etre|qu|on|vous|{me}))*(?: (?:{things}|{called}|appeliez
    |appelle|appellent|contactiez|contacte|deranger|derangiez|ecriviez|rappeliez|{to_call}))\b
\b(?:veux|souhaite|desire|voudrais|veut) (?:plus|pas) recevoir (?:{kind} )*(?:{things}|{selling}
    |rien)\b
\bre?f?use (?:d |de |tout |toute |vos |les |le |la |recevoir |desormais |categoriquement |etre )*(?:{things}
    |{called}|{selling}|contact)\b
\b(?:autorise|consens|autorisons) (?:pas|plus|aucun)..\b(?:{things}|{called}|{to_call}|numero
    |coordonnees)\b|\bpas (?:mon |l |mes )?(?:autorisation|accord|consentement|autorise) (?:pour|a
    |de)..\b(?:{to_call}|{things})\b
\b(?:retire|revoque|annule|retirer|revoquer) (?:mon |l |tout |cet )*(?:consentement|accord
    |autorisation)|\bconsentement (?:est )?(?:retire|revoque|annule)
\b(?:m |je m )?oppose (?:a |au |aux )|\bopposition (?:a|au|aux)\b|\bbloctel\b|\bliste (?:r\w+
    |d opposition|orange|noire)\b
# lists
\bd?es?abonn\w*|\bdesin[s]?cri\w*|\bdesouscri\w*
\b(?:retir|supprim|enlev|effac|ray|ot|radi|vir|sort)(?:ez|er|e|es) (?:moi|nous)(?: (?:de|d|des|du
    |sur) (?:la|votre|vos|cette|ces|toutes|l|liste|listes|fichiers?|base|ce|fichier|systeme
    |registre)\b|>)
\b(?:me|m|nous) (?:retirer|supprimer|enlever|rayer|effacer|desinscrire|oter|radier) (?:de|d|des
    |du)\b
\b(?:retir|supprim|enlev|effac|ray|ot|radi|oubli|perd|bloqu)(?:ez|er|e|es) (?:mon|ce|notre
    |mes) (?:numero|nom|contact|tel|telephone|coordonnees|portable|mobile)\b
\betre (?:retire|supprime|desinscrit|efface|radie|enleve|raye|retiree|supprimee|desinscrite)e? (?:de
    |d|des|du)\b|\bsuppression de (?:mon|mes) (?:numero|coordonnees|contact|nom)
\blaiss(?:ez|e)..\btranquilles?\b|\bni (?:d )?(?:{things}) ni (?:de |d )?(?:{things})\b
    |\bpas envie (?:de recevoir|d etre (?:{called}))
\b(?:{stop}) de \w+(?:er|re|ir)\b..\b(?:telephone|sms|appels|messages|portable)\b|\bn avez (?:plus
    |pas) (?:mon|l|notre) (?:accord|consentement|autorisation)\b(?!..\b(?:{ours})\b)
<oubliez (?:moi|nous)>|\b(?:laiss|fich|fout|lach)(?:ez|e) (?:moi|nous) (?:tranquilles?|en paix
    |la paix|la grappe|les|un peu|alone)?|<lach(?:ez|e) (?:moi|nous)
\b(?:si vous|encore une?|la prochaine|un appel de plus|rappelez encore|un seul|rappelez et
    |appelez encore)\b..\b(?:plainte|signale|cnil|police|avocat|dgccrf|justice|porte)\b
\bcombien de fois (?:faut|dois|devrai)\b..(?:arreter|plus|pas)\b
"""

_DOUBTFUL: Final = r"""
\bdegage(?:z|s)?\b|\b(?:allez|va) (?:vous|te) faire\b|<(?:ta gueule|la ferme|foutez le camp
    |fichez le camp|cassez vous|barrez vous)
# a net: ne ... appeler
\b(?:ne|n|plus|pas|marre|annul\w+|bloqu\w+|stop|arret\w+|assez|sans)\b(?: \w+){0,4} (?:vos|ces|tout
    |cet|vous) (?:{things}|envois?)\b|\b(?:{stop}|stop) (?:tout )?(?:envois?|contact)\b
    |<plus de contact>|<stop c est pas moi>
\bqu on ne (?:m|me|nous) (?:{call}) (?:plus|pas)|<(?:pas|plus) un (?:seul )?(?:{things})\b
    |<laissez (?:moi|nous)>|\bprendre la tete\b|\bplus entendre parler\b|\bque (?:les|vos
    |ces) (?:{things}) (?:cess|arret)\w+|\binterdi\w+ (?:de|d) (?:{me} )?(?:{to_call})\b|\bsort(?:ez
    |ir) (?:mon|ce) (?:numero|nom)\b|\b(?:ne|n) (?:gardez|conservez|utilisez
    |avez rien a faire avec)(?: \w+){0,2} (?:mon|ce) numero|\bque personne ne (?:m|me) \w+
\b(?:ne|n|pas|plus|jamais|sans|ni|personne)(?: \w+){0,4} (?:{me}) (?:{to_call}|{call})\b|\b(?:ne|n
    |pas|plus|jamais|ni|cesse|arrete)(?: \w+){0,4} (?:r?envoy|adress)(?:er
    |ez)(?: \w+){0,2} (?:{things})\b
\bni (?:{call}|ecrivez)\b|\b(?:{stop})(?: \w+){0,3} (?:{to_call})\b|\b(?:fout|fich)(?:ez|e
    |s) (?:nous |lui |leur )?la paix\b
\binutile de (?:{me} )?(?:{to_call})\b
<(?:(?:c est|du|encore|signale|comme|ceci est|un|mais) )*(?:spams?|harcelement)>
    |\bsignalee? comme spam\b|\b(?:c est|est) du harcelement\b
(?<!le )(?<!un )\bmauvais numero\b|\bvous (?:avez|etes) (?:le |un |au )?(?:mauvais|faux) numero\b
    |\btrompe\w* de (?:numero|personne|tel\w*)|\berreur de (?:numero|personne)
\bpourquoi\b..\b(?:m|me|nous) (?:appel|contact|harcel|ecri|envoy)\w*|\bpourquoi m appelez vous\b
    |\bcombien de fois allez vous\b|\bvous (?:m|me|nous) (?:{call}) (?:tous|tout|sans|trop|toujours
    |encore|chaque|dix|\d+)\b
\bmarre de (?:vos|ces|tous|recevoir|tant|votre)..(?:{things}|{called})?|\bras le bol (?:de
    |d)..(?:{things})
\bjamais (?:ete )?(?:inscrit|abonne|demande|souscrit|donne)\w*|\bpas (?:abonnee?|inscrite?) a (?:ca
    |cela|ces|vos|vous)|\brien demande\b|\bqui vous a donne mon numero\b|\bpas demande (?:ces|vos
    |a recevoir|a etre)
\b(?:supprim|effac)(?:ez|er|e) (?:toutes )?mes (?:donnees|infos|informations)\b|<(?:annuler
    |annulez)(?: ca| tout)?>|<bloquez (?:moi|nous)>
"""

_LATER: Final = r"""
\b(?:r?appelez) (?:le|sur le|mon|ma|plutot le) (?:portable|fixe|mobile|mari|femme|autre|bureau)\b
\b(?:r?appelez|rappelle|contactez|r?appeler)(?: moi| nous| mon \w+)? (?:demain|plus tard|ce soir
    |apres|lundi|mardi|mercredi|jeudi|vendredi|samedi|la semaine|dans|une autre)
"""

FRENCH: Final = Wording(
    "fr",
    written(_FILLERS, _PARTS),
    written(_FRIENDS, _PARTS),
    written(_LIMITS, _PARTS),
    written(_CLEAR, _PARTS),
    written(_DOUBTFUL, _PARTS),
    written(_LATER, _PARTS),
)
