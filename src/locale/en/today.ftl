# What the screen says: Today, the after-note, the first start.

## The config
today-config-unsaved = this config cannot be edited, so nothing was saved
today-config-unsaved-hint = mend the file by hand, and try again; it was left as it is

## The after-note
today-after-recording = { $session } is being recorded, so nothing was noted
today-after-recording-hint = stop the take first; what was typed can be saved then
today-after-no-take = this session has no take, so there is no place for something to come back to

## The rehearsal
today-rehearsal = Rehearsal
today-rehearsal-evening = An evening to try out
today-rehearsal-announce = This is a rehearsal. The voice is synthetic, the microphone stays closed, and all of it goes to the trash.
today-rehearsal-step-mark = Listen, and mark a moment that touches
today-rehearsal-step-withhold = Take a stretch off the record, and come back
today-rehearsal-step-stop = Stop the take
today-rehearsal-held = the recorder of this rehearsal does not let go of it
today-rehearsal-held-hint = the next rehearsal tries again; nothing real was recorded here
today-rehearsal-over = The rehearsal is over, and lies in the trash: { $path }
today-rehearsal-no-terminal = a rehearsal needs a terminal
today-rehearsal-no-terminal-hint = call `temoin rehearse` in a terminal, without a pipe

## Today
today-is-in = in { $length }
today-is-now = now
today-is-since = since { $length }
today-is-late = { $length } late
today-is-done = done
today-unplanned = unplanned
today-is-broken-off = broke off
today-is-planned = planned
today-is-today = today
today-is-tomorrow = tomorrow
today-is-on = { $day }
today-was-yesterday = yesterday
today-was-on = on { $day }
today-some-day = some day
today-some-session = a session
today-following = Next
today-again = To pick up
today-again-of = To pick up ({ $count })
today-cancelled = cancelled
today-moved-short = moved
today-moved = moved (was at { $time })
today-moved-day = moved (was { $day }, { $time })
today-ready = Ready:
today-not-ready = To look at:
today-ready-asking = Microphones: looking for them…
today-ready-voice = synthetic voice
today-ready-nothing = no microphone wanted
today-ready-no-microphone = no microphone; the synthetic voice is there to try things out
today-ready-missing = { $input } is not there
today-ready-read-only = the library can only be read
today-ready-battery = battery { $percent } %
today-ready-copy = { $there ->
    [yes] second copy
   *[no] the card of the second copy is not there
}
today-last-time = Last time, { $day }, { $length }
today-last-broke-off = broken off
today-last-time-of = Last time ({ $title }), { $day }, { $length }
today-thread = to pick up
today-promised = promised
today-check = to check
today-question = question
today-usual = usually { $length }
today-nothing-open = There is nothing to take up, to keep or to check.
today-since = since { $day }
today-since-date = { $day }
today-not-yet = not done yet
today-heavy = { $times ->
    [one] The last session was heavy. Perhaps shorter this time.
   *[other] { $times } heavy sessions in a row. Perhaps shorter this time.
}
today-missed = { $day } at { $time }, { $title }: missed.
today-missed-offer = missed: record, move, cancel?
today-unworded = { $sessions ->
    [one] 1 session to listen to
   *[other] { $sessions } sessions to listen to
} · { $marks ->
    [one] 1 mark without words
   *[other] { $marks } marks without words
}
today-session-of = { $when ->
    [today] Today’s session
    [yesterday] Yesterday’s session
    [unknown] A session
   *[on] The session of { $day }
}
today-broken-off = { $session } broke off. “temoin recover” mends it; nothing will be deleted.
today-doubt-session = The computer says { $now }, the last session is of { $last }: is the clock right? Until then nothing is called late.
today-doubt-program = The computer says { $now }, this program is of { $built }: is the clock right? Until then nothing is called late.
today-nothing = Nothing is planned. To begin:
today-nothing-now = a session, right now
today-nothing-plan = to Plan, then { $key }: a series of dates
today-to-rehearse = to try it: a rehearsal with a synthetic voice; nothing of it is kept
today-ask-missed = { $what }. Record now?
today-ask-resume = Recording is paused. Go on with it?
today-no-date-chosen = Choose a date first, with the arrows.
today-recovered = { $session } had broken off. Found: { $length } and { $marks ->
    [one] 1 mark
   *[other] { $marks } marks
}; { $tail } Nothing was deleted.{ $others ->
    [0] {""}
    [one] {" "}Another session is mended too.
   *[other] {" "}{ $others } other sessions are mended too.
}
today-mended = { $words }{ $others ->
    [0] {""}
   *[other] {" "}(and { $others } more)
}
today-recovered-sure = all of it is verified.
today-recovered-unsure = the last seconds ({ $length }) need a look.

## The after-note, on the screen
today-after-mood = How was it, in a word:
today-after-gist = In one line:
today-after-threads = To pick up next time:
today-after-consent = Consent said at { $at }. Who gave it, and what for?
today-after-consent-use = { $name }, { $usage } { $sign }
today-after-heavy = Was it heavy?
today-after-heavy-yes = yes
today-after-support = To talk about it: { $line }
today-after-key = { $what ->
    [no] no
    [yes] yes
    [open] opens the session where it touched
   *[end] keeps the rest, and ends
}
today-after-unsaved = The note is not kept yet: { $why }. Enter tries again.
today-after-quit-unsaved = A note after a take is not on the disk yet. Enter leaves without it.

## The first start
today-first-title = témoin · first start
today-first-way = Four questions, and all is ready. Enter keeps what is proposed. Nothing leaves this computer.
today-first-language = Language:
today-first-this-language = English   (français)
today-first-language-help = Arrow keys change the language. Les flèches changent la langue.
today-first-who = Who sets the marks:
today-first-who-help = A first name or initials: your mark files are named after it. On two computers, two names.
today-first-who-file = Mark files: markers-{ $who }.toml
today-first-no-name = expected a name with at least one letter or digit
today-first-input = Microphone:
today-first-no-microphone = No microphone was found. The synthetic voice is there to try things out; the microphone can be chosen later.
today-first-no-sound = The sound could not be asked: { $fault }. The synthetic voice is there to try things out; the microphone can be chosen later.
today-first-folder = Folder:
today-first-folder-help = Everything will be kept there, as plain files: sound, marks, dates. It is created if it does not exist.
today-first-no-folder = expected a folder, such as ~/Documents/recordings
today-first-level-opening = the microphone is being opened…
today-first-level-none = nothing will be heard: notes only
today-first-level = { $name ->
   *[nothing] nothing is heard
    [low] faint: closer, or louder
    [good] very good
    [high] too loud
}
today-first-ready = All is ready.
today-first-key = { $what ->
    [keep] keeps it
    [language] changes the language
    [choose] choose
   *[before] the question before
}
today-first-rehearse = Rehearse once, just for practice? A synthetic voice speaks, the microphone stays closed, and all of it goes to the trash.
today-first-rehearse-keys = Enter: yes, two minutes.   Any other key: no, open Today.

## The rehearsal, on the screen
today-rehearsal-banner = REHEARSAL: a synthetic voice, microphone closed, all goes to the trash
today-rehearsal-way = Enter opens. Then Space starts, Space marks what touches, { $key } and Enter stop.
today-rehearsal-listen = Enter plays the marked moment. { $key } ends the rehearsal.
today-rehearsal-quit = The rehearsal stops, its take too, and all of it goes to the trash. Enter closes it.

## The keys of Today
today-key-open = open
today-key-unplanned = unplanned session
today-key-move = move
today-key-cancel = cancel
today-key-done = done
today-key-threads = threads
today-key-listen = listen
today-key-back = back
today-key-undo = undo
today-key-choose = choose
today-key-mark = touching
today-key-resume = resume
today-key-stop = stop
today-key-rehearse = rehearse
today-key-screen = next
today-key-next-screen = next screen
today-key-find = find
today-key-actions = every action
today-key-actions-short = actions
today-key-help = help
today-key-quit = quit
today-key-leave = leave, the take goes on
today-broke-off-at = The take of { $session } broke off { $today ->
    [yes] at { $time }
   *[no] { $day } at { $time }
}; `temoin record { $session }` goes on with the session, `temoin recover` mends the take.
