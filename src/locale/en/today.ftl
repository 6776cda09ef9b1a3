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
today-rehearsal-evening = An evening to try things out
today-rehearsal-announce = This is a rehearsal. The voice is synthetic, the microphone stays closed, and all of it goes to the trash.
today-rehearsal-step-mark = Listen, and mark a moment that touches
today-rehearsal-step-withhold = Take a stretch off the record, and come back
today-rehearsal-step-stop = Stop the take
today-rehearsal-held = the recorder of this rehearsal does not let go of it
today-rehearsal-held-hint = the next rehearsal tries again; nothing real was recorded here
today-rehearsal-over = The rehearsal is over, and lies in the trash: { $path }
today-rehearsal-no-terminal = a rehearsal needs a terminal
today-rehearsal-no-terminal-hint = call `temoin rehearse` in a terminal, without a pipe
