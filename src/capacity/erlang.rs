//! Erlang's formulas: so many servers, calls that come at random, and the work they bring in erlangs (calls a second
//! times seconds each; equally the servers that would be busy if there were enough).
//!
//! A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
//! exchanges", 1917; the recursion as in any book on queues, for instance Gross and Harris, "Fundamentals of Queueing
//! Theory", section 3.

/// Most servers that are looked at: more sessions than any pool has.
const MOST_SERVERS: u32 = 10_000_000;

/// The share of calls that find all servers busy and are lost (M/G/c/c: whatever the spread of the call times).
#[must_use]
pub fn blocking(load: f64, servers: u32) -> f64 {
    // Turned upside down, the recursion has no number that grows too large on the way to a small answer.
    let inverse = (1..=servers).fold(1.0, |inverse, server| 1.0 + inverse * f64::from(server) / load);
    1.0 / inverse
}

/// The share of calls that have to wait for a server, where all wait (M/M/c); 1 where the load is too much.
#[must_use]
pub fn waiting(load: f64, servers: u32) -> f64 {
    let count = f64::from(servers);
    if load >= count {
        return 1.0;
    }
    let lost = blocking(load, servers);
    lost / (1.0 - load / count * (1.0 - lost))
}

/// The mean wait of all calls, in units of the mean call (M/M/c); `None` where the line only grows.
#[must_use]
pub fn mean_wait(load: f64, servers: u32) -> Option<f64> {
    let free = f64::from(servers) - load;
    (free > 0.0).then(|| waiting(load, servers) / free)
}

/// The wait that a share of the calls does not exceed, in units of the mean call (M/M/c); `None` where the line only
/// grows.
#[must_use]
pub fn wait_quantile(load: f64, servers: u32, share: f64) -> Option<f64> {
    let free = f64::from(servers) - load;
    let waits = waiting(load, servers);
    (free > 0.0).then(|| if waits <= 1.0 - share { 0.0 } else { (waits / (1.0 - share)).ln() / free })
}

/// The fewest servers that lose no more than a share of the calls.
#[must_use]
pub fn servers_for_blocking(load: f64, most: f64) -> u32 {
    let (mut inverse, mut servers) = (1.0, 0);
    while 1.0 / inverse > most && servers < MOST_SERVERS {
        servers += 1;
        inverse = 1.0 + inverse * f64::from(servers) / load;
    }
    servers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// From printed tables of Erlang B and C (four digits).
    #[test]
    fn the_tables_say_the_same() {
        for (load, servers, lost) in [(1.0, 1, 0.5), (2.0, 3, 0.2105), (10.0, 10, 0.2146), (100.0, 117, 0.0098)] {
            assert!(
                (blocking(load, servers) - lost).abs() < 6e-5,
                "B({load}, {servers}) = {}",
                blocking(load, servers)
            );
        }
        for (load, servers, waits) in [(0.5, 1, 0.5), (1.0, 2, 0.3333), (8.0, 10, 0.4092), (20.0, 20, 1.0)] {
            assert!((waiting(load, servers) - waits).abs() < 6e-5, "C({load}, {servers}) = {}", waiting(load, servers));
        }
        // M/M/1: load / (1 - load) / load of a call, and an exponential tail.
        assert!((mean_wait(0.8, 1).unwrap_or(0.0) - 4.0).abs() < 1e-9);
        assert!((wait_quantile(0.8, 1, 0.95).unwrap_or(0.0) - 16.0_f64.ln() / 0.2).abs() < 1e-9);
        assert_eq!((mean_wait(2.0, 2), wait_quantile(3.0, 2, 0.5)), (None, None));
    }

    proptest! {
        #[test]
        fn enough_is_enough_and_one_less_is_not(load in 0.01_f64..900.0, most in 0.0001_f64..0.5) {
            let servers = servers_for_blocking(load, most);
            prop_assert!(blocking(load, servers) <= most);
            prop_assert!(servers == 0 || blocking(load, servers - 1) > most);
        }

        #[test]
        fn more_servers_are_never_worse(load in 0.01_f64..300.0, servers in 1_u32..400) {
            prop_assert!(blocking(load, servers + 1) <= blocking(load, servers));
            prop_assert!(waiting(load, servers + 1) <= waiting(load, servers));
            prop_assert!(waiting(load, servers) >= blocking(load, servers) - 1e-12);
        }
    }
}
