//! One course: people and a pool, from the first who comes to the last who goes.

use super::Millis;
use super::draws::{Narrow, Stream, millis, stream};
use super::experiment::Experiment;
use super::guests::Guests;
use super::line::Line;
use super::people::{Comer, People};
use super::pool::{Answer, Pool, Rules, SessionId, Start};
use super::tally::{Levels, Tally};
use super::world::{Draws, Happens, World};
use crate::model::{Arrivals, Demand, Identifiers, Lifecycle, Rhythm, WhenFull};
use rustc_hash::FxHashSet;

/// A user who is there: one line of the cache, since with many users that is what an event waits for.
#[derive(Debug)]
#[repr(align(64))]
struct User {
    rng: Narrow,
    /// How many runs were asked for.
    runs: u32,
    asked: Millis,
    /// How long the run takes that was asked for.
    run: Millis,
    identifier: u64,
    /// The session that the user is in, or was in last.
    session: Option<SessionId>,
    /// The number of the visit to it; 0 where the user is in none. No two visits have the same.
    visit: u32,
    /// When the run begins there, and how it came to that.
    begins: Millis,
    start: Start,
}

const _: () = assert!(size_of::<User>() == 64, "a user is one line of the cache");

/// Plays a course from a seed.
pub(super) fn play(experiment: &Experiment, seed: u64) -> Tally {
    let mut run = Run::of(experiment, seed);
    while let Some((at, what)) = run.next() {
        run.tally.pass(run.levels(), at);
        run.step(at, what);
    }
    run.over()
}

struct Run<'a> {
    demand: &'a Demand,
    changes: Vec<Rules>,
    pool: Pool<u64>,
    world: World,
    people: People,
    next_comer: Option<Comer>,
    users: Vec<User>,
    /// Until when each user starts new runs, where users stay for a time.
    stays: Vec<Millis>,
    gone: Vec<u32>,
    /// Users that wait for room.
    line: Line,
    guests: Guests,
    /// How many visits to sessions there were.
    visits: u32,
    /// Identifiers that nobody uses right now, where they are shared.
    identifiers: Vec<u64>,
    /// Until when each session is taken, by its place, where it serves one run after the other and several users may
    /// be in it: one user alone asks for nothing before the last run is over.
    taken: Option<Vec<Millis>>,
    draws: Draws,
    tally: Tally,
    /// Runs that were asked for and have not ended.
    runs: u64,
    /// Users who are there, and whether one is to come.
    present: u64,
    /// How many came. In a trace each visit comes by itself, and those who were seen before are not counted again.
    came: u64,
    seen: Option<FxHashSet<u64>>,
    lasts: Option<Millis>,
    seed: u64,
    run_identifier: u64,
}

impl<'a> Run<'a> {
    fn of(experiment: &'a Experiment, seed: u64) -> Self {
        let (demand, times) = (&experiment.demand, &experiment.starts);
        let mut world = World::of(times, seed);
        let changes = world.plan(experiment);
        let shared = if let Identifiers::Shared(count) = demand.identifiers { count } else { 0 };
        let is_trace = matches!(demand.arrivals, Arrivals::Trace(_));
        let has_mates = match demand.identifiers {
            Identifiers::Team(_) => true,
            Identifiers::User => is_trace,
            Identifiers::Run | Identifiers::Shared(_) => false,
        };
        let mut run = Self {
            demand,
            changes,
            pool: Pool::warm(experiment.rules(&experiment.settings), 0),
            people: People::of(&demand.arrivals, millis(demand.begins), stream(seed, Stream::Arrivals)),
            next_comer: None,
            users: Vec::new(),
            stays: Vec::new(),
            gone: Vec::new(),
            line: Line::new(has_mates),
            guests: Guests::new(has_mates),
            visits: 0,
            identifiers: (0..u64::from(shared)).rev().collect(),
            taken: (has_mates && demand.one_at_a_time).then(Vec::new),
            draws: Draws::of(demand, times, seed),
            world,
            tally: Tally::new(millis(experiment.measure_from)),
            runs: 0,
            present: 0,
            came: 0,
            seen: is_trace.then(FxHashSet::default),
            lasts: demand.lasts.map(millis),
            seed,
            run_identifier: 0,
        };
        run.invite();
        run
    }

    /// The next thing that happens; nothing when everybody is gone and the time is over.
    fn next(&mut self) -> Option<(Millis, Happens)> {
        let (users, pool) = (&self.users, &self.pool);
        // What an event reads first is read when it comes near: by itself each would wait for memory.
        let (at, what) = self.world.queue.pop(|what| {
            if let Happens::Ask(user) | Happens::Done(user, _) = what
                && let Some(session) = users[*user as usize].session
            {
                pool.touch(session);
            }
        })?;
        let is_over = self.present == 0 && self.lasts.is_none_or(|lasts| at > lasts);
        (!is_over).then_some((at, what))
    }

    /// Something happens, and what follows from it at once.
    fn step(&mut self, at: Millis, what: Happens) {
        self.happens(at, what);
        if !self.world.ended.is_empty() {
            self.cut_off(at);
        }
        self.serve_line(at);
    }

    fn levels(&self) -> Levels {
        let (pool, waiting) = (&self.pool, self.line.len());
        Levels::of(pool.counts(), pool.nodes(), waiting, self.runs, !pool.has_room())
    }

    /// Has the next user come in time. Whoever would come after the end does not.
    fn invite(&mut self) {
        let next = self.people.next();
        match next.filter(|comer| self.lasts.is_none_or(|lasts| comer.at < lasts)) {
            Some(comer) => {
                self.present += 1;
                self.world.queue.push(comer.at, Happens::Arrival);
                self.next_comer = Some(comer);
            }
            None => self.people = People::nobody(),
        }
    }

    fn happens(&mut self, at: Millis, what: Happens) {
        match what {
            Happens::Arrival => {
                if let Some(comer) = self.next_comer.take() {
                    self.arrives(at, comer);
                }
            }
            Happens::Ask(user) => self.asks(at, user, None),
            Happens::Done(user, visit) if self.users[user as usize].visit == visit => self.done(at, user),
            Happens::Enough(user, ticket) if self.line.is_in(user, ticket) => {
                self.leaves_line(user);
                self.goes_without(at, user);
            }
            // The run was cut off, or the user has been served since.
            Happens::Done(..) | Happens::Enough(..) => {}
            Happens::Pool(event) => self.pool.follow(at, event, &mut self.world),
            Happens::Changed(number) => {
                let rules = self.changes[number as usize].clone();
                self.pool.change(at, rules, &mut self.world);
            }
        }
    }

    fn arrives(&mut self, at: Millis, comer: Comer) {
        let user = User {
            rng: stream(self.seed, Stream::User(self.came)),
            runs: 0,
            asked: at,
            run: 0,
            identifier: match self.demand.identifiers {
                Identifiers::User => comer.who,
                Identifiers::Team(size) => comer.who / u64::from(size.max(1)),
                // Each run has one of its own, or one that is free.
                Identifiers::Run | Identifiers::Shared(_) => 0,
            },
            session: None,
            visit: 0,
            begins: at,
            start: Start::Found,
        };
        self.came += 1;
        self.tally.users += u64::from(self.seen.as_mut().is_none_or(|seen| seen.insert(comer.who)));
        let place = match self.gone.pop() {
            Some(place) => {
                self.users[place as usize] = user;
                place
            }
            None => {
                self.users.push(user);
                (self.users.len() - 1) as u32
            }
        };
        if let Some(stay) = self.demand.stay {
            self.stays.resize(self.users.len(), 0);
            self.stays[place as usize] = at.saturating_add(millis(stay));
        }
        self.invite();
        self.asks(at, place, comer.run);
    }

    /// A user starts a run; how long it takes is drawn before anybody knows what becomes of it.
    fn asks(&mut self, at: Millis, place: u32, run: Option<Millis>) {
        let user = &mut self.users[place as usize];
        user.run = match run {
            Some(run) => run,
            None => self.draws.run.from(&mut user.rng),
        };
        (user.asked, user.runs) = (at, user.runs + 1);
        match self.demand.identifiers {
            Identifiers::User | Identifiers::Team(_) => {}
            Identifiers::Run => {
                self.run_identifier += 1;
                user.identifier = self.run_identifier;
            }
            Identifiers::Shared(_) => user.identifier = 0,
        }
        self.runs += 1;
        self.asks_pool(at, place);
    }

    /// A run asks the pool for a session, for the first time or because the one that it was to have has ended.
    fn asks_pool(&mut self, at: Millis, place: u32) {
        let identifier = self.users[place as usize].identifier;
        // Whoever is new does not pass those who wait, unless there is a session already.
        let passes = self.line.is_empty() || self.pool.session(&identifier).is_some();
        if passes && self.is_served(at, place) {
            return;
        }
        match self.demand.when_full {
            // For an identifier that is free everybody waits; who gives up does so where the pool is full.
            WhenFull::GiveUp if self.waits_for_identifier() => {
                self.line.join(place, identifier);
            }
            WhenFull::GiveUp => self.goes_without(at, place),
            WhenFull::Wait(patience) => {
                let number = self.line.join(place, identifier);
                if let Some(patience) = patience {
                    self.world.queue.push(at.saturating_add(millis(patience)), Happens::Enough(place, number));
                }
            }
        }
    }

    fn leaves_line(&mut self, place: u32) {
        self.line.leave(place, self.users[place as usize].identifier);
    }

    /// Whether identifiers are shared and none is free.
    fn waits_for_identifier(&self) -> bool {
        matches!(self.demand.identifiers, Identifiers::Shared(_)) && self.identifiers.is_empty()
    }

    /// Those in line are served as long as there is room.
    fn serve_line(&mut self, at: Millis) {
        while let Some(user) = self.line.first() {
            let identifier = self.users[user as usize].identifier;
            if self.is_served(at, user) {
                self.line.leave(user, identifier);
                // Mates wait no longer for room: the session that there is now is theirs too.
                for mate in self.line.mates(identifier) {
                    if self.is_served(at, mate) {
                        self.leaves_line(mate);
                    }
                }
            } else if self.demand.when_full == WhenFull::GiveUp && !self.waits_for_identifier() {
                self.leaves_line(user);
                self.goes_without(at, user);
            } else {
                return;
            }
        }
    }

    fn is_served(&mut self, at: Millis, place: u32) -> bool {
        let is_shared = matches!(self.demand.identifiers, Identifiers::Shared(_));
        let user = &mut self.users[place as usize];
        if is_shared {
            let Some(identifier) = self.identifiers.last() else { return false };
            user.identifier = *identifier;
        }
        let answer = self.pool.request_again(at, (&user.identifier, user.session), &mut self.world);
        let Answer::Given { session, start, from } = answer else { return false };
        if is_shared {
            self.identifiers.pop();
        }
        let draws = &mut self.draws;
        let mut begins = match start {
            Start::Found => from.saturating_add(draws.found.from(&mut draws.starts)),
            Start::Warm => from.saturating_add(draws.warm.from(&mut draws.starts)),
            Start::Cold => from,
        };
        if let Some(taken) = &mut self.taken {
            if taken.len() <= session.place() {
                taken.resize(session.place() + 1, 0);
            }
            let taken = &mut taken[session.place()];
            if start == Start::Found {
                begins = begins.max(*taken);
            }
            *taken = begins.saturating_add(user.run);
        }
        let ends = begins.saturating_add(user.run);
        // Whether it ran is counted when it has: its session may end before it begins.
        self.visits = self.visits.wrapping_add(1).max(1);
        (user.session, user.visit, user.begins, user.start) = (Some(session), self.visits, begins, start);
        self.guests.come(session, place);
        self.world.queue.push(ends, Happens::Done(place, self.visits));
        true
    }

    fn done(&mut self, at: Millis, place: u32) {
        if let Some(session) = self.users[place as usize].session {
            self.guests.go(session, place);
            match self.pool.rules().lifecycle {
                Lifecycle::Timed { .. } => self.pool.release(at, session, &mut self.world),
                Lifecycle::OnContainerExit { .. } => self.pool.exit(at, session, &mut self.world),
            };
        }
        self.leaves_session(place);
        self.has_run(at, place, false);
    }

    /// Sessions have ended with people in them. A run that had begun has run, and was cut off: its user goes on as
    /// after any other; so does whoever has a warm session that ends before it answers, for another would not answer
    /// sooner. A run that had not begun was never served, and asks the pool again, behind whoever waits there already;
    /// its wait goes on, and only its patience begins anew.
    fn cut_off(&mut self, at: Millis) {
        let mut asks_again = Vec::new();
        for session in std::mem::take(&mut self.world.ended) {
            for place in self.guests.all_go(session) {
                self.leaves_session(place);
                let user = &self.users[place as usize];
                let is_over = user.begins.saturating_add(user.run) <= at;
                if is_over || user.begins < at || user.start == Start::Warm {
                    self.has_run(at, place, !is_over);
                } else {
                    asks_again.push(place);
                }
            }
        }
        for place in asks_again {
            self.asks_pool(at, place);
        }
    }

    fn leaves_session(&mut self, place: u32) {
        let user = &mut self.users[place as usize];
        user.visit = 0;
        if let Identifiers::Shared(_) = self.demand.identifiers {
            self.identifiers.push(user.identifier);
        }
    }

    fn has_run(&mut self, at: Millis, place: u32, was_cut: bool) {
        let user = &self.users[place as usize];
        self.tally.runs(user.asked, user.begins.min(at), user.start);
        self.tally.done(user.asked, at, was_cut);
        self.goes_on(at, place);
    }

    fn goes_without(&mut self, at: Millis, place: u32) {
        self.tally.refused(self.users[place as usize].asked, at);
        self.goes_on(at, place);
    }

    /// On to the next run, or home.
    fn goes_on(&mut self, at: Millis, place: u32) {
        self.runs -= 1;
        let user = &mut self.users[place as usize];
        let is_last = self.demand.runs.is_some_and(|most| user.runs >= most);
        let next = self.draws.rhythm.as_ref().filter(|_| !is_last).map(|rhythm| {
            let time = rhythm.from(&mut user.rng);
            match self.demand.rhythm {
                Rhythm::Every(_) => user.asked.saturating_add(time).max(at),
                _ => at.saturating_add(time),
            }
        });
        let stays = self.stays.get(place as usize).copied();
        let until = stays.into_iter().chain(self.lasts).min();
        match next.filter(|next| until.is_none_or(|until| *next < until)) {
            Some(next) => self.world.queue.push(next, Happens::Ask(place)),
            None => {
                self.gone.push(place);
                self.present -= 1;
            }
        }
    }

    /// Whoever still waits when nothing can happen any more is never served.
    fn over(mut self) -> Tally {
        let end = self.tally.course.until.max(self.lasts.unwrap_or(0));
        self.tally.pass(self.levels(), end);
        while let Some(place) = self.line.first() {
            self.leaves_line(place);
            self.tally.refused(self.users[place as usize].asked, end);
        }
        self.tally.started = self.world.started;
        self.tally.started_hours = self.pool.started_hours(end);
        self.tally
    }
}

#[cfg(test)]
mod tests;
