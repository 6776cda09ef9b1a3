# What the screen says: everywhere.
