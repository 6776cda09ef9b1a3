# What the screen says: Record, Guided, the lamp.
record-lamp = { $lamp ->
    [waiting] WAITING
    [recording] RECORDING
    [off-record] OFF THE RECORD
    [paused] PAUSE
    [no-sound] NO SOUND
    [mic-lost] MIC LOST
    [stop] STOP?
   *[done] DONE
}
record-line = { $kind ->
    [thread] Thread:
    [note] Note:
   *[other] Words:
}
record-stop = Stop? Enter stops. Any other key goes on.
record-nothing-runs = Nothing is being recorded.
record-no-microphone = No microphone. Enter listens to the synthetic voice instead.
record-recorder-gone = The recorder has ended. All that it had confirmed is kept.
