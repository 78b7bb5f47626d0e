//! The client and the operations against the emulator, in memory and in virtual time: hours pass in milliseconds, in
//! the same order every time.

mod asked;
mod create_and_delete;
mod doctor;
mod leases;
mod odd_claims;
mod odd_ends;
mod preflight;
mod promise;
mod rehearse;
mod scaling;
mod seasons;
mod seeds;
mod storm;
mod survey;
mod tides;
mod tokens;
mod weather;
mod world;
