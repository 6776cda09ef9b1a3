//! Arguments in, exit code out.

use std::process::ExitCode;

use temoin::clock::Monotonic;

fn main() -> ExitCode {
    let called = Monotonic::now(); // before anything is read: a mark belongs to the moment of its key
    temoin::cli::main(std::env::args_os().collect(), called)
}
