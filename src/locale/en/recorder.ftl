recorder-awake = An interview is being recorded
recorder-bad-ago = expected between 0 s and 24 h before now
recorder-bad-person = expected the id of a person, found `{ $id }`
recorder-bad-strength = expected a strength of 1, 2 or 3, found { $found }
recorder-broken = a part of the recorder has stopped working; what was confirmed before is on the disk
recorder-disarm-hint = `temoin stop` ends the take
recorder-disk-elsewhere = The take goes on in { $copy ->
    [yes] the second copy
   *[no] the fallback folder
}. Nothing is missing.
recorder-disk-failed = { $full ->
    [yes] DISK FULL
   *[no] DISK FAILED: { $words }
}. The take is being closed; all before is kept.
recorder-idle = no take is running
recorder-idle-hint = `temoin record` starts one
recorder-known-kinds = kinds are: { $known }
recorder-known-themes = { $count ->
    [0] this library has no themes; `[[theme]]` in library.toml makes one
   *[other] themes are: { $known }
}
recorder-last-step = { $count ->
    [one] that was the only step
   *[other] that was the last of { $count } steps
}
recorder-line-too-long = expected a request of { NUMBER($bytes, useGrouping: "false") } bytes at most
recorder-log-fault = the log cannot be written
recorder-lost = the recorder does not answer any more
recorder-lost-hint = `temoin status` tells whether the take goes on; what was confirmed before is on the disk
recorder-mark-in-memory = the mark is in memory and not on the disk yet; it is being tried again ({ $words })
recorder-marks-elsewhere = the session’s own file of marks takes nothing; the marks that it refused are kept here
recorder-marks-elsewhere-hint = when it can be written again, `temoin recover` brings them home
recorder-marks-homeless = { $count ->
    [one] a mark came home into this session
   *[other] { $count } marks came home into this session
} that had been kept for the library in { $dir }, which is gone
recorder-marks-lost = { $count ->
    [one] one mark could not be written; the disk refuses it
   *[other] { $count } marks could not be written; the disk refuses them
}
recorder-no-sound-came = the input opened, and no sound has come for { $seconds } s
recorder-no-sound-came-hint = `temoin inputs` lists what is there, `temoin check-sound` listens
recorder-no-steps = this session has no guide, so there is no next step
recorder-no-steps-hint = `[[step]]` in the series’ file makes one
recorder-no-take = there is no take to mark
recorder-no-thread = the system gives no thread to the recorder
recorder-not-understood = expected a request as `man temoin-socket` describes them ({ $cause })
recorder-nothing-open = no range of kind `{ $kind }` is open
recorder-nothing-open-hint = `temoin mark { $kind } --begin` opens one
recorder-other-rate = expected { NUMBER($expected, useGrouping: "false") } frames a second from “{ $input }”, as the first input has, found { NUMBER($found, useGrouping: "false") }
recorder-other-rate-hint = set one of the two to the rate of the other in the system’s sound settings, or record from one
recorder-refused = the recorder refuses: { $words }
recorder-runs-already = a take is running already: { $session }
recorder-runs-already-hint = `temoin status` shows it, `temoin stop` ends it
recorder-several = { $count } recorders are running
recorder-several-hint = name one with --library: { $libraries }
recorder-socket-fault = the recorder’s socket cannot be made
recorder-system-refused = the system refuses what a recorder needs
recorder-too-little-room = expected room for { $expected } of sound, found { $found }
recorder-too-little-room-hint = free some room, or set `disk_minutes` under `[limits]` lower
recorder-unknown-kind = this library has no kind `{ $kind }`
recorder-several-themes = several themes are called `{ $theme }`: say which one by its id
recorder-unknown-theme = this library has no theme `{ $theme }`
recorder-unsaved-session = session.toml could not be written ({ $words }); it is being tried again, and the sound is kept
recorder-session-set-aside = session.toml had been changed by another program and could no longer be read. The take is entered in a new one; what was there is kept as { $name }, with its lines to copy back after the take.
recorder-warning-battery = Battery { $percent } %. At { $limit } % the take will be closed well.
recorder-warning-clock = The clock of this machine was set { $way ->
    [back] back
   *[forward] forward
} by { $length }. The take goes by its frames: no length and no mark has changed.
recorder-warning-device = MIC LOST at { $at }. All before is kept{ $several ->
    [yes] , the other inputs go on
   *[no] { "" }
}. Plug “{ $input }” back in and it goes on by itself.
recorder-warning-disk-slow = The disk has not written for { $length }. The sound waits in memory, { $left } more.
recorder-warning-dropped = { $frames } frames did not fit into memory; their place is silent and marked.
recorder-warning-foreign = “{ $input }” is back in another format and is not recorded; the other inputs go on. Set it back, or begin another take.
recorder-warning-files = Left aside, recording works: { $words }
recorder-warning-held-up = The recorder was stopped at { $at } for { $length }, by the system or by another program. It goes on; where sound is missing, a mark says so.
recorder-warning-near-silence = { $several ->
    [yes] “{ $input }”: hardly
   *[no] Hardly
} anything has been heard for { $length }. Is the microphone near enough, and turned up?
recorder-warning-room = { $now ->
    [yes] Hardly any room is left. { $next ->
        [fallback] The rest goes to the fallback folder.
        [copy] The rest goes to the second copy.
       *[none] No take can go on there.
    }
   *[no] { $left } of room left. { $next ->
        [fallback] At 2 min the rest goes to the fallback folder.
        [copy] At 2 min the rest goes to the second copy.
       *[none] At 2 min the take will be closed well.
    }
}
recorder-warning-zone = This machine is in the time zone { $zone } now; the session keeps its own, { $own }.
recorder-warning-silence = NO SOUND from “{ $input }” for { $length }: a mute switch, or the system refuses this terminal the microphone. All before is kept.
recorder-warning-unsaved = { $count ->
    [one] One mark is in memory only; the disk refuses it.
   *[other] { $count } marks are in memory only; the disk refuses them.
}
recorder-unplanned = Unplanned session
recorder-warning-recovered = { $words }
recorder-relief = { $code ->
    [device_lost] The microphone is back.
    [disk_slow] The disk writes again.
    [disk_low] There is room again.
    [dropped] The sound fits into memory again.
    [battery_low] The battery is charged enough again.
    [unsaved_marks] All marks are on the disk.
    [unsaved_session] session.toml is written again.
    [copy_failed] The second copy is being made again.
    [silence] There is sound again.
    [near_silence] Something is heard again.
    [unheard] A voice is heard there.
    [dead_channel] All channels give sound.
    [call_silent] The call is heard again.
    [clipping] The level is no longer too loud.
   *[other] Settled: { $text }
}
recorder-background-failed = the recorder could not be started in the background
recorder-file-failed = the file that is the input cannot be read on; what was read of it is kept
recorder-file-failed-hint = look whether it is still there and whole, then record it anew
recorder-never-started = the recorder has ended before anything was recorded
recorder-empty-note = expected some words, found none
recorder-meant = did you mean `{ $meant }`?
recorder-mute = a recorder holds this library (process { $pid }) and does not answer
recorder-mute-hint = wait a moment; if it stays so, end that process: what was confirmed is on the disk, `temoin recover` completes it
recorder-open-already = a range of kind `{ $kind }` is open already, since { $at }
recorder-open-already-hint = `temoin mark { $kind } --end` closes it
recorder-chosen = Planned: { $id }.
recorder-chosen-again = Take { $take } of { $session }.
recorder-chosen-cancelled = Planned and cancelled: { $id }. It is recorded all the same.
recorder-chosen-number = Planned: { $id }, no. { $number }.
recorder-chosen-of = Planned: { $id }, { $number } of { $of }.
recorder-chosen-unplanned = No date of { $series } is near now: a session that was not planned.
recorder-unknown-what = neither a session nor a series is called `{ $found }`
recorder-no-answer = the recorder has not answered for { $seconds } s; it is stopped, or its disk is
recorder-strange-format = expected 1000 to 1536000 frames a second and 1 to 64 channels, found { NUMBER($rate, useGrouping: "false") } and { $channels }
recorder-strange-format-hint = is the file’s header damaged? `sox --info FILE` shows it
recorder-input-empty = the input ended before it gave any sound
recorder-input-empty-hint = look at the file with `sox --info`; nothing was recorded
recorder-room-over = the disk had room for two more minutes only, and there was no other; the take was closed well, nothing is missing
recorder-last-take-failed = The last take ended by a fault: { $words }
recorder-bad-done = expected a date such as 2020-03-29, found `{ $found }`
recorder-edit-deleted = this mark was taken back
recorder-edit-deleted-hint = `deleted` = false brings it back
recorder-edit-hole = a hole in the sound is the recorder’s own: it cannot be changed
recorder-edit-opens = that would let out a part of what is off the record
recorder-edit-opens-hint = take the mark back, or give it another kind, to say so
recorder-event-taken-back = Taken back: { $kind }, { $at }.
recorder-mark-too-long = expected a mark of { NUMBER($bytes, useGrouping: "false") } bytes at most, all its words together
recorder-nothing-to-undo = there is nothing left to take back in this take
recorder-unknown-mark = this take has no mark `{ $id }`
recorder-warning-talk = People are talking and nothing is being recorded. Space to start.
recorder-disk-failing = { $full ->
    [yes] DISK FULL at { $at }. All before is kept
   *[no] DISK FAILED at { $at }: { $words }
}. The rest waits in memory until { $copy ->
    [yes] the second copy
   *[no] the fallback folder
} takes it.
recorder-warning-call = The call has been silent for { $length } while you spoke. Still connected? Recording goes on.
recorder-warning-clipping = “{ $input }” is too loud: { $samples ->
    [one] one sample was cut off
   *[other] { $samples } samples were cut off
}. Turn it down, or move it away. Recording goes on.
recorder-warning-dead-channel = Channel { $channel } of “{ $input }” gives nothing, the others do. A cable, or a microphone that is off? Recording goes on.
recorder-warning-unheard = { $channel ->
    [0] No voice on “{ $input }”
   *[other] No voice on channel { $channel } of “{ $input }”
} yet, for { $length }. Is it the right microphone? Recording goes on.
