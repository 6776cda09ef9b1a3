question-bad-id = expected `m-` and a ULID, found `{ $found }`
question-bad-state = expected asked, taken, answered or parked, found `{ $found }`
question-by-file = by file
question-empty = expected the words of a question, found none
question-file-awaited = { $file } is not there yet: waiting for it. Ctrl-C ends.
question-file-too-long = expected a file of { $limit } MiB at most
question-file-too-long-hint = begin a new file; what has been asked stays asked
question-followed-already = this file is followed already, by another `temoin ask --follow`
question-followed-already-hint = end that one first: each question is to come once
question-followed = { $done }: “{ $words }” ({ $from })
question-kept = kept
question-kept-already = It is kept for later already.
question-key-close = close
question-key-keep = keep for later
question-key-take = take, then answered
question-key-write = write
question-line-refused = this line was not asked
question-line-refused-hint = write it anew, mended, on a line of its own; the lines behind it are asked
question-no-file = expected a text file
question-no-file-hint = name a text file that holds one question a line
question-none = No question is waiting.
question-other-kind = only a question of the public has a state, and this is a mark of kind `{ $kind }`
question-rehearsal-passed-over = A rehearsal is running: the questions wait for a real take. Ctrl-C ends.
question-take-awaited = No take is running: the questions wait for the next one. Ctrl-C ends.
question-taken = taken
question-title = { $all ->
    [0] questions
   *[other] questions ─ { $others ->
        [0] { $waiting } waiting
       *[other] { $waiting ->
            [0] { $all }, none waiting
           *[other] { $all }, { $waiting } of them waiting
        }
    }
}
question-told = { $state ->
    [asked] New question, at { $at }.
    [taken] Question being answered, since { $at }.
    [answered] Answered, from { $at } to { $end }.
   *[parked] Question kept for later.
}
question-waiting = { $count ->
    [one] one question waiting ({ $key })
   *[other] { $count } questions waiting ({ $key })
}
question-words-apart = Off the record: your words stand in a note of their own, at this moment, and leave with nothing.
