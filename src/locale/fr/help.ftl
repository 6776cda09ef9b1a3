# Ce que dit `temoin COMMANDE --help`. Le message est la commande, ses attributs sont ses arguments ; voir cli/words.rs.
help-temoin = Planifie des entretiens récurrents, les enregistre sans risque, marque les moments qui touchent, les retrouve
    .library = la bibliothèque ; sinon la plus proche, comme le dit temoin(1)
    .config = un autre config.toml
    .set = n’importe quelle clé de la configuration, pour cet appel
    .help = cette aide
    .version = la version
    .example =
        temoin init
        temoin record --title "Un premier essai"
        temoin mark --note "sa voix se casse"
        temoin stop
help-init = Crée une bibliothèque : un seul dossier qui contient tout
    .dir = où ; ./recordings si rien n’est dit
    .title = son titre ; le nom du dossier si rien n’est dit
    .language = la langue de ses noms et de ses écrans
    .palette = des sortes et des thèmes de repères tout prêts
    .example =
        temoin init ~/Documents/recordings --title "La première vague" --palette web-series
help-agenda = Liste ce qui est prévu, dans l’ordre
    .from = premier jour ; aujourd’hui si rien n’est dit
    .to = dernier jour, compris
    .days = nombre de jours ; 14 si rien n’est dit
    .series = seulement cette série
    .person = seulement ce à quoi cette personne prend part
    .ics = un agenda (iCalendar) de chaque série qui a une date dans ces jours, entière
    .more = Dans un agenda, les personnes portent leur nom montré ou leur code, même là où leur nom est dans un titre ou un lieu ; les mots privés de library.toml n’y sont pas. Avec show_names = "code", aucun titre n’y est. Ce qui a lieu un jour fermé est marqué ▲, en JSON par closed = true.
    .example =
        temoin agenda --days 7
        temoin agenda --from 2020-03-28 --to 2020-03-30 --json
        temoin agenda --days 90 --ics > talks.ics
help-next = Dit ce qui est dû, en retard ou à venir, et ce qui s’est dit la dernière fois
    .example =
        temoin next
help-remind = Signale chaque séance due, et chaque séance en retard
    .more = Chacune est signalée 15 minutes avant son début et, si rien n’est enregistré, 10 minutes après, une fois : ici, sur le bureau, et au programme on_due de la configuration. Ni titres ni noms. Cela dure jusqu’à Ctrl+C, un par bibliothèque ; l’interface ouverte fait de même.
    .once = signale ce qui est dû ou en retard maintenant, et finit
    .install = fait démarrer les rappels à chaque ouverture du bureau
    .remove = annule cela
    .example =
        temoin remind --install
        temoin remind
help-join = Pose des repères dans une séance que quelqu’un d’autre enregistre ; ici, rien n’est enregistré
    .what = un rendez-vous prévu, ou une séance qui est déjà ici
    .detach = rend la main aussitôt ; temoin stop y met fin
    .more = Touches, mark, note, step et stop marchent comme dans une prise. Seuls markers-QUI.toml et notes-QUI.md s’écrivent, dans le dossier que la séance porte sur l’ordinateur qui enregistre : réunis par temoin merge, un synchroniseur, git ou une simple copie, les repères tombent sur son son, d’après l’horloge des deux ordinateurs.
    .example =
        temoin join nadia@2020-03-28
        temoin join nadia --detach
help-guided = Ouvre l’écran guidé : trois touches, pour qui n’a jamais utilisé ce programme
    .example =
        temoin guided
help-hotkey = Fait marquer une touche du bureau, où que soit le clavier : Ctrl+Alt+M
    .more = GNOME et Xfce reçoivent le raccourci ; pour les autres bureaux, ce qu’il faut y écrire est dit, et l’appel finit par 3. Ce qui a déjà cette touche la garde. Le raccourci atteint le seul enregistreur en cours ; avec --library, celui de cette bibliothèque.
    .remove = retire le raccourci, s’il est de ce programme
    .example =
        temoin hotkey
        temoin hotkey --remove
help-plan = Change les plans : déplace, annule et décale ce qui vient
    .more = Tout se défait avec temoin plan undo, même après un redémarrage, tant que personne n’a modifié le fichier depuis. Les commentaires des fichiers restent.
    .example =
        temoin plan move nadia#12 --to "31 mars 18h"
        temoin plan undo
help-plan-add = Ajoute une série, dite en mots
    .title = comment elle s’appelle ; son id en vient
    .every = jours et heures comme on les dit ; aussi jusqu’à quand, et sauf quels jours
    .rule = une RRULE (RFC 5545) au lieu de mots
    .from = à partir de quel jour, aussi avec une heure ; aujourd’hui par défaut
    .count = combien de fois
    .until = le dernier jour
    .skip = un jour de la règle qui tombe ; peut se répéter
    .minutes = combien de temps ; 60 par défaut
    .place = l’id d’un lieu de library.toml
    .host = qui mène ; peut se répéter
    .guest = avec qui ; peut se répéter
    .zone = son fuseau horaire ; celui de la bibliothèque par défaut
    .announce = mots à lire à voix haute avant le début ; - les lit sur l’entrée standard
    .step = une étape du conducteur, avec sa durée ou non : Accueil 10 min ; peut se répéter
    .chain = une séance accrochée à chaque date : Préparation -1w 30m ; peut se répéter
    .rota = un rôle qui tourne : leader=lise,paul ; peut se répéter
    .on-closed = ce qu’un jour fermé fait d’une date
    .heavy = une soirée qui pèse ; trois de suite sont signalées
    .quiet = aucune sonnerie, quoi qu’il arrive
    .more = Montre la règle en mots, ce qui reste d’un nombre de fois, les trois prochaines dates, les conflits (code 3 alors), ce qui tombe en même temps tant que personne n’est nommé, et l’id. Un conflit est une personne (--guest, --host, --rota) ou un lieu deux fois à la fois ; une personne est un fichier people/ID.toml, un lieu un [[place]] dans library.toml. Avec --on-closed skip, le défaut, les jours fermés comptent dans le nombre de fois ; avec shift, la suite se décale et toutes ont lieu.
    .example =
        temoin plan add --title "Nadia" --every "en semaine 20h30" --count 60
        temoin plan add --title "L’émission" --every "1er jeudi 20h, sauf le 1er mai"
        temoin plan add --title "Groupes" --every "mardi 13h30, une semaine sur trois" --guest s-03
help-plan-edit = Modifie une série ; ce qui n’est pas nommé reste
    .series = l’id de la série
    .title = comment elle s’appelle ; son id reste
    .every = jours et heures comme on les dit ; aussi jusqu’à quand, et sauf quels jours
    .rule = une RRULE (RFC 5545) au lieu de mots
    .from = à partir de quel jour ; une heure seule change l’heure dès la prochaine date
    .count = combien de fois
    .until = le dernier jour
    .skip = un jour de la règle qui tombe, au lieu de ceux d’avant ; peut se répéter ; "" : aucun
    .minutes = combien de temps
    .place = l’id d’un lieu de library.toml ; "" : aucun
    .host = qui mène, au lieu de ceux d’avant ; peut se répéter ; "" : personne
    .guest = avec qui, au lieu de ceux d’avant ; peut se répéter ; "" : personne
    .zone = son fuseau horaire
    .announce = mots à lire à voix haute avant le début ; "" : aucun ; - les lit sur l’entrée standard
    .step = une étape du conducteur, avec sa durée ou non : Accueil 10 min ; peut se répéter ; "" : aucune
    .chain = une séance accrochée à chaque date : Préparation -1w 30m ; peut se répéter ; "" : aucune
    .rota = un rôle qui tourne : leader=lise,paul ; peut se répéter ; "" : aucune
    .on-closed = ce qu’un jour fermé fait d’une date
    .heavy = une soirée qui pèse ; trois de suite sont signalées ; --heavy=false : plus maintenant
    .quiet = aucune sonnerie, quoi qu’il arrive ; --quiet=false : comme ailleurs
    .more = Les dates passées restent où elles étaient ; d’autres jours à partir d’un jour plus tardif, avec --from, deviennent une série à part qui prend la suite. Montre la même chose que temoin plan add.
    .example =
        temoin plan edit nadia --from 18h
        temoin plan edit nadia --until "19 mai" --skip "1er mai"
help-plan-check = Nomme les conflits à venir, les rendez-vous qui tombent un jour fermé et les fautes des séries
    .days = combien de jours à partir d’aujourd’hui ; 400 par défaut
    .more = Finit avec le code 3 quand quelque chose demande un coup d’œil. Une série qui garde les jours fermés est nommée une fois, sans cela. Que tout va bien n’est dit que si tout a pu être lu.
    .example =
        temoin plan check
        temoin plan check --days 30 --json
help-plan-remove = Met une série à la corbeille ; ses séances restent
    .series = l’id de la série
    .example =
        temoin plan remove nadia
help-plan-move = Déplace une date ; les autres ne bougent pas
    .occurrence = série et heure, date ou numéro
    .to = où elle doit aller, dans le fuseau de sa série ; un jour de la semaine est celui de la semaine où elle se trouve maintenant
    .example =
        temoin plan move nadia@2020-03-31 --to "2020-03-31 18:00"
help-plan-shift = Décale une date et toutes les suivantes
    .occurrence = série et heure, date ou numéro
    .by = de combien : 1w, 2d, 1h30 ; en arrière avec un moins
    .example =
        temoin plan shift g7#2 --by 1w
        temoin plan shift nadia#20 --by "-30 min"
help-plan-cancel = Annule une date ; elle garde son numéro
    .occurrence = série et heure, date ou numéro
    .example =
        temoin plan cancel nadia@2020-04-05
help-plan-restore = Remet une date là où la règle la place
    .occurrence = série et heure, date ou numéro
    .example =
        temoin plan restore nadia@2020-04-05
help-plan-import = Reprend un agenda (.ics) : chaque événement devient une série
    .file = l’agenda, tel que d’autres programmes l’exportent
    .more = Une série se reconnaît à son UID : le même fichier une seconde fois ne change rien, un autre change ce qui diffère. Les événements de journées entières sont laissés de côté ; un agenda de jours fériés se met dans `closed` de library.toml.
    .example =
        temoin plan import entretiens.ics
help-plan-cycle = Fait une série pour chaque groupe d’un fichier, toutes ou aucune
    .file = le cycle : title, every, sessions, et ses groupes
    .dry-run = montre seulement les dates et les conflits
    .more = Le même fichier, une autre fois, n’écrit que ce qu’il dit autrement ; ce qui a été déplacé ou annulé depuis reste. Un seul temoin plan undo défait le tout. La page temoin-library(5) du manuel montre un tel fichier en entier.
    .example =
        temoin plan cycle intervisions.toml --dry-run
        temoin plan cycle intervisions.toml
help-plan-turn = Dit qui a un rôle un soir donné
    .occurrence = série et moment, date ou numéro
    .role = un rôle qui tourne dans cette série
    .person = qui l’a ; absent : la personne proposée
    .example =
        temoin plan turn jeux#3 --role leader --person lise
help-plan-undo = Défait le dernier changement des plans
    .example =
        temoin plan undo
help-inputs = Liste ce qui peut être enregistré, avec ses identifiants
    .example =
        temoin inputs
help-check-sound = Écoute un moment et dit en mots ce qui ne va pas
    .input = ce qu’il faut écouter, plusieurs à la fois ; sinon toutes les entrées de la configuration
    .for = durée de l’écoute ; 5s si rien n’est dit
    .example =
        temoin check-sound
        temoin check-sound --input default --for 10s
help-arm = Écoute sans rien garder de plus que la mémoire d’avant
    .what = pour quoi : un rendez-vous ou une série
    .input = ce qu’il faut écouter ; plusieurs s’enregistrent côte à côte
    .example =
        temoin arm nadia
help-disarm = Cesse d’écouter
    .example =
        temoin disarm
help-record = Enregistre jusqu’à l’arrêt
    .what = un rendez-vous, une série, ou une séance à continuer
    .title = titre d’une séance imprévue ; - le lit sur l’entrée standard
    .input = ce qu’il faut enregistrer : default, HÔTE:ID, file:CHEMIN, voice, none ; plusieurs s’enregistrent côte à côte
    .for = s’arrête de soi-même après cette durée
    .fast = écrit une entrée file: aussi vite que le disque le permet
    .detach = rend la main dès que la lampe est allumée ; temoin stop arrête
    .more =
        Prend ce qui est dû : d’une série, le rendez-vous le plus proche qui n’est pas encore enregistré. Sans rien de plus, c’est
        une séance imprévue. Ctrl-C termine la prise en ordre.
    .example =
        temoin record nadia
        temoin record --title "Dans le bus" --detach
        temoin record nadia@2020-03-28 --input none
        temoin record --input default --input pulseaudio:call.monitor
help-mark = Marque ce moment dans la prise en cours
    .kind = touching si rien n’est dit ; sinon une autre sorte de la bibliothèque
    .note = quelques mots ; - les lit sur l’entrée standard
    .ago = de combien le moment est passé ; sinon la réaction propre à la sorte
    .theme = un thème de la bibliothèque ; peut être répété
    .strength = la force
    .begin = commence un passage, que --end terminera
    .end = termine le passage ouvert de cette sorte
    .example =
        temoin mark --note "sa voix se casse" --strength 3
        temoin mark off-record --begin
        temoin mark off-record --end
help-ask = Met une question du public dans la file de la prise en cours
    .text = la question ; - la lit sur l’entrée standard
    .from = qui la pose
    .follow = pose chaque ligne qui est ou arrive dans ce fichier, jusqu’à Ctrl-C
    .more = Une ligne du fichier est une question, ou un nom, une tabulation et une question ; elle compte quand sa fin est là. Jusqu’où le fichier a été lu est retenu : chaque ligne est posée une fois, même après une interruption. Ce qui arrive sans prise en cours attend la suivante. Un fichier vidé ou remplacé est relu depuis le début.
    .example =
        temoin ask "Et demain ?" --from Nadia
        temoin ask --follow chat.txt
help-marks = Les repères d’une séance, et ce qu’on en fait après la prise
    .session = son dossier, son début, ou last
    .deleted = ceux qui ont été retirés
    .more =
        Chacun change ses propres repères ; ceux des autres restent à eux. Rien n’est écrasé : undo défait, aussi demain. Ce qui est hors diffusion ne rétrécit pas en passant : il faut le retirer, ou lui donner une autre sorte. Pendant la prise, l’enregistreur écrit lui-même ce qui change.
    .example =
        temoin marks last
        temoin marks edit last 7B1C --nudge -0.5s --done
help-marks-add = Pose un repère à un endroit d’une prise
    .session = son dossier, son début, ou last
    .kind = touching si rien n’est dit ; sinon une autre sorte de la bibliothèque
    .at = où il commence
    .to = où il finit : c’est alors un passage
    .note = quelques mots ; - les lit sur l’entrée standard
    .theme = un thème de la bibliothèque ; peut être répété
    .who = qui parle ; peut être répété
    .strength = la force
    .example =
        temoin marks add last --at 0:27:41 --to 0:28:10 --theme colère
help-marks-edit = Change un de ses propres repères
    .session = son dossier, son début, ou last
    .marker = son identifiant, quatre au moins de ses derniers caractères, ou last
    .at = où il commence
    .to = où il finit ; au même endroit que le début, c’est un point
    .nudge = le déplace de cette durée, entier
    .kind = une autre sorte
    .note = d’autres mots, "" pour aucun ; - les lit sur l’entrée standard
    .theme = ses thèmes, tous ; "" pour aucun
    .who = qui parle, toutes les personnes ; "" si on ne le sait pas
    .strength = la force
    .done = repris, tenu ou vérifié ce jour-là, aujourd’hui si rien n’est dit ; --done= l’enlève
    .example =
        temoin marks edit last 7B1C --at 0:27:39.5 --to 0:28:10
        temoin marks edit last 7B1C --done
help-marks-merge = Fait un repère de deux : il couvre les deux, et dit ce que les deux disaient
    .session = son dossier, son début, ou last
    .marker = l’un
    .other = l’autre
    .more =
        Ce que l’un des deux tenait hors diffusion le reste, et ce qui est entre les deux avec.
    .example =
        temoin marks merge last 7B1C K3F9
help-marks-delete = Retire un de ses propres repères ; restore le remet
    .session = son dossier, son début, ou last
    .marker = son identifiant, quatre au moins de ses derniers caractères, ou last
    .example =
        temoin marks delete last 7B1C
help-marks-restore = Remet un repère retiré (marks SÉANCE --deleted les liste)
    .session = son dossier, son début, ou last
    .marker = son identifiant, quatre au moins de ses derniers caractères, ou last
    .example =
        temoin marks restore last 7B1C
help-marks-undo = Défait le dernier changement de repères, où qu’il ait été fait
    .example =
        temoin marks undo
help-note = Écrit une note à ce moment de la prise en cours
    .text = la note ; - la lit sur l’entrée standard
    .example =
        temoin note "demander des nouvelles du père"
help-step = Passe à l’étape suivante du conducteur
    .example =
        temoin step
help-pause = Coupe le micro ; rien n’est gardé jusqu’à resume
    .example =
        temoin pause
help-resume = Rouvre le micro
    .example =
        temoin resume
help-stop = Termine la prise ; rend la main quand ses fichiers sont finis
    .example =
        temoin stop
help-status = Dit ce que fait l’enregistreur
    .example =
        temoin status --json
help-watch = Suit ce que dit l’enregistreur en cours, jusqu’à sa fin
    .example =
        temoin watch --json
help-list = Liste les séances, la dernière d’abord
    .series = seulement cette série
    .example =
        temoin list
help-show = Montre une séance avec ses prises et ses repères
    .session = son dossier, son début, ou last
    .example =
        temoin show last
        temoin show 2020-03-28T20:30 --json
help-search = Cherche des mots dans les noms, titres, notes, repères et transcriptions
    .words = tous doivent s’y trouver ensemble ; ni accents ni majuscules ne comptent. Si rien n’est trouvé, noms, titres, sortes et thèmes peuvent avoir une lettre fausse
    .more = Le hors diffusion n’est pas dit ici, seulement le nombre d’endroits. Avec --json, chaque endroit porte les mots qui le font entendre. Ne rien trouver n’est pas une faute : le code de sortie est 0.
    .example =
        temoin search père testé
help-play = Fait entendre une séance, à partir d’un endroit ou d’un repère
    .session = son dossier, son début, ou last
    .at = un endroit dans le son, précédé de la prise si ce n’est pas la première
    .marker = un repère : à partir d’un point, ou tout le passage ; six caractères de son identifiant suffisent, et last est l’endroit le plus tardif
    .for = s’arrête après cette durée de la prise
    .rate = à quelle vitesse, de 0,75 à 2, à la même hauteur
    .more = Les passages hors diffusion sont sautés, sauf si c’est ce repère-là qui est demandé. Tant qu’un fichier de repères n’est pas entièrement lisible, seul un endroit nommé est joué. Ctrl-C arrête.
    .example =
        temoin play last --at 0:20:44
        temoin play last --at 2/0:01:30 --for 20s --rate 1,25
        temoin play last --marker 7B1C
help-import = Fait une prise d’un son, ou des repères d’un fichier de repères, faits ailleurs ; le fichier lui-même reste tel quel
    .file = un fichier WAV de 8, 16, 24, 32 bits ou flottant ; pour les autres : ffmpeg -i entretien.m4a entretien.wav. Plusieurs sont les pistes d’un même enregistreur. Pour des repères : des étiquettes d’Audacity (.txt), ou un tableau tel que export --as csv l’écrit (.csv)
    .session = pour des repères, la séance à laquelle ils appartiennent ; pour un son, celle dont c’est la prise suivante ; d’une série, le rendez-vous non enregistré le plus proche du début du fichier ; sinon une séance à part
    .title = d’une séance à part ; - le lit sur l’entrée standard
    .at = quand il a commencé, si le fichier ne le sait pas ou si l’horloge de l’enregistreur était fausse
    .more = Chaque échantillon est comparé après l’écriture. Le début est demandé au fichier : l’heure de son enregistreur (bext), sinon sa date moins sa durée ; une heure peu croyable est signalée. Plusieurs fichiers qu’un enregistreur a commencés ensemble, comme ZOOM0003_Tr1.WAV et ZOOM0003_Tr2.WAV, deviennent les entrées d’une seule prise. Un son que la bibliothèque a déjà est refusé. Une prise arrivée dans la mauvaise séance : si elle y est seule, temoin trash add SÉANCE ; sinon, sortez ses fichiers (take-02-… de la prise 2) du dossier de la séance et enlevez de session.toml son [[take]], avec tout ce qui est dessous. Puis importez-la à nouveau. Les repères deviennent les vôtres, tous ceux d’un fichier ou aucun ; ce que la séance a déjà est laissé, et temoin marks undo reprend un fichier. Un titre comme touchant 2/3 S-03: sa voix se casse est relu comme export l’a écrit ; tout autre est une note. De plusieurs prises, celle d’un fichier est dans son nom (…-take-02.txt) ou dans la colonne take.
    .example =
        temoin import /media/carte/ZOOM0003.WAV --session nadia@2020-03-28
        temoin import ZOOM0003_Tr1.WAV ZOOM0003_Tr2.WAV --session nadia@2020-03-28
        temoin import entretien.wav --title "Téléphone" --at "2020-03-28 20:30"
        temoin import etiquettes.txt --session last
help-check = Trouve ce qui ne va pas dans la bibliothèque ; ne fait que lire
    .deep = compare aussi chaque son à son empreinte
    .example =
        temoin check --deep
help-merge = Reprend une autre copie de cette bibliothèque : séances, prises, repères, personnes
    .dir = l’autre copie, qui n’est que lue ; absent : seulement ce qu’un synchroniseur ou git a laissé dans cette bibliothèque
    .offset = ce qui s’ajoute à l’horloge de qui a rejoint une séance, comme 2.5s ou -1:10 ; absent : trouvé d’après les repères que tous deux ont posés
    .more = Séances et prises se reconnaissent à leur identifiant, deux ordinateurs peuvent donc avoir chacun une prise 1 : la seconde reçoit le numéro suivant. Les repères gardent leur auteur. Ce qui diffère reste tel qu’ici, et l’autre version est posée à côté. Ce qui est retiré, hors diffusion ou effacé dans l’une des copies l’est dans les deux. Rien n’est changé là-bas ; un nouvel appel n’ajoute rien, ou reprend là où il s’est interrompu. Les copies laissées par un synchroniseur (sync-conflict, conflicted copy) et les deux côtés laissés par git dans un fichier sont repris aussi.
    .example =
        temoin merge /media/olivier/Carte/recordings
        temoin merge ../paul/recordings --offset=-2.5s
        temoin merge
help-copy = Met à jour un autre dossier, ou une carte, d’après la bibliothèque
    .dir = vers où ; second_copy de la configuration s’il est absent
    .more = Ce qui est là et pareil reste, tout le reste est écrit, relu et comparé. Rien n’est perdu là-bas : ce qui diffère va d’abord dans sa corbeille, sauf si ce n’est que le début de ce qui est mis là. Ce qui est abîmé ici ne prend jamais la place d’une copie. Une copie interrompue se termine en la relançant.
    .example =
        temoin copy /media/olivier/Carte/recordings
        temoin copy --json
help-people = Qui se rencontre ici, et pour quoi chacun a donné son accord
    .example =
        temoin people list
        temoin people consent s-03 --use film --how spoken
help-people-list = Liste tout le monde
    .example =
        temoin people list --json
help-people-show = Montre quelqu’un, et pour quels usages ses paroles peuvent sortir aujourd’hui
    .person = son id
    .example =
        temoin people show s-03
help-people-add = Fait la fiche de quelqu’un ; l’id vient du code
    .name = reste dans la bibliothèque ; - le lit sur l’entrée standard
    .id = un autre id que celui du code ; il est dans les noms de dossiers, et ne dit aucun nom
    .shown = comment les exports appellent la personne ; le code sans cette option
    .code = le prochain S-NN libre sans cette option
    .role = guest sans cette option ; un hôte n’a pas besoin d’accord
    .example =
        temoin people add "Nadia G." --shown "N., pneumologue"
help-people-edit = Change ce qui est nommé, et laisse le reste de la fiche tel quel
    .person = son id
    .name = reste dans la bibliothèque ; - le lit sur l’entrée standard
    .shown = comment les exports appellent la personne ; "" l’ôte
    .code = comment l’appeler là où les noms sont cachés ; "" l’ôte
    .role = un hôte n’a pas besoin d’accord
    .example =
        temoin people edit s-03 --shown "N., pneumologue"
help-people-consent = Note pour quoi quelqu’un donne son accord
    .person = son id
    .use = pour quoi : l’un des usages de library.toml
    .given = à partir de quel jour ; aujourd’hui sans cette option
    .until = le dernier jour ; sans cette option, il n’y en a pas
    .how = comment l’accord a été donné
    .evidence = un repère, SÉANCE#ID, ou un fichier de la séance
    .more = Ce qui a été retiré par withdrawn = JOUR dans la fiche compte dès ce jour comme jamais donné, quoi qui ait été donné avant.
    .example =
        temoin people consent s-03 --use film --how spoken --until 2021-03-20
help-export = Remet des séances : leur son, et leurs repères dans les formats d’autres programmes
    .session = son dossier, son début, ou last ; on peut en nommer plusieurs
    .as = le format ; peut être répété
    .out = un fichier, un dossier (DOSSIER/), ou - pour la sortie standard ; ici sans cette option
    .use = pour quoi : l’un des usages de library.toml, pour lequel chacun doit avoir donné son accord
    .to = pour qui, noté dans le registre ; - le lit sur l’entrée standard
    .kind = seulement les repères de cette sorte ; peut être répété
    .offset = déplace chaque endroit d’autant, sauf dans un WAV, dont les repères restent sur leur son ; -12.5s vers plus tôt
    .gaps = si les pauses et les trous comptent dans le temps, silencieux dans un WAV
    .formats = liste les formats
    .more = Ce qui est hors diffusion reste ici, comme les paroles de ceux dont la fiche ne dit pas qu’ils sont d’accord ce jour-là ; c’est dit, et l’appel finit par 3. D’un repère qui ne fait que toucher ce qui est hors diffusion ne restent que sa sorte et le plus long morceau libre. --as wav fait un fichier de chaque prise, ses entrées côte à côte, ses repères en points de repère ; il est silencieux partout où c’est hors diffusion, et ne sort que si chacun de la séance est d’accord. Chacun est appelé par son nom montré ou son code, même là où son nom est écrit dans une note. Chaque fois est notée dans register.toml avant qu’un fichier soit fait ; aucun n’est écrasé.
    .example =
        temoin export last --as audacity --as csv --use film
        temoin export 2020-03-28-2030-nadia --as chapters --use podcast --to Paul --out episode/
        temoin export last --as json --use film --out - | jq .markers
        temoin export last --as wav --use film --gaps cut --out montage/
help-register = Liste ce qui a quitté la bibliothèque : quand, pour qui, les paroles de qui, quels fichiers
    .csv = en tableau, une ligne par fichier
    .example =
        temoin register
        temoin register --csv > registre.csv
help-recover = Répare les prises interrompues, et ce qu’une panne a laissé d’autre ; n’efface rien
    .deep = lit aussi tous les sons, et corrige une empreinte que tout le journal contredit
    .more = Chaque prise, et l’écran, commencent par là d’eux-mêmes ; ici on peut le demander. Deux fois ne fait pas de mal. Un fichier de repères déchiré redevient entier, un repère au-delà de la fin de sa prise revient à la fin, un session.toml vide est refait d’après le son ; ce qui a été mis de côté reste à côté. Ce qu’une écriture interrompue a laissé à côté de son fichier va à la corbeille, comme le dossier d’une séance où aucune prise n’a commencé. Ce par quoi une prise a continué sur la carte de second_copy, ou ce que seule la carte en garde, est repris ; tant que la carte n’est pas là, la prise reste ouverte.
    .example =
        temoin recover
        temoin recover --deep
help-trash = Ce qui a été retiré
    .example =
        temoin trash list
help-trash-list = Liste ce qui a été retiré
    .example =
        temoin trash list
help-trash-add = Met une séance à la corbeille
    .session = son dossier, son début, ou last
    .example =
        temoin trash add 2020-03-28-2030-nadia
help-trash-restore = Remet quelque chose à sa place
    .name = son nom dans la corbeille
    .example =
        temoin trash restore 2020-03-28-2030-nadia
help-trash-empty = Efface pour toujours ce qui est dans la corbeille
    .yes = ne demande rien ; nécessaire sans terminal
    .example =
        temoin trash empty
help-rehearse = Une soirée entière avec une voix de synthèse, pour essayer
    .more =
        Le micro reste fermé. L’exercice a sa propre bibliothèque, qui va ensuite à la corbeille de la vraie.
    .example =
        temoin rehearse
help-config = Les réglages de cette machine
    .example =
        temoin config show
help-config-path = Dit où se trouve la configuration
    .example =
        temoin config path
help-config-check = Lit la configuration et nomme ce qui ne va pas
    .example =
        temoin config check
help-config-show = Montre chaque réglage avec la valeur qui compte
    .example =
        temoin config show --set audio.preroll=10
help-config-schema = Donne le schéma JSON de la configuration, pour les éditeurs
    .example =
        temoin config schema > config.schema.json
help-completions = Donne le script de complétion d’un shell
    .shell = le shell
    .example =
        temoin completions bash > ~/.local/share/bash-completion/completions/temoin
help-man = Affiche la page de manuel, ou écrit toutes les pages dans un dossier
    .dir = où écrire les pages, dans les deux langues
    .example =
        temoin man | man -l -
        temoin man ~/.local/share/man

value-config = FICHIER
value-count = N
value-day = JOUR
value-file = FICHIER
value-folder = DOSSIER
value-format = FORMAT
value-gaps = fill|cut
value-how = spoken|written
value-input = ID
value-kind = SORTE
value-language = LANGUE
value-length = DURÉE
value-marker = ID
value-name = NOM
value-occurrence = RENDEZ-VOUS
value-offset = DURÉE
value-palette = NOM
value-path = CHEMIN
value-person = ID
value-position = ENDROIT
value-rate = VITESSE
value-series = ID
value-role = RÔLE
value-session = SÉANCE
value-setting = CLÉ=VALEUR
value-shell = SHELL
value-text = TEXTE
value-theme = ID
value-chain = MOTS
value-rota = RÔLE=ID,ID
value-step = MOTS
value-on-closed = QUOI
value-use = USAGE
value-what = RENDEZ-VOUS|SÉRIE
value-place = ID
value-rule = RRULE
value-yes = OUI
value-zone = FUSEAU
value-joined = RENDEZ-VOUS|SÉANCE
value-record = RENDEZ-VOUS|SÉRIE|SÉANCE
value-words = MOTS
