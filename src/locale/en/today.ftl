# What the screen says: Today, the after-note, the first start.

## The config
today-config-unsaved = this config cannot be edited, so nothing was saved
today-config-unsaved-hint = mend the file by hand, and try again; it was left as it is
