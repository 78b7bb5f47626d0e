//! What the targets share: what people ask for, faults that have a place, a pool file that is written back, a server
//! that answers by a script.

pub mod asked;
pub mod place;
pub mod script;
pub mod wait;
pub mod written;
