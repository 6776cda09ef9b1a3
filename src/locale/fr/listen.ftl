# Ce que dit l’écran : Écouter.

listen-note-not-own = ce repère appartient à { $by }
listen-note-not-own-hint = un repère à son propre nom, au même endroit, peut le dire
listen-note-recording = cette séance est en cours d’enregistrement, et ses repères avec elle
listen-note-recording-hint = l’écran Enregistrer met des mots sur le dernier repère ; ici, dès que la prise est finie
