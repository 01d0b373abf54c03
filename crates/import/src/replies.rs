//! Which earlier record an answer points to.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// How many records back an answer is looked for.
const REACH: usize = 1_000_000;

/// The numbers of the records that an answer may point to, by their ids in the exhibit.
pub(crate) struct Seen<Id> {
    next: u32,
    by_id: HashMap<Id, u32>,
    order: VecDeque<Id>,
}

impl<Id> Default for Seen<Id> {
    fn default() -> Self {
        Self { next: 0, by_id: HashMap::new(), order: VecDeque::new() }
    }
}

impl<Id: Clone + Eq + Hash> Seen<Id> {
    /// Count one record that was given away, whatever its kind.
    pub(crate) fn add(&mut self, id: Option<Id>) {
        if let Some(id) = id {
            self.by_id.insert(id.clone(), self.next);
            self.order.push_back(id);
            if self.order.len() > REACH {
                self.order.pop_front().map(|id| self.by_id.remove(&id));
            }
        }
        self.next += 1;
    }

    /// The number of the record with this id.
    pub(crate) fn find(&self, id: &Id) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// Forget all ids, not the count: another chat begins.
    pub(crate) fn forget(&mut self) {
        self.by_id.clear();
        self.order.clear();
    }
}
