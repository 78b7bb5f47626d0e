//! The client and the operations against the emulator, in memory and in virtual time: hours pass in milliseconds, in
//! the same order every time.

mod asked;
mod budgets;
mod company;
mod create_and_delete;
mod doctor;
mod drains;
mod drift;
mod leases;
mod odd_additions;
mod odd_claims;
mod odd_ends;
mod odd_holds;
mod odd_lifecycles;
mod parking;
mod preflight;
mod prices;
mod promise;
mod receipt;
mod rehearse;
mod running;
mod scaling;
mod seasons;
mod seeds;
mod storm;
mod survey;
mod tails;
mod tides;
mod tokens;
mod weather;
mod world;
