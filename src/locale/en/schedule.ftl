# What the screen says: Plan.
