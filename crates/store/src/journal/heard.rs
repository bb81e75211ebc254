//! Who waits to hear that a batch is durable. Batches are numbered as they are taken, become durable
//! in that order, and when some are lost, they are the last.

use std::collections::VecDeque;
use tokio::sync::oneshot;

/// Those who wait.
#[derive(Default)]
pub(super) struct Heard {
    taken: usize,
    durable: usize,
    waiting: VecDeque<(usize, oneshot::Sender<()>)>,
}

impl Heard {
    /// A batch was taken; somebody may wait for it.
    pub fn taken(&mut self, heard: Option<oneshot::Sender<()>>) {
        self.taken += 1;
        self.waiting.extend(heard.map(|heard| (self.taken, heard)));
    }

    /// So many further batches are durable.
    pub fn durable(&mut self, count: usize) {
        self.durable += count;
        let durable = self.durable;
        while let Some((_, heard)) = self.waiting.pop_front_if(|(number, _)| *number <= durable) {
            // Who waited may have gone meanwhile.
            heard.send(()).ok();
        }
    }

    /// So many of the batches taken last are lost: nobody is told anything of them.
    pub fn lost(&mut self, count: usize) {
        self.taken -= count.min(self.taken);
        while self.waiting.back().is_some_and(|(number, _)| *number > self.taken) {
            self.waiting.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot::error::TryRecvError;

    #[test]
    fn each_is_told_of_the_own_batch_and_of_no_other() {
        let mut heard = Heard::default();
        let take = |heard: &mut Heard| {
            let (told, waits) = oneshot::channel();
            heard.taken(Some(told));
            waits
        };
        let mut first = take(&mut heard);
        heard.taken(None);
        let (mut third, mut fourth) = (take(&mut heard), take(&mut heard));
        heard.durable(2);
        assert_eq!((first.try_recv(), third.try_recv()), (Ok(()), Err(TryRecvError::Empty)));
        // The fourth is lost, and its number given again.
        heard.lost(1);
        assert_eq!(fourth.try_recv(), Err(TryRecvError::Closed));
        let mut again = take(&mut heard);
        heard.durable(1);
        assert_eq!((third.try_recv(), again.try_recv()), (Ok(()), Err(TryRecvError::Empty)));
        heard.durable(1);
        assert_eq!(again.try_recv(), Ok(()));
    }
}
