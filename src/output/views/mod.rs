//! Each thing that can be shown, as data and for people.

pub mod create;
pub mod delete;
pub mod init;
pub mod list;
pub mod plan;
pub mod pool;
pub mod profile;
pub mod scale;
mod words;
