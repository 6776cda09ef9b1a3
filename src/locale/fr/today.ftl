# Ce que dit l’écran : Aujourd’hui, la note de fin, le premier démarrage.

## La config
today-config-unsaved = cette config ne peut pas être modifiée, donc rien n’a été gardé
today-config-unsaved-hint = corrigez le fichier à la main, puis recommencez ; il est resté tel quel
