# Ce que dit l’écran : Enregistrer, Guidé, la lampe.
record-lamp = { $lamp ->
    [waiting] ATTEND
    [recording] ENREGISTRE
    [off-record] HORS DIFFUSION
    [paused] PAUSE
    [no-sound] PAS DE SON
    [mic-lost] MICRO PERDU
    [stop] STOP ?
   *[done] FINI
}
record-line = { $kind ->
    [thread] Fil :
    [note] Note :
   *[other] Mots :
}
record-stop = Arrêter ? Entrée arrête. Toute autre touche continue.
record-nothing-runs = Rien n’est enregistré.
record-no-microphone = Pas de micro. Entrée écoute la voix synthétique à la place.
record-recorder-gone = L’enregistreur s’est arrêté. Tout ce qu’il avait confirmé est gardé.
