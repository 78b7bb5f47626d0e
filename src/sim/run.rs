//! One course: people and a pool, from the first who comes to the last who goes.

use super::Millis;
use super::draws::{Draw, Narrow, Stream, Wide, millis, stream};
use super::experiment::Experiment;
use super::people::{Comer, People};
use super::pool::{Answer, Outside, Pool, PoolEvent, Rules, SessionId, Start};
use super::queue::Queue;
use super::tally::{Levels, Tally};
use crate::model::{Demand, Identifiers, Lifecycle, Rhythm, WhenFull};
use std::collections::VecDeque;

/// What happens.
#[derive(Debug, Clone, Copy)]
enum Happens {
    /// The next user comes.
    Arrival,
    /// A user starts a run.
    Ask(u32),
    /// A run is over.
    Done(u32),
    /// A user who waits has had enough; with the number of the wait.
    Enough(u32, u32),
    /// Something of the pool.
    Pool(PoolEvent),
    /// The pool's scale has been changed, to that of a number.
    Changed(u32),
}

/// A user who is there.
#[derive(Debug)]
struct User {
    who: u64,
    rng: Narrow,
    /// Until when new runs are started.
    until: Millis,
    /// How many runs were asked for.
    runs: u32,
    asked: Millis,
    /// How long the run takes that was asked for.
    run: Millis,
    identifier: u64,
    session: Option<SessionId>,
    /// The number of the wait, where the user is in line. No two waits have the same.
    ticket: Option<u32>,
}

/// What the pool needs of the world: time, and how long starts take.
struct World {
    queue: Queue<Happens>,
    rng: Wide,
    cold: Draw,
    node: Draw,
    started: u64,
}

impl Outside for World {
    fn start_time(&mut self, needs_node: bool) -> Millis {
        self.started += 1;
        let cold = self.cold.from(&mut self.rng);
        if needs_node { cold + self.node.from(&mut self.rng) } else { cold }
    }

    fn later(&mut self, at: Millis, event: PoolEvent) {
        self.queue.push(at, Happens::Pool(event));
    }
}

/// Plays a course from a seed.
pub(super) fn play(experiment: &Experiment, seed: u64) -> Tally {
    let mut run = Run::of(experiment, seed);
    while let Some((at, what)) = run.next() {
        run.tally.pass(run.levels(), at);
        run.happens(at, what);
        run.serve_line(at);
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
    gone: Vec<u32>,
    /// Users that wait for room, with the number of the run they wait for.
    line: VecDeque<(u32, u32)>,
    /// How many waits there were.
    tickets: u32,
    /// Identifiers that nobody uses right now, where they are shared.
    identifiers: Vec<u64>,
    /// Until when each session is taken, by its place, where it serves one run after the other.
    taken: Vec<Millis>,
    draws: Draws,
    tally: Tally,
    /// Runs that were asked for and have not ended.
    runs: u64,
    /// Users who are there, and whether one is to come.
    present: u64,
    lasts: Option<Millis>,
    seed: u64,
    run_identifier: u64,
}

struct Draws {
    run: Draw,
    rhythm: Option<Draw>,
    found: Draw,
    warm: Draw,
    starts: Wide,
}

impl<'a> Run<'a> {
    fn of(experiment: &'a Experiment, seed: u64) -> Self {
        let (demand, times) = (&experiment.demand, &experiment.starts);
        let mut world = World {
            queue: Queue::new(),
            rng: stream(seed, Stream::Starts),
            cold: Draw::of(&times.cold),
            node: Draw::of(&times.node),
            started: 0,
        };
        let pool = Pool::warm(experiment.rules(&experiment.settings), 0);
        let operation = Draw::of(&times.operation);
        let (mut changes, mut free) = (Vec::new(), 0);
        for change in &experiment.changes {
            // One operation at a time: a change waits for the one before.
            let at = millis(change.at).max(free) + operation.from(&mut world.rng);
            free = at;
            world.queue.push(at, Happens::Changed(changes.len() as u32));
            changes.push(experiment.rules(&change.settings));
        }
        let rhythm = match &demand.rhythm {
            Rhythm::Once => None,
            Rhythm::Every(spread) | Rhythm::Think(spread) => Some(Draw::of(spread)),
        };
        let shared = if let Identifiers::Shared(count) = demand.identifiers { count } else { 0 };
        let mut run = Self {
            demand,
            changes,
            pool,
            people: People::of(&demand.arrivals, millis(demand.begins), stream(seed, Stream::Arrivals)),
            next_comer: None,
            users: Vec::new(),
            gone: Vec::new(),
            line: VecDeque::new(),
            tickets: 0,
            identifiers: (0..u64::from(shared)).rev().collect(),
            taken: Vec::new(),
            draws: Draws {
                run: Draw::of(&demand.run),
                rhythm,
                found: Draw::of(&times.found),
                warm: Draw::of(&times.warm),
                starts: stream(seed, Stream::Latencies),
            },
            world,
            tally: Tally::new(millis(experiment.measure_from)),
            runs: 0,
            present: 0,
            lasts: demand.lasts.map(millis),
            seed,
            run_identifier: 0,
        };
        run.invite();
        run
    }

    /// The next thing that happens; nothing when everybody is gone and the time is over.
    fn next(&mut self) -> Option<(Millis, Happens)> {
        let (at, what) = self.world.queue.pop()?;
        let is_over = self.present == 0 && self.lasts.is_none_or(|lasts| at > lasts);
        (!is_over).then_some((at, what))
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
            Happens::Done(user) => self.done(at, user),
            // Whoever had a session in time, or has gone since, is found out without looking through the line.
            Happens::Enough(user, ticket) if self.users[user as usize].ticket != Some(ticket) => {}
            Happens::Enough(user, ticket) => {
                if let Some(place) = self.line.iter().position(|(_, waiting)| *waiting == ticket) {
                    self.line.remove(place);
                    self.users[user as usize].ticket = None;
                    self.goes_without(at, user);
                }
            }
            Happens::Pool(event) => self.pool.follow(at, event, &mut self.world),
            Happens::Changed(number) => {
                let rules = self.changes[number as usize].clone();
                self.pool.change(at, rules, &mut self.world);
            }
        }
    }

    fn arrives(&mut self, at: Millis, comer: Comer) {
        let stays = self.demand.stay.map_or(Millis::MAX, |stay| at.saturating_add(millis(stay)));
        let user = User {
            who: comer.who,
            rng: stream(self.seed, Stream::User(self.tally.users)),
            until: stays.min(self.lasts.unwrap_or(Millis::MAX)),
            runs: 0,
            asked: at,
            run: 0,
            identifier: 0,
            session: None,
            ticket: None,
        };
        self.tally.users += 1;
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
        user.identifier = match self.demand.identifiers {
            Identifiers::User => user.who,
            Identifiers::Team(size) => user.who / u64::from(size.max(1)),
            Identifiers::Run => {
                self.run_identifier += 1;
                self.run_identifier
            }
            Identifiers::Shared(_) => 0,
        };
        self.runs += 1;
        // Whoever is new does not pass those who wait, unless there is a session already.
        let passes = self.line.is_empty() || self.pool.session(&user.identifier).is_some();
        if passes && self.is_served(at, place) {
            return;
        }
        match self.demand.when_full {
            // For an identifier that is free everybody waits; who gives up does so where the pool is full.
            WhenFull::GiveUp if self.waits_for_identifier() => {
                self.waits_in_line(place);
            }
            WhenFull::GiveUp => self.goes_without(at, place),
            WhenFull::Wait(patience) => {
                let number = self.waits_in_line(place);
                if let Some(patience) = patience {
                    self.world.queue.push(at.saturating_add(millis(patience)), Happens::Enough(place, number));
                }
            }
        }
    }

    fn waits_in_line(&mut self, place: u32) -> u32 {
        let user = &mut self.users[place as usize];
        self.tickets = self.tickets.wrapping_add(1);
        user.ticket = Some(self.tickets);
        self.line.push_back((place, self.tickets));
        self.tickets
    }

    /// Whether identifiers are shared and none is free.
    fn waits_for_identifier(&self) -> bool {
        matches!(self.demand.identifiers, Identifiers::Shared(_)) && self.identifiers.is_empty()
    }

    /// Those in line are served as long as there is room.
    fn serve_line(&mut self, at: Millis) {
        while let Some((user, _)) = self.line.front().copied() {
            let is_served = self.is_served(at, user);
            let gives_up = !is_served && self.demand.when_full == WhenFull::GiveUp && !self.waits_for_identifier();
            if !is_served && !gives_up {
                return;
            }
            self.line.pop_front();
            self.users[user as usize].ticket = None;
            if gives_up {
                self.goes_without(at, user);
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
            Start::Found => from + draws.found.from(&mut draws.starts),
            Start::Warm => from + draws.warm.from(&mut draws.starts),
            Start::Cold => from,
        };
        if self.demand.one_at_a_time {
            if self.taken.len() <= session.place() {
                self.taken.resize(session.place() + 1, 0);
            }
            let taken = &mut self.taken[session.place()];
            if start == Start::Found {
                begins = begins.max(*taken);
            }
            *taken = begins + user.run;
        }
        user.session = Some(session);
        self.tally.runs(user.asked, begins, start);
        self.world.queue.push(begins + user.run, Happens::Done(place));
        true
    }

    fn done(&mut self, at: Millis, place: u32) {
        let user = &mut self.users[place as usize];
        let asked = user.asked;
        let was_there = user.session.is_some_and(|session| match self.pool.rules().lifecycle {
            Lifecycle::Timed { .. } => self.pool.release(at, session, &mut self.world),
            Lifecycle::OnContainerExit { .. } => self.pool.exit(at, session, &mut self.world),
        });
        if let Identifiers::Shared(_) = self.demand.identifiers {
            self.identifiers.push(user.identifier);
        }
        self.tally.done(asked, at, !was_there);
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
        match next.filter(|next| *next < user.until) {
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
        while let Some((place, _)) = self.line.pop_front() {
            self.tally.refused(self.users[place as usize].asked, end);
        }
        self.tally.started = self.world.started;
        self.tally.started_hours = self.pool.started_hours(end);
        self.tally
    }
}

#[cfg(test)]
mod tests;
