## Files of sound

sound-disk-full = le disque est plein ; ce qui était confirmé est gardé
sound-disk-full-hint = libérer de la place, ou nommer un dossier d’un autre disque comme `fallback` sous `[audio]` dans la configuration
sound-disk-locked = attendu : un dossier où écrire ; trouvé : un disque qui refuse ; ce qui était confirmé est gardé
sound-disk-locked-hint = regarder le verrou de la carte et les droits du dossier, puis commencer une nouvelle prise
sound-disk-gone = attendu : le dossier de la séance ; il n’est plus là, et ce qui était confirmé est sur son disque
sound-disk-gone-hint = rebrancher le disque, puis lancer `temoin recover`
sound-disk-limit = le système ne permet pas de fichier plus grand ici ; ce qui était confirmé est gardé
sound-disk-limit-hint = relever la limite (`ulimit -f`), ou raccourcir `part_minutes` sous `[audio]` dans la configuration
sound-disk-failed = le disque n’a pas pu garder le son ; ce qui était confirmé est gardé
sound-disk-failed-hint = prendre un autre disque pour la prochaine prise, et copier celui-ci avant de s’en resservir
## Devices
sound-busy = l’entrée `{ $id }` est utilisée par un autre programme
sound-denied = le système refuse l’entrée `{ $id }` à ce terminal
sound-hint-busy = fermer l’autre programme, ou choisir une autre entrée : `temoin inputs` les montre
sound-hint-denied = autoriser le micro pour ce terminal dans les réglages du système ; sous Linux, appartenir au groupe `audio`
sound-hint-inputs = `temoin inputs` montre ce qui est là ; `default`, `voice`, `none` et `file:CHEMIN` sont toujours des entrées
sound-hint-network = un entretien ne doit pas quitter cette machine ; vider PULSE_SERVER et réessayer
sound-hint-no-input = brancher un micro, ou essayer avec la voix incluse : `--input voice`
sound-hint-server = démarrer le serveur sonore, ou ouvrir une session du bureau ; s’il tourne, regarder si son cookie appartient à cet utilisateur (~/.config/pulse/cookie)
sound-input-form = attendu : une entrée comme `default`, `pulseaudio:NOM`, `file:CHEMIN`, `voice` ou `none` ; trouvé : `{ $found }`
sound-lost = l’entrée `{ $id }` n’est plus là
sound-missing = aucune entrée ne s’appelle `{ $id }` ; il y a { $found }
sound-missing-alone = aucune entrée ne s’appelle `{ $id }`, et il n’y en a pas d’autre
sound-network = le serveur sonore `{ $server }` passe par le réseau (PULSE_SERVER)
sound-no-input = aucun micro n’a été trouvé
sound-no-server = le système sonore `{ $id }` ne répond pas
sound-no-thread = le système ne donne pas de fil d’exécution pour le son
sound-none-is-silent = `none` n’a pas de son à écouter
sound-refused = l’entrée `{ $id }` n’a pas pu être ouverte
sound-unknown-host = attendu : un système sonore de cette machine ({ $expected }) ; trouvé : `{ $found }`
sound-unsupported = l’entrée `{ $id }` ne peut pas faire ce qui lui est demandé
sound-unreadable = attendu : un fichier de son lisible ; le système refuse
sound-unreadable-hint = regarder si le fichier est là et lisible, et son disque branché
sound-not-wav = attendu : un fichier WAV ; trouvé : { $found ->
        [empty] un fichier vide
        [unknown] autre chose
       *[other] { $found }
    }
sound-not-wav-hint = en faire d’abord un WAV, par exemple avec `ffmpeg -i FICHIER FICHIER.wav`
sound-wav-no-format = attendu : un en-tête WAV avec fréquence et canaux ; trouvé : un en-tête sans
sound-wav-no-data = attendu : des échantillons dans le fichier WAV ; il finit avant qu’ils commencent
sound-wav-cut = le fichier est coupé ; attendu : { $expected } octets de son ; trouvé : { $found }
sound-wav-cut-hint = copier de nouveau le fichier depuis l’original entier
sound-wav-encoding = attendu : des échantillons de 8, 16, 24 ou 32 bits, ou 32 bits flottants ; trouvé : { $found }
sound-wav-encoding-hint = le convertir d’abord, par exemple avec `ffmpeg -i FICHIER -c:a pcm_s24le FICHIER-24.wav`
sound-other-format = attendu : { $expected } ; trouvé : { $found }
sound-other-format-hint = un autre programme semble avoir enregistré par-dessus ; remettre l’original, ou corriger la prise dans session.toml
sound-part-open = attendu : un fichier fermé ; celui-ci s’est interrompu
sound-part-open-hint = lancer `temoin recover` ; il n’efface rien
sound-part-gone = le fichier de cette prise n’est plus là
sound-part-gone-hint = le rapporter d’une copie, ou rebrancher son disque ; le reste de la séance demeure tel quel
sound-part-back-hint = remettre une copie du fichier ; ce qui en reste ici demeure tel quel
sound-part-length = attendu : { $expected } trames d’après session.toml ; trouvé : { $found } d’après l’en-tête du fichier
sound-part-length-hint = remettre une copie du fichier, ou corriger `frames` dans session.toml
sound-journal-line = attendu : une ligne du journal avec sa somme de contrôle ; trouvé : une ligne déchirée ou changée
sound-journal-line-hint = le son n’en souffre pas ; seul ce qui suit cette ligne ne peut plus être contrôlé à la seconde
sound-journal-sum = le son dont cette ligne répond a changé sur le disque
sound-digest = les échantillons ne sont pas ceux qui ont été enregistrés : leur empreinte diffère de session.toml
sound-changed-hint = remettre une copie du fichier, et vérifier le disque
sound-not-a-part = attendu : un fichier d’une prise ; trouvé : { $found } d’un autre programme
sound-not-a-part-hint = seuls les fichiers enregistrés ici peuvent être réparés, ou remis avec des silences
sound-hint-no-output = regarder si un casque ou des haut-parleurs sont branchés, et s’ils sont choisis dans les réglages du système
sound-hint-output-unfit = écouter le fichier avec un autre programme, ou le convertir d’abord en stéréo à 48000 Hz
sound-hint-play-mixed = écouter ses fichiers un par un : `temoin show` les montre
sound-no-output = aucun haut-parleur n’a été trouvé
sound-no-stderr = le système ne donne plus de fichiers à ce programme
sound-output-lost = le haut-parleur ne prend plus le son
sound-output-refused = la sortie `{ $id }` n’a pas pu être ouverte
sound-output-unfit = aucune sortie ne joue ici { $channels } canaux à { NUMBER($rate, useGrouping: "false") } Hz
sound-play-mixed = le son avant ce fichier a une autre fréquence ou un autre nombre de canaux
sound-check-clipping = le canal { $channel } sature : baisser l’entrée, ou éloigner le micro
sound-import-no-sound = il n’y a pas de son dans ce fichier
sound-import-no-room = ce son demande { $expected } Mio ; il en reste { $found } dans la bibliothèque
sound-import-no-room-hint = faites de la place, ou mettez la bibliothèque sur un disque plus grand
sound-import-failed-hint = rien n’a été repris, et le fichier lui-même est resté tel quel ; regardez le disque, puis importez-le encore une fois
sound-import-differs = ce qui a été écrit n’est pas ce que le fichier contient, et n’a pas été repris ; le fichier lui-même est resté tel quel
sound-import-later = il faut un début avant maintenant, pas { $found }
sound-import-later-hint = --at dit quand il a commencé : --at "2020-03-28 20:30"
sound-import-unlike = il faut la fréquence et les bits du premier fichier ({ $expected }), pas { $found }
sound-import-unlike-hint = plusieurs fichiers deviennent les entrées d’une seule prise ; importez celui-ci à part, ou convertissez-le d’abord
sound-import-apart = rien ne dit que ce fichier et le premier ont commencé ensemble
sound-import-apart-hint = plusieurs fichiers deviennent les entrées d’une seule prise : importez-les un par un, ou, s’ils ne portent pas l’heure de leur enregistreur, dites par --at quand tous ont commencé
sound-import-known = ce son est déjà dans la bibliothèque : { $session }, prise { $take }
sound-import-known-hint = { $alone ->
    [yes] il n’y a rien à faire ; pour l’avoir dans une autre séance ou à une autre heure, d’abord `temoin trash add { $session }`
   *[no] il n’y a rien à faire ; pour l’avoir dans une autre séance ou à une autre heure, `temoin import --help` dit comment retirer une prise
}
sound-import-begun-hint = le reste attend dans la bibliothèque ; une fois la cause levée, `temoin recover` achève l’importation
sound-import-recorded-now = { $session } est en cours d’enregistrement
sound-import-recorded-now-hint = importez-le quand cette prise sera finie ; d’ici là, rien d’autre ne peut y écrire
sound-check-dead-channel = le canal { $channel } est muet alors que l’autre sonne : regarder son câble et son interrupteur
sound-check-fine = le son est bon ; au plus fort, { $peak } dBFS
sound-check-no-blocks = aucun son ne vient de cette entrée : regarder si elle est branchée, ou en choisir une autre
sound-check-nobody-spoke = du son arrive, { $peak } dBFS au plus fort, et personne n’a parlé : dire une phrase pendant l’essai
sound-check-nothing-plays = l’ordinateur ne joue rien en ce moment ; cette entrée l’entendra quand il jouera
sound-check-silence = cette entrée envoie un silence pur : bouton coupé, ou le système refuse le micro à ce terminal
sound-check-stopped = le son s’est arrêté pendant l’essai : regarder le câble et le serveur sonore
sound-check-too-quiet = le son est trop faible, { $peak } dBFS au plus fort : monter l’entrée, ou s’approcher
