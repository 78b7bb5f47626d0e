//! The program: hands the command line to the library and ends with its code.

fn main() -> std::process::ExitCode {
    pool::commands::run(std::env::args_os())
}
