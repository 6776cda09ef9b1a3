# Ce que dit l’écran : Aujourd’hui, la note de fin, le premier démarrage.

## La config
today-config-unsaved = cette config ne peut pas être modifiée, donc rien n’a été gardé
today-config-unsaved-hint = corrigez le fichier à la main, puis recommencez ; il est resté tel quel

## La note de fin
today-after-recording = { $session } est en cours d’enregistrement, donc rien n’a été noté
today-after-recording-hint = arrêtez d’abord la prise ; ce qui est écrit pourra alors être gardé
today-after-no-take = cette séance n’a pas de prise, donc aucun endroit où poser un fil à reprendre

## L’exercice
today-rehearsal = Exercice
today-rehearsal-evening = Une soirée pour essayer
today-rehearsal-announce = Ceci est un exercice. La voix est une voix de synthèse, le micro reste fermé, et tout ira à la corbeille.
today-rehearsal-step-mark = Écouter, et marquer un moment qui touche
today-rehearsal-step-withhold = Mettre un passage hors diffusion, puis revenir
today-rehearsal-step-stop = Arrêter la prise
today-rehearsal-held = l’enregistreur de cet exercice ne le lâche pas
today-rehearsal-held-hint = le prochain exercice essaiera encore ; rien de vrai n’a été enregistré ici
today-rehearsal-over = L’exercice est fini, et se trouve à la corbeille : { $path }
today-rehearsal-no-terminal = un exercice a besoin d’un terminal
today-rehearsal-no-terminal-hint = lancez `temoin rehearse` dans un terminal, sans tube

## Aujourd’hui
today-is-in = dans { $length }
today-is-now = maintenant
today-is-since = depuis { $length }
today-is-late = en retard de { $length }
today-is-done = fait
today-unplanned = imprévue
today-is-broken-off = interrompu
today-is-planned = prévu
today-is-today = aujourd’hui
today-is-tomorrow = demain
today-is-on = { $day }
today-was-yesterday = hier
today-was-on = le { $day }
today-some-day = un jour
today-some-session = une séance
today-following = Ensuite
today-again = À reprendre
today-again-of = À reprendre ({ $count })
today-cancelled = annulé
today-moved-short = déplacé
today-moved = déplacé (était à { $time })
today-moved-day = déplacé (était { $day }, { $time })
today-ready = Prêt :
today-not-ready = À voir :
today-ready-asking = Micros : on les cherche…
today-ready-voice = voix de synthèse
today-ready-nothing = sans micro
today-ready-no-microphone = pas de micro ; la voix de synthèse est là pour essayer
today-ready-missing = { $input } n’est pas là
today-ready-read-only = bibliothèque en lecture seule
today-ready-battery = batterie { $percent } %
today-ready-copy = { $there ->
    [yes] seconde copie
   *[no] la carte de la seconde copie n’est pas là
}
today-last-time = La dernière fois, { $day }, { $length }
today-last-broke-off = interrompue
today-last-time-of = La dernière fois ({ $title }), { $day }, { $length }
today-thread = à reprendre
today-promised = promis
today-check = à vérifier
today-question = question
today-usual = d’habitude { $length }
today-nothing-open = Rien n’est à reprendre, à tenir ni à vérifier.
today-since = depuis { $day }
today-since-date = le { $day }
today-not-yet = pas encore fait
today-heavy = { $times ->
    [one] La dernière séance était lourde. Peut-être plus court cette fois.
   *[other] { $times } séances lourdes de suite. Peut-être plus court cette fois.
}
today-missed = { $day } à { $time }, { $title } : manqué.
today-missed-offer = manqué : enregistrer, déplacer, annuler ?
today-unworded = { $sessions ->
    [one] 1 séance à écouter
   *[other] { $sessions } séances à écouter
} · { $marks ->
    [one] 1 repère sans mots
   *[other] { $marks } repères sans mots
}
today-session-of = { $when ->
    [today] La séance d’aujourd’hui
    [yesterday] La séance d’hier
    [unknown] Une séance
   *[on] La séance du { $day }
}
today-broken-off = { $session } s’est interrompue. « temoin recover » la répare ; rien ne sera effacé.
today-doubt-session = L’ordinateur dit { $now }, la dernière séance est du { $last } : l’heure est-elle juste ? Rien n’est dit en retard d’ici là.
today-doubt-program = L’ordinateur dit { $now }, ce programme date du { $built } : l’heure est-elle juste ? Rien n’est dit en retard d’ici là.
today-nothing = Rien n’est prévu. Pour commencer :
today-nothing-now = une séance, tout de suite
today-nothing-plan = jusqu’à Planifier, puis { $key } : une série de rendez-vous
today-to-rehearse = pour essayer : un exercice avec une voix de synthèse, sans rien garder
today-ask-missed = { $what }. Enregistrer maintenant ?
today-ask-resume = L’enregistrement est en pause. Le reprendre ?
today-no-date-chosen = Choisissez d’abord un rendez-vous, avec les flèches.
today-recovered = { $session } s’était interrompue. Retrouvés : { $length } et { $marks ->
    [one] 1 repère
   *[other] { $marks } repères
} ; { $tail } Rien n’a été effacé.{ $others ->
    [0] {""}
    [one] {" "}Une autre séance aussi est réparée.
   *[other] {" "}{ $others } autres séances aussi sont réparées.
}
today-mended = { $words }{ $others ->
    [0] {""}
   *[other] {" "}(et { $others } de plus)
}
today-recovered-sure = tout est vérifié.
today-recovered-unsure = les dernières secondes ({ $length }) sont à vérifier.

## La note de fin, à l’écran
today-after-mood = Comment c’était, en un mot :
today-after-gist = En une ligne :
today-after-threads = À reprendre la prochaine fois :
today-after-consent = Accord dit à { $at }. Qui l’a donné, et pour quoi ?
today-after-consent-use = { $name }, { $usage } { $sign }
today-after-heavy = C’était lourd ?
today-after-heavy-yes = oui
today-after-support = Pour en parler : { $line }
today-after-key = { $what ->
    [no] non
    [yes] oui
    [open] ouvre la séance là où elle a touché
   *[end] garde le reste, et finit
}
today-after-unsaved = La note n’est pas encore gardée : { $why }. Entrée réessaie.
today-after-quit-unsaved = Une note de fin n’est pas encore sur le disque. Entrée part sans elle.

## Le premier démarrage
today-first-title = témoin · premier démarrage
today-first-way = Quatre questions, et c’est prêt. Entrée garde ce qui est proposé. Rien ne quitte cet ordinateur.
today-first-language = Langue :
today-first-this-language = français   (English)
today-first-language-help = Les flèches changent la langue. Arrow keys change the language.
today-first-who = Qui pose les repères :
today-first-who-help = Un prénom ou des initiales : c’est le nom de vos fichiers de repères. Sur deux ordinateurs, deux noms.
today-first-who-file = Fichiers de repères : markers-{ $who }.toml
today-first-no-name = attendu : un nom avec au moins une lettre ou un chiffre
today-first-input = Micro :
today-first-no-microphone = Aucun micro n’a été trouvé. La voix de synthèse permet d’essayer ; le micro pourra être choisi plus tard.
today-first-no-sound = Le son n’a pas pu être interrogé : { $fault }. La voix de synthèse permet d’essayer ; le micro pourra être choisi plus tard.
today-first-folder = Dossier :
today-first-folder-help = Tout y sera, en simples fichiers : les sons, les repères, les rendez-vous. Il est créé s’il n’existe pas.
today-first-no-folder = attendu : un dossier, par exemple ~/Documents/recordings
today-first-level-opening = le micro s’ouvre…
today-first-level-none = rien ne sera entendu : des notes seulement
today-first-level = { $name ->
   *[nothing] rien ne s’entend
    [low] faible : plus près, ou plus fort
    [good] très bien
    [high] trop fort
}
today-first-ready = Tout est prêt.
today-first-key = { $what ->
    [keep] garde
    [language] change la langue
    [choose] choisir
   *[before] question d’avant
}
today-first-rehearse = S’entraîner une fois, pour de faux ? Une voix de synthèse parle, le micro reste fermé, et tout ira à la corbeille.
today-first-rehearse-keys = Entrée : oui, deux minutes.   Toute autre touche : non, ouvrir Aujourd’hui.

## L’exercice, à l’écran
today-rehearsal-banner = EXERCICE : une voix de synthèse, micro fermé, tout ira à la corbeille
today-rehearsal-way = Entrée ouvre, Espace commence et marque ce qui touche, { $key } et Entrée arrêtent.
today-rehearsal-listen = Entrée joue le moment marqué. { $key } finit l’exercice.
today-rehearsal-quit = L’exercice s’arrête, sa prise aussi, et tout ira à la corbeille. Entrée le ferme.

## Les touches d’Aujourd’hui
today-key-open = ouvrir
today-key-unplanned = séance imprévue
today-key-move = déplacer
today-key-cancel = annuler
today-key-done = fait
today-key-threads = fils
today-key-listen = l’écouter
today-key-back = revenir
today-key-undo = défaire
today-key-choose = choisir
today-key-mark = touchant
today-key-resume = reprendre
today-key-stop = arrêter
today-key-rehearse = exercice
today-key-screen = suivant
today-key-next-screen = écran suivant
today-key-find = chercher
today-key-actions = toutes les actions
today-key-actions-short = actions
today-key-help = aide
today-key-quit = quitter
today-key-leave = quitter, la prise continue
today-broke-off-at = La prise de { $session } s’est interrompue { $today ->
    [yes] à { $time }
   *[no] { $day } à { $time }
} ; « temoin record { $session } » reprend la séance, « temoin recover » répare la prise.
