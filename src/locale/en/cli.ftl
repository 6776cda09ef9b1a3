## The argument parser's own words
usage-heading = Usage:
usage-commands = Commands
usage-command = COMMAND
usage-arguments = Arguments
usage-options = Options
usage-everywhere = Everywhere
usage-example = Example:
usage-json = the same as one JSON document
usage-see-help = More: { $call } --help
usage-unknown-argument = expected something that this command takes, found `{ $argument }`
usage-unknown-command = expected a command, found `{ $command }`
usage-missing-command = expected a command behind this one, found none
usage-missing-argument = expected { $arguments }, found nothing
usage-missing-value = expected a value for { $argument }, found none
usage-surplus-value = expected no more values for { $argument }, found `{ $value }`
usage-wrong-value = { $argument }: { $why }
usage-refused-value = `{ $value }` cannot stand for { $argument }
usage-not-a-choice = { $argument }: expected one of { $choices }, found `{ $value }`
usage-given-twice = expected { $argument } once, found it several times
usage-conflict = { $argument } and { $other } cannot be used together
usage-not-utf8 = expected words in UTF-8, found other bytes
usage-not-understood = the call cannot be understood
usage-did-you-mean = did you mean `{ $nearest }`?

## Values
cli-expected-length = expected a length, found `{ $found }`
cli-expected-some-length = expected a length above zero, found `{ $found }`
cli-hint-length = lengths have units: 8s, 250ms, 45m, 1h30, 2d, 1w
cli-expected-moment = expected a day or a time, found `{ $found }`
cli-hint-moment = such as 2026-11-22, "2026-11-22 18:30", 18:30, today, tomorrow, Monday, "28 March", +2h
cli-expected-rate = expected a rate from 0.75 to 2, found `{ $found }`
cli-hint-rate = 1 is as it was spoken, 1.5 half as fast again; the pitch stays
cli-expected-position = expected a place in the sound, found `{ $found }`
cli-hint-position = such as 0:20:44, 20:44, 90s, and 2/0:20:44 in the second take
cli-expected-marker = expected the id of a mark, found `{ $found }`
cli-hint-marker = temoin show SESSION shows of each mark the end of its id, which is enough
cli-expected-days = expected a number of days from 1 to 3660, found `{ $found }`
cli-expected-setting = expected KEY=VALUE, found `{ $found }`
cli-hint-setting = such as --set audio.preroll=10; temoin config show lists the keys

## Output
cli-output-failed = what was asked for could not be written to standard output

## Input from the terminal
cli-input-unreadable = standard input could not be read
cli-input-too-long = expected at most { $limit } KiB on standard input, found more
cli-input-not-utf8 = expected text in UTF-8 on standard input, found other bytes
cli-folder-unreadable = the folder could not be read

## Plans
cli-days-reversed = expected a last day that is not before the first, found { $first } to { $last }
cli-nothing-planned = Nothing is planned in these days.
cli-nothing-next = Nothing is due, and nothing is planned within a year.
cli-nothing-today = Nothing is planned today.
cli-unknown-series = no series is called `{ $id }`
cli-unknown-person = nobody is called `{ $id }`
cli-unknown-hint = `temoin agenda` and `temoin list` show the names
cli-state = { $state ->
    [due] due
    [late] late
    [missed] missed
    [done] done
    [cancelled] cancelled
   *[planned] planned
}
cli-moved-from = moved (was { $was })
cli-plan-no-date = { $days }: no date of this series
cli-no-such-hour = { $time } does not exist on this day: the clocks go forward
cli-clash = { $what } is also in { $with }
cli-clash-rest = { $who } has only { $minutes } min between this and { $with }
cli-clash-heavy = third heavy evening in a row for { $who }, after { $with }
cli-clash-heavy-more = at least the fourth heavy evening in a row for { $who }, after { $with }
cli-expected-id = expected a name of small letters, digits and hyphens, found `{ $found }`
cli-cycle-in-trash = { $series } lies in the trash and stays there; temoin trash restore brings it back
cli-cycle-no-more-named = { $series } is no more in the file; its series stays, and temoin plan remove { $series } takes it away
cli-cycle-ahead = { $clashing ->
    [0] Nothing is written yet. Series to write: { $series }; dates: { $dates }; no clash.
   *[other] Nothing is written yet. Series to write: { $series }; dates: { $dates }; that clash: { $clashing }.
}
cli-cycle-dates = { $clashing ->
    [0] Dates: { $dates }; no clash.
   *[other] Dates: { $dates }; that clash: { $clashing }.
}
cli-last-time = Last time, { $when } ({ $session }):
cli-usual = {"    "}usually { $length }
cli-open-since = {"    "}{ $sign } { $words }, since { $since }

## How to start
cli-start-record = temoin record               records; with the name of a series, its talk
cli-start-mark = temoin mark                 marks the moment that touches, from any terminal
cli-start-stop = temoin stop                 stops
cli-start-more = temoin --help               everything else
cli-init-made = The library is in { $path }.
cli-init-zone = Its time zone is { $zone } (`zone` in library.toml).
cli-init-inside = It lies within another library: { $outer }.
cli-init-among-others = This folder held other things already; they stay as they are.
cli-init-next = Write a series into its folder series/, or start at once: temoin record --title "A first try"

## Sessions
cli-not-recorded = not recorded
cli-take-running = recording now
cli-take-broken = broke off (`temoin recover` mends it)
cli-still-open = still open
cli-no-session = No session was recorded yet.
cli-marks = { $count ->
    [0] no marks
    [one] 1 mark
   *[other] { $count } marks
}
cli-people = With { $people }
cli-take = Take { $number }, { $when }, { $length }
cli-of-input = { $input ->
    [0] {""}
   *[other] input { $input }:{" "}
}
cli-loudness = loudness { $integrated } LUFS, range { $range } LU, true peak { $peak } dBTP
cli-check-level = { $channel ->
    [0] level
   *[other] channel { $channel }
}: peak { $peak } dBFS, mean { $rms } dBFS in the loudest second
cli-gap = ┄ { $at } → { $end }  { $why ->
    [pause] pause
    [device] microphone gone
   *[sleep] computer asleep
}, { $length }
cli-kind = { $kind ->
    [touching] touching
    [thread] thread
    [promise] promise
    [note] note
    [question] question
    [consent] consent
    [check] to check
    [step] step
    [off-record] off the record
    [mask] masked
    [hole] hole
   *[other] { $kind }
}
cli-nothing-found = Nothing was found.
cli-search-withheld = { $count ->
    [one] One more place is off the record, or may be: only the screen shows it.
   *[other] { $count } more places are off the record, or may be: only the screen shows them.
}

## Checks and recovery
cli-check-fine = Nothing is wrong.
cli-check-faults = { $count ->
    [one] One thing needs a look.
   *[other] { $count } things need a look.
}
cli-check-no-person = nobody is called `{ $id }`
cli-check-no-person-hint = write { $file }, or correct the name here
cli-check-no-place = no place is called `{ $id }`
cli-check-no-place-hint = add a [[place]] with this id to library.toml
cli-check-no-series = no series is called `{ $id }`; the session stays as it is
cli-check-no-take = mark `{ $id }` belongs to take `{ $take }`, which this session does not have
cli-check-behind-end = mark `{ $id }` lies behind the end of its take
cli-check-no-kind = mark `{ $id }` is of the kind `{ $kind }`, which the library does not know; it is treated as off the record
cli-check-no-kind-hint = add a [[kind]] with this id to library.toml
cli-check-no-fallback = `{ $file }` lies in the fallback folder, and the config names none
cli-check-no-fallback-hint = set `fallback` under [audio] in the config, or put the file here
cli-check-open-take = take { $number } was never closed
cli-check-unnamed-part = this sound belongs to no take of session.toml
cli-check-unnamed-part-hint = nothing tells which take it is of: add a [[take.part]] for it to session.toml, or take it out of this folder
cli-check-recover-hint = temoin recover mends it, and deletes nothing
cli-mended-digest = { $file }: each line of its journal holds, and the digest in session.toml did not; the digest was put right.
cli-mended-mark = { $session }: mark `{ $id }` lay { $length } behind the end of its take, and lies at the end now.
cli-mended-marks = { $file }: it was torn or empty, and is whole again; what was torn off lies beside it.
cli-mended-socket = A technical leftover of the recorder that broke off was taken away; it held no sound.
cli-check-copy-has-it = a whole copy of it lies here: { $path }
cli-recover-away = take { $number } broke off, and { $dir } is not there: it may hold more of it, and the take stays open
cli-recover-away-hint = plug it in and call `temoin recover`; or take it out of the config
cli-recover-no-room = { $seconds } s of sound lie here that the library lacks, and its disk has no room for them: { $missing } MB are missing
cli-recover-no-room-hint = make room and call `temoin recover` again
cli-recover-text-from = it was gone or empty, and was made again from the one kept in { $path }
cli-check-marks-wait = { $count ->
    [one] a mark waits here that the session’s own file did not take
   *[other] { $count } marks wait here that the session’s own file did not take
}
cli-check-more-elsewhere = { $seconds } s of sound of take { $number } lie here that session.toml does not name
cli-check-known-part = what this file holds is in another part of its take already
cli-check-known-part-hint = it may be moved out of this folder
cli-check-overlap = it begins { $frames } frames before the end of { $file }, of the same input
cli-check-overlap-hint = both are kept and each is whole; where they overlap, the earlier one is heard
cli-check-stale-socket = a recorder that broke off has left this, a technical leftover; it holds no sound
cli-swept = { $file }: left unfinished by a kill or a power cut; moved to the trash.
cli-check-broken-save = this was left unfinished by a kill or a power cut; what a save would have replaced is as it was, and a folder holds nothing yet
cli-check-broken-save-hint = temoin recover moves this one to the trash
cli-check-set-aside = this could not be read when the program had to write it, and was set aside; a new one was written
cli-check-set-aside-hint = copy back from it what you had written, then delete it
cli-recovered = { $session }: { $length } recovered, { $marks }, { $tail }, nothing deleted.
cli-recovered-sure = all of it verified
cli-recovered-unsure = the last { $seconds } s unverified{ $silent ->
    [yes] {" "}(digital silence, as after a power cut)
   *[no] {""}
}
cli-import-done = { $session }, take { $take }: { $length }, each sample compared. The file itself is as it was.
cli-import-behind = The header of this file stayed behind, as when a battery fails: { $seconds } s of sound lay behind the end that it tells, and are taken in. Listen to the end of this take.
cli-import-rounded = The file keeps 32 whole bits; a take’s floats hold 24 of them. Keep the file, too.
cli-import-began = It began on { $day } at { $time }{ $word ->
    [asked] {"."}
    [recorder] {" "}by its recorder’s clock; --at gives another, once this take is out of the library.
   *[file] {" "}by the date of the file, which knows no other; --at gives another, once this take is out of the library.
}
cli-import-doubt = { $doubt ->
    [unset] Look at this date: a clock that was never set tells such ones.
   *[far] Look at this date: it lies more than 12 hours from the session’s start.
} { $alone ->
    [yes] Where it is wrong, `temoin trash add { $session }`, then import it again with --at, or into another --session.
   *[no] Where it is wrong, take { $take } out as `temoin import --help` says, then import it again with --at, or into another --session.
}
cli-nothing-to-recover = Nothing broke off; there is nothing to mend.

## Sound
cli-input-role = { $role ->
    [system] what the computer plays
   *[microphone] microphone
}
cli-input = { $name } · { $role } · { $channels ->
    [one] 1 channel
   *[other] { $channels } channels
} · { $rate } Hz
cli-check-sound = Listening to “{ $input }” for { $length }; speak as you will. Nothing is kept.
cli-inputs-always = Always there: { $default ->
    [yes] {"default, "}
   *[no] {""}
}file:PATH, voice (an embedded clip), none (no sound).

## Trash
cli-trash-is-empty = The trash is empty.
cli-trash-added = { $session } is in the trash. Back again: temoin trash restore { $name }
cli-trash-restored = Back in { $path }.
cli-trash-running = session { $session } is being recorded right now
cli-trash-running-hint = temoin stop ends the take first
cli-trash-no-terminal = the trash was not emptied: nobody can be asked here
cli-trash-no-terminal-hint = temoin trash empty --yes erases without asking
cli-trash-word = ERASE
cli-trash-ask = { $count ->
    [one] Erase one thing for ever?
   *[other] Erase { $count } things for ever?
} Type { $word } to do it.
cli-trash-kept = Nothing was erased.
cli-trash-erased = { $count ->
    [0] The trash was empty.
    [one] One thing was erased. On flash disks traces may remain; an encrypted disk keeps them from others.
   *[other] { $count } things were erased. On flash disks traces may remain; an encrypted disk keeps them from others.
}

## Config and manual
cli-no-config-path = this user has no home folder, so no config can lie in it; name one with --config
cli-config-absent = There is no config; the defaults hold.
cli-config-fine = { $path }: nothing is wrong.
cli-man-written = The pages are in { $dir }.
cli-man-not-written = the page could not be written

## Listening
cli-play-nothing = there is no sound to hear there
cli-play-nothing-hint = temoin show SESSION tells where there is some; what is off the record is heard by its own mark
cli-play-no-take = expected a take from 1 to { $count }, found { $number }
cli-play-behind-end = expected a place before { $length }, where the take ends
cli-play-no-marker = no mark of { $session } is called `{ $id }`
cli-play-several-markers = `{ $id }` names { $count } marks: { $some }
cli-play-at = { $session }, take { $take }, from { $at }
cli-play-skipped = What is off the record is left out.
cli-play-unsure = a file of marks cannot be read whole, so it is not known what is off the record; nothing is played
cli-play-unsure-hint = temoin check names what is wrong; --at or --marker plays a place that you name all the same

## The recorder
cli-armed = Listening on { $input }. Nothing is being recorded. `temoin record` starts, `temoin disarm` ends it (process { $pid }).
cli-armed-already = { $armed ->
    [yes] a recorder is listening already
   *[other] a take is running already: { $session }
}
cli-armed-already-hint = `temoin status` shows it
cli-event-armed = Listening on { $input }. Nothing is being recorded.
cli-event-mark = { $kind }, at { $at }
cli-event-paused = Microphone off. Nothing is kept. `temoin resume` goes on.
cli-event-resumed = Recording again.
cli-event-started = Recording: { $session }. Ctrl-C or `temoin stop` ends it.
cli-event-stopped = { $fault ->
    [yes] Ended by a fault: { $length }, { $marks } are kept. The microphone is closed.
    [joined] Done: { $length }, { $marks }. Your marks are on the disk; the other machine may still be recording.
    [elsewhere] Done: { $length }, { $marks }. All is kept, a part of it in another folder; the microphone is closed.
   *[no] Done: { $length }, { $marks }. All is on the disk, the microphone is closed.
}
cli-marked-in-rehearsal = This is in the rehearsal: the mark goes to the trash with it.
cli-marked = { $done } ({ $id })
cli-input-twice = expected each input once, found `{ $input }` twice
cli-input-none-and-others = `none` means no sound, so it stands alone
cli-fast-needs-files = `--fast` with several inputs reads files only: expected `file:PATH` for each
cli-too-many-inputs = expected at most { $expected } inputs, found { $found }
cli-inputs-hint = --input, once for each, or `inputs` under `[audio]` in the config
cli-recording = Recording: { $session } (process { $pid }). `temoin stop` ends it.
cli-recorder-state = { $state ->
    [idle] No take is running.
    [armed] Waiting. Nothing is being recorded.
    [starting] Starting.
    [recording] Recording.
    [lost] MIC LOST. The take is open, no sound arrives.
    [paused] Paused: the microphone is off, nothing is kept.
   *[stopping] Ending.
}
cli-status-level = { $channel }: peak { $peak } dBFS
cli-status-off-record = OFF THE RECORD: kept here, in no export, ever.
cli-status-room = Room for { $left }.
cli-status-session = { $session }, at { $at }, { $marks }
cli-paused-already = It was paused already. Nothing is kept. `temoin resume` goes on.
cli-resumed-already = It was recording already.
cli-stopped-before = Stopped before anything was recorded.
cli-armed-on-another = expected the input that is armed, `{ $armed }`, found `{ $asked }`
cli-armed-on-another-hint = `temoin disarm` ends the listening; then record from the other one
cli-range-begun = { $id ->
    [off-record] Off the record since { $at }. Kept here, in no export, ever. `temoin mark off-record` comes back.
   *[other] { $kind }, begins at { $at }
}
cli-range-ended = { $id ->
    [off-record] On the record again: { $length } withheld, from { $at }.
    [mask] Masked: { $length }, from { $at }.
   *[other] { $kind }, { $length }, from { $at }
}
cli-no-terminal = this screen needs a terminal
cli-no-terminal-hint = `temoin record` records without a screen
cli-series-without-file = the series `{ $series }` has no file; only its sessions remember it
cli-series-without-file-hint = there is no plan to change or to remove
cli-plan-when = expected --every, --rule or --from: when does it take place?
cli-plan-when-hint = for example --every "weekday 20:30", --every "first Thursday 20:00", --from "28 March 18:00"
cli-plan-more-clashes = { $more ->
    [one] and one more clash: temoin plan check
   *[other] and { $more } more clashes: temoin plan check
}
cli-plan-fine = No clash, no date on a closed day, no fault in a series.
cli-expected-zone = expected a time zone, found `{ $found }`
cli-expected-zone-hint = for example Europe/Brussels
cli-imported = { $added } new, { $changed } changed, { $same } as they were
cli-plan-left-out = { $count ->
    [one] One date falls on a closed day, and does not take place: { $dates }.
   *[other] { $count } dates fall on closed days, and do not take place: { $dates }.
}
cli-plan-shifted = { $count ->
    [one] One date falls on a closed day; the rest moves on, and none is lost: { $dates }.
   *[other] { $count } dates fall on closed days; the rest moves on, and none is lost: { $dates }.
}
cli-plan-keep-all = `temoin plan edit { $id } --on-closed shift` moves the rest on instead, and keeps all { $count }
cli-plan-kept = { $title } ({ $id }): takes place on closed days too, as its series says; { $count ->
    [one] one date
   *[other] { $count } dates
} to come, first { $date }
cli-unknown-person-hint = write { $file } with two lines, `format = 1` and `name = "Lise"`
cli-plan-at-once = At the same time as { $title }, { $count ->
    [one] once, on { $date }
   *[other] { $count } times, first { $date }
}, { $time }. That is no clash while nobody is named (--guest, --host), but a library records one take at a time.

## hotkey
cli-hotkey-bound = { $key } marks, wherever the keyboard is: { $command }
cli-hotkey-removed = { $key } marks no more.
cli-hotkey-none = { $key } did not mark: nothing to take away.
cli-hotkey-by-hand = { $desktop ->
    [kde] To be done once, in System Settings, Shortcuts, Add Command ({ $key }): { $command }
    [sway] To be written once into the desktop’s config (sway, i3): bindsym Ctrl+Mod1+m exec { $command }
    [hyprland] To be written once into hyprland.conf: bind = CTRL ALT, M, exec, { $command }
   *[other] To be done once, in this desktop’s keyboard settings: a shortcut, such as { $key }, that runs { $command }
}
cli-hotkey-remove-by-hand = This program has put no shortcut into this desktop: one that you have put there is taken away where you put it.
cli-hotkey-taken = { $key } is in use: { $by }
cli-hotkey-taken-hint = take that shortcut away in the keyboard settings, or add another key for `temoin mark` there yourself
cli-hotkey-refused = the desktop would not have the shortcut ({ $program })
cli-hotkey-refused-hint = in the keyboard settings add a key yourself, such as { $key }, for `temoin mark`
cli-hotkey-silent = { $program } has not answered for { $seconds } s, and was ended
cli-hotkey-unread = expected a list of shortcuts from { $program }, found `{ $found }`
cli-hotkey-unfit = this path cannot be given to a shortcut
