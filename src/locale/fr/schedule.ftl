# Ce que dit l’écran : Planifier.

## Une série en mots ; ce que le formulaire relit.
schedule-repeat-once = une seule fois
schedule-repeat-days = { NUMBER($every) ->
    [1] tous les jours
    [2] un jour sur deux
    [8] un jour sur 8
    [15] un jour sur 15
   *[other] tous les { $every } jours
}
schedule-on-weekday = le { $day }
schedule-repeat-rule = selon la règle { $rule }
schedule-span-endless = sans fin
schedule-span-count = { $count } fois
schedule-span-until = jusqu’au { $last }
schedule-fewer = { $left ->
    [one] Une date est laissée de côté : { $kept } rendez-vous.
   *[other] { $left } dates sont laissées de côté : { $kept } rendez-vous.
}
schedule-without = Pas { $dates }.
schedule-repeat-working = { $pace ->
    [each] tous les jours de semaine
   *[longer] du lundi au vendredi
}
schedule-repeat-weekday = { $pace ->
    [each] tous les { $day }s
    [other] un { $day } sur deux
   *[longer] le { $day }
}
schedule-repeat-weekdays = { $pace ->
    [each] { $days }
   *[longer] { $days }
}
schedule-nth = { NUMBER($number) ->
    [1] premier
    [2] deuxième
    [3] troisième
    [4] quatrième
    [5] cinquième
    [-1] dernier
   *[other] { $number }e
}
rule-at = { $days } à { $times }
rule-and-also = { $head }, et aussi { $rule }
rule-or = { $head } ou { $last }
rule-day = jour
rule-working-day = jour ouvrable
rule-weekend-day = jour de week-end
rule-nth = le { $nth } { $noun }
rule-second-last = l’avant-dernier { $noun }
rule-from-the-end = { $what } en partant de la fin
rule-of-month = { $days } du mois
rule-of-year = { $days } de l’année
rule-year-days = { $days } de l’année
rule-month-day = { NUMBER($day) ->
    [1] le 1er
   *[other] le { $day }
}
rule-month-days = { NUMBER($every) ->
    [1] { $days } de chaque mois
   *[other] { $days } du mois
}
rule-date-day = { NUMBER($day) ->
    [1] le 1er
   *[other] le { $day }
}
rule-dates = { NUMBER($every) ->
    [1] chaque année { $days } { $month }
   *[other] { $days } { $month }
}
rule-days-of-weeks = { $days } { $weeks }
rule-week = de la semaine { $number }
rule-last-week = de la dernière semaine de l’année
rule-week-from-end = de la { $nth }e semaine en partant de la fin de l’année
rule-every-weeks = { NUMBER($every) ->
    [2] une semaine sur deux
   *[other] toutes les { $every } semaines
}
rule-every-months = { NUMBER($every) ->
    [2] un mois sur deux
   *[other] tous les { $every } mois
}
rule-every-years = { NUMBER($every) ->
    [2] un an sur deux
   *[other] tous les { $every } ans
}
rule-month = en { $month }
rule-but-months = sauf { $months }
rule-but-weekday = tous les jours sauf le { $day }
rule-no-weekday = le { $day }
rule-but-weekdays = sauf { $days }
rule-in-months = { $months }
rule-a-weekday = un { $day }
rule-only-if = seulement si c’est { $days }
rule-only = seulement { $which } de { $unit ->
    [day] chaque jour
    [week] chaque semaine
    [month] chaque mois
   *[year] chaque année
}
rule-week-start = la semaine commençant le { $day }
schedule-once = { $repeat }, { $date } à { $time }
schedule-from = à partir du { $first }
schedule-except = sauf { $dates }
schedule-plus = et en plus { $dates }
schedule-sentence = { $words }.
schedule-then-at = Depuis { $date }, à { $time }.
schedule-then-earlier = Depuis { $date }, { $length } plus tôt.
schedule-then-later = Depuis { $date }, { $length } plus tard.
schedule-on-date = le { $date }
schedule-from-to = du { $first } au { $last }
schedule-on-date-at = { $date } à { $time }
schedule-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
schedule-and = { $head } et { $last }
schedule-nor = { $head } ni { $last }
schedule-and-more = { $head } et { $more } autres
schedule-closed-day = Fermé le { $date }
schedule-closed-days = Fermé du { $first } au { $last }
schedule-closed-skip = { $when } : rien ces jours-là.
schedule-closed-shift = { $when } : la suite se décale.
schedule-closed-keep = { $when } : cette série a lieu quand même.

## Ce qu’on tape
schedule-a-repeat = des jours tels que « tous les jours » ou « lundi et jeudi »
schedule-a-repeat-hint = aussi « en semaine », « un mardi sur deux », « premier jeudi du mois », « une fois »
schedule-a-date = une date telle que « 28 mars »
schedule-a-date-hint = aussi « 28/3 », « 2020-03-28 », « demain », « lundi »
schedule-a-time = une heure telle que « 20h30 »
schedule-a-time-hint = aussi « 18h », « 20:30 », « midi »
schedule-a-length = une durée telle que « 45 min » ou « 1h30 »
schedule-a-length-hint = un nombre seul compte des minutes ; une semaine au plus
schedule-a-chain = une séance accrochée à chaque date, telle que « Préparation -1w 30m »
schedule-a-chain-hint = un titre, puis combien avant (-) ou après (+), puis sa durée : 30m, 1h30
schedule-a-rota = un rôle et qui l’a à tour de rôle, tel que `leader=lise,paul`
schedule-a-rota-hint = les id des personnes, séparés par des virgules
schedule-a-span = une fin telle que « 60 fois » ou « jusqu’au 19 mai »
schedule-a-span-hint = « sans fin » quand la série n’en a pas ; { $most } fois au plus
schedule-a-skip = des dates telles que « 1er mai, 8 mai »
schedule-a-skip-hint = chacune avec son jour et son mois ; vide : aucune
schedule-a-move = une heure ou une date telles que « 18h » ou « demain 18h »
schedule-a-move-hint = le reste ne change pas : « 18h », « jeu 20h30 », « 2 avril »
schedule-other-weekday = { $date } est un { $weekday }

## Ce qui a été fait
schedule-added = Ajouté : { $title }.
schedule-changed = Modifié : { $title }.
schedule-as-it-was = Rien ne change : { $title } reste comme avant.
schedule-continued = { $title } se termine ; à partir du { $date }, la série `{ $id }` prend la suite.
schedule-changed-from = Modifié : { $title }, à partir du { $date }, { $time }.
schedule-moved = Déplacé : { $title }, { $date }, { $time }.
schedule-cancelled = Annulé : { $title }, { $date }, { $time }.
schedule-restored = Rétabli : { $title }, { $date }, { $time }.
schedule-shifted = Décalé avec toute la suite : { $title }, { $date }, { $time }.
schedule-imported = De l’agenda : { $added } en plus, { $changed } à jour.
schedule-act-imported = la reprise d’un agenda ({ $added } en plus, { $changed } à jour)
schedule-removed = Mis à la corbeille : { $title }.
schedule-cycle-nothing = Cycle { $cycle } : rien à faire, tout est comme le dit le fichier.
schedule-turned = { $title }, { $date } : { $role }, c’est { $person }.
schedule-turned-back = { $title }, { $date } : { $role } revient à la personne proposée.
schedule-cycled = { $series ->
    [0] Cycle { $cycle } : rien à changer dans ses séries.
    [one] Cycle { $cycle } : { $series } série écrite.
   *[other] Cycle { $cycle } : { $series } séries écrites.
}
schedule-undone = Défait : { $what }.
schedule-act-added = l’ajout de « { $title } »
schedule-act-changed = la modification de « { $title } »
schedule-act-moved = le déplacement de « { $title } » au { $date }, { $time }
schedule-act-cancelled = l’annulation de « { $title } » du { $date }, { $time }
schedule-act-restored = le rétablissement de « { $title } » du { $date }, { $time }
schedule-act-shifted = le décalage de « { $title } » au { $date }, { $time }, et de la suite
schedule-act-removed = la mise à la corbeille de « { $title } »
schedule-act-turned = le tour de { $role } dans « { $title } » du { $date }
schedule-act-cycled = le cycle « { $cycle } »

## Ce qui ne se fait pas
schedule-no-title = il manque un titre
schedule-no-title-hint = un titre tel que « Nadia, le soir » ; son nom de fichier en vient
schedule-names-taken = tous les noms à partir de { $id } sont pris
schedule-has-session = { $title }, { $date } : la séance est déjà là, le rendez-vous reste où il est
schedule-later-has-session = un rendez-vous qui suit { $date } a déjà sa séance
schedule-continue-later-hint = prendre la suite à partir d’un jour plus tardif
schedule-over = toutes les dates de cette série sont avant ce jour
schedule-later-has-session-hint = décaler à partir d’un rendez-vous plus tardif
schedule-chain = cette séance se déplace avec le rendez-vous auquel elle tient
schedule-chain-hint = déplacer { $id }
schedule-cancelled-already = ce rendez-vous est déjà annulé
schedule-as-by-rule = ce rendez-vous n’est ni déplacé ni annulé
schedule-stays = rien ne bouge : c’est la même heure
schedule-too-far = { $date } est hors de portée : attendu une année de { $first } à { $last }
schedule-begun = cette série a commencé : ses dates passées ne changent plus
schedule-begun-hint = décaler la suite à partir d’un rendez-vous, ou laisser une autre série prendre la suite : temoin plan edit SÉRIE --every MOTS --from JOUR
schedule-nothing-left = cette série n’a plus de rendez-vous à venir qui puisse changer d’heure
schedule-changed-dates = cette série n’aurait plus de rendez-vous le { $date }, qui a été déplacé ou annulé
schedule-changed-dates-hint = le rétablir d’abord
schedule-edited-since = ce fichier a été modifié depuis, par ailleurs ; rien n’est défait
schedule-edited-since-hint = le changer par son formulaire ou dans l’éditeur ; rien n’est perdu
schedule-cycle-taken = `{ $id }` est l’identifiant d’un groupe, mais aussi d’une série que ce cycle n’a pas faite
schedule-cycle-taken-hint = donner un autre identifiant au groupe, ou mettre la série à la corbeille avec temoin plan remove
schedule-no-such-role = la série `{ $series }` n’a pas de rôle `{ $role }` qui tourne
schedule-no-rota-hint = temoin plan edit SÉRIE --rota leader=lise,paul en ajoute un
schedule-known-roles-hint = ses rôles : { $roles }

## L’écran
schedule-nothing-to-undo = Il n’y a rien à défaire.
schedule-no-date-chosen = Aucun rendez-vous ce jour-là : les flèches en choisissent un.
schedule-no-clash = Rien à revoir : aucun conflit à venir.
schedule-no-series = Aucune série encore. { $key } en ajoute une.
schedule-months = { $first } à { $last }
schedule-was-at = était à { $time }
schedule-was-on = était le { $date }, { $time }
schedule-clash-person = { $who } a aussi à { $time } : { $title }
schedule-clash-place = { $place } sert aussi à { $time } : { $title }
schedule-clash-rest = { $who } n’a que { $rest } de repos, à { $time } : { $title }
schedule-clash-heavy = troisième soirée lourde de suite pour { $who }
schedule-clash-heavy-more = au moins la quatrième soirée lourde de suite pour { $who }
schedule-clash-person-short = { $who } a aussi { $title }
schedule-clash-place-short = { $place } : aussi { $title }
schedule-clash-rest-short = { $who } n’a que { $rest } de repos
schedule-clash-heavy-short = { $who } : 3e soirée lourde de suite
schedule-clash-heavy-more-short = { $who } : plus de 3 soirées lourdes de suite
schedule-closed-kept = jour fermé, a lieu quand même
schedule-closed-left-out = jour fermé{ $way ->
    [shift] {""} : la suite se décale
   *[skip] , n’a pas lieu
}
schedule-closed-until = fermé jusqu’au { $last } : { $way ->
    [shift] la suite se décale
   *[skip] { $count } dates n’ont pas lieu
}
schedule-day-closed = fermé
schedule-day-closed-until = fermé jusqu’au { $last }
schedule-day-free = rien ce jour-là
schedule-clocks-tonight = cette nuit, { $change }
schedule-clocks-before = la nuit d’avant, { $change }
schedule-one-hour = { $sign } 1 heure
schedule-so-long = { $sign } { $length }
schedule-zone = { $city ->
    [amsterdam] Heure d’Amsterdam
    [athens] Heure d’Athènes
    [berlin] Heure de Berlin
    [brussels] Heure de Bruxelles
    [dublin] Heure de Dublin
    [lisbon] Heure de Lisbonne
    [london] Heure de Londres
    [luxembourg] Heure de Luxembourg
    [madrid] Heure de Madrid
    [montreal] Heure de Montréal
    [paris] Heure de Paris
    [rome] Heure de Rome
    [toronto] Heure de Toronto
    [zurich] Heure de Zurich
   *[other] Fuseau { $name }
}
schedule-sign = { $sign ->
    [done] fait
    [missed] manqué
    [today] aujourd’hui
    [planned] prévu
    [moved] déplacé
    [cancelled] annulé
    [closed] fermé
   *[clash] conflit
}

## Déplacer, décaler
schedule-move-line = Déplacer au :
schedule-shift-line = Décaler de :
schedule-a-shift-hint = de combien, ou jusqu’où : « 1 semaine », « -30 min », « jeu 20h30 »
schedule-free = libre
schedule-gone-by = c’est déjà passé
schedule-reads = { $date }, { $time }. La suite ne bouge pas.
schedule-reads-odd = { $date }, { $time }, { $odd }. La suite ne bouge pas.
schedule-reads-later = { $date }, { $time }, et toute la suite { $length } plus tard.
schedule-reads-earlier = { $date }, { $time }, et toute la suite { $length } plus tôt.

schedule-then-closed = { $sign } { $count ->
    [one] Un rendez-vous sur un jour fermé
   *[other] { $count } rendez-vous sur des jours fermés
} : { $dates }.

## Questions
schedule-ask-cancel = Annuler { $title }, { $date }, { $time } ? Entrée annule, { $key } défait.
schedule-ask-restore = Rétablir { $title }, { $date }, { $time } ? Entrée le rétablit.
schedule-ask-remove = Mettre « { $title } » à la corbeille ? Les séances restent. Entrée le fait.
schedule-ask-give-up = Abandonner ce qui est tapé ? Entrée abandonne. Toute autre touche continue.

## Le formulaire
schedule-heading-new = nouvelle série
schedule-heading-change = modifier « { $title } »
schedule-field = { $name ->
    [title] Titre
    [first] Première date
    [time] Heure
    [repeat] Répétition
    [span] Jusqu’à quand
    [skip] Sauf
    [minutes] Durée
    [place] Lieu
    [guests] Avec qui
    [hosts] Qui mène
    [announce] À lire
    [steps] Étapes
   *[keep] Garder
}
schedule-reads-time = à { $time }
schedule-reads-no-span = une seule date, donc pas de fin
schedule-further = Plus loin, { $date } : { $odd }
schedule-reads-none = aucune
schedule-reads-no-skip = aucune date laissée de côté
schedule-reads-cancelled = annulé : { $dates }
schedule-reads-until = jusqu’au { $date }
schedule-reads-minutes = de { $from } à { $to }
schedule-reads-no-place = sans lieu
schedule-reads-nobody = personne
schedule-reads-announce = lu à voix haute avant le début
schedule-reads-no-announce = rien à lire avant le début
schedule-reads-steps = { $count ->
    [0] sans étapes ; « ; » les sépare
   *[other] { $count ->
        [one] { $count } étape
       *[other] { $count } étapes
    }{ $minutes ->
        [0] {""}
       *[other] , { $length }
    }
}
schedule-no-such-person = personne ici ne s’appelle « { $found } »
schedule-no-such-person-near = personne ici ne s’appelle « { $found } » ; peut-être { $near }
schedule-no-such-person-hint = un fichier people/ID.toml avec son nom ajoute quelqu’un
schedule-no-such-place = aucun lieu ne s’appelle « { $found } »
schedule-no-such-place-near = aucun lieu ne s’appelle « { $found } » ; peut-être { $near }
schedule-no-such-place-hint = un bloc [[place]] dans library.toml ajoute un lieu ; vide : sans lieu

## Les touches
schedule-key-add = ajouter
schedule-key-edit = modifier
schedule-key-move = déplacer
schedule-key-shift = décaler la suite
schedule-key-cancel = annuler
schedule-key-restore = rétablir
schedule-key-remove = corbeille
schedule-key-undo = défaire
schedule-key-choose = choisir
schedule-key-to-days = jours
schedule-key-to-series = séries
schedule-key-view = { $next ->
    [list] liste
    [week] semaine
   *[month] mois
}
schedule-key-days = jours
schedule-key-months = mois
schedule-key-today = aujourd’hui
schedule-key-clash = conflit
schedule-key-help = aide
schedule-key-quit = quitter
schedule-key-next-field = champ suivant
schedule-key-fields = champs
schedule-key-keep = garder
schedule-key-give-up = abandonner
schedule-settings-unread = les réglages de cette bibliothèque ne se lisent pas ; ses plans ne sont pas changés, car son fuseau n’est pas connu
schedule-settings-unread-hint = réparer d’abord library.toml : temoin check nomme la ligne
