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
