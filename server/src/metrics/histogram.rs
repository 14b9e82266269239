//! Durations, sorted into buckets.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Durations sorted into `N` buckets by their upper bounds in seconds, and one for all that took longer. Writing is a few
/// atomic additions.
#[derive(Debug)]
pub struct Histogram<const N: usize> {
    bounds: [f64; N],
    counts: [AtomicU64; N],
    longer: AtomicU64,
    micros: AtomicU64,
}

impl<const N: usize> Histogram<N> {
    /// Without any so far. Bounds rise.
    pub const fn new(bounds: [f64; N]) -> Self {
        let counts = [const { AtomicU64::new(0) }; N];
        Self { bounds, counts, longer: AtomicU64::new(0), micros: AtomicU64::new(0) }
    }

    /// Adds one.
    pub fn observe(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = self.bounds.iter().position(|bound| seconds <= *bound);
        bucket.map_or(&self.longer, |index| &self.counts[index]).fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The sum in seconds, how many, and how many of them in each bucket with its bound.
    pub(super) fn read(&self) -> (f64, u64, Vec<(f64, u64)>) {
        let counts = self.counts.iter().chain([&self.longer]).map(|count| count.load(Ordering::Relaxed));
        let bounds = self.bounds.iter().copied().chain([f64::MAX]);
        let buckets: Vec<(f64, u64)> = bounds.zip(counts).collect();
        let all = buckets.iter().map(|(_, count)| count).sum();
        (Duration::from_micros(self.micros.load(Ordering::Relaxed)).as_secs_f64(), all, buckets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_go_to_the_first_bucket_that_holds_them() {
        let histogram = Histogram::new([0.01, 0.1]);
        for millis in [5, 10, 50, 2_000] {
            histogram.observe(Duration::from_millis(millis));
        }
        let (sum, count, buckets) = histogram.read();
        assert_eq!((count, buckets), (4, vec![(0.01, 2), (0.1, 1), (f64::MAX, 1)]));
        assert!((sum - 2.065).abs() < 1e-9, "{sum}");
    }
}
