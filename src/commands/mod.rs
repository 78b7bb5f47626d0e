//! The command line. One command, one file: its arguments, whose doc comments are the help, and a short `run`.

mod apply;
mod applying;
mod authority;
mod completions;
mod context;
mod create;
mod delete;
mod demand;
mod doctor;
mod emulator;
mod export;
mod exported;
mod extend;
mod global;
mod init;
mod linting;
mod list;
mod local;
mod moment;
mod next;
mod plan;
mod preflight;
mod profile;
mod rehearse;
mod run;
mod scale_down;
mod scale_up;
mod scaling;
mod settings;
mod show;
mod simulate;
mod size;
mod stay;
mod target;
mod why;

pub use run::{command, run};
