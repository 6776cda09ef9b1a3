# D’autres mains : `join` et `merge`.
join-cannot-pause = Un autre ordinateur enregistre : la pause se fait là-bas. Ici, rien n’a changé.
join-no-pause = attendu : une prise d’ici à mettre en pause ; trouvé : une séance rejointe, qu’un autre ordinateur enregistre
join-no-pause-hint = couper le micro sur l’autre ordinateur ; ici, `temoin mark off-record` garde un passage hors diffusion
join-runs = Séance rejointe : un autre ordinateur enregistre. Ici, seuls les repères sont gardés, sans micro.
join-started = Séance rejointe : { $session }. Un autre ordinateur enregistre ; ici, seuls vos repères sont gardés. Ctrl-C ou « temoin stop » y met fin.
join-heavy = lourd
join-joined = Séance rejointe : { $session }. Seuls vos repères sont gardés, aucun son (processus { $pid }). « temoin stop » y met fin.
join-recorder-runs = un enregistreur travaille déjà sur cet ordinateur : il enregistre ou il écoute, et un seul suffit
join-recorder-runs-hint = `temoin stop` termine sa prise, `temoin disarm` l’écoute ; puis rejoignez à nouveau
join-several-takes = un passage posé par quelqu’un qui a rejoint la séance et qui s’étend sur plusieurs prises ne peut pas être changé
join-several-takes-hint = posez-en un nouveau sur chacune des prises ; ce qui est hors diffusion le reste
join-unplanned = attendu : une date prévue ou une séance ; trouvé : { $found }
join-unplanned-hint = `temoin agenda` donne les dates ; ce qui s’enregistre ailleurs sans avoir été prévu y porte un nom que personne ne connaît ici
merge-clock-doubt = personne ne sait de combien cette horloge est à avancer : peut-être de l’une de ces valeurs, { $seconds } s. Ce qui est hors diffusion l’est à chacun de ces endroits
merge-clock-doubt-hint = `temoin merge DOSSIER --offset=SECONDES` le dit
merge-closed-again = { $count ->
    [one] Un repère retiré ici reste hors diffusion
   *[other] { $count } repères retirés ici restent hors diffusion
} : l’autre copie le dit ainsi. Pour l’ouvrir, faites-le dans les deux.
merge-conflict = { $file } dit autre chose dans les deux copies. La nôtre reste ; l’autre est à côté, avec « sync-conflict » dans son nom. Corrigez la nôtre, puis supprimez celle-là.
merge-erased = ceci a été effacé, et ne revient pas d’une autre copie
merge-erased-hint = le registre dit quand : `temoin register`
merge-file = Mis à jour : { $file }
merge-full = il manque { $missing } Mo de place pour ce qui est à fusionner
merge-full-hint = libérez de la place, puis appelez `temoin merge` à nouveau : cela reprend d’ici
merge-in-trash = ceci est dans la corbeille de cette bibliothèque, et ne revient pas d’une autre copie
merge-in-trash-hint = `temoin trash restore` le ramène
merge-inside = les deux bibliothèques sont l’une dans l’autre, ou sont le même dossier
merge-inside-hint = nommez le dossier de l’autre copie, comme /media/carte/recordings
merge-joined-only = de { $session }, seuls des repères sont ici : la séance elle-même n’est pas encore arrivée
merge-joined-only-hint = `temoin merge DOSSIER` l’apporte d’une copie de l’ordinateur qui l’a enregistrée
merge-marks = { $count ->
    [one] Un repère est nouveau ou changé.
   *[other] { $count } repères sont nouveaux ou changés.
}
merge-not-there = ce dossier n’est pas là
merge-not-there-hint = la carte est-elle branchée ?
merge-nothing = Rien à fusionner : tout est ici.
merge-offset = { $session } : l’horloge de { $who } est avancée de { $seconds } s.
merge-other-library = ce dossier contient une autre bibliothèque
merge-other-library-hint = seules les copies d’une même bibliothèque se fusionnent : `id` dans library.toml est le même dans les deux
merge-recorded-here = cette séance s’enregistre ici en ce moment ; elle a été laissée de côté
merge-recorded-hint = appelez `temoin merge` à nouveau après l’arrêt
merge-recorded-there = cette séance s’enregistre là-bas en ce moment ; elle a été laissée de côté
merge-runs = une autre fusion travaille dans cette bibliothèque
merge-runs-hint = attendez qu’elle soit finie, puis appelez `temoin merge` à nouveau
merge-session = Nouvelle séance : { $session }
merge-settled = { $count ->
    [one] Une copie laissée par un synchroniseur a été reprise ; elle est dans la corbeille.
   *[other] { $count } copies laissées par un synchroniseur ont été reprises ; elles sont dans la corbeille.
}
merge-sound-elsewhere = de la prise { $number } de ce fichier, le son n’est pas ici ; le fichier reste jusque-là
merge-sound-elsewhere-hint = `temoin merge DOSSIER` l’apporte de la copie de l’autre ordinateur ; puis appelez `temoin merge` à nouveau
merge-take = Nouveau son dans { $session } : prise { $number }
