//! The machines that hold the sessions of a custom-container pool, and how many sessions fit on one.

use std::num::NonZeroU32;

/// Cores of a node: session pools run on E16 instances (Azure's billing page, 2025-12-09).
pub const NODE_CORES: u32 = 16;

/// Memory of a node in GiB: E4 to E32 have 4 to 32 cores and 32 to 256 GiB (workload profiles page, 2025-11-04).
pub const NODE_MEMORY_GIB: u32 = 128;

/// Cores of a node that the runtime keeps for itself. Azure says that it keeps some (workload profiles page,
/// 2025-11-04) and not how many: assumed. With it a node holds seven sessions of 2 cores, as one third party estimates.
pub const RESERVED_CORES: u32 = 1;

/// Memory that it keeps: a core's share. Assumed too.
pub const RESERVED_MEMORY_GIB: u32 = NODE_MEMORY_GIB / NODE_CORES * RESERVED_CORES;

const MILLI: u32 = 1000;
const MIB: u32 = 1024;

/// What one session takes of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionSize {
    /// Thousandths of a core.
    pub millicores: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
}

impl SessionSize {
    /// The size of so many cores and so much memory as Azure writes it: 0.5 and `1Gi`. `None` where there are no cores.
    #[must_use]
    pub fn of(cores: f64, memory: &str) -> Option<Self> {
        let millicores = (cores * f64::from(MILLI)).round() as u32;
        let size = Self { millicores, memory_mib: memory_mib(memory).unwrap_or_default() };
        (cores > 0.0 && millicores > 0).then_some(size)
    }

    /// Both together: the containers of one session.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            millicores: self.millicores.saturating_add(other.millicores),
            memory_mib: self.memory_mib.saturating_add(other.memory_mib),
        }
    }

    /// How many sessions of this size lie on a node; one that is larger than a node counts as a node.
    #[must_use]
    pub fn on_a_node(self) -> NonZeroU32 {
        let by_cores = (NODE_CORES - RESERVED_CORES) * MILLI / self.millicores.max(1);
        let memory = (NODE_MEMORY_GIB - RESERVED_MEMORY_GIB) * MIB;
        let by_memory = memory.checked_div(self.memory_mib).unwrap_or(by_cores);
        NonZeroU32::new(by_cores.min(by_memory)).unwrap_or(NonZeroU32::MIN)
    }
}

/// Memory in MiB: `1Gi`, `0.5Gi`, `512Mi`.
fn memory_mib(text: &str) -> Option<u32> {
    let (number, unit) =
        [("Gi", MIB), ("Mi", 1)].iter().find_map(|(end, unit)| Some((text.strip_suffix(end)?, unit)))?;
    let number: f64 = number.trim().parse().ok()?;
    (number.is_finite() && number >= 0.0).then(|| (number * f64::from(*unit)).ceil() as u32)
}

/// The nodes that hold so many sessions. None are needed for none.
#[must_use]
pub fn nodes(sessions: u32, on_a_node: NonZeroU32) -> u32 {
    sessions.div_ceil(on_a_node.get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_scarcer_of_cores_and_memory_counts() {
        let cases = [(0.5, "1Gi", 30), (0.25, "0.5Gi", 60), (2.0, "4Gi", 7), (1.0, "16Gi", 7), (0.5, "512Mi", 30)];
        for (cores, memory, fit) in cases {
            assert_eq!(SessionSize::of(cores, memory).unwrap().on_a_node().get(), fit, "{cores} {memory}");
        }
        assert_eq!(SessionSize::of(20.0, "1Gi").unwrap().on_a_node().get(), 1, "larger than a node");
        assert_eq!(SessionSize::of(1.0, "much").unwrap().on_a_node().get(), 15, "memory that nobody can read");
        assert_eq!(SessionSize::of(0.0, "1Gi"), None);
    }

    proptest! {
        #[test]
        fn more_sessions_never_need_fewer_nodes(sessions in 0u32..5_000, fit in 1u32..200) {
            let fit = NonZeroU32::new(fit).unwrap();
            prop_assert!(nodes(sessions, fit) <= nodes(sessions + 1, fit));
            prop_assert!(nodes(sessions + 1, fit) - nodes(sessions, fit) <= 1);
        }
    }
}
