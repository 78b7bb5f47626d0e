//! How big a pool has to be: by formula first, then checked by simulation.

pub mod erlang;
pub mod formula;
pub mod poisson;
pub mod size;
#[cfg(test)]
mod theory;
