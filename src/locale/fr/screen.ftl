# Ce que dit l’écran : partout.
