# What the screen says: Today, the after-note, the first start.
