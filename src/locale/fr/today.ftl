# Ce que dit l’écran : Aujourd’hui, la note de fin, le premier démarrage.

## La config
today-config-unsaved = cette config ne peut pas être modifiée, donc rien n’a été gardé
today-config-unsaved-hint = corrigez le fichier à la main, puis recommencez ; il est resté tel quel

## La note de fin
today-after-recording = { $session } est en cours d’enregistrement, donc rien n’a été noté
today-after-recording-hint = arrêtez d’abord la prise ; ce qui est écrit pourra alors être gardé
today-after-no-take = cette séance n’a pas de prise, donc aucun endroit où poser un fil à reprendre
