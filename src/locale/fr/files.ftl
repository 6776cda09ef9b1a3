## Lecture
files-missing = ce fichier n’est pas là
files-unread = la lecture est impossible ici
files-no-file = attendu : un fichier ; trouvé : autre chose (dossier, tube, périphérique ou lien)
files-no-file-hint = les liens et les tubes ne sont pas suivis ici ; mettre le fichier lui-même à sa place
files-too-large = attendu : { $limit } Mo au plus ; trouvé : { $found } Mo
files-not-utf8 = attendu : du texte en UTF-8 ; trouvé : d’autres octets
files-not-utf8-hint = enregistrer le fichier en UTF-8 dans l’éditeur
files-syntax = attendu : une ligne de TOML ; trouvé : { $slip }
files-slip-curly = des guillemets typographiques, là où il faut des droits : "…"
files-slip-unquoted = { $found }, qui n’est pas un nombre et n’a pas de guillemets
files-slip-no-value = rien derrière le `=`
files-slip-no-equals = une clé sans `= valeur`
files-slip-date = { $found }, qui n’est ni une date ni une heure
files-slip-open-text = un texte dont les guillemets ne se ferment pas
files-slip-open-bracket = un crochet ou une accolade qui ne se ferme pas
files-slip-more = quelque chose de plus derrière la valeur
files-slip-other = autre chose
files-slip-date-hint = une date s’écrit 2020-03-28, une date et heure 2020-03-28T20:30:00, et le jour doit exister
files-syntax-hint = une ligne s’écrit `clé = valeur` ; les textes sont entre "guillemets", pas les dates ni les nombres
files-duplicate-key = cette clé est ici pour la seconde fois
files-newer = attendu : `format = { $known }` ; trouvé : { $found }, écrit par une version plus récente de temoin
files-newer-hint = prendre cette version plus récente ; ce fichier reste tel quel
files-no-format = `format` manque : le fichier est vide, ou interrompu
files-no-format-hint = la première ligne de chaque fichier est `format = { $known }`
files-needed = `{ $key }` manque
files-needed-hint = ajouter une ligne qui commence par `{ $key } =` ; `man temoin-library` montre chaque fichier en entier
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
files-a-text-or-texts = un texte entre "guillemets", ou une liste de textes
files-a-slug = un nom de minuscules, chiffres et traits d’union, entre "guillemets"
files-a-flag = true (oui) ou false (non)
files-a-whole-from = un nombre entier à partir de { $least }
files-a-whole-within = un nombre entier de { $least } à { $most }
files-a-number = un nombre de { $least } à { $most }
files-a-date = une date telle que 2020-03-28, sans guillemets
files-a-wall-time = une date et une heure telles que 2020-03-28T20:30:00, sans guillemets
files-an-instant = date, heure et décalage tels que 2020-03-28T20:30:00+01:00, sans guillemets
files-a-duration = une durée telle que "P7D", "-P1W" ou "PT2H"
files-as-in = l’écrire comme dans `{ $key } = { $example }`
files-number-hint = un nombre s’écrit sans guillemets ni unité, comme dans `{ $key } = { $example }`
files-duration-hint = P7D vaut sept jours, P2W deux semaines, PT2H deux heures, PT30M une demi-heure ; un trait d’union devant recule
files-a-list = une liste, [ … ], dont chaque élément est { $of }
files-a-take = l’id d’une prise, entre "guillemets", ou son numéro
files-a-position = une position telle que "00:11:55.250"
files-made = attendu l’endroit d’une touche, tel que `01JD41…/480000`, trouvé { $found }
files-end-before-start = `end_frame` vaut { $end }, avant `frame`, qui vaut { $start }
files-no-such-take = cette séance n’a pas de prise { $found } : `at` ne peut pas être placé ; donner `frame`
files-part-name = attendu : un nom tel que `take-01-001.wav` ; trouvé : { $found }
files-leftover = { $name } vient d’un synchroniseur ou d’un éditeur, et n’est pas lu
files-leftover-hint = regarder ce qu’il contient, puis l’enlever
files-unmerged = ceci n’a pas été fusionné, on ne sait donc pas ce qui doit rester ici
files-unmerged-hint = `temoin merge` le reprend ; là où quelque chose diffère, réunir les deux à la main, puis enlever celui-ci

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
files-recovery-runs = une autre réparation est en cours dans cette bibliothèque ; ce qu’elle n’a pas encore réparé reste tel quel
files-recovery-runs-hint = quand elle sera finie, `temoin recover` dira s’il reste quelque chose
files-lock-failed = ce fichier ne peut pas être verrouillé
files-recorder-runs = { $session } est déjà en cours d’enregistrement
files-recorder-armed = un autre enregistreur est déjà prêt dans cette bibliothèque
files-recorder-runs-hint = `temoin status` le montre, `temoin stop` l’arrête

## Séances
files-no-session-yet = il n’y a pas encore de séance
files-no-session-yet-hint = `temoin record` crée la première
files-no-such-session = il n’y a pas de séance { $found }
files-no-such-session-hint = `temoin list` les nomme toutes ; `last` est la dernière
files-series-not-session = { $series } est une série ; `temoin list --series { $series }` montre ses séances
files-session-several = { $found } est le début de plusieurs séances : { $names }
files-session-names-taken = { $name } et les 998 noms suivants sont pris

## Personnes, séries, palettes
files-file-name = attendu : un fichier nommé en minuscules, chiffres et traits d’union ; trouvé : { $found }
files-file-name-hint = le nom du fichier est l’id : le renommer, par exemple en `s-03.toml`
files-markers-name-hint = le nom du fichier dit à qui sont les repères : le renommer, par exemple en `markers-zoe.toml`
files-until-before-given = `until` précède `given`
files-a-skip = une date telle que 2020-04-12, ou date et heure telles que 2020-04-12T20:30:00, sans guillemets
files-rule-and-rules = attendu : `rule` ou `rules` ; trouvé : les deux
files-change-one-way = attendu : dans un changement, `to`, `by` ou `cancelled`, un seul des trois
files-change-following = `following` va avec `by` : tous les suivants se déplacent d’autant
files-change-twice = ce rendez-vous est déjà changé à la ligne { $line }
files-twice = `{ $id }` est déjà à la ligne { $line }
files-year = attendu : une année de { $first } à { $last }
files-palette = attendu : une des palettes { $names } ; trouvé : { $found }
files-palette-letter = attendu : une des lettres { $letters } ; trouvé : { $found } ; cette touche est laissée de côté
files-palette-clash = la lettre { $letter } est déjà prise à la ligne { $line } ; cette touche est laissée de côté

## La bibliothèque
files-library-exists = il y a déjà une bibliothèque ici
files-library-exists-hint = nommer un autre dossier ; cette bibliothèque reste telle quelle
files-no-library = ce dossier n’est pas une bibliothèque : library.toml n’y est pas
files-no-library-hint = `temoin init { $folder }` en crée une là
files-named-no-library = { $source } nomme un dossier sans library.toml
files-named-by-flag = --library
files-named-by-variable = la variable TEMOIN_LIBRARY
files-named-by-config = `library` dans la config
files-nowhere = aucune bibliothèque trouvée, en remontant et dans { $looked }
files-nowhere-hint = `temoin init` en crée une ; `--library` en nomme une qui est ailleurs
files-closed-days = un jour tel que "2020-05-01", une période telle que "2020-04-06/2020-04-19", ou un agenda tel que "feries.ics"
files-closed-spans = un jour tel que "2020-05-01", ou une période telle que "2020-04-06/2020-04-19"
files-not-own = cette bibliothèque est à quelqu’un d’autre ; rien n’y est écrit
files-not-own-hint = la copier dans un dossier à soi, ou travailler sous le compte à qui elle est
files-library-of = la bibliothèque ici appartient à { $owner } ; elle n’est pas prise d’office
files-library-of-hint = temoin --library { $folder } la lit, sans rien y écrire

## La corbeille
files-cannot-discard = seul ce qui est dans la bibliothèque, hors de sa corbeille, peut aller à la corbeille
files-restore-taken = quelque chose occupe la place d’origine
files-not-in-trash = { $name } n’est pas dans la corbeille
files-not-in-trash-hint = `temoin trash list` nomme ce qui y est

## La config
files-set-form = attendu : CLÉ=VALEUR, comme dans --set audio.preroll=10 ; trouvé : { $found }
files-set-hint = config.example.toml liste toutes les clés
files-input = attendu : une entrée telle que "default", "HOST:ID", "file:PATH", "voice" ou "none" ; trouvé : { $found }
files-no-input = attendu : au moins une entrée
files-hook-program = attendu : un programme et ses arguments, comme ["notify-send", "temoin"]
files-no-home = il manque un dossier personnel pour cet utilisateur
files-no-home-hint = donner à HOME un dossier à soi

## Cycles
files-cycle-name = attendu : un fichier dont le nom a des lettres ou des chiffres
files-cycle-name-hint = le cycle s’appelle comme son fichier : intervisions.toml
files-cycle-every = attendu : des jours entiers, de 1 à { $most }, comme "P7D" ou "P3W"
files-cycle-title = tous les groupes auraient le même titre
files-cycle-title-hint = {"{group}"} dans le titre tient la place du nom du groupe
files-cycle-group-hint = chaque groupe a un identifiant et un début : group = [ {"{"} id = "g1", start = 2021-01-11T13:30:00 {"}"}, … ]
files-rota-people-hint = qui prend son tour : people = ["lise", "paul"]
files-turn-without-rota = aucun [[rota]] n’a le rôle `{ $role }`
files-cycle-without-groups = un cycle a besoin d’au moins un groupe : group = [ {"{"} id = "g1", start = 2021-01-11T09:30:00 {"}"} ]
