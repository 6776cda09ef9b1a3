# What the screen says: Today, the after-note, the first start.

## The config
today-config-unsaved = this config cannot be edited, so nothing was saved
today-config-unsaved-hint = mend the file by hand, and try again; it was left as it is

## The after-note
today-after-recording = { $session } is being recorded, so nothing was noted
today-after-recording-hint = stop the take first; what was typed can be saved then
today-after-no-take = this session has no take, so there is no place for something to come back to
