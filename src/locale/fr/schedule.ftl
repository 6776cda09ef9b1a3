# Ce que dit l’écran : Planifier.
