# What the screen says: Record, Guided, the lamp.
record-lamp = { $lamp ->
    [waiting] WAITING
    [starting] STARTING
    [recording] RECORDING
    [off-record] OFF THE RECORD
    [paused] PAUSE
    [no-sound] NO SOUND
    [mic-lost] MIC LOST
    [disk-low] DISK { $minutes } MIN
    [disk-slow] DISK SLOW
    [disk-full] DISK FULL
    [disk-failed] DISK FAILED
    [notes-only] NOTES ONLY
    [rehearsal] REHEARSAL
    [broken] BROKEN OFF
    [mute] NO ANSWER
    [closing] CLOSING
    [stop] STOP?
   *[done] DONE
}
record-line = { $kind ->
    [thread] Thread:
    [promise] Promise:
    [note] Note:
    [question] Question:
   *[words] Words:
}

## The header, what the lamp stands on, the guide
record-unplanned = Unplanned session
record-rehearsal = Rehearsal
record-planned-end = planned end { $time }
record-battery = battery { $percent } %{ $look ->
    [yes] {" "}▲
   *[no] {""}
}
record-ground = { $name ->
    [sound] sound coming in
    [no-sound] no sound
    [not-all] one input missing
    [disk] disk writing
    [no-disk] disk not writing
    [copy-away] no card
    [copy] copy
    [level] level present
    [level-short] level present
   *[no-level] no level
}
record-room = room { $length }
record-number = { $name ->
    [step] left of this step
   *[clock] the time of day
}
record-guide = { $count ->
    [one] one step
   *[other] { $count } steps
}
record-step-first = first  { $title }
record-step-next = then  { $title }
record-step-lasts = { $minutes } min
record-step-of = { $minutes } min of { $planned }
record-step-over = ▲ { $minutes } min of { $planned }, + { $over } min

## Levels
record-channel = { $name ->
    [synthetic] synthetic
    [mono] mic
    [left] left
    [right] right
   *[other] { $name }
}
record-levels-good = levels: good
record-levels = levels: { $name ->
    [clipped] clipping
    [high] too loud
    [low] too low
    [good] good
   *[nothing] none
}
record-level-of = { $channel }: { $name ->
    [clipped] clipping
    [high] too loud
    [low] too low
    [good] good
   *[nothing] none
}
record-heard = { $who ->
    [nobody] no voice yet
    [one] voice heard
    [both] heard: both voices
    [rest] heard: the others
   *[all] heard: all voices
}
record-heard-of = { $count ->
   *[other] heard
}: { $names }
record-voices-heard = { $count ->
    [2] Both voices are heard.
   *[other] All voices are heard.
}
record-touch-over = The arrows change a mark for { $seconds } seconds; after that, Listen does.
record-voice-heard = { $name } ✓
record-voice-not-yet = { $name } not yet

## Marks
record-marks = { $count ->
    [0] no marks
    [one] one mark
   *[other] { $count } marks
}
record-more = { $count } more
record-marks-withheld = { $count } off the record
record-open = still open
record-quoted = “{ $words }”
record-read-aloud = To be read aloud:
record-marked-from = { $kind }, from { $at }.
record-marked-at = { $kind }, at { $at }.
record-marked-range = { $kind }, from { $at } to { $end }.
record-masked = Masked, from { $at } to { $end }. In no export, ever.
record-keys-mark = ← earlier  → until here  ↑ stronger  { $key } words
record-keys-withheld = ← earlier
record-mark-waits = The mark waits for the disk.
record-who = Who speaks?  { $who }   { $key } closes
record-who-late = No recent mark: { $key } says who speaks, within 6 s of a mark.
record-who-nobody = The plan names nobody for this session: there is nobody to choose.
record-no-consent = No consent noted for { $who } yet. Recording is possible; nothing leaves before. { $key } when consent is spoken.
record-back-on = Back on the record. Off it from { $at } to { $end }, { $length }.
record-taken-back = Taken back: { $kind }, { $at }.
record-as-before = As before: { $kind }, { $at }.
record-stepped = Step, at { $at }: { $title }

## What happens
record-read-only = The library can only be read: nothing can be recorded into it.
record-waiting = Nothing is being recorded. Space to start.
record-waiting-memory = { $length } in memory, nothing on the disk. Space to start and keep them.
record-opening = The microphone is being opened.
record-stays = The take goes on. { $key } leads to another screen.
record-starting = Recording starts; what follows the key will be kept.
record-starting-late = Nothing is kept yet: the take has not begun, five seconds and more after its key.
record-mute = The recorder, process { $pid }, has not answered for { $seconds } s. { $take ->
    [yes] What it had confirmed is kept.
   *[no] Nothing is recorded yet.
}
record-runs = Recording. Voices heard: { $voices }.
record-runs-without-sound = Marks are noted, without any sound. No microphone is open.
record-resumed = Recording again.
record-resumed-off-record = Off the record again: kept here, in no export. { $key } to come back.
record-off-record = Off the record since { $at }. Kept here, in no export, ever. { $key } to come back.
record-off-record-still = Still off the record, for { $length }. Perhaps on purpose. { $key } to come back.
record-paused-without-sound = Paused for { $length }. Space to go on.
record-paused = Microphone off for { $length }. Nothing is kept. Space to go on.
record-missing = { $back ->
    [yes] The microphone is back.{" "}
   *[no] {""}
}{ $length } missing, { $at } to { $end }; the place is marked.
record-alarm-inputs = { $code ->
    [device_lost] Else { $key }.
   *[silence] { $key } inputs.
}
record-keyboard-elsewhere = THE KEYBOARD IS ELSEWHERE. A click here marks and brings it back.
record-keyboard-away = THE KEYBOARD IS ELSEWHERE. A click here brings it back.
record-keyboard-short = KEYBOARD ELSEWHERE: a click marks.
record-stop = Stop? Enter stops. Any other key goes on.
record-closing = The files are being closed.
record-done = { $why ->
    [input] The file that was the input is over
    [battery] Battery nearly empty, the take was closed well
    [fault] A fault has ended the take
   *[asked] Done
}: { $length }, { $marks ->
    [0] no marks
    [one] one mark
   *[other] { $marks } marks
}{ $withheld ->
    [0] {""}
    [one] , one stretch off the record
   *[other] , { $withheld } stretches off the record
}. { $why ->
    [fault] What was confirmed is on the disk, the microphone is closed.
   *[other] All is on the disk, the microphone is closed.
}
record-next = Next: { $day ->
    [today] today, { $time }
    [tomorrow] tomorrow, { $weekday } { $date }, { $time }
   *[later] { $weekday } { $date }, { $time }
}{ $change ->
    [tonight-on] {" "}(clocks go { $minutes ->
        [60] forward
       *[other] { $minutes } minutes forward
    } tonight)
    [tonight-back] {" "}(clocks go { $minutes ->
        [60] back
       *[other] { $minutes } minutes back
    } tonight)
    [on] {" "}(clocks go { $minutes ->
        [60] forward
       *[other] { $minutes } minutes forward
    } the night before)
    [back] {" "}(clocks go { $minutes ->
        [60] back
       *[other] { $minutes } minutes back
    } the night before)
   *[none] {""}
}.
record-all-kept = All is on the disk already, { $seconds } s ago.
record-no-steps = This session has no steps.
record-nothing-runs = Nothing is being recorded.
record-synthetic = ▲ A synthetic voice: no microphone is open.
record-synthetic-inputs = ▲ A synthetic voice: no microphone is open. { $key } inputs.
record-synthetic-rehearsal = A synthetic voice speaks, the microphone is closed.
record-no-microphone = No microphone. Enter listens to the synthetic voice instead.
record-no-sound = No microphone: { $fault }. Enter listens to the synthetic voice instead.
record-recorder-gone = The recorder has ended. All that it had confirmed is kept. Space goes on with the session.
record-safe = { $now ->
    [mark] touching
    [resume] resume
   *[start] start
}
record-leave = quit
record-back = back
record-foot-stop = stop
record-foot-keep = keeps it

## Inputs
record-inputs-title = Inputs
record-inputs-asking = The system is looking for what there is.
record-inputs-in-take = The input of a take stays the same. Stop, choose, start again: the session goes on.
record-inputs-rehearsal = In a rehearsal there is only the synthetic voice; no microphone is opened.
record-input-taken = Input: { $name }
record-input-always = { $name ->
    [config] the config’s own
    [voice] a synthetic voice, to try things
   *[none] no sound, marks only
}
record-input = { $name }{ $default ->
    [yes] {" "}(the default)
   *[no] {""}
}

## Guided
guided-start = START
guided-mark = MARK
guided-stop = STOP
guided-press-space = press the large SPACE bar
guided-mark-how = this moment: the large SPACE bar
guided-resume-how = go on: the large SPACE bar
guided-stop-how = the { $key } key, then ENTER
guided-hears = The microphone hears you:
guided-level = { $name ->
    [clipped] much too loud
    [high] a little too loud
    [low] too far from the microphone
    [good] very good
   *[nothing] nothing yet
}
guided-rehearse = rehearse, nothing is kept
guided-rehearse-ask = Rehearse, with nothing kept? Enter yes.
guided-kept = { $count ->
    [0] no moment kept yet
    [one] one moment kept, at { $at }
   *[other] { $count } moments kept, the last at { $at }
}
guided-off-record = keep this stretch off the record
guided-back-on = back on the record
guided-first-step = first step
guided-next-step = next step
record-copied = The copy of this session is complete ({ $at }). { $same ->
    [yes] It lies on the same disk: one broken disk takes both.
   *[no] The card may be taken out.
}
record-not-copied = The copy is not complete; the original is. “temoin copy” says what is missing, and brings it.
