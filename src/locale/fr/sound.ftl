## Files of sound

sound-disk-full = le disque est plein ; ce qui était confirmé est gardé
sound-disk-full-hint = libérer de la place, ou nommer un dossier d’un autre disque comme `fallback` sous `[audio]` dans la configuration
sound-disk-locked = attendu un dossier où écrire, et le disque refuse ; ce qui était confirmé est gardé
sound-disk-locked-hint = regarder le verrou de la carte et les droits du dossier, puis commencer une nouvelle prise
sound-disk-gone = attendu le dossier de la séance, et il n’est plus là ; ce qui était confirmé est sur son disque
sound-disk-gone-hint = rebrancher le disque, puis lancer `temoin recover`
sound-disk-limit = le système ne permet pas de fichier plus grand ici ; ce qui était confirmé est gardé
sound-disk-limit-hint = relever la limite (`ulimit -f`), ou raccourcir `part_minutes` sous `[audio]` dans la configuration
sound-disk-failed = le disque n’a pas pu garder le son ; ce qui était confirmé est gardé
sound-disk-failed-hint = prendre un autre disque pour la prochaine prise, et copier celui-ci avant de s’en resservir
## Devices
sound-busy = l’entrée `{ $id }` est utilisée par un autre programme
sound-denied = le système refuse l’entrée `{ $id }` à ce terminal
sound-file-unread = un fichier WAV était attendu
sound-hint-busy = fermer l’autre programme, ou choisir une autre entrée : `temoin inputs` les montre
sound-hint-denied = autoriser le micro pour ce terminal dans les réglages du système ; sous Linux, appartenir au groupe `audio`
sound-hint-inputs = `temoin inputs` montre ce qui est là ; `default`, `voice`, `none` et `file:CHEMIN` sont toujours des entrées
sound-hint-network = un entretien ne doit pas quitter cette machine ; vider PULSE_SERVER et réessayer
sound-hint-no-input = brancher un micro, ou essayer avec la voix incluse : `--input voice`
sound-hint-server = démarrer le serveur de son, ou ouvrir une session du bureau ; s’il tourne, regarder si son cookie appartient à cet utilisateur (~/.config/pulse/cookie)
sound-input-form = une entrée comme `default`, `pulseaudio:NOM`, `file:CHEMIN`, `voice` ou `none` était attendue, `{ $found }` a été trouvé
sound-lost = l’entrée `{ $id }` n’est plus là
sound-missing = aucune entrée ne s’appelle `{ $id }` ; il y a { $found }
sound-missing-alone = aucune entrée ne s’appelle `{ $id }`, et il n’y en a pas d’autre
sound-network = le serveur de son `{ $server }` passe par le réseau (PULSE_SERVER)
sound-no-input = aucun micro n’a été trouvé
sound-no-server = le système de son `{ $id }` ne répond pas
sound-no-thread = le système ne donne pas de fil d’exécution pour le son
sound-none-is-silent = `none` n’a pas de son à écouter
sound-refused = l’entrée `{ $id }` n’a pas pu être ouverte
sound-unknown-host = un système de son de cette machine était attendu ({ $expected }), `{ $found }` a été trouvé
sound-unsupported = l’entrée `{ $id }` ne peut pas faire ce qui lui est demandé
