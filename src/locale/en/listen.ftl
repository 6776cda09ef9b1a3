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
listen-no-words = No words yet. n adds them.
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
listen-zoom = zoom { $length }
listen-foot = { $what ->
    [open] open
    [choose] choose
    [today] back
    [play] play
    [mark] the mark
    [sessions] list
    [marks] marks
    [seconds] 5 s
    [words] words
   *[zoom] zoom
}
listen-play-all-the-same = { $why ->
    [unsure] Some marks could not be read: what is off the record may be heard. Enter plays.
    [both] The microphone would hear it, and some marks could not be read. Enter plays all the same.
   *[heard] Playing now would be heard by the microphone. Enter plays all the same.
}
listen-no-mark = No mark is chosen. ↑↓ choose one.
listen-not-own = This mark is { $by }’s. A mark of one’s own at the same place can say it.
listen-words-line = Words:
listen-words-kept = The words are kept.
