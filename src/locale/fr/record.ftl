# Ce que dit l’écran : Enregistrer, Guidé, la lampe.
record-lamp = { $lamp ->
    [waiting] ATTEND
    [starting] DEMARRE
    [recording] ENREGISTRE
    [off-record] HORS DIFFUSION
    [paused] PAUSE
    [no-sound] PAS DE SON
    [mic-lost] MICRO PERDU
    [disk-low] DISQUE { $minutes } MIN
    [disk-slow] DISQUE LENT
    [disk-full] DISQUE PLEIN
    [disk-failed] DISQUE EN PANNE
    [notes-only] SANS MICRO
    [rehearsal] EXERCICE
    [broken] INTERROMPU
    [mute] PAS DE REPONSE
    [closing] SE FERME
    [stop] STOP ?
   *[done] FINI
}
record-line = { $kind ->
    [thread] Fil :
    [promise] Promesse :
    [note] Note :
    [question] Question :
   *[words] Mots :
}

## L’en-tête, ce sur quoi la lampe s’appuie, le conducteur
record-unplanned = Séance imprévue
record-rehearsal = Exercice
record-planned-end = fin prévue { $time }
record-battery = batterie { $percent } %{ $look ->
    [yes] {" "}▲
   *[no] {""}
}
record-ground = { $name ->
    [sound] le son arrive
    [no-sound] pas de son
    [not-all] une entrée manque
    [disk] le disque écrit
    [no-disk] le disque n’écrit plus
    [copy-away] carte absente
    [copy] copie
    [level] il y a du niveau
    [level-short] du niveau
   *[no-level] aucun niveau
}
record-room = place { $length }
record-number = { $name ->
    [step] reste de cette étape
   *[clock] l’heure qu’il est
}
record-guide = { $count ->
    [one] une étape
   *[other] { $count } étapes
}
record-step-first = d’abord  { $title }
record-step-next = ensuite  { $title }
record-step-lasts = { $minutes } min
record-step-of = { $minutes } min sur { $planned }
record-step-over = ▲ { $minutes } min sur { $planned }, + { $over } min

## Les niveaux
record-channel = { $name ->
    [synthetic] synthèse
    [mono] micro
    [left] gauche
    [right] droite
   *[other] { $name }
}
record-levels-good = niveaux : bien
record-levels = niveaux : { $name ->
    [clipped] écrêtage
    [high] trop fort
    [low] trop faible
    [good] bien
   *[nothing] aucun
}
record-level-of = { $channel } : { $name ->
    [clipped] écrêtage
    [high] trop fort
    [low] trop faible
    [good] bien
   *[nothing] aucun
}
record-heard = { $who ->
    [nobody] aucune voix encore
    [one] voix entendue
    [both] entendues : les deux voix
    [rest] entendues : les autres
   *[all] entendues : toutes
}
record-heard-of = { $count ->
    [one] entendue
   *[other] entendues
} : { $names }
record-voices-heard = { $count ->
    [2] Les deux voix sont entendues.
   *[other] Toutes les voix sont entendues.
}
record-touch-over = Les flèches changent un repère pendant { $seconds } secondes ; ensuite, c’est dans Écouter.
record-voice-heard = { $name } ✓
record-voice-not-yet = { $name } pas encore

## Les repères
record-marks = { $count ->
    [0] aucun repère
    [one] un repère
   *[other] { $count } repères
}
record-more = encore { $count }
record-marks-withheld = { $count } hors diffusion
record-open = encore ouvert
record-quoted = « { $words } »
record-read-aloud = À lire à voix haute :
record-marked-from = { $kind }, à partir de { $at }.
record-marked-at = { $kind }, à { $at }.
record-marked-range = { $kind }, de { $at } à { $end }.
record-masked = Masqué, de { $at } à { $end }. Ne sortira dans aucun export.
record-keys-mark = ← plus tôt  → jusqu’ici  ↑ plus fort  { $key } mots
record-keys-withheld = ← plus tôt
record-mark-waits = Le repère attend le disque.
record-who = Qui parle ?  { $who }   { $key } ferme
record-who-late = Aucun repère récent : { $key } dit qui parle, dans les 6 s d’un repère.
record-who-nobody = Le plan ne nomme personne pour cette séance : personne à choisir.
record-no-consent = Pas encore d’accord noté pour { $who }. L’enregistrement est possible ; rien n’en sortira avant. { $key } quand l’accord est dit.
record-back-on = On est revenu. Hors diffusion de { $at } à { $end }, { $length }.
record-taken-back = Retiré : { $kind }, { $at }.
record-as-before = Comme avant : { $kind }, { $at }.
record-stepped = Étape, à { $at } : { $title }

## Ce qui se passe
record-read-only = La bibliothèque est en lecture seule : rien ne peut y être enregistré.
record-waiting = Rien n’est enregistré. Espace pour commencer.
record-waiting-memory = { $length } en mémoire, rien sur le disque. Espace pour commencer et les garder.
record-opening = Le micro s’ouvre.
record-stays = La prise continue. { $key } passe à un autre écran.
record-starting = L’enregistrement démarre ; ce qui suit la touche sera gardé.
record-starting-late = Rien n’est encore gardé : la prise n’a pas commencé, plus de cinq secondes après la touche.
record-mute = L’enregistreur, processus { $pid }, ne répond pas depuis { $seconds } s. { $take ->
    [yes] Ce qu’il avait confirmé est gardé.
   *[no] Rien n’est encore enregistré.
}
record-runs = Ça enregistre. Voix entendues : { $voices }.
record-runs-without-sound = Les repères sont notés, sans aucun son. Aucun micro n’est ouvert.
record-resumed = Ça enregistre de nouveau.
record-resumed-off-record = De nouveau hors diffusion : gardé ici, ne sortira pas. { $key } pour revenir.
record-off-record = Hors diffusion depuis { $at }. Gardé ici, ne sortira dans aucun export. { $key } pour revenir.
record-off-record-still = Toujours hors diffusion, depuis { $length }. C’est peut-être voulu. { $key } pour revenir.
record-paused-without-sound = En pause depuis { $length }. Espace pour reprendre.
record-paused = Micro coupé depuis { $length }. Rien n’est gardé. Espace pour reprendre.
record-missing = { $back ->
    [yes] Le micro est revenu.{" "}
   *[no] {""}
}Il manque { $length }, de { $at } à { $end } ; l’endroit est marqué.
record-alarm-inputs = { $code ->
    [device_lost] Sinon { $key }.
   *[silence] { $key } entrées.
}
record-keyboard-elsewhere = LE CLAVIER EST AILLEURS. Un clic ici marque et le ramène.
record-keyboard-away = LE CLAVIER EST AILLEURS. Un clic ici le ramène.
record-keyboard-short = CLAVIER AILLEURS : un clic marque.
record-stop = Arrêter ? Entrée arrête. Toute autre touche continue.
record-closing = Les fichiers se ferment.
record-done = { $why ->
    [input] Le fichier en entrée est fini
    [battery] Batterie presque vide, la prise est bien fermée
    [fault] Une panne a fini la prise
   *[asked] Fini
} : { $length }, { $marks ->
    [0] aucun repère
    [one] un repère
   *[other] { $marks } repères
}{ $withheld ->
    [0] {""}
    [one] , un passage hors diffusion
   *[other] , { $withheld } passages hors diffusion
}. { $why ->
    [fault] Ce qui était confirmé est sur le disque, le micro est fermé.
   *[other] Tout est sur le disque, le micro est fermé.
}
record-next = Prochain : { $day ->
    [today] aujourd’hui, { $time }
    [tomorrow] demain, { $weekday } { $date }, { $time }
   *[later] { $weekday } { $date }, { $time }
}{ $change ->
    [tonight-on] {" "}(cette nuit, + { $minutes ->
        [60] 1 heure
       *[other] { $minutes } minutes
    })
    [tonight-back] {" "}(cette nuit, − { $minutes ->
        [60] 1 heure
       *[other] { $minutes } minutes
    })
    [on] {" "}(la nuit d’avant, + { $minutes ->
        [60] 1 heure
       *[other] { $minutes } minutes
    })
    [back] {" "}(la nuit d’avant, − { $minutes ->
        [60] 1 heure
       *[other] { $minutes } minutes
    })
   *[none] {""}
}.
record-all-kept = Tout est déjà sur le disque, depuis { $seconds } s.
record-no-steps = Cette séance n’a pas d’étapes.
record-nothing-runs = Rien n’est enregistré.
record-synthetic = ▲ Voix de synthèse : aucun micro n’est ouvert.
record-synthetic-inputs = ▲ Voix de synthèse : aucun micro n’est ouvert. { $key } entrées.
record-synthetic-rehearsal = Une voix de synthèse parle, le micro est fermé.
record-no-microphone = Pas de micro. Entrée écoute la voix synthétique à la place.
record-no-sound = Pas de micro : { $fault }. Entrée écoute la voix synthétique à la place.
record-recorder-gone = L’enregistreur s’est arrêté. Tout ce qu’il avait confirmé est gardé. Espace continue la séance.
record-safe = { $now ->
    [mark] touchant
    [resume] reprendre
   *[start] commencer
}
record-leave = quitter
record-back = revenir
record-foot-stop = arrêter
record-foot-keep = garde

## Les entrées
record-inputs-title = Entrées
record-inputs-asking = Le système cherche ce qu’il y a.
record-inputs-in-take = L’entrée d’une prise reste la même. Arrêter, choisir, recommencer : la séance continue.
record-inputs-rehearsal = Dans un exercice il n’y a que la voix de synthèse ; aucun micro n’est ouvert.
record-input-taken = Entrée : { $name }
record-input-always = { $name ->
    [config] celle de la configuration
    [voice] une voix de synthèse, pour essayer
   *[none] pas de son, des repères seulement
}
record-input = { $name }{ $default ->
    [yes] {" "}(par défaut)
   *[no] {""}
}

## Guidé
guided-start = COMMENCER
guided-mark = MARQUER
guided-stop = STOP
guided-press-space = appuyer sur la grande touche ESPACE
guided-mark-how = ce moment : la grande touche ESPACE
guided-resume-how = reprendre : la grande touche ESPACE
guided-stop-how = la touche { $key }, puis ENTRÉE
guided-hears = Le micro vous entend :
guided-level = { $name ->
    [clipped] beaucoup trop fort
    [high] un peu trop fort
    [low] trop loin du micro
    [good] très bien
   *[nothing] rien encore
}
guided-rehearse = s’entraîner pour de faux
guided-rehearse-ask = S’entraîner pour de faux ? Entrée oui.
guided-kept = { $count ->
    [0] aucun moment gardé encore
    [one] un moment gardé, à { $at }
   *[other] { $count } moments gardés, le dernier à { $at }
}
guided-off-record = ne pas diffuser ce passage
guided-back-on = revenir, diffuser de nouveau
guided-first-step = première étape
guided-next-step = étape suivante
record-copied = La copie de cette séance est complète ({ $at }). { $same ->
    [yes] Elle est sur le même disque : une seule panne emporte les deux.
   *[no] La carte peut être retirée.
}
record-not-copied = La copie n’est pas complète ; l’original l’est. « temoin copy » dit ce qui manque, et l’apporte.
