# Ce que dit l’écran : Aujourd’hui, la note de fin, le premier démarrage.

## La config
today-config-unsaved = cette config ne peut pas être modifiée, donc rien n’a été gardé
today-config-unsaved-hint = corrigez le fichier à la main, puis recommencez ; il est resté tel quel

## La note de fin
today-after-recording = { $session } est en cours d’enregistrement, donc rien n’a été noté
today-after-recording-hint = arrêtez d’abord la prise ; ce qui est écrit pourra alors être gardé
today-after-no-take = cette séance n’a pas de prise, donc aucun endroit où poser un fil à reprendre

## L’exercice
today-rehearsal = Exercice
today-rehearsal-evening = Une soirée pour essayer
today-rehearsal-announce = Ceci est un exercice. La voix est une voix de synthèse, le micro reste fermé, et tout ira à la corbeille.
today-rehearsal-step-mark = Écouter, et marquer un moment qui touche
today-rehearsal-step-withhold = Mettre un passage hors diffusion, puis revenir
today-rehearsal-step-stop = Arrêter la prise
today-rehearsal-held = l’enregistreur de cet exercice ne le lâche pas
today-rehearsal-held-hint = le prochain exercice essaiera encore ; rien de vrai n’a été enregistré ici
today-rehearsal-over = L’exercice est fini, et se trouve à la corbeille : { $path }
today-rehearsal-no-terminal = un exercice a besoin d’un terminal
today-rehearsal-no-terminal-hint = lancez `temoin rehearse` dans un terminal, sans tube
