//! Items worked on side by side, their results in order.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// Most items worked on at once: each holds a transcript in memory.
const WORKERS_MAX: usize = 4;

/// Results of one item that wait for those of the items before; then its worker waits.
const RESULTS_WAITING: usize = 2;

/// Where a worker puts the results of one item; `false` where nobody takes them any more.
pub(crate) type Give<'a, R> = &'a mut dyn FnMut(R) -> bool;

/// Work on `items` with as many threads as the machine has cores, and give each result to `take`, in the order of the items and, of one item, in
/// the order of its results. `front` is the place of the item whose results are next; `work` gets the place of its item. An error of `take` ends the work: what has begun is finished and dropped.
///
/// At most twice as many items as threads are begun and not yet taken, each with a bounded number of results.
pub(crate) fn abreast<T: Send, R: Send, E>(
    items: impl Iterator<Item = T>,
    front: &AtomicUsize,
    work: impl Fn(usize, T, Give<'_, R>) + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = available_parallelism().map_or(1, NonZero::get).min(WORKERS_MAX);
    scope(|scope| {
        let (begin, queue) = sync_channel::<(usize, T, SyncSender<R>)>(threads);
        let (queue, work) = (Arc::new(Mutex::new(queue)), &work);
        for _ in 0..threads {
            let queue = Arc::clone(&queue);
            scope.spawn(move || {
                while let Some((place, item, results)) = next(&queue) {
                    work(place, item, &mut |result| results.send(result).is_ok());
                }
            });
        }
        drop(queue);
        let mut begun: VecDeque<(usize, Receiver<R>)> = VecDeque::new();
        let mut items = items.enumerate();
        loop {
            while begun.len() < threads * 2 {
                let Some((place, item)) = items.next() else { break };
                let (results, of_item) = sync_channel(RESULTS_WAITING);
                if begin.send((place, item, results)).is_err() {
                    break;
                }
                begun.push_back((place, of_item));
            }
            let Some((place, of_item)) = begun.pop_front() else { return Ok(()) };
            front.store(place, Ordering::Relaxed);
            for result in of_item {
                take(result)?;
            }
        }
    })
}

/// The next item. The lock is held while a thread waits for one: the others wait for the same.
fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_however_long_each_takes() {
        let work = |place: usize, item: u64, give: Give<'_, u64>| {
            std::thread::sleep(Duration::from_millis(if place.is_multiple_of(3) { 4 } else { 0 }));
            (0..item % 5).all(|part| give(item * 10 + part));
        };
        let mut taken = Vec::new();
        abreast(0..40_u64, &AtomicUsize::new(0), work, |result| {
            taken.push(result);
            Ok::<_, ()>(())
        })
        .unwrap();
        let one_by_one: Vec<u64> = (0..40).flat_map(|item| (0..item % 5).map(move |part| item * 10 + part)).collect();
        assert_eq!(taken, one_by_one);
    }

    #[test]
    fn a_slow_item_holds_back_those_that_are_far_behind_it() {
        let begun = AtomicUsize::new(0);
        let work = |place: usize, _: usize, give: Give<'_, usize>| {
            begun.fetch_add(1, Ordering::SeqCst);
            if place == 0 {
                std::thread::sleep(Duration::from_millis(50));
                give(begun.load(Ordering::SeqCst));
            }
        };
        let mut ahead = 0;
        abreast(0..1000, &AtomicUsize::new(0), work, |result| {
            ahead = result;
            Ok::<_, ()>(())
        })
        .unwrap();
        assert!((1..=2 * WORKERS_MAX).contains(&ahead), "{ahead}");
    }

    #[test]
    fn an_error_ends_the_work() {
        let work = |place: usize, _: usize, give: Give<'_, usize>| {
            give(place);
        };
        let taken = abreast(0.., &AtomicUsize::new(0), work, |place| if place < 5 { Ok(()) } else { Err(place) });
        assert_eq!(taken, Err(5));
    }
}
