# What `temoin COMMAND --help` says. The message is the command, its attributes are its arguments; see cli/words.rs.
help-temoin = Plans recurring interviews, records them safely, marks the moments that touch, finds them again
    .library = the library; else the nearest one, as temoin(1) tells
    .config = another config.toml
    .set = any key of the config for this call
    .help = this help
    .version = the version
    .example =
        temoin init
        temoin record --title "A first try"
        temoin mark --note "her voice breaks"
        temoin stop
help-init = Makes a library: one folder that holds everything
    .dir = where; ./recordings where it is absent
    .title = its title; the folder's name where it is absent
    .language = the language of its names and screens
    .palette = ready kinds and themes of marks
    .example =
        temoin init ~/Documents/recordings --title "La première vague" --palette web-series
help-agenda = Lists what is planned, by start
    .from = first day; today where it is absent
    .to = last day, included
    .days = how many days; 14 where it is absent
    .series = only this series
    .person = only what this person takes part in
    .ics = one calendar (iCalendar) of every series with a date in these days, each whole
    .more = In a calendar people are called by their shown name or code, also where their name stands in a title or a place; the private words of library.toml are left out. With show_names = "code" no title stands in it. What takes place on a closed day is marked ▲, in JSON by closed = true.
    .example =
        temoin agenda --days 7
        temoin agenda --from 2020-03-28 --to 2020-03-30 --json
        temoin agenda --days 90 --ics > talks.ics
help-next = Tells what is due, late or next, and what was said last time
    .example =
        temoin next
help-remind = Says when a session is due, and when one is late
    .more = Each is told 15 minutes before its start and, if it has no session, 10 minutes after it, once: here, on the desktop, and to the hook on_due of the config. Titles and names are not told. It runs until Ctrl+C, one for each library; an open interface does the same.
    .once = tells what is due or late now, and ends
    .install = lets the desktop start the reminders at each login
    .remove = takes that back
    .example =
        temoin remind --install
        temoin remind
help-join = Marks in a session that somebody else records; nothing is recorded here
    .what = a planned date, or a session that is here already
    .detach = comes back at once; temoin stop ends it
    .more = Keys, mark, note, step and stop work as in a take. Only markers-WHO.toml and notes-WHO.md are written, in the folder that the session has on the laptop that records: put together by temoin merge, a synchroniser, git or a plain copy, the marks lie on its sound, by the clocks of both laptops.
    .example =
        temoin join nadia@2020-03-28
        temoin join nadia --detach
help-guided = Opens the guided screen: three keys, for somebody who has never used this program
    .example =
        temoin guided
help-hotkey = Makes a key of the desktop mark, wherever the keyboard is: Ctrl+Alt+M
    .more = GNOME and Xfce are given the shortcut; of other desktops it is told what to write there, and the call ends with 3. Whatever has that key already keeps it. The shortcut reaches the only recorder that runs; with --library, that library’s.
    .remove = takes the shortcut away, if it is this program’s
    .example =
        temoin hotkey
        temoin hotkey --remove
help-plan = Changes plans: adds series, moves, cancels and shifts their dates
    .more = Every act can be taken back with temoin plan undo, also after a restart, as long as nobody has edited the file since. Comments in the files stay.
    .example =
        temoin plan move nadia#12 --to "31 march 18:00"
        temoin plan undo
help-plan-add = Adds a series from words
    .title = what it is called; the id comes from it
    .every = days and times as people say them; also until when, and except which days
    .rule = an RRULE (RFC 5545) instead of words
    .from = from which day on, also with a time; today where it is absent
    .count = how many times
    .until = the last day
    .skip = a day of the rule that falls away; may be repeated
    .minutes = how long; 60 where it is absent
    .place = the id of a place in library.toml
    .host = who leads it; may be repeated
    .guest = with whom; may be repeated
    .zone = its time zone; that of the library where it is absent
    .announce = words to be read aloud before the start; - reads them from standard input
    .step = a step of the guide, maybe with its length: Welcome 10 min; may be repeated
    .chain = a session that hangs on each date: Preparation -1w 30m; may be repeated
    .rota = a role that goes round: leader=lise,paul; may be repeated
    .on-closed = what a closed day does to a date
    .heavy = such an evening weighs; three in a row are told
    .quiet = no bell, whatever happens
    .more = Prints the rule in words, how many dates are left of a count, the next three dates, what clashes (then it ends with 3), what lies at the same time while nobody is named, and the id. A clash is a person (--guest, --host, --rota) or a place twice at once; a person is a file people/ID.toml, a place a [[place]] in library.toml. With --on-closed skip, the default, closed days use a count up; with shift the rest moves on and all take place.
    .example =
        temoin plan add --title "Nadia" --every "weekday 20:30" --count 60
        temoin plan add --title "The show" --every "first thursday 20:00, except 1 may"
        temoin plan add --title "Groups" --every "every 3 weeks on tuesday 13:30" --guest s-03
help-plan-edit = Changes a series; what is not named stays
    .series = the id of the series
    .title = what it is called; its id stays
    .every = days and times as people say them; also until when, and except which days
    .rule = an RRULE (RFC 5545) instead of words
    .from = from which day on; a time alone moves its hour from the next date on
    .count = how many times
    .until = the last day
    .skip = a day of the rule that falls away, instead of those before; may be repeated; "" for none
    .minutes = how long
    .place = the id of a place in library.toml; "" for none
    .host = who leads it, instead of those before; may be repeated; "" for nobody
    .guest = with whom, instead of those before; may be repeated; "" for nobody
    .zone = its time zone
    .announce = words to be read aloud before the start; "" for none; - reads them from standard input
    .step = a step of the guide, maybe with its length: Welcome 10 min; may be repeated; "" for none
    .chain = a session that hangs on each date: Preparation -1w 30m; may be repeated; "" for none
    .rota = a role that goes round: leader=lise,paul; may be repeated; "" for none
    .on-closed = what a closed day does to a date
    .heavy = such an evening weighs; three in a row are told; --heavy=false: no more
    .quiet = no bell, whatever happens; --quiet=false: as elsewhere
    .more = Dates that have been stay where they were; other days from a later day on, with --from, become a series of their own that continues this one. Prints the same as temoin plan add.
    .example =
        temoin plan edit nadia --from 18:00
        temoin plan edit nadia --until "19 may" --skip "1 may"
help-plan-check = Names clashes to come, dates on closed days, and faults of series
    .days = how many days from today on; 400 where it is absent
    .more = Ends with 3 where something needs a look. A series that keeps closed days is named once, and needs none. All is well is said only where everything could be read.
    .example =
        temoin plan check
        temoin plan check --days 30 --json
help-plan-remove = Moves a series to the trash; its sessions stay
    .series = the id of the series
    .example =
        temoin plan remove nadia
help-plan-move = Moves one date; the others stay where they are
    .occurrence = series and time, date or number
    .to = where it shall lie, in the zone of its series; a weekday is that of the week in which it lies now
    .example =
        temoin plan move nadia@2020-03-31 --to "2020-03-31 18:00"
help-plan-shift = Moves one date and all later ones
    .occurrence = series and time, date or number
    .by = how far: 1w, 2d, 1h30; back with a minus
    .example =
        temoin plan shift g7#2 --by 1w
        temoin plan shift nadia#20 --by "-30 min"
help-plan-cancel = Cancels one date; it keeps its number
    .occurrence = series and time, date or number
    .example =
        temoin plan cancel nadia@2020-04-05
help-plan-restore = Puts one date back where its rule has it
    .occurrence = series and time, date or number
    .example =
        temoin plan restore nadia@2020-04-05
help-plan-import = Takes over a calendar (.ics): each event becomes a series
    .file = the calendar, as other programs export it
    .more = A series is known again by its UID: the same file again changes nothing, another one changes what differs. Events of whole days are left out; a calendar of holidays goes into `closed` of library.toml.
    .example =
        temoin plan import talks.ics
help-plan-cycle = Makes one series for each group of a file, all or none
    .file = the cycle: title, every, sessions, and its groups
    .dry-run = only shows the dates and what clashes
    .more = The same file again writes only what it says otherwise; what was moved or cancelled since stays. One temoin plan undo takes it all back. The manual page temoin-library(5) shows such a file whole.
    .example =
        temoin plan cycle intervisions.toml --dry-run
        temoin plan cycle intervisions.toml
help-plan-turn = Says who has a role on one evening
    .occurrence = series and time, date or number
    .role = a role that goes round in this series
    .person = who has it; absent: whoever is proposed
    .example =
        temoin plan turn games#3 --role leader --person lise
help-plan-undo = Takes back the last change of the plans
    .example =
        temoin plan undo
help-inputs = Lists what can be recorded from, with its ids
    .example =
        temoin inputs
help-check-sound = Listens for a moment and says in words what is wrong
    .input = what to listen to, several at once; all of the config's where it is absent
    .for = how long to listen; 5s where it is absent
    .example =
        temoin check-sound
        temoin check-sound --input default --for 10s
help-arm = Listens without keeping more than the pre-roll
    .what = what it is for: an occurrence or a series
    .input = what to listen to; several are recorded side by side
    .example =
        temoin arm nadia
help-disarm = Stops listening
    .example =
        temoin disarm
help-record = Records until it is stopped
    .what = an occurrence, a series, or a session to go on with
    .title = title of a session that was not planned; - reads it from standard input
    .input = what to record: default, HOST:ID, file:PATH, voice, none; several are recorded side by side
    .for = stops by itself after this length
    .fast = writes a file: input as fast as the disk takes it
    .detach = comes back once the lamp is on; temoin stop ends it
    .more =
        Takes up what is due: of a series, the unrecorded occurrence nearest to now. Without a word it is a session that was not
        planned. Ctrl-C ends the take in order.
    .example =
        temoin record nadia
        temoin record --title "On the bus" --detach
        temoin record nadia@2020-03-28 --input none
        temoin record --input default --input pulseaudio:call.monitor
help-mark = Marks this moment in the running take
    .kind = touching where it is absent; else another kind of the library
    .note = a few words; - reads them from standard input
    .ago = how far back the moment lies; the kind's own reaction where it is absent
    .theme = a theme of the library; may be repeated
    .strength = how strong
    .begin = begins a stretch, to be ended with --end
    .end = ends the open stretch of this kind
    .example =
        temoin mark --note "her voice breaks" --strength 3
        temoin mark off-record --begin
        temoin mark off-record --end
help-ask = Puts a question of the public into the queue of the running take
    .text = the question; - reads it from standard input
    .from = who asks
    .follow = asks each line that is or comes in this file, until Ctrl-C
    .more = A line of the file is a question, or a name, a tab and a question; it counts when its end is there. How far the file was read is remembered: each line is asked once, also after an interruption. What comes while no take is running waits for the next one. A file that was emptied or replaced is read from its beginning.
    .example =
        temoin ask "And tomorrow?" --from Nadia
        temoin ask --follow chat.txt
help-marks = The marks of a session, and what can be done to them after the take
    .session = its folder, its start, or last
    .deleted = those that were taken away
    .more =
        Everybody changes their own marks; those of others stay theirs. Nothing is written over: undo takes it back, tomorrow too. What is off the record does not shrink by the way: it has to be taken away, or given another kind. During the take the recorder itself writes what changes.
    .example =
        temoin marks last
        temoin marks edit last 7B1C --nudge -0.5s --done
help-marks-add = Puts a mark at a place of a take
    .session = its folder, its start, or last
    .kind = touching unless something is said; else another kind of the library
    .at = where it begins
    .to = where it ends: it is a range then
    .note = some words; - reads them from standard input
    .theme = a theme of the library; may be repeated
    .who = who speaks; may be repeated
    .strength = the strength
    .example =
        temoin marks add last --at 0:27:41 --to 0:28:10 --theme anger
help-marks-edit = Changes one of one’s own marks
    .session = its folder, its start, or last
    .marker = its id, four or more of its last characters, or last
    .at = where it begins
    .to = where it ends; where it begins as well, it is a point
    .nudge = moves it by this length, as a whole
    .kind = another kind
    .note = other words, "" for none; - reads them from standard input
    .theme = its themes, all of them; "" for none
    .who = who speaks, everybody; "" where that is not known
    .strength = the strength
    .done = taken up, kept or checked on this day, today unless said; --done= takes it away
    .example =
        temoin marks edit last 7B1C --at 0:27:39.5 --to 0:28:10
        temoin marks edit last 7B1C --done
help-marks-merge = Makes one mark of two: it covers both, and says what both said
    .session = its folder, its start, or last
    .marker = the one
    .other = the other
    .more =
        What either of them held off the record stays so, and what lies between them too.
    .example =
        temoin marks merge last 7B1C K3F9
help-marks-delete = Takes one of one’s own marks away; restore brings it back
    .session = its folder, its start, or last
    .marker = its id, four or more of its last characters, or last
    .example =
        temoin marks delete last 7B1C
help-marks-restore = Brings back a mark that was taken away (marks SESSION --deleted lists them)
    .session = its folder, its start, or last
    .marker = its id, four or more of its last characters, or last
    .example =
        temoin marks restore last 7B1C
help-marks-undo = Takes the last change to marks back, wherever it was made
    .example =
        temoin marks undo
help-note = Writes a note at this moment of the running take
    .text = the note; - reads it from standard input
    .example =
        temoin note "ask for the father next time"
help-step = Goes to the next step of the guide
    .example =
        temoin step
help-pause = Closes the microphone; nothing is kept until resume
    .example =
        temoin pause
help-resume = Opens the microphone again
    .example =
        temoin resume
help-stop = Ends the take; comes back when its files are finished
    .example =
        temoin stop
help-status = Tells what the recorder does
    .example =
        temoin status --json
help-watch = Follows what the running recorder tells, until it ends
    .example =
        temoin watch --json
help-list = Lists the sessions, the latest first
    .series = only this series
    .example =
        temoin list
help-show = Shows a session with its takes and marks
    .session = its folder, its start, or last
    .example =
        temoin show last
        temoin show 2020-03-28T20:30 --json
help-search = Finds words in names, titles, notes, marks and transcripts
    .words = all must be found together; accents and capitals do not count. Where nothing is found, names, titles, kinds and themes may have a letter wrong
    .more = What is off the record is not told here, only how many places there are. With --json each place has the words that play it. Nothing found is no fault: the exit code is 0.
    .example =
        temoin search father tested
help-play = Plays a session, from a place or a mark
    .session = its folder, its start, or last
    .at = a place in the sound, with the take before it where it is not the first
    .marker = a mark: from a point on, or the whole stretch; six characters of its id do, and last is the latest place
    .for = stops after this length of the take
    .rate = how fast, from 0.75 to 2, at the same pitch
    .more = Stretches off the record are skipped, unless that very mark is asked for. While a file of marks cannot be read whole, only a place that is named is played. Ctrl-C ends.
    .example =
        temoin play last --at 0:20:44
        temoin play last --at 2/0:01:30 --for 20s --rate 1.25
        temoin play last --marker 7B1C
help-import = Makes a take of a sound, or marks of a file of marks, that was made elsewhere; the file itself stays as it is
    .file = a WAV file of 8, 16, 24, 32 bit or float; for other kinds: ffmpeg -i talk.m4a talk.wav. Several are tracks of one recorder. Of marks: labels of Audacity (.txt), or a table as export --as csv writes it (.csv)
    .session = of marks the session that they belong to; of sound whose next take it is; of a series, the unrecorded occurrence nearest to when the file began; else a session of its own
    .title = of a session of its own; - reads it from the standard input
    .at = when it began, where the file does not know or its recorder’s clock was wrong
    .more = Every sample is compared after it was written. What began when is asked of the file: its recorder’s own time (bext), else its date less its length; a time that can hardly be true is told. Several files that one recorder began together, such as ZOOM0003_Tr1.WAV and ZOOM0003_Tr2.WAV, become the inputs of one take. A sound that the library has already is refused. A take that went into the wrong session: where it is the only one there, temoin trash add SESSION; else move its files (take-02-… of take 2) out of the session’s folder and delete its [[take]], with all that stands below it, from session.toml. Then import it again. Marks become your own, all of a file or none; what the session has already is left, and temoin marks undo takes a file back. A title such as touching 2/3 S-03: her voice breaks is read as export wrote it; any other is a note. Of several takes, that of a file is in its name (…-take-02.txt) or in the column take.
    .example =
        temoin import /media/card/ZOOM0003.WAV --session nadia@2020-03-28
        temoin import ZOOM0003_Tr1.WAV ZOOM0003_Tr2.WAV --session nadia@2020-03-28
        temoin import talk.wav --title "Telephone" --at "2020-03-28 20:30"
        temoin import labels.txt --session last
help-check = Finds what is wrong in the library; only reads
    .deep = also compares each sample with its digest
    .example =
        temoin check --deep
help-merge = Takes another copy of this library in: sessions, takes, marks, people
    .dir = the other copy, which is only read; absent: only what a synchroniser or git has left in this library
    .offset = what is added to the clock of whoever joined a session, such as 2.5s or -1:10; absent: it is found from marks that both made
    .more = Sessions and takes are known by their ids, so two laptops may each have a take 1: the second one gets the next number. Marks keep their authors. What differs stays as it is here, and theirs is put beside it. What is withdrawn, off the record or erased in one of the copies is so in both. Nothing over there is changed; called again, it adds nothing, or goes on where it broke off. Copies that a synchroniser has left (sync-conflict, conflicted copy) and both sides that git has left in a file are taken in, too.
    .example =
        temoin merge /media/olivier/Card/recordings
        temoin merge ../paul/recordings --offset=-2.5s
        temoin merge
help-copy = Brings another folder or card up to date with the library
    .dir = where to; second_copy of the config where it is absent
    .more = What is there and equal is left, everything else is written, read back and compared. Nothing over there is lost: what differs goes to its trash first, unless it is only the beginning of what is put there. What is damaged here never takes the place of a copy. A copy that was broken off is finished by calling it again.
    .example =
        temoin copy /media/olivier/Card/recordings
        temoin copy --json
help-people = Who meets here, and what they agreed to
    .example =
        temoin people list
        temoin people consent s-03 --use film --how spoken
help-people-list = Lists everybody
    .example =
        temoin people list --json
help-people-show = Shows somebody, and for which uses their words may leave today
    .person = their id
    .example =
        temoin people show s-03
help-people-add = Makes somebody’s file; the id comes from the code
    .name = stays in the library; - reads it from the standard input
    .id = another id than the code’s; it stands in the names of folders, and holds no name
    .shown = how exports name them; the code where it is absent
    .code = the next free S-NN where it is absent
    .role = guest where it is absent; a host needs no consent
    .example =
        temoin people add "Nadia G." --shown "N., pneumologue"
help-people-edit = Changes what is named, and leaves all else of the file as it is
    .person = their id
    .name = stays in the library; - reads it from the standard input
    .shown = how exports name them; "" takes it away
    .code = how they are called where names are hidden; "" takes it away
    .role = a host needs no consent
    .example =
        temoin people edit s-03 --shown "N., pneumologue"
help-people-consent = Notes what somebody agrees to
    .person = their id
    .use = what for: one of the uses of library.toml
    .given = from which day on; today where it is absent
    .until = the last day; without it, there is none
    .how = how it was given
    .evidence = a mark, SESSION#ID, or a file of the session
    .more = What was withdrawn by withdrawn = DAY in the person’s file counts from that day on as never given, whatever was given before.
    .example =
        temoin people consent s-03 --use film --how spoken --until 2021-03-20
help-export = Hands sessions over: their sound, and their marks in the formats of other programs
    .session = its folder, its start, or last; several may be named
    .as = the format; may be repeated
    .out = a file, a folder (FOLDER/), or - for the standard output; here where it is absent
    .use = what for: one of the uses of library.toml, for which everybody must have agreed
    .to = for whom, noted in the register; - reads it from the standard input
    .kind = only marks of this kind; may be repeated
    .offset = moves every place by this much, but in a WAV, whose marks lie on its own sound; -12.5s to an earlier one
    .gaps = whether pauses and holes count in the time, and are silent in a WAV
    .formats = lists the formats
    .more = What is off the record stays here, and so do the words of those whose people file does not say that they agree on this day; it is told, and the call ends with 3. Of a mark that only touches what is off the record, only its kind and the longest free piece are left. --as wav makes one file of each take, its inputs side by side, its marks as cue points; it is digitally silent wherever something is off the record, and leaves only where everybody of the session agrees. People are called by their shown name or code, also where their name stands in a note. Each time is noted in register.toml before a file is made; none is written over.
    .example =
        temoin export last --as audacity --as csv --use film
        temoin export 2020-03-28-2030-nadia --as chapters --use podcast --to Paul --out episode/
        temoin export last --as json --use film --out - | jq .markers
        temoin export last --as wav --use film --gaps cut --out edit/
help-register = Lists what left the library: when, for whom, whose words, which files
    .csv = as a table, a line for each file
    .example =
        temoin register
        temoin register --csv > register.csv
help-recover = Mends takes that broke off, and what else a crash has left; deletes nothing
    .deep = also reads every sound, and puts a digest right for which the whole journal vouches
    .more = Every take and the interface start with this by themselves; here it can be asked for. Twice does no harm. A torn file of marks is made whole, a mark behind the end of its take moved to the end, an empty session.toml made anew from the sound; what was set aside stays beside it. What a killed save has left beside its file goes to the trash, and the folder of a session in which no take began. What a take went on with on the card of second_copy, or what only the card still holds of it, is taken in; while the card is away the take stays open.
    .example =
        temoin recover
        temoin recover --deep
help-trash = What was removed
    .example =
        temoin trash list
help-trash-list = Lists what was removed
    .example =
        temoin trash list
help-trash-add = Moves a session to the trash
    .session = its folder, its start, or last
    .example =
        temoin trash add 2020-03-28-2030-nadia
help-trash-restore = Puts something back where it was
    .name = its name in the trash
    .example =
        temoin trash restore 2020-03-28-2030-nadia
help-trash-empty = Erases what is in the trash, for ever
    .yes = does not ask; needed where there is no terminal
    .example =
        temoin trash empty
help-rehearse = A whole evening with a synthetic voice, to try things out
    .more =
        The microphone stays closed. The rehearsal has a library of its own, which then goes to the trash of the real one.
    .example =
        temoin rehearse
help-config = The settings of this machine
    .example =
        temoin config show
help-config-path = Tells where the config lies
    .example =
        temoin config path
help-config-check = Reads the config and names what is wrong
    .example =
        temoin config check
help-config-show = Shows every setting with the value that holds
    .example =
        temoin config show --set audio.preroll=10
help-config-schema = Prints the JSON schema of the config, for editors
    .example =
        temoin config schema > config.schema.json
help-completions = Prints a completion script for a shell
    .shell = the shell
    .example =
        temoin completions bash > ~/.local/share/bash-completion/completions/temoin
help-man = Prints the manual page, or writes all pages to a folder
    .dir = where to write the pages, in both languages
    .example =
        temoin man | man -l -
        temoin man ~/.local/share/man

value-config = FILE
value-count = N
value-day = DAY
value-file = FILE
value-folder = FOLDER
value-format = FORMAT
value-gaps = fill|cut
value-how = spoken|written
value-input = ID
value-kind = KIND
value-language = LANGUAGE
value-length = LENGTH
value-marker = ID
value-name = NAME
value-occurrence = OCCURRENCE
value-offset = LENGTH
value-palette = NAME
value-path = PATH
value-person = ID
value-position = PLACE
value-rate = RATE
value-series = ID
value-role = ROLE
value-session = SESSION
value-setting = KEY=VALUE
value-shell = SHELL
value-text = TEXT
value-theme = ID
value-chain = WORDS
value-rota = ROLE=ID,ID
value-step = WORDS
value-on-closed = WHAT
value-use = USE
value-what = OCCURRENCE|SERIES
value-place = ID
value-rule = RRULE
value-yes = YES
value-zone = ZONE
value-joined = OCCURRENCE|SESSION
value-record = OCCURRENCE|SERIES|SESSION
value-words = WORDS
