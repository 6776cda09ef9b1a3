# A second copy of the library: `copy`, and the recorder's second writer.
copy-busy = une autre copie écrit ce fichier en ce moment
copy-busy-hint = attendre qu’elle ait fini, puis relancer `temoin copy`
copy-complete = { $copied ->
    [0] Rien n’était à copier
    [one] Un fichier copié ({ $size } Mo)
   *[other] { $copied } fichiers copiés ({ $size } Mo)
}, { $equal ->
    [0] aucun n’était déjà là
    [one] un était déjà là et pareil
   *[other] { $equal } étaient déjà là et pareils
}.
copy-knows-more = la copie parle de sons que le session.toml de la bibliothèque ne nomme pas ; elle reste telle quelle
copy-knows-session = la copie en dit plus sur cette séance que le session.toml de la bibliothèque, refait d’après le son ; elle reste telle quelle
copy-longer = la copie a { $seconds } s de plus de ce son que la bibliothèque ; elle reste telle quelle
copy-longer-hint = `temoin recover` les reprend ; ensuite, copier de nouveau
copy-differs = ce que le disque rend n’est pas ce qui a été écrit
copy-differs-hint = ne plus se fier à ce disque ; copier vers un autre
copy-full = il manque { $missing } Mo de place pour la copie{ $done ->
    [0]  ; rien n’a été écrit
    [one]  ; un fichier a été copié avant
   *[other]  ; { $done } fichiers ont été copiés avant
}
copy-full-hint = y libérer de la place (`temoin --library { $dir } trash empty` vide sa corbeille), ou prendre un disque plus grand ; relancer `temoin copy` reprend là
copy-holds-all = { $dir } contient toute la bibliothèque, vérifiée octet par octet.
copy-inside = la copie et la bibliothèque sont l’une dans l’autre : ce dossier est dans la bibliothèque, ou autour d’elle
copy-inside-hint = nommer un dossier d’un autre disque
copy-left-out = { $count ->
    [one] Une chose a été laissée de côté
   *[other] { $count } choses ont été laissées de côté
} ; la copie dans { $dir } n’est pas complète.
copy-no-dir = attendu : le dossier de la copie ; aucun n’est nommé
copy-no-dir-hint = le nommer, comme dans `temoin copy /media/carte/recordings`, ou mettre `second_copy` sous [audio] dans la configuration
copy-no-file = attendu : un fichier ou un dossier ; trouvé : un lien ou autre chose, laissé de côté
copy-no-file-hint = poser ici le fichier lui-même, s’il fait partie de la bibliothèque
copy-not-there = ce dossier n’est pas là
copy-not-there-hint = la carte est-elle branchée ? Seul le dernier dossier du chemin est créé
copy-open-part = ce son est en train d’être enregistré ; il a été laissé de côté
copy-open-part-hint = relancer `temoin copy` après l’arrêt
copy-other-library = ce dossier contient une autre bibliothèque
copy-other-library-hint = nommer un dossier vide, ou celui qui contient une copie de cette bibliothèque
copy-recording = ce dossier est une bibliothèque où un enregistrement est en cours : { $session }
copy-recording-hint = attendre la fin de cette prise
copy-failed = { $why ->
    [away] La carte n’est pas là ; l’enregistrement continue. Branchée, elle est prise d’elle-même. Sinon, après : « temoin copy ».
    [gone] La carte a été retirée ; l’enregistrement continue. Rebranchée, elle est reprise d’elle-même. Sinon, après : « temoin copy ».
    [full] La carte est pleine ; l’enregistrement continue. Après : « temoin copy ».
    [locked] La carte est verrouillée ; l’enregistrement continue. Après : « temoin copy ».
    [slow] La carte ne répond plus, ou trop lentement ; l’enregistrement continue. Après : « temoin copy ».
   *[other] La seconde copie s’est arrêtée ({ $words }) ; l’enregistrement continue. Après : « temoin copy ».
}
copy-why = { $why ->
    [away] la carte n’était pas là
    [gone] la carte a été retirée
    [full] la carte est pleine
    [locked] la carte est verrouillée
    [slow] la carte ne répond plus, ou trop lentement
   *[other] { $words }
}
copy-checked = La copie de cette séance est complète, vérifiée à { $at } : { $dir }. { $same ->
    [yes] Elle est sur le même disque que la bibliothèque : une seule panne emporte les deux.
   *[no] La carte peut être retirée.
}
copy-not-checked = La copie n’est pas complète ({ $words }). « temoin copy » la met à jour.
copy-same-disk = Elle est sur le même disque que la bibliothèque : une seule panne emporte les deux. Une carte ou un autre disque est plus sûr.
copy-trash = Ce qui différait là-bas est gardé : sa corbeille tient { $size } Mo. `temoin --library { $dir } trash empty` l’efface.
copy-config-no-parent = `{ $key }` : il faut un dossier dont le dossier du dessus existe ; celui-ci manque
copy-config-no-parent-hint = la carte est-elle branchée ? Sinon, corriger le chemin dans config.toml
copy-config-once = `fallback` : ce dossier est celui de `second_copy`, ou s’y trouve ; il compte une seule fois
copy-config-once-hint = nommer un dossier d’un autre disque, ou retirer `fallback` : une prise continue de toute façon dans la seconde copie
copy-too-slow = elle ne répond plus, ou trop lentement
copy-apart = Une partie de la prise { $take } est dans { $dir } : { $files }. Pour la réunir, déplacer { $count ->
    [one] ce fichier
   *[other] ces fichiers
}, et le .crc du même nom, dans { $home }.
copy-may-go = La carte peut être retirée.
copy-being-read = La carte est encore relue ; attendez. Ctrl-C n’attend pas : la copie se vérifie quand même.
copy-state = { $state ->
    [starting] La seconde copie commence.
    [keeping] La seconde copie se fait en même temps.
    [took_over] La prise continue dans la seconde copie.
   *[failed] La seconde copie est arrêtée.
}
copy-lacks-import = La seconde copie n’a pas encore cette prise : « temoin copy » l’apporte.
