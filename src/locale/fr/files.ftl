## Lecture
files-missing = ce fichier n’est pas là
files-unread = la lecture est impossible ici
files-no-file = attendu : un fichier ; trouvé : autre chose (dossier, tube, périphérique ou lien)
files-too-large = attendu : { $limit } Mo au plus ; trouvé : { $found } Mo
files-not-utf8 = attendu : du texte en UTF-8 ; trouvé : d’autres octets
files-not-utf8-hint = enregistrer le fichier en UTF-8 dans l’éditeur
files-syntax = attendu : une ligne de TOML
files-syntax-hint = une ligne s’écrit `clé = valeur` ; les textes sont entre "guillemets", pas les dates ni les nombres
files-duplicate-key = cette clé est ici pour la seconde fois
files-newer = attendu : `format = { $known }` ; trouvé : { $found }, écrit par une version plus récente de temoin
files-newer-hint = prendre cette version plus récente ; ce fichier reste tel quel
files-no-format = `format` manque : le fichier est vide, ou interrompu
files-no-format-hint = la première ligne de chaque fichier est `format = { $known }`
files-needed = `{ $key }` manque
files-expected = `{ $key }` : attendu : { $expected } ; trouvé : { $found }
files-tables-expected = `{ $key }` : attendu : des tables, chacune sous son [[{ $key }]]
files-table-expected = `{ $key }` : attendu : une table, sous [{ $key }]
files-unknown-key = clé inconnue `{ $key }`
files-did-you-mean = peut-être `{ $near }` ?
files-unknown-kept = cette version ne connaît pas `{ $key }` ; la ligne est gardée
files-zone = attendu : un fuseau tel que `Europe/Brussels` ; trouvé : { $found }
files-zone-hint = un fuseau porte le nom d’un continent et d’une ville, comme `Europe/Paris`
files-one-of = un de ces mots : { $words }
files-a-text = un texte entre "guillemets"
files-a-slug = un nom de minuscules, chiffres et traits d’union, entre "guillemets"
files-a-flag = true (oui) ou false (non)
files-a-whole-from = un nombre entier à partir de { $least }
files-a-whole-within = un nombre entier de { $least } à { $most }
files-a-number = un nombre de { $least } à { $most }
files-a-date = une date telle que 2020-03-28, sans guillemets
files-a-wall-time = une date et une heure telles que 2020-03-28T20:30:00, sans guillemets
files-an-instant = date, heure et décalage tels que 2020-03-28T20:30:00+01:00, sans guillemets
files-a-duration = une durée telle que "P7D", "-P1W" ou "PT2H"
files-a-list = une liste, [ … ], dont chaque élément est { $of }
files-a-take = l’id d’une prise, entre "guillemets", ou son numéro
files-a-position = une position telle que "00:11:55.250"
files-end-before-start = `end_frame` vaut { $end }, avant `frame`, qui vaut { $start }
files-no-such-take = cette séance n’a pas de prise { $found } : `at` ne peut pas être placé ; donner `frame`
files-part-name = attendu : un nom tel que `take-01-001.wav` ; trouvé : { $found }
files-leftover = { $name } vient d’un synchroniseur ou d’un éditeur, et n’est pas lu
files-leftover-hint = regarder ce qu’il contient, puis l’enlever

## Chemins
files-outside = { $path } n’est pas dans la bibliothèque
files-link-outside = un lien mène ici hors de la bibliothèque
files-link-outside-hint = mettre le dossier lui-même à la place du lien

## Écriture
files-disk-full = le disque est plein ; rien n’a été changé
files-disk-full-hint = faire de la place sur ce disque, puis recommencer
files-read-only = ce disque est en lecture seule ; rien n’a été changé
files-read-only-hint = ôter la protection de la carte, ou copier la bibliothèque sur un autre disque
files-not-allowed = l’écriture n’est pas permise ici ; rien n’a été changé
files-not-allowed-hint = voir à qui est le dossier, et qui peut y écrire
files-exists = ce nom est déjà pris
files-exists-hint = rien n’est écrasé ; déplacer ce qui est là, puis recommencer
files-unwritten = l’écriture est impossible ici ; rien n’a été changé
files-unwritten-hint = voir si le disque est là et en ordre, puis recommencer

## Verrous
files-save-locked = un autre temoin enregistre ici sans finir
files-save-locked-hint = attendre un instant et recommencer ; `temoin status` dit ce qui tourne
files-lock-failed = ce fichier ne peut pas être verrouillé
files-recorder-runs = { $session } est déjà en cours d’enregistrement
files-recorder-armed = un autre enregistreur est déjà prêt dans cette bibliothèque
files-recorder-runs-hint = `temoin status` le montre, `temoin stop` l’arrête

## Séances
files-no-session-yet = il n’y a pas encore de séance
files-no-session-yet-hint = `temoin record` crée la première
files-no-such-session = il n’y a pas de séance { $found }
files-no-such-session-hint = `temoin list` les nomme toutes ; `last` est la dernière
files-session-several = { $found } est le début de plusieurs séances : { $names }
files-session-names-taken = { $name } et les 998 noms suivants sont pris
