//! Other programs of the same trade, judging ours: the packages of Debian, run with /usr/bin/python3. A package that is missing is a
//! failure, with its name: `tools/setup test` installs them.

mod calendar;
#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "these tests bring libraries of their own")]
mod common;
