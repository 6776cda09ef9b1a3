## Les mots de l’analyseur d’arguments
usage-heading = Utilisation :
usage-commands = Commandes
usage-command = COMMANDE
usage-arguments = Arguments
usage-options = Options
usage-everywhere = Partout
usage-example = Exemple :
usage-json = la même chose, en un document JSON
usage-see-help = Pour en savoir plus : temoin --help
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
cli-hint-length = une durée a une unité : 8s, 250ms, 45m, 1h30, 2d
cli-expected-moment = attendu : un jour ou une heure ; trouvé : `{ $found }`
cli-hint-moment = par exemple 2026-11-22, "2026-11-22 18:30", 18h30, aujourd’hui, demain, +2h
cli-expected-position = attendu : un endroit dans le son ; trouvé : `{ $found }`
cli-hint-position = par exemple 0:20:44, 20:44, 90s, et 2/0:20:44 dans la deuxième prise
cli-expected-marker = attendu : l’identifiant d’un repère ; trouvé : `{ $found }`
cli-hint-marker = temoin show SÉANCE liste les repères avec leurs identifiants
cli-expected-days = attendu : un nombre de jours de 1 à 3660 ; trouvé : `{ $found }`
cli-expected-setting = attendu : CLÉ=VALEUR ; trouvé : `{ $found }`
cli-hint-setting = par exemple --set audio.preroll=10 ; temoin config show liste les clés

## Sortie
cli-output-failed = ce qui était demandé n’a pas pu être écrit sur la sortie standard
