//! How many come in a time, where they come at random.

/// The least number that a Poisson number of this mean does not exceed with this probability.
#[must_use]
pub fn quantile(mean: f64, probability: f64) -> u32 {
    if mean > 5_000.0 {
        // The normal law is within a part of a thousand by then.
        return (mean + 3.5 * mean.sqrt()).ceil() as u32;
    }
    let (mut term, mut count) = (-mean, 0_u32);
    let mut sum = term.exp();
    while sum < probability && count < 100_000 {
        count += 1;
        term += (mean / f64::from(count)).ln();
        sum += term.exp();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_say_the_same() {
        for (mean, probability, expected) in
            [(0.0, 0.95, 0), (1.0, 0.95, 3), (5.0, 0.95, 9), (10.0, 0.99, 18), (13.33, 0.95, 20), (900.0, 0.5, 900)]
        {
            assert_eq!(quantile(mean, probability), expected, "{mean} {probability}");
        }
    }
}
