# What the screen says: Record, Guided, the lamp.
