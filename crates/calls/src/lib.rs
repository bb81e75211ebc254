//! Legs, bridges, keys and timers of one voice node, as a value. Pure: no I/O, no clock.
