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
listen-no-words = Pas encore de mots. { $key } les ajoute.
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
listen-rate = vitesse { $rate }
listen-loop = { $state ->
    [on] en boucle
   *[off] pas de boucle
}
listen-no-range = Une boucle demande un repère qui dure : { $key } donne une fin au repère choisi.
listen-zoom = zoom { $length }
listen-foot = { $what ->
    [open] ouvrir
    [choose] choisir
    [today] retour
    [play] jouer
    [mark] le repère
    [sessions] liste
    [marks] repères
    [loop] boucle
    [rate] vitesse
    [seconds] 5 s
    [words] mots
    [start] début
    [end] fin
    [themes] thèmes
    [strength] force
    [who] qui parle
    [off] hors diffusion
    [mask] masquer
    [away] retirer
    [undo] défaire
    [help] aide
    [thread] fil
    [find] chercher
    [close] fermer
    [quit] quitter
   *[zoom] zoom
}
listen-play-all-the-same = { $why ->
    [unsure] Des repères n’ont pas pu être lus : du hors diffusion peut s’entendre. Entrée joue.
    [both] Le micro l’entendrait, et des repères n’ont pas pu être lus. Entrée joue quand même.
   *[heard] Le micro enregistrerait ce qui est joué maintenant. Entrée joue quand même.
}
listen-play-withheld = { $why ->
    [unsure] Ce moment est hors diffusion, et des repères n’ont pas pu être lus. Entrée le joue.
    [both] Ce moment est hors diffusion, le micro l’entendrait, et des repères n’ont pas pu être lus. Entrée le joue quand même.
    [heard] Ce moment est hors diffusion, et le micro l’enregistrerait. Entrée le joue quand même.
   *[withheld] Ce moment est hors diffusion. Entrée le joue.
}
listen-no-mark = Aucun repère n’est choisi. ↑↓ en choisissent un, { $key } en pose un ici.
listen-not-own = Ce repère appartient à { $by }. Un repère à son propre nom, au même endroit, peut le dire.
listen-words-line = Mots :
listen-words-kept = Les mots sont gardés.
listen-edge-elsewhere = { $edge ->
    [start] Le début ne peut pas être ici
   *[end] La fin ne peut pas être ici
}, de l’autre côté du repère ou dans une autre prise. { $key } pose un repère ici.
listen-edge-start = Le début du repère est ici. → avance, puis { $key } pose la fin.
listen-at-edge = { $edge ->
    [start] C’est le début de la prise.
   *[end] C’est la fin de la prise.
}
listen-never-less = Rien n’a changé : un passage hors diffusion ne se raccourcit pas. { $away } le retire, { $key } en pose un autre.
listen-held = { $edge ->
    [start] Le début est tenu.
   *[end] La fin est tenue.
}   ←→ 1 s   Maj ←→ 0,1 s   Entrée { $edge ->
    [start] le
   *[end] la
} garde   Échap l’annule
listen-did = { $did ->
    [added] Posé
    [done] Fait
    [deleted] Retiré
    [restored] Remis
   *[changed] Changé
} : { $kind }, { $at }. { $key } le défait.
listen-undone = { $place ->
    [here] Défait
   *[elsewhere] Défait, dans une autre séance
} : { $kind }, { $at }.
listen-withheld-from = Hors diffusion à partir de { $at }, jusqu’à la fin de la prise. { $key }, plus loin, y met fin.
listen-opened = { $undone ->
    [yes] Défait. Ce qui était hors diffusion ici ne l’est plus, et peut sortir.
   *[no] Ce qui était hors diffusion ici ne l’est plus, et peut sortir. { $key } le remet.
}
listen-ask-range = { $from } → { $to } : Entrée en fait un repère.
listen-ask-open = { $how ->
    [deleted] Ce passage pourra de nouveau sortir. Entrée retire le repère.
    [undone] Ce qui y était hors diffusion pourra de nouveau sortir. Entrée défait quand même.
    [ended] Ce qui suit pourra de nouveau sortir. Entrée y met la fin.
   *[retyped] Ce passage pourra de nouveau sortir. Entrée change la sorte.
}
listen-palette-rule = thèmes et sorte · { $key } ferme
listen-people-rule = qui parle · { $key } ferme
listen-no-palette = Cette bibliothèque n’a ni thème ni sorte avec une lettre.
listen-no-people = Personne n’est noté dans cette séance.
