//! The files of the program: profiles, the pool file, and what `az` left behind. Text in, values out: this room never
//! touches files, the environment or the network.
//!
//! A file is read in three steps. `node` turns YAML into a tree in which everything knows its place; `check` holds
//! the tree to the tables of `shape`, which are the JSON Schema too; and one module per noun turns it into the
//! model's values and adds the rules that join several keys. No step stops at its first fault.

mod arrivals;
pub mod az;
pub mod builtin;
mod check;
mod columns;
mod container;
mod defaults;
pub mod demand;
pub mod duration;
pub mod events;
mod fault;
mod identity;
mod nearest;
mod node;
pub mod pool_file;
mod probe;
pub mod profile;
pub mod quote;
mod rates;
mod registry;
mod scalar;
pub mod schema;
mod shape;
pub mod spread;
mod tags;
pub mod template;
mod view;

pub use defaults::Defaults;
pub use events::EventEntry;
pub use fault::{Fault, Faults};
pub use nearest::nearest;
pub use pool_file::{PoolEntry, PoolFile};
pub use profile::render as render_profile;
pub use rates::KindsPrice;

/// A document, unless it has faults. Whatever cannot be built without a fault to show for it becomes one.
fn document<T>(file: &str, mut faults: Vec<Fault>, build: impl FnOnce() -> Option<T>) -> Result<T, Faults> {
    if faults.is_empty() {
        if let Some(built) = build() {
            return Ok(built);
        }
        faults.push(node::Place::START.fault("", "cannot be read", None));
    }
    Err(Faults::new(file, faults))
}
