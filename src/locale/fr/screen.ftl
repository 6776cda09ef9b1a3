# Ce que dit l’écran : partout.
screen-tab = { $name ->
    [today] Aujourd’hui
    [record] Enregistrer
    [listen] Écouter
    [plan] Planifier
   *[guided] Guidé
}
screen-quit-in-take = L’enregistrement continue sans cette fenêtre. Entrée la ferme ; « temoin » la rouvre.
screen-quit-held = { $count ->
    [one] Une touche ne peut pas encore être transmise à l’enregistreur. Entrée part sans elle
   *[other] { $count } touches ne peuvent pas encore être transmises à l’enregistreur. Entrée part sans elles
} ; l’enregistrement continue.
screen-quit-unanswered = { $count ->
    [one] Une touche attend le disque.
   *[other] { $count } touches attendent le disque.
} Entrée part : l’enregistreur continue, et fait ce qui est demandé dès qu’il peut.
screen-all-kept = Tout est déjà sur le disque.
screen-preparing = Préparation…
screen-quit-unkept = Des mots tapés ne sont pas encore sur le disque. Entrée part sans eux.
screen-line-full = Seules les { $count } premières lettres tiennent :
screen-too-small = Cette fenêtre est petite : 60 colonnes et 16 lignes montrent tout.
screen-terminal-lost = le terminal ne prend plus ce qui est dessiné
screen-terminal-lost-hint = une prise en cours continue ; `temoin` rouvre l’écran
screen-library-gone = la bibliothèque n’est plus là
screen-library-gone-hint = son disque est-il branché ?
screen-broken = l’écran s’est cassé ; une prise en cours continue, ce qui a été enregistré est gardé
screen-broken-hint = `temoin` le rouvre ; le journal dit ce qui s’est passé
screen-help-title = Touches
screen-help-more = { $key } encore { $count ->
    [one] une ligne
   *[other] { $count } lignes
}
screen-find-title = Chercher
screen-find-line = Mots :
screen-find-empty = Noms, titres, mots des repères, notes : ce qui est écrit ici est cherché partout.
screen-find-none = { $words ->
    [one] Rien n’a été trouvé avec ce mot. Son début seul suffit peut-être.
   *[other] Rien n’a été trouvé avec tous ces mots. Un mot de moins en trouve peut-être.
}
screen-find-looking = { $count ->
    [0] Recherche en cours…
    [one] Un endroit pour l’instant, la recherche continue…
   *[other] { $count } endroits pour l’instant, la recherche continue…
}
screen-find-more = … et { $count } de plus : un mot en plus les trie.
screen-actions-title = Toutes les actions
screen-call = { $name ->
    [export] remettre, exporter : la ligne à taper
    [import] importer des repères ou un son : la ligne à taper
   *[merge] fusionner avec une copie : la ligne à taper
}
screen-call-file = FICHIER
screen-call-folder = DOSSIER
screen-call-line = À taper dans un terminal : { $line }
screen-actions-line = Action :
screen-actions-none = Rien de tel.
screen-rehearse = S’entraîner pour de faux
screen-quit = quitter
screen-mark-here = touchant, ici ou dans la prise
screen-overlay-key = { $what ->
    [open] ouvre
    [play] ouvre et joue
    [do] le fait
    [take] prend
    [choose] choisir
    [scroll] défiler
   *[close] ferme
}
screen-key-yes = oui   autre touche : non
screen-line-keep = { $what ->
    [after] garde, et passe à la suite
    [nothing] passe à la suite
    [thread] garde, et en demande un autre
    [move] déplace
    [shift] décale la suite
   *[line] garde
}
screen-line-leave = { $what ->
    [first] question d’avant
    [after] garde ce qui est écrit, et finit
    [move] laisse en place
   *[line] abandonne
}
screen-keys-action = attendu dans `[keys]` : le nom d’une action ; trouvé : { $found } ; peut-être { $near }
screen-keys-key = attendu pour { $action } : une touche comme `s`, `space`, `f2` ou `ctrl-s` ; trouvé : { $found }
screen-keys-palette = la lettre `{ $letter }` { $what ->
    [kind] de la sorte
   *[theme] du thème
} `{ $id }` dans library.toml est ici la touche de { $action }, et le reste
screen-keys-palette-hint = une autre touche dans `[keys]`, ou une autre lettre dans library.toml
screen-keys-twice = la touche { $key } vaut pour { $winner } et pour { $loser } ; elle reste à { $winner }
screen-key-none = « { $action } »
screen-key = { $name ->
    [enter] Entrée
    [esc] Échap
    [tab] Tab
    [space] Espace
    [backspace] Retour arrière
    [delete] Suppr
    [home] Début
    [end] Fin
    [page-up] Pg.préc
    [page-down] Pg.suiv
   *[other] { $name }
}
action-start-mark-resume = commencer, touchant, reprendre
action-off-record = hors diffusion
action-mask = masquer 8 s
action-note = note
action-thread = fil
action-who = qui parle dans le repère
action-consent = accord dit
action-questions = questions du public
action-pause = pause
action-stop = arrêter
action-inputs = entrées
action-big-number = grand chiffre
action-next-step = étape suivante
action-stronger = repère plus fort
action-weaker = repère moins fort
action-earlier = repère plus tôt
action-until-here = repère jusqu’ici
action-play = jouer, arrêter
action-second-back = 1 s en arrière
action-second-on = 1 s en avant
action-play-mark = jouer le repère, ouvrir
action-mark-before = repère d’avant
action-mark-behind = repère suivant
action-seconds-back = 5 s en arrière
action-seconds-on = 5 s en avant
action-half-minute-back = 30 s en arrière
action-half-minute-on = 30 s en avant
action-take-start = début de la prise
action-take-end = fin de la prise
action-loop = passage en boucle
action-rate = vitesse
action-begins-here = début du repère ici
action-ends-here = fin du repère ici
action-themes = thèmes et sorte du repère
action-strength = force du repère
action-words = mots du repère
action-off-record-here = hors diffusion à partir d’ici, jusqu’ici
action-mask-before = masquer les 8 s d’avant
action-thread-here = fil ici
action-who-speaks = qui parle
action-take-away = retirer le repère
action-zoom = zoom
action-choose = oui, changer
action-unplanned = séance imprévue
action-done = fil repris, promesse tenue, point vérifié
action-mark-on-today = touchant, pendant une prise
action-rehearse = s’entraîner pour de faux
action-add = ajouter
action-move = déplacer
action-shift-rest = décaler la suite
action-cancel = annuler
action-view = liste, semaine, mois
action-next-clash = conflit suivant
action-mark = touchant, de tous les écrans
action-accept = ouvrir, oui
action-back = retour
action-up = monter
action-down = descendre
action-left = à gauche
action-right = à droite
action-first = premier
action-last = dernier
action-page-up = une page plus haut
action-page-down = une page plus bas
action-next-screen = écran suivant
action-previous-screen = écran précédent
action-find = chercher
action-actions = toutes les actions
action-undo = défaire
action-save = tout est gardé ?
action-help = aide
action-quit = quitter, la prise continue
