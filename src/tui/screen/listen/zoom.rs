//! How much of the take the second waveform shows.

/// Seconds, from near to far.
const LADDER: [f64; 5] = [5.0, 15.0, 60.0, 300.0, 1200.0];

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom(usize);

impl Default for Zoom {
    fn default() -> Zoom {
        Zoom(2)
    }
}

impl Zoom {
    pub fn seconds(self) -> f64 {
        LADDER[self.0]
    }

    /// What the key does: a minute, nearer, further, and a minute again.
    pub fn turned(self) -> Zoom {
        match self.0 {
            2 => Zoom(1),
            1 => Zoom(3),
            _ => Zoom::default(),
        }
    }

    pub fn nearer(self) -> Zoom {
        Zoom(self.0.saturating_sub(1))
    }

    pub fn further(self) -> Zoom {
        Zoom((self.0 + 1).min(LADDER.len() - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_comes_back_to_a_minute_from_everywhere() {
        let seconds = |zoom: Zoom| zoom.seconds();
        let turns = std::iter::successors(Some(Zoom::default()), |zoom| Some(zoom.turned()));
        assert_eq!(turns.take(4).map(seconds).collect::<Vec<_>>(), [60.0, 15.0, 300.0, 60.0]);
        assert_eq!([Zoom(0), Zoom(4)].map(|zoom| seconds(zoom.turned())), [60.0, 60.0]);
        assert_eq!([Zoom(0).nearer(), Zoom(4).further()].map(seconds), [5.0, 1200.0]);
    }
}
