//! From what was said, by a file and by flags, to what is played; or to what is still missing.

use super::*;

impl Draft {
    /// What this draft says, and where it says nothing what another says.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let starts = Starts {
            found: self.starts.found.or(below.starts.found),
            warm: self.starts.warm.or(below.starts.warm),
            cold: self.starts.cold.or(below.starts.cold),
            node: self.starts.node.or(below.starts.node),
            operation: self.starts.operation.or(below.starts.operation),
        };
        // A schedule that begins at once says what the pool is at first.
        let says_it_all = self.schedule.first().is_some_and(|first| first.at.is_zero());
        Self {
            description: self.description.or(below.description),
            kind: self.kind.or(below.kind),
            pool: self.pool.or(below.pool.filter(|_| !says_it_all)),
            schedule: if self.schedule.is_empty() { below.schedule } else { self.schedule },
            lasts: self.lasts.or(below.lasts),
            users: self.users.or(below.users),
            arrive: self.arrive.or(below.arrive),
            run: self.run.or(below.run),
            rhythm: self.rhythm.or(below.rhythm),
            runs: self.runs.or(below.runs),
            stay: self.stay.or(below.stay),
            identifiers: self.identifiers.or(below.identifiers),
            one_at_a_time: self.one_at_a_time.or(below.one_at_a_time),
            when_full: self.when_full.or(below.when_full),
            starts,
            on_a_node: self.on_a_node.or(below.on_a_node),
            seed: self.seed.or(below.seed),
            replications: self.replications.or(below.replications),
        }
    }

    /// The flags that must still say what this draft does not.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let users = match self.arrive {
            Some(Arrive::Trace(_) | Arrive::Steps(_)) => None,
            Some(Arrive::Poisson(_)) if self.lasts.is_some() => None,
            Some(Arrive::Poisson(_)) if self.users.is_none() => Some("--for"),
            _ if self.users.is_none() => Some("--users"),
            _ => None,
        };
        let is_trace = matches!(self.arrive, Some(Arrive::Trace(_)));
        let run = (self.run.is_none() && !is_trace).then_some("--run");
        users.into_iter().chain(run).collect()
    }

    /// Who comes.
    ///
    /// # Errors
    /// `Usage` where something is missing, or does not go together.
    pub fn demand(&self) -> Result<Demand> {
        let is_trace = matches!(self.arrive, Some(Arrive::Trace(_)));
        if is_trace && (self.run.is_some() || self.rhythm.is_some() || self.runs.is_some()) {
            return Err(wrong(
                "a trace says when each run starts and how long it takes",
                "Leave out run, every, think and runs.",
            ));
        }
        let run = match &self.run {
            Some(run) => run.clone(),
            None if is_trace => Spread::Constant(Duration::ZERO),
            None => {
                return Err(wrong("nobody says how long a run takes", "Say `--run 10s`, or `run: 10s` in the file."));
            }
        };
        let demand = Demand {
            arrivals: self.arrivals()?,
            begins: Duration::ZERO,
            run,
            rhythm: self.rhythm.clone().unwrap_or(Rhythm::Once),
            runs: self.runs,
            stay: self.stay,
            identifiers: self.identifiers.unwrap_or(Identifiers::User),
            one_at_a_time: self.one_at_a_time.unwrap_or(true),
            when_full: self.when_full.unwrap_or(WhenFull::GiveUp),
            lasts: self.lasts,
        };
        let ends = self.runs.is_some() || self.stay.is_some() || self.lasts.is_some();
        if demand.rhythm != Rhythm::Once && !ends {
            return Err(wrong(
                "users run again and again, and nobody says until when",
                "Say how long it lasts with `--for 2h`, or `--runs`, or `--stay`; in a file `for: 2h`.",
            ));
        }
        Ok(demand)
    }

    fn arrivals(&self) -> Result<Arrivals> {
        let users = || {
            let hint = "Say `--users 200`, or `users: 200` in the file.";
            self.users.ok_or_else(|| wrong("nobody says how many users come", hint))
        };
        Ok(match &self.arrive {
            None => Arrivals::Within { users: users()?, window: ARRIVE_WITHIN },
            Some(Arrive::Within(window)) => Arrivals::Within { users: users()?, window: *window },
            Some(Arrive::Ramp(window)) => Arrivals::Ramp { users: users()?, window: *window },
            Some(Arrive::Poisson(every)) => Arrivals::Poisson { users: self.poisson_users(*every)?, every: *every },
            Some(_) if self.users.is_some() => {
                let what = "steps and traces say themselves how many users come";
                return Err(wrong(what, "Leave out the number of users."));
            }
            Some(Arrive::Steps(steps)) => Arrivals::Steps(steps.clone()),
            Some(Arrive::Trace(visits)) => Arrivals::Trace(visits.clone()),
        })
    }

    /// As many as were said; else as many as come until the end.
    fn poisson_users(&self, every: Duration) -> Result<u64> {
        if let Some(users) = self.users {
            return Ok(users);
        }
        let Some(lasts) = self.lasts else {
            return Err(wrong("users come without end", "Say `--for 2h` or `--users 200`."));
        };
        let expected = lasts.as_secs_f64() / every.as_secs_f64();
        if expected > MOST_USERS as f64 {
            let what = format!("about {expected:.0} users come, and {MOST_USERS} is the most that is simulated");
            return Err(wrong(what, "Let them come less often, or for a shorter time."));
        }
        Ok(MOST_USERS)
    }
}

fn wrong(what: impl Into<String>, hint: &str) -> Error {
    Error::message(Kind::Usage, what.into()).hint(hint)
}
