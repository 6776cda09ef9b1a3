question-kept = kept
question-kept-already = It is kept for later already.
question-key-close = close
question-key-keep = keep for later
question-key-take = take, then answered
question-key-write = write
question-none = No question is waiting.
question-taken = taken
question-title = { $all ->
    [0] questions
   *[other] questions ─ { $all }, { $waiting } of them waiting
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
