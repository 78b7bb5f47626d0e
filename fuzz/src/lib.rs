//! What the targets share: faults that have a place, a pool file that is written back, a server that answers by a script.

pub mod place;
pub mod script;
pub mod wait;
pub mod written;
