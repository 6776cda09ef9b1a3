//! The words of the trade as plain types. Nothing here touches disk, device, terminal, environment or clock.

mod ids;
mod joined;
mod length;
mod marker;
mod moment;
mod nearest;
mod off_record;
mod palette;
mod person;
mod sanitize;
mod series;
mod session;
mod spoken;
mod take;
mod units;
mod veil;

pub use ids::{OccurrenceId, Slug, new_ulid, ulid_time, whole_minute};
pub use joined::{JOINED, placed};
pub use length::{iso_duration, parse_iso_duration};
pub use marker::{AGO_MAX, Made, Marker, MarkerId, QuestionState, without};
pub use moment::{Position, parse_duration, parse_moment, timestamp};
pub use nearest::nearest;
pub use off_record::OffRecord;
pub use palette::{Bilingual, HOLE, Kind, MASK_SECONDS, Palette, RESERVED_KINDS, Theme};
pub use person::{Consent, Lack, Person, Role};
pub use sanitize::sanitize;
pub use series::{Chain, Change, ChangeTo, MOST_MINUTES, OnClosed, Place, Roles, Rota, Series, Skip, Source, Step, Turn};
pub use session::{After, ClosedDays, LibrarySettings, Session};
pub use spoken::{
    SpokenDate, folded, month_called, parse_date, parse_date_and_time, parse_date_and_time_behind, parse_time, spoken_date,
    weekday_called,
};
pub use take::{
    Bits, Channel, Gap, GapReason, Loudness, Part, Take, TakeId, UNFINISHED_PREFIX, UNFINISHED_SUFFIX, common_gaps, journal_path,
    part_file_name,
};
pub use units::{Dbfs, Frames, Hertz};
pub use veil::Veil;
