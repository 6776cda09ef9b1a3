# What the screen says: Listen.

listen-note-not-own = this mark is { $by }’s
listen-note-not-own-hint = a mark of one’s own at the same place can say it
listen-note-recording = this session is being recorded, and its marks with it
listen-note-recording-hint = the Record screen puts words on the last mark; here, once the take has ended
listen-no-session = Nothing has been recorded yet. Sessions will come here, the latest first.
listen-faults = { $count ->
    [one] One file could not be read: { $first }
   *[other] { $count } files could not be read, the first: { $first }
}
listen-running = running
listen-broken = broke off
listen-marks = { $count ->
    [0] no mark
    [one] 1 mark
   *[other] { $count } marks
}
listen-take = take { $number }
listen-marks-rule = marks
listen-words-rule = its words
listen-no-marks = No mark in this session.
listen-no-take = Nothing was recorded in this session.
listen-no-words = No words yet. { $key } adds them.
listen-hidden = Words are not shown (show_names = "code").
listen-range-start = start
listen-range-end = end
listen-state = { $state ->
    [playing] playing
   *[still] stopped
}
listen-withheld = off the record
listen-unsure = Not all marks could be read.
listen-loudness = { $loudness } LUFS
listen-rate = rate { $rate }
listen-loop = { $state ->
    [on] in a loop
   *[off] no loop
}
listen-no-range = A loop needs a mark that lasts: { $key } gives the chosen one an end.
listen-zoom = zoom { $length }
listen-foot = { $what ->
    [open] open
    [choose] choose
    [today] back
    [play] play
    [mark] the mark
    [sessions] list
    [marks] marks
    [loop] loop
    [rate] rate
    [seconds] 5 s
    [words] words
    [start] start
    [end] end
    [themes] themes
    [strength] strength
    [who] who speaks
    [off] off the record
    [mask] mask
    [away] take away
    [undo] undo
    [help] help
    [thread] thread
    [find] find
    [close] close
    [quit] leave
   *[zoom] zoom
}
listen-play-all-the-same = { $why ->
    [unsure] Some marks could not be read: what is off the record may be heard. Enter plays.
    [both] The microphone would hear it, and some marks could not be read. Enter plays all the same.
   *[heard] Playing now would be heard by the microphone. Enter plays all the same.
}
listen-play-withheld = { $why ->
    [unsure] This moment is off the record, and some marks could not be read. Enter plays it.
    [both] This moment is off the record, the microphone would hear it, and some marks could not be read. Enter plays it all the same.
    [heard] This moment is off the record, and the microphone would hear it. Enter plays it all the same.
   *[withheld] This moment is off the record. Enter plays it.
}
listen-no-mark = No mark is chosen. ↑↓ choose one, { $key } puts one here.
listen-not-own = This mark is { $by }’s. A mark of one’s own at the same place can say it.
listen-words-line = Words:
listen-words-kept = The words are kept.
listen-edge-elsewhere = { $edge ->
    [start] The start cannot be here
   *[end] The end cannot be here
}, on the other side of the mark or in another take. { $key } puts a mark here.
listen-edge-start = The mark begins here. → goes on, then { $key } puts the end.
listen-at-edge = { $edge ->
    [start] This is the beginning of the take.
   *[end] This is the end of the take.
}
listen-never-less = Nothing has changed: what is off the record is never cut short. { $away } takes the mark away, { $key } puts another one.
listen-held = { $edge ->
    [start] The start is held.
   *[end] The end is held.
}   ←→ 1 s   Shift ←→ 0.1 s   Enter keeps it   Esc undoes it
listen-did = { $did ->
    [added] Put
    [done] Done
    [deleted] Taken away
    [restored] Brought back
   *[changed] Changed
}: { $kind }, { $at }. { $key } takes it back.
listen-undone = { $place ->
    [here] Undone
   *[elsewhere] Undone, in another session
}: { $kind }, { $at }.
listen-withheld-from = Off the record from { $at }, to the end of the take. { $key }, further on, ends it.
listen-opened = { $undone ->
    [yes] Undone. What was off the record here no longer is, and may leave.
   *[no] What was off the record here no longer is, and may leave. { $key } puts it back.
}
listen-ask-range = { $from } → { $to }: Enter makes a mark of it.
listen-ask-open = { $how ->
    [deleted] This stretch may leave again then. Enter takes the mark away.
    [undone] What was off the record there may leave again then. Enter undoes it all the same.
    [ended] What lies behind it may leave again then. Enter puts the end there.
   *[retyped] This stretch may leave again then. Enter changes the kind.
}
listen-palette-rule = themes and kind · { $key } closes
listen-people-rule = who speaks · { $key } closes
listen-no-palette = This library has neither a theme nor a kind with a letter.
listen-no-people = Nobody is noted in this session.
