//! The command line. One command, one file: its arguments, whose doc comments are the help, and a short `run`.

mod authority;
mod completions;
mod context;
mod create;
mod delete;
mod emulator;
mod global;
mod init;
mod list;
mod local;
mod profile;
mod run;
mod scale_down;
mod scale_up;
mod scaling;
mod show;
mod target;

pub use run::{command, run};
