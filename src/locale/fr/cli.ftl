## Les mots de l’analyseur d’arguments ; il met lui-même les deux-points derrière les titres
usage-heading = Utilisation :
usage-commands = Commandes{" "}
usage-command = COMMANDE
usage-arguments = Arguments{" "}
usage-options = Options{" "}
usage-everywhere = Partout{" "}
usage-example = Exemple :
usage-json = la même chose, en un document JSON
usage-see-help = Pour en savoir plus : { $call } --help
usage-unknown-argument = attendu : ce que cette commande connaît ; trouvé : `{ $argument }`
usage-unknown-command = attendu : une commande ; trouvé : `{ $command }`
usage-missing-command = attendu : une commande derrière celle-ci ; rien trouvé
usage-missing-argument = attendu : { $arguments } ; rien trouvé
usage-missing-value = attendu : une valeur pour { $argument } ; rien trouvé
usage-surplus-value = attendu : plus d’autre valeur pour { $argument } ; trouvé : `{ $value }`
usage-wrong-value = { $argument } : { $why }
usage-refused-value = `{ $value }` ne convient pas pour { $argument }
usage-not-a-choice = { $argument } : attendu : l’un de { $choices } ; trouvé : `{ $value }`
usage-given-twice = attendu : { $argument } une seule fois ; trouvé : plusieurs fois
usage-conflict = { $argument } et { $other } ne vont pas ensemble
usage-not-utf8 = attendu : des mots en UTF-8 ; trouvé : d’autres octets
usage-not-understood = l’appel n’est pas compris
usage-did-you-mean = peut-être `{ $nearest }` ?

## Valeurs
cli-expected-length = attendu : une durée ; trouvé : `{ $found }`
cli-expected-some-length = attendu : une durée plus grande que zéro ; trouvé : `{ $found }`
cli-hint-length = une durée a une unité : 8s, 250ms, 45m, 1h30, 2d, 1w
cli-expected-moment = attendu : un jour ou une heure ; trouvé : `{ $found }`
cli-hint-moment = par exemple 2026-11-22, "2026-11-22 18:30", 18h30, aujourd’hui, demain, lundi, "28 mars", +2h
cli-expected-rate = attendu : une vitesse de 0,75 à 2 ; trouvé : `{ $found }`
cli-hint-rate = 1 est celle de la parole, 1,5 moitié plus vite ; la hauteur reste
cli-expected-position = attendu : un endroit dans le son ; trouvé : `{ $found }`
cli-hint-position = par exemple 0:20:44, 20:44, 90s, et 2/0:20:44 dans la deuxième prise
cli-expected-marker = attendu : l’identifiant d’un repère ; trouvé : `{ $found }`
cli-hint-marker = temoin show SÉANCE montre de chaque repère la fin de son identifiant, qui suffit
cli-expected-days = attendu : un nombre de jours de 1 à 3660 ; trouvé : `{ $found }`
cli-expected-setting = attendu : CLÉ=VALEUR ; trouvé : `{ $found }`
cli-hint-setting = par exemple --set audio.preroll=10 ; temoin config show liste les clés

## Sortie
cli-output-failed = ce qui était demandé n’a pas pu être écrit sur la sortie standard

## Entrée standard
cli-input-unreadable = l’entrée standard n’a pas pu être lue
cli-input-too-long = attendu : au plus { $limit } Kio sur l’entrée standard ; trouvé : davantage
cli-input-not-utf8 = attendu : du texte en UTF-8 sur l’entrée standard ; trouvé : d’autres octets
cli-folder-unreadable = le dossier n’a pas pu être lu

## Prévisions
cli-days-reversed = attendu : un dernier jour qui n’est pas avant le premier ; trouvé : { $first } à { $last }
cli-nothing-planned = Rien n’est prévu ces jours-là.
cli-nothing-next = Rien d’attendu pour l’instant, et rien de prévu d’ici un an.
cli-nothing-today = Rien n’est prévu aujourd’hui.
cli-unknown-series = aucune série ne s’appelle `{ $id }`
cli-unknown-person = personne ne s’appelle `{ $id }`
cli-unknown-hint = `temoin agenda` et `temoin list` montrent les noms
cli-state = { $state ->
    [due] c’est l’heure
    [late] en retard
    [missed] manqué
    [done] fait
    [cancelled] annulé
   *[planned] prévu
}
cli-moved-from = déplacé (était { $was })
cli-plan-no-date = { $days } : aucune date de cette série
cli-no-such-hour = { $time } n’existe pas ce jour-là : passage à l’heure d’été
cli-clash = { $what } est aussi dans { $with }
cli-clash-rest = { $who } n’a que { $minutes } min entre ce rendez-vous et { $with }
cli-clash-heavy = troisième soirée lourde de suite pour { $who }, après { $with }
cli-clash-heavy-more = au moins la quatrième soirée lourde de suite pour { $who }, après { $with }
cli-expected-id = attendu : un nom en petites lettres, chiffres et traits d’union ; trouvé : `{ $found }`
cli-cycle-in-trash = { $series } est à la corbeille et y reste ; temoin trash restore l’en sort
cli-cycle-no-more-named = { $series } n’est plus dans le fichier ; sa série reste, temoin plan remove { $series } l’enlève
cli-cycle-ahead = { $clashing ->
    [0] Rien n’est encore écrit. Séries à écrire : { $series } ; dates : { $dates } ; aucun conflit.
   *[other] Rien n’est encore écrit. Séries à écrire : { $series } ; dates : { $dates } ; en conflit : { $clashing }.
}
cli-cycle-dates = { $clashing ->
    [0] Dates : { $dates } ; aucun conflit.
   *[other] Dates : { $dates } ; en conflit : { $clashing }.
}
cli-last-time = La dernière fois, { $when } ({ $session }) :
cli-usual = {"    "}d’habitude { $length }
cli-open-since = {"    "}{ $sign } { $words }, depuis { $since }

## Pour commencer
cli-start-record = temoin record               enregistre ; avec le nom d’une série, son entretien
cli-start-mark = temoin mark                 marque le moment qui touche, de n’importe quel terminal
cli-start-stop = temoin stop                 arrête
cli-start-more = temoin --help               tout le reste
cli-init-made = La bibliothèque est dans { $path }.
cli-init-zone = Son fuseau horaire est { $zone } (`zone` dans library.toml).
cli-init-inside = Elle se trouve dans une autre bibliothèque : { $outer }.
cli-init-among-others = Ce dossier contenait déjà autre chose ; tout y reste tel quel.
cli-init-next = Écrire une série dans son dossier series/, ou commencer tout de suite : temoin record --title "Un premier essai"

## Séances
cli-not-recorded = pas enregistrée
cli-take-running = en cours
cli-take-broken = interrompue (`temoin recover` la répare)
cli-still-open = encore ouvert
cli-no-session = Aucune séance n’est encore enregistrée.
cli-marks = { $count ->
    [0] aucun repère
    [one] 1 repère
   *[other] { $count } repères
}
cli-people = Avec { $people }
cli-take = Prise { $number }, { $when }, { $length }
cli-of-input = { $input ->
    [0] {""}
   *[other] entrée { $input } :{" "}
}
cli-loudness = sonie { $integrated } LUFS, étendue { $range } LU, crête vraie { $peak } dBTP
cli-check-level = { $channel ->
    [0] niveau
   *[other] canal { $channel }
} : crête { $peak } dBFS, moyenne { $rms } dBFS dans la seconde la plus forte
cli-gap = ┄ { $at } → { $end }  { $why ->
    [pause] pause
    [device] micro absent
   *[sleep] ordinateur en veille
}, { $length }
cli-kind = { $kind ->
    [touching] touchant
    [thread] fil
    [promise] promesse
    [note] note
    [question] question
    [consent] accord dit
    [check] à vérifier
    [step] étape
    [off-record] hors diffusion
    [mask] masqué
    [hole] trou
   *[other] { $kind }
}
cli-nothing-found = Rien n’a été trouvé.
cli-search-withheld = { $count ->
    [one] Un autre endroit est hors diffusion, ou peut l’être : seul l’écran le montre.
   *[other] { $count } autres endroits sont hors diffusion, ou peuvent l’être : seul l’écran les montre.
}

## Vérification et réparation
cli-check-fine = Rien ne cloche.
cli-check-faults = { $count ->
    [one] Une chose demande un coup d’œil.
   *[other] { $count } choses demandent un coup d’œil.
}
cli-check-no-person = personne ne s’appelle `{ $id }`
cli-check-no-person-hint = écrire { $file }, ou corriger le nom ici
cli-check-no-place = aucun lieu ne s’appelle `{ $id }`
cli-check-no-place-hint = ajouter un [[place]] avec cet id à library.toml
cli-check-no-series = aucune série ne s’appelle `{ $id }` ; la séance reste comme elle est
cli-check-no-take = le repère `{ $id }` appartient à la prise `{ $take }`, que cette séance n’a pas
cli-check-behind-end = le repère `{ $id }` se trouve derrière la fin de sa prise
cli-check-no-kind = le repère `{ $id }` est de la sorte `{ $kind }`, que la bibliothèque ne connaît pas ; il est traité comme hors diffusion
cli-check-no-kind-hint = ajouter un [[kind]] avec cet id à library.toml
cli-check-no-fallback = `{ $file }` se trouve dans le dossier de secours, et la configuration n’en nomme pas
cli-check-no-fallback-hint = mettre `fallback` sous [audio] dans la configuration, ou poser le fichier ici
cli-check-open-take = la prise { $number } n’a jamais été fermée
cli-check-unnamed-part = ce son n’appartient à aucune prise de session.toml
cli-check-unnamed-part-hint = rien ne dit de quelle prise il est : lui ajouter un [[take.part]] dans session.toml, ou le sortir de ce dossier
cli-check-recover-hint = temoin recover la répare, et n’efface rien
cli-mended-digest = { $file } : chaque ligne de son journal tient, et l’empreinte de session.toml ne tenait pas ; elle est corrigée.
cli-mended-mark = { $session } : le repère « { $id } » était { $length } après la fin de sa prise, et se trouve maintenant à la fin.
cli-mended-marks = { $file } : le fichier était déchiré ou vide, il est de nouveau entier ; ce qui en dépassait est rangé à côté.
cli-mended-socket = Un reste technique de l’enregistreur interrompu a été enlevé ; aucun son n’y était.
cli-check-copy-has-it = une copie entière se trouve ici : { $path }
cli-recover-away = la prise { $number } est restée interrompue, et { $dir } n’est pas là : il en contient peut-être la suite, et la prise reste ouverte
cli-recover-away-hint = le brancher et lancer `temoin recover` ; ou le retirer de la configuration
cli-recover-no-room = { $seconds } s de son se trouvent ici et manquent à la bibliothèque, et son disque n’a plus la place : il manque { $missing } Mo
cli-recover-no-room-hint = faire de la place et relancer `temoin recover`
cli-recover-text-from = il manquait ou était vide ; il a été refait d’après celui gardé dans { $path }
cli-check-marks-wait = { $count ->
    [one] un repère attend ici, que le fichier de la séance n’a pas pris
   *[other] { $count } repères attendent ici, que le fichier de la séance n’a pas pris
}
cli-check-more-elsewhere = il y a ici { $seconds } s de son de la prise { $number } que session.toml ne nomme pas
cli-check-known-part = ce que contient ce fichier est déjà dans un autre fichier de sa prise
cli-check-known-part-hint = on peut le sortir de ce dossier
cli-check-overlap = commence { $frames } pas avant la fin de { $file }, de la même entrée
cli-check-overlap-hint = les deux sont gardés et entiers ; là où ils se recouvrent, on entend le premier
cli-check-stale-socket = un enregistreur interrompu a laissé ceci, un reste technique ; aucun son n’y est
cli-swept = { $file } : resté inachevé après un arrêt brutal ou une coupure de courant ; mis à la corbeille.
cli-check-broken-save = ceci est resté inachevé après un arrêt brutal ou une coupure de courant ; un fichier à remplacer est resté tel qu’il était, un dossier ne contient encore rien
cli-check-broken-save-hint = temoin recover met celui-ci à la corbeille
cli-check-set-aside = ce fichier ne se lisait plus quand il fallait l’écrire : il a été mis de côté, un nouveau a été écrit
cli-check-set-aside-hint = y reprendre ce que vous aviez écrit, puis le supprimer
cli-recovered = { $session } : { $length } retrouvés, { $marks }, { $tail }, rien n’a été effacé.
cli-recovered-sure = tout est vérifié
cli-recovered-unsure = { $seconds } s à vérifier à la fin{ $silent ->
    [yes] {" "}(silence numérique, comme après une coupure de courant)
   *[no] {""}
}
cli-import-done = { $session }, prise { $take } : { $length }, chaque échantillon comparé. Le fichier lui-même est resté tel quel.
cli-import-behind = L’en-tête de ce fichier est resté en arrière, comme quand une pile lâche : { $seconds } s de son se trouvaient derrière la fin qu’il annonce, et sont prises. Écoutez la fin de cette prise.
cli-import-rounded = Le fichier garde 32 bits entiers ; une prise en garde 24 dans ses nombres à virgule. Gardez aussi le fichier.
cli-import-began = Début le { $day } à { $time }{ $word ->
    [asked] {"."}
    [recorder] {" "}d’après l’horloge de son enregistreur ; --at en donne un autre, une fois cette prise hors de la bibliothèque.
   *[file] {" "}d’après la date du fichier, qui n’en connaît pas d’autre ; --at en donne un autre, une fois cette prise hors de la bibliothèque.
}
cli-import-doubt = { $doubt ->
    [unset] Regardez cette date : une horloge jamais réglée en donne de telles.
   *[far] Regardez cette date : elle est à plus de 12 heures du début de la séance.
} { $alone ->
    [yes] Si elle est fausse : `temoin trash add { $session }`, puis importez à nouveau, avec --at ou dans une autre --session.
   *[no] Si elle est fausse : retirez la prise { $take } comme le dit `temoin import --help`, puis importez à nouveau, avec --at ou dans une autre --session.
}
cli-nothing-to-recover = Rien ne s’est interrompu ; il n’y a rien à réparer.

## Son
cli-input-role = { $role ->
    [system] ce que joue l’ordinateur
   *[microphone] micro
}
cli-input = { $name } · { $role } · { $channels ->
    [one] 1 canal
   *[other] { $channels } canaux
} · { $rate } Hz
cli-check-sound = À l’écoute de « { $input } » pendant { $length } ; parlez comme vous parlerez. Rien n’est gardé.
cli-inputs-always = Toujours là : { $default ->
    [yes] {"default, "}
   *[no] {""}
}file:CHEMIN, voice (un extrait intégré), none (sans son).

## Corbeille
cli-trash-is-empty = La corbeille est vide.
cli-trash-added = { $session } est dans la corbeille. Pour la reprendre : temoin trash restore { $name }
cli-trash-restored = De retour dans { $path }.
cli-trash-running = la séance { $session } est en cours d’enregistrement
cli-trash-running-hint = temoin stop termine d’abord la prise
cli-trash-no-terminal = la corbeille n’a pas été vidée : personne ne peut répondre ici
cli-trash-no-terminal-hint = temoin trash empty --yes efface sans demander
cli-trash-word = EFFACER
cli-trash-ask = { $count ->
    [one] Effacer une chose pour toujours ?
   *[other] Effacer { $count } choses pour toujours ?
} Écrire { $word } pour le faire.
cli-trash-kept = Rien n’a été effacé.
cli-trash-erased = { $count ->
    [0] La corbeille était vide.
    [one] Une chose est effacée. Un disque flash peut en garder des traces ; un disque chiffré les cache aux autres.
   *[other] { $count } choses sont effacées. Un disque flash peut en garder des traces ; un disque chiffré les cache aux autres.
}

## Configuration et manuel
cli-no-config-path = pas de dossier personnel ici, donc pas de place pour une configuration ; en nommer une avec --config
cli-config-absent = Il n’y a pas de configuration ; les valeurs par défaut comptent.
cli-config-fine = { $path } : rien ne cloche.
cli-man-written = Les pages sont dans { $dir }.
cli-man-not-written = la page n’a pas pu être écrite

## Écouter
cli-play-nothing = il n’y a pas de son à entendre là
cli-play-nothing-hint = temoin show SÉANCE dit où il y en a ; ce qui est hors diffusion s’entend par son propre repère
cli-play-no-take = attendu : une prise de 1 à { $count } ; trouvé : { $number }
cli-play-behind-end = attendu : un endroit avant { $length }, où la prise finit
cli-play-no-marker = aucun repère de { $session } ne s’appelle `{ $id }`
cli-play-several-markers = `{ $id }` désigne { $count } repères : { $some }
cli-play-at = { $session }, prise { $take }, à partir de { $at }
cli-play-skipped = Ce qui est hors diffusion est sauté.
cli-play-unsure = un fichier de repères n’est pas entièrement lisible, et ce qui est hors diffusion n’est donc pas connu ; rien n’est joué
cli-play-unsure-hint = temoin check nomme ce qui ne va pas ; --at ou --marker font entendre malgré tout un endroit nommé

## L’enregistreur
cli-armed = À l’écoute de { $input }. Rien n’est enregistré. « temoin record » commence, « temoin disarm » arrête (processus { $pid }).
cli-armed-already = { $armed ->
    [yes] un enregistreur est déjà à l’écoute
   *[other] une prise est déjà en cours : { $session }
}
cli-armed-already-hint = « temoin status » le montre
cli-event-armed = À l’écoute de { $input }. Rien n’est enregistré.
cli-event-mark = { $kind }, à { $at }
cli-event-paused = Micro coupé. Rien n’est gardé. « temoin resume » reprend.
cli-event-resumed = Ça enregistre de nouveau.
cli-event-started = Ça enregistre : { $session }. Ctrl-C ou « temoin stop » arrête.
cli-event-stopped = { $fault ->
    [yes] Fini par une panne : { $length }, { $marks } sont gardés. Le micro est fermé.
    [joined] Fini : { $length }, { $marks }. Vos repères sont sur le disque ; l’autre ordinateur enregistre peut-être encore.
    [elsewhere] Fini : { $length }, { $marks }. Tout est gardé, une partie dans un autre dossier ; le micro est fermé.
   *[no] Fini : { $length }, { $marks }. Tout est sur le disque, le micro est fermé.
}
cli-marked-in-rehearsal = C’est dans l’exercice : ce repère ira à la corbeille avec lui.
cli-marked = { $done } ({ $id })
cli-input-twice = il faut chaque entrée une fois ; « { $input } » est là deux fois
cli-input-none-and-others = « none » veut dire sans son, donc reste seul
cli-fast-needs-files = « --fast » avec plusieurs entrées ne lit que des fichiers : il faut « file:CHEMIN » pour chacune
cli-too-many-inputs = il faut { $expected } entrées au plus, il y en a { $found }
cli-inputs-hint = --input, une fois pour chacune, ou « inputs » sous « [audio] » dans la configuration
cli-recording = Ça enregistre : { $session } (processus { $pid }). « temoin stop » arrête.
cli-recorder-state = { $state ->
    [idle] Aucune prise n’est en cours.
    [armed] En attente. Rien n’est enregistré.
    [starting] Ça commence.
    [recording] Ça enregistre.
    [lost] MICRO PERDU. La prise est ouverte, aucun son n’arrive.
    [paused] Pause : le micro est coupé, rien n’est gardé.
   *[stopping] Ça se termine.
}
cli-status-level = { $channel } : crête { $peak } dBFS
cli-status-off-record = HORS DIFFUSION : gardé ici, ne sortira dans aucun export.
cli-status-room = De la place pour { $left }.
cli-status-session = { $session }, à { $at }, { $marks }
cli-paused-already = C’était déjà en pause. Rien n’est gardé. « temoin resume » reprend.
cli-resumed-already = Ça enregistrait déjà.
cli-stopped-before = Arrêté avant que rien ne soit enregistré.
cli-armed-on-another = il faut l’entrée qui est à l’écoute, « { $armed } », pas « { $asked } »
cli-armed-on-another-hint = « temoin disarm » finit l’écoute ; ensuite enregistrer depuis l’autre
cli-range-begun = { $id ->
    [off-record] Hors diffusion depuis { $at }. Gardé ici, ne sortira dans aucun export. « temoin mark off-record » pour revenir.
   *[other] { $kind }, commence à { $at }
}
cli-range-ended = { $id ->
    [off-record] De nouveau diffusable. Retenu : { $length }, à partir de { $at }.
    [mask] Masqué : { $length }, à partir de { $at }.
   *[other] { $kind }, { $length }, à partir de { $at }
}
cli-no-terminal = il faut un terminal pour cet écran
cli-no-terminal-hint = « temoin record » enregistre sans écran
cli-series-without-file = la série « { $series } » n’a pas de fichier ; seules ses séances s’en souviennent
cli-series-without-file-hint = il n’y a ni plan à changer ni plan à retirer
cli-plan-when = attendu : --every, --rule ou --from : quand est-ce que cela a lieu ?
cli-plan-when-hint = par exemple --every "en semaine 20h30", --every "1er jeudi 20h", --from "28 mars 18h"
cli-plan-more-clashes = { $more ->
    [one] et un autre conflit : temoin plan check
   *[other] et { $more } autres conflits : temoin plan check
}
cli-plan-fine = Aucun conflit, aucune date un jour fermé, aucune faute dans les séries.
cli-expected-zone = attendu : un fuseau horaire ; trouvé : `{ $found }`
cli-expected-zone-hint = par exemple Europe/Brussels
cli-imported = { $added } en plus, { $changed } à jour, { $same } sans changement
cli-plan-left-out = { $count ->
    [one] Une date tombe un jour fermé et n’a pas lieu : { $dates }.
   *[other] { $count } dates tombent des jours fermés et n’ont pas lieu : { $dates }.
}
cli-plan-shifted = { $count ->
    [one] Une date tombe un jour fermé ; la suite se décale, aucune n’est perdue : { $dates }.
   *[other] { $count } dates tombent des jours fermés ; la suite se décale, aucune n’est perdue : { $dates }.
}
cli-plan-keep-all = « temoin plan edit { $id } --on-closed shift » décale la suite à la place, et garde les { $count }
cli-plan-kept = { $title } ({ $id }) : a lieu aussi les jours fermés, comme le dit sa série ; { $count ->
    [one] une date
   *[other] { $count } dates
} à venir, d’abord { $date }
cli-unknown-person-hint = écrire { $file } avec deux lignes, `format = 1` et `name = "Lise"`
cli-plan-at-once = En même temps que { $title }, { $count ->
    [one] une fois, { $date }
   *[other] { $count } fois, d’abord { $date }
}, { $time }. Ce n’est pas un conflit tant que personne n’est nommé (--guest, --host), mais une bibliothèque enregistre une prise à la fois.

## hotkey
cli-hotkey-bound = { $key } marque, où que soit le clavier : { $command }
cli-hotkey-removed = { $key } ne marque plus.
cli-hotkey-none = { $key } ne marquait pas : rien à retirer.
cli-hotkey-by-hand = { $desktop ->
    [kde] À faire une fois, dans la configuration du système, sous Raccourcis, Ajouter une commande ({ $key }) : { $command }
    [sway] À écrire une fois dans la configuration du bureau (sway, i3) : bindsym Ctrl+Mod1+m exec { $command }
    [hyprland] À écrire une fois dans hyprland.conf : bind = CTRL ALT, M, exec, { $command }
   *[other] À faire une fois, dans les réglages du clavier de ce bureau : un raccourci, par exemple { $key }, qui lance { $command }
}
cli-hotkey-remove-by-hand = Ce programme n’a posé aucun raccourci dans ce bureau : celui que vous avez posé se retire là où vous l’avez posé.
cli-hotkey-taken = { $key } sert déjà : { $by }
cli-hotkey-taken-hint = retirez ce raccourci dans les réglages du clavier, ou ajoutez-y vous-même une autre touche pour « temoin mark »
cli-hotkey-refused = le bureau n’a pas voulu du raccourci ({ $program })
cli-hotkey-refused-hint = dans les réglages du clavier, ajoutez vous-même une touche, par exemple { $key }, pour « temoin mark »
cli-hotkey-silent = { $program } n’a pas répondu depuis { $seconds } s, et a été arrêté
cli-hotkey-unread = il faut une liste de raccourcis de { $program }, pas « { $found } »
cli-hotkey-unfit = ce chemin ne peut pas être donné à un raccourci
