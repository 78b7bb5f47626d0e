//! How big a pool has to be: by formula first, then checked by simulation.

pub mod erlang;
pub mod poisson;
#[cfg(test)]
mod theory;
