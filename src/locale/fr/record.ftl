# Ce que dit l’écran : Enregistrer, Guidé, la lampe.
