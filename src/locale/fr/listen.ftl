# Ce que dit l’écran : Écouter.
