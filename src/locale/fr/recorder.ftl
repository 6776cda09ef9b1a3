recorder-awake = Un entretien est enregistré
recorder-bad-ago = il faut entre 0 s et 24 h avant maintenant
recorder-bad-person = il faut l’identifiant d’une personne, pas « { $id } »
recorder-bad-strength = il faut une force de 1, 2 ou 3, pas { $found }
recorder-broken = une partie de l’enregistreur ne marche plus ; ce qui était confirmé est sur le disque
recorder-disarm-hint = « temoin stop » finit la prise
recorder-disk-elsewhere = La prise continue dans { $copy ->
    [yes] la seconde copie
   *[no] le dossier de secours
}. Rien ne manque.
recorder-disk-failed = { $full ->
    [yes] DISQUE PLEIN
   *[no] DISQUE EN PANNE : { $words }
}. La prise est fermée proprement ; tout l’avant est gardé.
recorder-idle = aucune prise n’est en cours
recorder-idle-hint = « temoin record » en commence une
recorder-known-kinds = les sortes sont : { $known }
recorder-known-themes = { $count ->
    [0] cette bibliothèque n’a pas de thèmes ; « [[theme]] » dans library.toml en crée un
   *[other] les thèmes sont : { $known }
}
recorder-last-step = { $count ->
    [one] c’était la seule étape
   *[other] c’était la dernière des { $count } étapes
}
recorder-line-too-long = il faut une demande de { NUMBER($bytes, useGrouping: "false") } octets au plus
recorder-log-fault = le journal ne se laisse pas écrire
recorder-lost = l’enregistreur ne répond plus
recorder-lost-hint = « temoin status » dit si la prise continue ; ce qui était confirmé est sur le disque
recorder-mark-in-memory = le repère est en mémoire, pas encore sur le disque ; un nouvel essai suit ({ $words })
recorder-marks-elsewhere = le fichier de repères de la séance ne prend rien ; les repères qu’il a refusés sont gardés ici
recorder-marks-elsewhere-hint = dès qu’on peut y écrire, « temoin recover » les y ramène
recorder-marks-homeless = { $count ->
    [one] un repère gardé pour la bibliothèque de { $dir }, qui n’est plus là, a rejoint cette séance
   *[other] { $count } repères gardés pour la bibliothèque de { $dir }, qui n’est plus là, ont rejoint cette séance
}
recorder-marks-lost = { $count ->
    [one] un repère n’a pas pu être écrit ; le disque le refuse
   *[other] { $count } repères n’ont pas pu être écrits ; le disque les refuse
}
recorder-no-sound-came = l’entrée s’est ouverte, et aucun son n’est venu depuis { $seconds } s
recorder-no-sound-came-hint = « temoin inputs » dit ce qu’il y a, « temoin check-sound » écoute
recorder-no-steps = cette séance n’a pas de conducteur, donc pas d’étape suivante
recorder-no-steps-hint = « [[step]] » dans le fichier de la série en crée une
recorder-no-take = il n’y a pas de prise à marquer
recorder-no-thread = le système ne donne pas de fil d’exécution à l’enregistreur
recorder-not-understood = il faut une demande comme « man temoin-socket » les décrit ({ $cause })
recorder-nothing-open = aucun passage de sorte « { $kind } » n’est ouvert
recorder-nothing-open-hint = « temoin mark { $kind } --begin » en ouvre un
recorder-other-rate = il faut { NUMBER($expected, useGrouping: "false") } images par seconde de « { $input } », comme la première entrée ; il y en a { NUMBER($found, useGrouping: "false") }
recorder-other-rate-hint = régler l’une des deux comme l’autre dans les réglages de son du système, ou enregistrer depuis une seule
recorder-refused = l’enregistreur refuse : { $words }
recorder-runs-already = une prise est déjà en cours : { $session }
recorder-runs-already-hint = « temoin status » le montre, « temoin stop » le finit
recorder-several = { $count } enregistreurs sont en cours
recorder-several-hint = en nommer un avec --library : { $libraries }
recorder-socket-fault = le point de contact de l’enregistreur (un fichier technique) ne se laisse pas créer
recorder-system-refused = le système refuse ce qu’il faut à un enregistreur
recorder-too-little-room = il faut de la place pour { $expected } de son, il en reste { $found }
recorder-too-little-room-hint = libérer de la place, ou baisser « disk_minutes » dans « [limits] »
recorder-unknown-kind = cette bibliothèque n’a pas de sorte « { $kind } »
recorder-several-themes = plusieurs thèmes s’appellent « { $theme } » : dites lequel par son identifiant
recorder-unknown-theme = cette bibliothèque n’a pas de thème « { $theme } »
recorder-unsaved-session = session.toml n’a pas pu être écrit ({ $words }) ; un nouvel essai suit, et le son est gardé
recorder-session-set-aside = session.toml avait été changé par un autre programme et ne se lisait plus. La prise est inscrite dans un nouveau ; ce qui y était reste dans { $name }, à y recopier après la prise.
recorder-warning-battery = Batterie { $percent } %. À { $limit } %, la prise sera bien fermée.
recorder-warning-clock = L’horloge de cette machine a été { $way ->
    [back] reculée
   *[forward] avancée
} de { $length }. La prise compte ses trames : aucune durée, aucun repère ne change.
recorder-warning-device = MICRO PERDU à { $at }. Tout l’avant est gardé{ $several ->
    [yes] , les autres entrées continuent
   *[no] { "" }
}. Rebranchez « { $input } » : ça reprend seul.
recorder-warning-disk-slow = Le disque n’écrit plus depuis { $length }. Le son attend en mémoire, encore { $left }.
recorder-warning-dropped = { $frames } trames n’ont pas tenu en mémoire ; leur place est muette et marquée.
recorder-warning-foreign = « { $input } » revient dans un autre format et n’est pas enregistrée ; les autres entrées continuent. Remettre le format d’avant, ou commencer une autre prise.
recorder-warning-files = Laissé de côté, on peut enregistrer : { $words }
recorder-warning-held-up = L’enregistreur a été arrêté à { $at } pendant { $length }, par le système ou un autre programme. Il continue ; là où du son manque, un repère le dit.
recorder-warning-near-silence = { $several ->
    [yes] « { $input } » : on
   *[no] On
} n’entend presque rien depuis { $length }. Le micro est-il assez près, et ouvert ?
recorder-warning-room = { $now ->
    [yes] Il n’y a presque plus de place. { $next ->
        [fallback] La suite va dans le dossier de secours.
        [copy] La suite va dans la seconde copie.
       *[none] Une prise ne peut y continuer.
    }
   *[no] Il reste { $left } de place. { $next ->
        [fallback] À 2 min, la suite ira dans le dossier de secours.
        [copy] À 2 min, la suite ira dans la seconde copie.
       *[none] À 2 min, la prise sera bien fermée.
    }
}
recorder-warning-zone = Cette machine est maintenant dans le fuseau { $zone } ; la séance garde le sien, { $own }.
recorder-warning-silence = PAS DE SON de « { $input } » depuis { $length } : bouton coupé, ou le système refuse le micro à ce terminal. L’avant est gardé.
recorder-warning-unsaved = { $count ->
    [one] Un repère est seulement en mémoire ; le disque le refuse.
   *[other] { $count } repères sont seulement en mémoire ; le disque les refuse.
}
recorder-unplanned = Séance imprévue
recorder-warning-recovered = { $words }
recorder-relief = { $code ->
    [device_lost] Le micro est revenu.
    [disk_slow] Le disque écrit de nouveau.
    [disk_low] Il y a de nouveau de la place.
    [dropped] Le son tient de nouveau en mémoire.
    [battery_low] La batterie est de nouveau assez chargée.
    [unsaved_marks] Tous les repères sont sur le disque.
    [unsaved_session] session.toml est de nouveau écrit.
    [copy_failed] La seconde copie se fait de nouveau.
    [silence] Il y a de nouveau du son.
    [near_silence] On entend de nouveau quelque chose.
    [unheard] Une voix y est entendue.
    [dead_channel] Tous les canaux donnent du son.
    [call_silent] L’appel est de nouveau entendu.
    [clipping] Le niveau n’est plus trop fort.
   *[other] C’est réglé : { $text }
}
recorder-background-failed = l’enregistreur n’a pas pu être lancé à l’arrière-plan
recorder-file-failed = la suite du fichier en entrée ne se laisse pas lire ; ce qui en a été lu est gardé
recorder-file-failed-hint = voir s’il est encore là et entier, puis l’enregistrer de nouveau
recorder-never-started = l’enregistreur a fini avant que rien ne soit enregistré
recorder-empty-note = il faut quelques mots, il n’y en a pas
recorder-meant = serait-ce « { $meant } » ?
recorder-mute = un enregistreur tient cette bibliothèque (processus { $pid }) et ne répond pas
recorder-mute-hint = attendre un instant ; si rien ne change, finir ce processus : ce qui était confirmé est sur le disque, « temoin recover » complète
recorder-open-already = un passage de sorte « { $kind } » est déjà ouvert, depuis { $at }
recorder-open-already-hint = « temoin mark { $kind } --end » le ferme
recorder-chosen = Prévu : { $id }.
recorder-chosen-again = Prise { $take } de { $session }.
recorder-chosen-cancelled = Prévu et annulé : { $id }. C’est enregistré quand même.
recorder-chosen-number = Prévu : { $id }, n° { $number }.
recorder-chosen-of = Prévu : { $id }, { $number } sur { $of }.
recorder-chosen-unplanned = Aucun rendez-vous de { $series } n’est proche : une séance imprévue.
recorder-unknown-what = ni séance ni série ne s’appelle « { $found } »
recorder-no-answer = l’enregistreur n’a pas répondu depuis { $seconds } s ; il est arrêté, ou son disque l’est
recorder-strange-format = il faut 1000 à 1536000 trames par seconde et 1 à 64 canaux, il y en a { NUMBER($rate, useGrouping: "false") } et { $channels }
recorder-strange-format-hint = l’en-tête du fichier est-il abîmé ? « sox --info FICHIER » le montre
recorder-input-empty = l’entrée a fini avant de donner du son
recorder-input-empty-hint = regarder le fichier avec « sox --info » ; rien n’a été enregistré
recorder-room-over = le disque n’avait plus que deux minutes de place, et il n’y en avait pas d’autre ; la prise a été bien fermée, rien ne manque
recorder-last-take-failed = La dernière prise a fini par une panne : { $words }
recorder-bad-done = il faut une date comme 2020-03-29, pas « { $found } »
recorder-edit-deleted = ce repère a été retiré
recorder-edit-deleted-hint = `deleted` = false le remet
recorder-edit-hole = un trou dans le son est noté par l’enregistreur : il ne se change pas
recorder-edit-opens = cela laisserait sortir une partie de ce qui est hors diffusion
recorder-edit-opens-hint = retirer le repère, ou lui donner une autre sorte, le dit clairement
recorder-event-taken-back = Retiré : { $kind }, { $at }.
recorder-mark-too-long = il faut un repère de { NUMBER($bytes, useGrouping: "false") } octets au plus, tous ses mots compris
recorder-nothing-to-undo = il n’y a plus rien à défaire dans cette prise
recorder-unknown-mark = cette prise n’a pas de repère « { $id } »
recorder-warning-talk = On parle, et rien n’est enregistré. Espace pour commencer.
recorder-disk-failing = { $full ->
    [yes] DISQUE PLEIN à { $at }. Tout l’avant est gardé
   *[no] DISQUE EN PANNE à { $at } : { $words }
}. La suite attend en mémoire que { $copy ->
    [yes] la seconde copie
   *[no] le dossier de secours
} la prenne.
recorder-warning-call = L’appel est muet depuis { $length } pendant que vous parlez. Toujours en ligne ? Ça enregistre.
recorder-warning-clipping = « { $input } » est trop fort : { $samples ->
    [one] un échantillon écrêté
   *[other] { $samples } échantillons écrêtés
}. Baisser le niveau, ou éloigner le micro. Ça enregistre.
recorder-warning-dead-channel = Le canal { $channel } de « { $input } » ne donne rien, les autres si. Un câble, un micro éteint ? Ça enregistre.
recorder-warning-unheard = { $channel ->
    [0] Pas encore de voix sur « { $input } »
   *[other] Pas encore de voix sur le canal { $channel } de « { $input } »
}, depuis { $length }. Est-ce le bon micro ? Ça enregistre.
