//! Random times. Every user has a stream of their own, so that the same users with the same wishes come to any pool
//! that is tried: what differs between two pools is the pools (common random numbers).

use super::Millis;
use crate::model::Spread;
use rand::distr::{Distribution, Uniform};
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Exp1, StandardNormal};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};
use std::sync::Arc;
use std::time::Duration;

/// Streams of one seed, told apart by what they are for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stream {
    /// When users come.
    Arrivals,
    /// How long sessions take to start.
    Starts,
    /// How long sessions take to answer that are there.
    Latencies,
    /// What a user draws.
    User(u64),
}

/// What a stream draws from.
pub(super) type Wide = Xoshiro256PlusPlus;

/// What a user draws from: eight bytes each.
pub(super) type Narrow = SplitMix64;

/// The seed of a replication.
pub(super) fn replication(seed: u64, number: u32) -> u64 {
    mixed(seed, u64::from(number) + 1)
}

/// A stream of a seed.
pub(super) fn stream<R: SeedableRng>(seed: u64, stream: Stream) -> R {
    let number = match stream {
        Stream::Arrivals => 1,
        Stream::Starts => 2,
        Stream::Latencies => 3,
        Stream::User(user) => user.wrapping_add(16),
    };
    R::seed_from_u64(mixed(seed, number))
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood, 2014) over two words.
fn mixed(seed: u64, number: u64) -> u64 {
    let mut word = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// A spread, ready to be drawn from.
#[derive(Debug, Clone)]
pub(super) enum Draw {
    Constant(Millis),
    Uniform(Uniform<Millis>),
    /// Mean, in milliseconds.
    Exponential(f64),
    /// The logarithm of the median in milliseconds, and sigma.
    Lognormal(f64, f64),
    Measured(Arc<[Duration]>),
}

/// Milliseconds of a time, rounded to the nearest.
pub(super) fn millis(time: Duration) -> Millis {
    Millis::try_from((time.as_micros() + 500) / 1_000).unwrap_or(Millis::MAX)
}

impl Draw {
    pub(super) fn of(spread: &Spread) -> Self {
        match spread {
            Spread::Constant(time) => Self::Constant(millis(*time)),
            Spread::Uniform(from, to) => {
                let (from, to) = (millis(*from), millis(*to));
                Uniform::new_inclusive(from, to.max(from)).map_or(Self::Constant(from), Self::Uniform)
            }
            Spread::Exponential(mean) => Self::Exponential(mean.as_secs_f64() * 1_000.0),
            Spread::Lognormal { median, sigma } => Self::Lognormal((median.as_secs_f64() * 1_000.0).ln(), *sigma),
            Spread::Measured(times) if times.is_empty() => Self::Constant(0),
            Spread::Measured(times) => Self::Measured(Arc::clone(times)),
        }
    }

    pub(super) fn from(&self, rng: &mut impl Rng) -> Millis {
        match self {
            Self::Constant(time) => *time,
            Self::Uniform(range) => range.sample(rng),
            Self::Exponential(mean) => (exponential(rng) * mean).round() as Millis,
            Self::Lognormal(mu, sigma) => {
                let normal: f64 = StandardNormal.sample(rng);
                (mu + sigma * normal).exp().round() as Millis
            }
            Self::Measured(times) => millis(times[rng.random_range(0..times.len())]),
        }
    }
}

/// An exponential number of mean 1.
pub(super) fn exponential(rng: &mut impl Rng) -> f64 {
    Exp1.sample(rng)
}

/// A number between 0 and 1.
pub(super) fn unit(rng: &mut impl Rng) -> f64 {
    rng.random()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half a million draws have the mean that the spread has, within five standard errors.
    #[test]
    fn draws_have_the_mean_of_their_spread() {
        let seconds = |s: f64| Duration::from_secs_f64(s);
        let measured: Arc<[Duration]> = [1.0, 2.0, 9.0].map(seconds).into();
        for (spread, deviation) in [
            (Spread::Constant(seconds(3.0)), 0.0),
            (Spread::Uniform(seconds(3.0), seconds(5.0)), 0.58),
            (Spread::Exponential(seconds(10.0)), 10.0),
            (Spread::Lognormal { median: seconds(10.0), sigma: 0.5 }, 6.1),
            (Spread::Measured(measured), 3.6),
        ] {
            let (draw, mut rng) = (Draw::of(&spread), stream::<Wide>(7, Stream::Starts));
            let count = 500_000;
            let sum: Millis = (0..count).map(|_| draw.from(&mut rng)).sum();
            let (mean, expected) = (sum as f64 / f64::from(count) / 1_000.0, spread.mean().as_secs_f64());
            let allowed = 5.0 * deviation / f64::from(count).sqrt() + 1e-9;
            assert!((mean - expected).abs() <= allowed, "{spread:?}: {mean} and not {expected}");
        }
    }

    #[test]
    fn streams_differ_and_repeat() {
        let first = |seed, which| stream::<Narrow>(seed, which).next_u64();
        assert_eq!(first(1, Stream::User(5)), first(1, Stream::User(5)));
        let all =
            [first(1, Stream::User(5)), first(1, Stream::User(6)), first(2, Stream::User(5)), first(1, Stream::Starts)];
        assert!(all.iter().enumerate().all(|(i, one)| !all[..i].contains(one)), "{all:?}");
    }
}
