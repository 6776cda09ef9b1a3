# What the screen says: Listen.
