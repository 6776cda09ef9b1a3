# Ce que dit l’écran : Aujourd’hui, la note de fin, le premier démarrage.
