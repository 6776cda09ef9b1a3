//! The command line: one file for each command: parse, call the action, print.
