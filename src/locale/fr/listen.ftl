# Ce que dit l’écran : Écouter.

listen-note-not-own = ce repère appartient à { $by }
listen-note-not-own-hint = un repère à son propre nom, au même endroit, peut le dire
listen-note-recording = cette séance est en cours d’enregistrement, et ses repères avec elle
listen-note-recording-hint = l’écran Enregistrer met des mots sur le dernier repère ; ici, dès que la prise est finie
listen-no-session = Rien n’a encore été enregistré. Les séances viendront ici, la plus récente d’abord.
listen-faults = { $count ->
    [one] Un fichier n’a pas pu être lu : { $first }
   *[other] { $count } fichiers n’ont pas pu être lus, le premier : { $first }
}
listen-running = en cours
listen-broken = interrompue
listen-marks = { $count ->
    [0] sans repère
    [one] 1 repère
   *[other] { $count } repères
}
listen-take = prise { $number }
listen-marks-rule = repères
listen-words-rule = ses mots
listen-no-marks = Pas de repère dans cette séance.
listen-no-take = Rien n’a été enregistré dans cette séance.
listen-no-words = Pas encore de mots. n les ajoute.
listen-hidden = Les mots ne sont pas montrés (show_names = "code").
listen-range-start = début
listen-range-end = fin
listen-state = { $state ->
    [playing] joue
   *[still] à l’arrêt
}
listen-withheld = hors diffusion
listen-unsure = Tous les repères n’ont pas pu être lus.
listen-loudness = { $loudness } LUFS
listen-zoom = zoom { $length }
listen-foot = { $what ->
    [open] ouvrir
    [choose] choisir
    [today] retour
    [play] jouer
    [mark] le repère
    [sessions] liste
    [marks] repères
    [seconds] 5 s
    [words] mots
   *[zoom] zoom
}
listen-play-all-the-same = { $why ->
    [unsure] Des repères n’ont pas pu être lus : du hors diffusion peut s’entendre. Entrée joue.
    [both] Le micro l’entendrait, et des repères n’ont pas pu être lus. Entrée joue quand même.
   *[heard] Le micro enregistrerait ce qui est joué maintenant. Entrée joue quand même.
}
listen-no-mark = Aucun repère n’est choisi. ↑↓ en choisissent un.
listen-not-own = Ce repère appartient à { $by }. Un repère à son propre nom, au même endroit, peut le dire.
listen-words-line = Mots :
listen-words-kept = Les mots sont gardés.
