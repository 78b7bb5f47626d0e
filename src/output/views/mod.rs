//! Each thing that can be shown, as data and for people.

mod amounts;
pub mod apply;
pub mod cost;
pub mod create;
pub mod delete;
pub mod doctor;
pub mod ends;
pub mod export;
pub mod init;
pub mod leases;
pub mod list;
mod money;
pub mod next;
pub mod park;
pub mod parked;
pub mod plan;
pub mod pool;
pub mod preflight;
pub mod profile;
pub mod receipt;
pub mod rehearse;
pub mod scale;
pub mod simulate;
pub mod size;
mod turns;
pub mod why;
mod words;
