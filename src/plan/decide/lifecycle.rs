//! The lifecycle: its type waits for sessions, which a change would end.

use super::Decision;
use crate::model::{Lifecycle, Mark};
use crate::plan::Direction;
use crate::schedule::OnDrift;

impl Decision<'_> {
    pub(super) fn lifecycle(&mut self) -> Option<Lifecycle> {
        let wanted = self.wish.settings.lifecycle;
        let Some(current) = self.pool.lifecycle else {
            let text = "Azure names a lifecycle that this version does not know; it is left as it is";
            self.find(Mark::Warning, text, None);
            return None;
        };
        if current == wanted {
            return Some(wanted);
        }
        if let Direction::Apply(drift) = self.wish.direction
            && !self.may_apply_lifecycle(current, drift)
        {
            return Some(current);
        }
        if current.same_type(&wanted) {
            // A drain lasts as long as the cooldown under which its sessions were used.
            let keeps_longer = self.wish.direction == Direction::Up || !self.withheld.is_empty();
            return Some(if keeps_longer && wanted.period() < current.period() { current } else { wanted });
        }
        if self.wish.has_others && !self.wish.force {
            let text = format!("the lifecycle stays {} while another claim holds", current.type_name());
            self.find(Mark::Note, text, Some("A change would end the sessions of both."));
            return Some(current);
        }
        // While a claim holds, its own sessions may be there, however long ago another one ended.
        let may_change = match self.pool.allocated() {
            _ if self.wish.force => true,
            Some(allocated) => allocated == 0,
            None => !self.wish.has_claims && self.is_drained(),
        };
        if !may_change {
            let why = match self.pool.allocated() {
                None if self.wish.has_claims => {
                    "Azure does not say whether sessions are allocated; --force ends them".to_owned()
                }
                _ => self.sessions_in_use(),
            };
            self.withheld.push(format!("the lifecycle stays {}: {why}", current.type_name()));
            self.drains |= !self.wish.has_claims && self.wish.direction != Direction::Up;
            return Some(current);
        }
        Some(wanted)
    }

    /// Whether a lifecycle that differs is ours to change, or only rises.
    fn may_apply_lifecycle(&mut self, current: Lifecycle, drift: OnDrift) -> bool {
        let wanted = self.wish.settings.lifecycle;
        let rises = current.same_type(&wanted) && current.period() < wanted.period();
        let stamped = self.stamp().and_then(|stamp| stamp.lifecycle);
        let is_ours = stamped == Some(current) || drift == OnDrift::Enforce;
        let is_new = stamped != Some(wanted);
        if self.doubt().is_some() && !rises {
            return false;
        }
        if is_ours || (rises && is_new) {
            return true;
        }
        let text = format!("the lifecycle is {current}, and not {wanted}: {}", self.who());
        self.find_left(drift, text, None);
        false
    }
}
