question-bad-id = il faut « m- » et un ULID, pas « { $found } »
question-bad-state = il faut asked, taken, answered ou parked, pas « { $found } »
question-by-file = par fichier
question-empty = il faut les mots d’une question, il n’y en a pas
question-file-awaited = { $file } n’est pas encore là : on l’attend. Ctrl-C arrête.
question-file-too-long = il faut un fichier de { $limit } Mio au plus
question-file-too-long-hint = commencez un nouveau fichier ; ce qui a été posé le reste
question-followed-already = ce fichier est déjà suivi, par un autre « temoin ask --follow »
question-followed-already-hint = arrêter d’abord celui-là : chaque question ne doit venir qu’une fois
question-followed = { $done } : « { $words } » ({ $from })
question-kept = gardée
question-kept-already = Elle est déjà gardée pour la suite.
question-key-close = fermer
question-key-keep = garder pour la suite
question-key-take = prendre, puis répondu
question-key-write = écrire
question-line-refused = cette ligne n’a pas été posée
question-line-refused-hint = réécrivez-la, corrigée, sur une nouvelle ligne ; les lignes suivantes sont posées
question-no-file = il faut un fichier de texte
question-no-file-hint = indiquez un fichier de texte, avec une question par ligne
question-none = Aucune question n’attend.
question-other-kind = seule une question du public a un état, et ceci est un repère de sorte « { $kind } »
question-rehearsal-passed-over = Un exercice est en cours : les questions attendent une vraie prise. Ctrl-C arrête.
question-take-awaited = Aucune prise n’est en cours : les questions attendent la suivante. Ctrl-C arrête.
question-taken = en cours
question-title = { $all ->
    [0] questions
   *[other] questions ─ { $others ->
        [0] { $waiting } en attente
       *[other] { $waiting ->
            [0] { $all }, aucune en attente
           *[other] { $all }, dont { $waiting } en attente
        }
    }
}
question-told = { $state ->
    [asked] Nouvelle question, à { $at }.
    [taken] Question en cours, depuis { $at }.
    [answered] Répondu, de { $at } à { $end }.
   *[parked] Question gardée pour la suite.
}
question-waiting = { $count ->
    [one] une question en attente ({ $key })
   *[other] { $count } questions en attente ({ $key })
}
question-words-apart = Hors diffusion : les mots forment une note à part, à ce moment, et ne partiront avec rien.
