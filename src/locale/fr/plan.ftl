plan-expected = attendu : { $expected } ; trouvé : `{ $found }`
plan-expected-found-nothing = attendu : { $expected } ; rien trouvé
plan-a-frequency = `FREQ=DAILY`, `WEEKLY`, `MONTHLY` ou `YEARLY`
plan-a-weekday = un jour de la semaine comme `MO`
plan-a-number = un nombre entier de { $least } à { $most } pour { $part }
plan-a-part = un élément comme `COUNT=8`
plan-an-until = une date comme `20200519`, ou `20200519T203000`, pour UNTIL
plan-times-a-day = au plus { $most } fois par jour
plan-weekday-number = un jour numéroté de { $least } à { $most }, comme `2TU`
plan-frequency-hint = une règle commence par sa fréquence, par exemple FREQ=WEEKLY;BYDAY=MO
plan-several-times-a-day-hint = plusieurs fois par jour s’écrit FREQ=DAILY;BYHOUR=9,14
plan-weekdays-hint = les jours d’une règle sont MO TU WE TH FR SA SU, du lundi au dimanche (RFC 5545)
plan-until-hint = sans tirets ; avec `Z` à la fin c’est l’heure UTC, sans `Z` l’heure locale de la série
plan-unknown-part = élément inconnu dans la règle : `{ $part }`
plan-parts-hint = une règle connaît { $parts } (RFC 5545)
plan-nearest-hint = peut-être `{ $nearest }` ?
plan-part-twice = { $part } figure deux fois dans la règle
plan-unfit-parts = `{ $part }` et `{ $beside }` ne vont pas ensemble dans une règle
plan-unfit-hint = en retirer un ; plusieurs règles s’écrivent dans rules = [ … ]
plan-count-and-until = COUNT et UNTIL figurent dans la même règle
plan-count-and-until-hint = en garder un : COUNT pour un nombre de dates, UNTIL pour le dernier jour
plan-setpos-alone = BYSETPOS n’a rien à choisir
plan-setpos-alone-hint = il prend une date parmi plusieurs, par exemple FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
plan-rule-too-long = la règle dépasse { $limit } caractères
plan-whole-minutes = les séances commencent à la minute juste, donc BYSECOND ne peut valoir que 0 ; trouvé : { $found }
plan-whole-minutes-hint = retirez BYSECOND
plan-rule-without-dates = la règle `{ $rule }` ne donne jamais de date
plan-rule-without-dates-hint = ses éléments s’excluent, ou elle finit avant sa première date
plan-ends-before-start = la règle finit le { $until }, avant le début, le { $start }
plan-ends-before-start-hour = la règle finit le { $date } à { $until }, avant le début à { $start }
plan-too-many-dates = la série `{ $series }` a plus de { $limit } dates dans cette période
plan-series-left-out = aucune de ses dates n’est montrée ici
plan-no-such-time = { $entry } dans la série `{ $series }` nomme { $time }, que sa règle ne donne pas
plan-no-such-time-hint = c’est l’heure de la règle qui compte, avant tout changement ; temoin agenda --series { $series } les montre
plan-cycle-too-few = le groupe `{ $group }` trouve { $found } dates ouvertes jusqu’à fin { $year } ; il en faut { $sessions }
plan-cycle-too-few-hint = nommer moins de jours fermés dans le fichier du cycle, ou dans library.toml
plan-not-an-occurrence = attendu : un rendez-vous comme `nadia@2020-03-28T20:30`, `nadia@2020-03-28` ou `nadia#9` ; trouvé : `{ $found }`
plan-not-an-occurrence-hint = temoin agenda montre les identifiants
plan-no-such-occurrence = la série `{ $series }` n’a pas de rendez-vous `{ $found }`
plan-no-such-occurrence-hint = temoin agenda --series { $series } montre ses dates
plan-several-occurrences = `{ $found }` désigne { $number } rendez-vous
plan-several-occurrences-hint = en nommer un : { $ids }
plan-unknown-series = attendu : l’identifiant d’une série ; trouvé : `{ $found }`
plan-unknown-series-hint = temoin agenda montre les séries ; chacune est un fichier dans series/
plan-unknown-chain = la série `{ $series }` n’a pas de chaîne `{ $chain }`
plan-known-chains-hint = ses chaînes : { $chains }
remind-in = Dans { $length } : { $what }
remind-now = Maintenant : { $what }
remind-since = Depuis { $length } : { $what }
remind-late = En retard de { $length } : { $what }
remind-watches = Signale chaque séance due, et chaque séance en retard. Ctrl+C arrête.
remind-comment = Signale chaque séance due
remind-installed = Écrit : { $path }. Les rappels commencent à la prochaine ouverture du bureau.
remind-removed = Retiré : { $path }
remind-none = Rien à retirer : { $path } n’existe pas
remind-runs = le processus { $pid } fait déjà les rappels de cette bibliothèque
remind-runs-hint = un seul suffit ; il remarque de lui-même les fichiers modifiés
remind-no-program = impossible de savoir où se trouve ce programme
remind-no-autostart = ce système n’a pas de dossier pour les programmes qui démarrent avec le bureau
remind-no-autostart-hint = ajouter `temoin remind` aux éléments d’ouverture, ou `temoin remind --once` à une crontab
remind-path-unfit = ce chemin ne peut pas figurer dans un fichier de démarrage
remind-path-unfit-hint = le renommer, sans fin de ligne et en Unicode seulement

## Agendas d’autres programmes (.ics)
ics-no-calendar = un agenda est attendu ; il commence par BEGIN:VCALENDAR
ics-no-calendar-hint = exportez-le à nouveau au format iCalendar (.ics)
ics-too-deep = plus de { $limit } éléments sont imbriqués ici
ics-too-many = cet agenda contient plus de { $limit } entrées
ics-too-many-hint = exportez moins d’agendas ou d’années, ou reprenez-les en plusieurs fois
ics-many-series = cet agenda contient plus de { $limit } séries
ics-many-dates = plus de { $limit } dates sont énumérées ici
ics-long-line = cette ligne dépasse { $limit } Kio
ics-wrong-end = la fin de { $expected }, ouvert à la ligne { $line }, est attendue ; celle de { $found } est là
ics-end-alone = la fin de { $found } est là, sans son début
ics-outside = cette ligne n’est dans aucun agenda
ics-no-line = une ligne comme `NOM:valeur` est attendue, `{ $found }` est là
ics-broken-off = { $found } commence ici et ne finit pas : le fichier est interrompu
ics-broken-off-hint = ce qui précède est lu ; exportez l’agenda à nouveau pour le reste
ics-zone = fuseau horaire inconnu `{ $found }`
ics-zone-differs = cet agenda dit de { $name } ce que ses horloges ne montrent pas : ses heures sont prises comme il le dit, dans { $zone }
ics-zone-kept = cet agenda dit de { $name } ce qu’aucune horloge ne montre : ses heures sont prises pour celles de { $name }
ics-zone-differs-hint = regardez si elles sont voulues ainsi, sinon redemandez l’agenda
ics-second-hour = { $time } en UTC est la seconde de deux heures égales dans { $zone } ; un rendez-vous ici ne peut avoir que la première
ics-zone-hint = un fuseau s’écrit comme Europe/Brussels ; corrigez-le, puis reprenez l’agenda
ics-no-time = { $name } : un moment comme 20200328T203000 est attendu, `{ $found }` est là
ics-no-time-hint = avec `Z` à la fin, c’est l’heure UTC ; un jour seul s’écrit 20200328
ics-no-uid = un événement sans UID ; il est laissé de côté
ics-no-start = un événement sans DTSTART ; il est laissé de côté
ics-no-master = une seule date d’une série qui n’est pas dans cet agenda ; elle est laissée de côté
ics-no-master-hint = exportez l’agenda entier plutôt qu’une date
ics-whole-day = un événement de journées entières n’est pas un entretien ; il est laissé de côté
ics-whole-day-hint = un agenda de jours fériés se met dans closed = [ … ] de library.toml
ics-long-holiday = un seul événement fermerait plus de { $limit } jours ; il est laissé de côté
ics-length = une fin après le début est attendue, un an plus tard au plus
ics-exrule = EXRULE n’est pas lu ; l’événement est laissé de côté
ics-exrule-hint = RFC 5545 l’a abandonné ; les dates qui n’ont pas lieu sont des EXDATE
ics-range = un changement de cette date et de toutes les suivantes (RANGE) n’est pas repris des agendas
ics-range-hint = décalez ici : temoin plan shift
ics-cancelled = « { $title } » est entièrement annulé ; rien n’est changé
ics-hangs-on = « { $title } » dépend de la série `{ $series }` et en diffère ; rien n’est changé
ics-hangs-on-hint = déplacez la date dont il dépend, ou modifiez [[chain]] dans son fichier
ics-rule-of-file = la règle de la série `{ $series }` a changé ; son fichier en dit plus qu’un agenda ne peut, et reste tel quel
ics-rule-of-file-hint = changez la série ici : les jours fermés qui repoussent la suite et les décalages n’ont pas de mots dans les agendas
ics-own-length = « { $title } » : la date du { $date } a une durée à elle, qui n’est pas gardée
ics-many-listed = les événements jusqu’à celui-ci énumèrent { $limit } dates, et un agenda plus long n’est repris que jusque-là ; reprenez-le par parties
ics-someone = quelqu’un
ics-too-large = un agenda de { $bytes } octets est écrit, et aucun de plus de { $limit } n’est repris
ics-too-large-hint = écrivez moins de séries, ou moins de dates énumérées une à une
ics-unmet = « { $title } » retire { $count ->
        [one] une date que sa règle ne donne pas : { $date }
       *[other] { $count } dates que sa règle ne donne pas, la première est le { $date }
    }
ics-listed = aucune règle d’agenda ne dit où sont les dates de `{ $series }` ; elles sont énumérées jusqu’au { $date }
plan-role = { $role } : { $person }
ics-uid-twice = un autre événement a le même UID ; celui-ci n’est pas repris : { $title }
