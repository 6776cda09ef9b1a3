//! Turns series into dated occurrences: pure, same input, same answer.
