export-done = { $marks ->
    [one] { $marks } repère remis
   *[other] { $marks } repères remis
} dans { $files ->
    [one] 1 fichier.
   *[other] { $files } fichiers.
}
export-kept = Restés ici : { $list }.
export-kept-off-record = { $count } hors diffusion{ $shortened ->
    [0] {""}
    [one] {" "}(dont 1 remis quand même, raccourci et sans ses mots)
   *[other] {" "}(dont { $shortened } remis quand même, raccourcis et sans leurs mots)
}
export-kept-of = { $count } de { $who } ({ $why })
export-why = { $usage } : { $lack }
export-lack-unknown = personne n’a cet id dans people/
export-lack-never = aucun accord noté
export-lack-not-before = accord donné à partir du { $date }
export-lack-ended = accord terminé le { $date }
export-lack-withdrawn = accord retiré le { $date }
export-sound-kept = { $session }, prise { $take } : le son reste ici : { $list }.
export-sound-of = { $who } ({ $why })
export-no-sound = { $session }, prise { $take } : attendu du son, et elle a été faite sans micro
export-no-sound-hint = ses repères sortent dans les autres formats, par exemple --as csv
export-take-open = la prise { $take } s’est interrompue et n’est pas encore réparée ; rien n’est remis
export-take-open-hint = temoin recover la répare
export-sound-standard = attendu un texte pour la sortie standard, trouvé du son
export-offset-sound = Dans le WAV, les repères restent sur leur propre son ; --offset n’en déplace aucun.
export-cue-too-far = { $count ->
    [one] { $count } repère est plus loin du début que ce qu’un WAV peut dire, et n’est pas dans ses points de repère.
   *[other] { $count } repères sont plus loin du début que ce qu’un WAV peut dire, et ne sont pas dans ses points de repère.
}
export-too-large = ce disque ne prend pas de fichier aussi grand
export-too-large-hint = choisissez --out sur un autre disque ; FAT prend 4 Gio au plus, exFAT et NTFS davantage
export-no-room = les fichiers demandent { $expected } Mio ; { $found } Mio sont libres ici
export-no-room-hint = choisissez --out sur un disque qui a plus de place ; rien n’a été écrit
export-details = Détail : { $file }
export-dropped = { $count ->
    [one] { $count } repère se trouve avant le début avec ce décalage, et a été laissé de côté.
   *[other] { $count } repères se trouvent avant le début avec ce décalage, et ont été laissés de côté.
}
export-merged = { $count ->
    [one] { $count } repère au même endroit qu’un autre partage son chapitre.
   *[other] { $count } repères au même endroit qu’un autre partagent son chapitre.
}
export-too-near = { $count ->
    [one] { $count } chapitre à moins de 10 s d’un autre, ou de la fin, a été laissé de côté : YouTube n’en montrerait aucun.
   *[other] { $count } chapitres à moins de 10 s d’un autre, ou de la fin, ont été laissés de côté : YouTube n’en montrerait aucun.
}
export-too-few = Moins de { $least } chapitres : YouTube n’en montre aucun.
export-unasked = library.toml ne nomme aucun usage : l’accord de personne n’a été demandé ; seul reste ici ce qui a été retiré.
export-unnamed = { $session } ne nomme personne : il n’y avait aucun accord à regarder.
export-people-lost = cette séance a été refaite à partir de son seul son, on ne sait donc pas qui était là, ni quel accord compte ; rien n’est remis
export-people-lost-hint = nommer dans ce fichier toutes les personnes qui étaient là : people = ["s-03"]
register-unreadable = ceci ne peut pas être lu jusqu’au bout : ce qui y serait ajouté ne serait pas lu non plus ; rien n’a été changé
register-unreadable-hint = voir quel texte ou quelle liste n’a pas de fin ici, et le finir
export-running = la séance { $session } est en cours d’enregistrement ; ce qui y est hors diffusion n’est pas encore connu
export-running-hint = remettez-la quand la prise est finie
export-marks-elsewhere = des repères de cette séance sont encore là, hors de la bibliothèque ; rien n’est remis
export-marks-elsewhere-hint = temoin recover les ramène
export-stray = { $mark } met quelque chose hors diffusion dans une prise que cette séance n’a pas, on ne sait donc pas quoi ; rien n’est remis
export-stray-hint = ramenez la prise, ou donnez au repère `deleted = true`
export-unsure = ceci ne peut pas être lu en entier, on ne sait donc pas ce qui doit rester ici ; rien n’est remis
export-unsure-hint = temoin check nomme ce qui ne va pas
export-needs-use = attendu --use avec l’un de { $uses }
export-needs-use-hint = un accord est donné pour un usage ; library.toml les nomme
export-unknown-use = attendu l’un des usages { $uses }, trouvé { $found }
export-unknown-kind = attendu une sorte de repères, trouvé { $found }
export-unknown-kind-hint = une sorte se nomme par son id ou par son nom ; library.toml a celles de cette bibliothèque
export-one-file = attendu un seul format et une seule prise pour la sortie standard, trouvé { $count } fichiers
export-one-file-hint = --out DOSSIER/ prend plusieurs fichiers
export-offset = attendu une durée ou une position, trouvé { $found }
export-offset-hint = par exemple 12.5s, -0:01:30.250
export-unknown-format = attendu l’un des formats { $formats }, trouvé { $found }
export-unknown-format-hint = temoin export --formats
export-format = { $format ->
    [audacity] étiquettes d’Audacity (.txt)
    [chapter-text] chapitres en lignes, HH:MM:SS.mmm Titre (.chapters.txt)
    [chapters] chapitres de Podcasting 2.0 (.chapters.json)
    [csv] un tableau, pour tableurs et scripts (.csv)
    [json] tout, pour les programmes (.json)
    [vtt] WebVTT, un sous-titre par repère (.vtt)
    [wav] le son de chaque prise en un fichier, avec ses repères (.wav)
   *[youtube] chapitres pour la description d’une vidéo (.youtube.txt)
}
export-report = Remis le { $day }, en { $formats }.
export-report-use = Pour : { $usage }.
export-report-to = À { $to }.
export-report-file = { $file } : { $marks ->
    [one] { $marks } repère.
   *[other] { $marks } repères.
}

## Le registre
register-is-empty = Rien n’a quitté cette bibliothèque.
register-to = à { $to }
register-people = paroles de { $people }
register-withheld = restés ici : { $count }

## Des repères venus d’ailleurs
import-marks-done = { $count ->
    [one] { $count } repère repris dans { $session }
   *[other] { $count } repères repris dans { $session }
}{ $known ->
    [0] .
    [one]  ; 1 y était déjà.
   *[other]  ; { $known } y étaient déjà.
}
import-marks-differing = { $count ->
    [one] Un repère est déjà dans la séance et y dit autre chose, ou y a été retiré ; il est resté tel quel.
   *[other] { $count } repères sont déjà dans la séance et y disent autre chose, ou y ont été retirés ; ils sont restés tels quels.
}
import-marks-unknown = Inconnus de cette bibliothèque, et laissés de côté : { $list }
import-marks-session = attendu --session avec un fichier de repères : la séance à laquelle ils appartiennent
import-marks-session-hint = par exemple --session last
import-marks-alone = attendu des fichiers de repères (.txt, .csv) seuls, sans --title ni --at
import-marks-alone-hint = un son s’importe par un appel à part
import-marks-take = attendu un fichier qui dise de quelle prise il est ; cette séance en a { $count }
import-marks-take-hint = nommez-le …-take-02.txt, ou remplissez la colonne `take` d’un tableau
import-marks-label = attendu une étiquette, `début TAB fin TAB titre` avec des temps en secondes, trouvé { $found }
import-marks-nothing-hint = corrigez cette ligne et importez le fichier à nouveau ; rien n’en a été repris
import-marks-table = attendu un tableau dont la première ligne nomme les colonnes, dont `start` et `kind`
import-marks-table-hint = temoin export --as csv en écrit un
import-marks-quote = attendu : le second guillemet du champ qui commence ici ; trouvé : la fin du fichier
import-marks-value = attendu { $column ->
    [strength] une force de 1, 2 ou 3
    [take] le numéro d’une prise
   *[other] un temps en secondes
} dans la colonne `{ $column }`, trouvé { $found ->
    [empty] rien
   *[other] { $found }
}
