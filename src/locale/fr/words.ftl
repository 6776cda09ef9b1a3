told = l’enregistreur a dit ce qui n’a pas marché
hint = conseil : { $text }
nth = { $of ->
    [endless] n° { $number }
   *[known] { $number } sur { $of }
}
month = { NUMBER($number) ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
weekday = { NUMBER($number) ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
system-error = { NUMBER($number) ->
    [1] le système l’interdit
    [2] il n’y a rien à cet endroit
    [5] le disque ne répond pas
    [13] les droits d’accès l’interdisent
    [16] autre chose s’en sert
    [17] il y a déjà quelque chose
    [20] il faudrait un dossier sur le chemin, et c’est autre chose
    [21] c’est un dossier
    [24] trop de fichiers sont ouverts dans ce programme
    [27] ce serait trop grand
    [28] le disque est plein
    [30] le disque est en lecture seule
    [32] l’autre bout a disparu
   *[other] l’erreur du système { NUMBER($number) }
}
