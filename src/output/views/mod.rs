//! Each thing that can be shown, as data and for people.

pub mod apply;
pub mod create;
pub mod delete;
pub mod doctor;
pub mod ends;
pub mod export;
pub mod init;
pub mod leases;
pub mod list;
pub mod next;
pub mod plan;
pub mod pool;
pub mod profile;
pub mod scale;
pub mod simulate;
mod turns;
pub mod why;
mod words;
