//! What cpal reports, in our words.

use cpal::ErrorKind;

use crate::audio::meter::DeviceError;
use crate::domain::sanitize;
use crate::error::Error;
use crate::text;

/// Realtime-safe.
pub fn kind(error: &cpal::Error) -> DeviceError {
    match error.kind() {
        ErrorKind::DeviceBusy | ErrorKind::ResourceExhausted => DeviceError::Busy,
        ErrorKind::DeviceNotAvailable | ErrorKind::StreamInvalidated => DeviceError::Lost,
        ErrorKind::HostUnavailable => DeviceError::NoServer,
        ErrorKind::PermissionDenied => DeviceError::Denied,
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation | ErrorKind::InvalidInput => DeviceError::Unsupported,
        ErrorKind::Xrun | ErrorKind::RealtimeDenied => DeviceError::Overrun,
        ErrorKind::DeviceChanged => DeviceError::Changed,
        _ => DeviceError::Other,
    }
}

/// The sentence for a device that could not be opened or started; `id` as `temoin inputs` shows it.
pub fn refused(id: &str, cause: &cpal::Error) -> Error {
    let worded = match kind(cause) {
        DeviceError::Busy => Error::new(text!("sound-busy", id = id)).hint(text!("sound-hint-busy")),
        DeviceError::Lost => Error::new(text!("sound-lost", id = id)).hint(text!("sound-hint-inputs")),
        DeviceError::NoServer => Error::new(text!("sound-no-server", id = id)).hint(text!("sound-hint-server")),
        DeviceError::Denied => Error::new(text!("sound-denied", id = id)).hint(text!("sound-hint-denied")),
        DeviceError::Unsupported => Error::new(text!("sound-unsupported", id = id)).hint(text!("sound-hint-inputs")),
        _ => Error::new(text!("sound-refused", id = id)).hint(text!("sound-hint-inputs")),
    };
    because(worded, cause)
}

/// The sentence for an output that could not be opened or started.
pub fn output_refused(id: &str, cause: &cpal::Error) -> Error {
    let fault = Error::new(text!("sound-output-refused", id = id)).hint(text!("sound-hint-no-output"));
    because(fault, cause)
}

/// What cpal says of a kind of fault in general is said already, in our words; what the sound system adds of its own is kept.
fn because(fault: Error, cause: &cpal::Error) -> Error {
    let in_general = cpal::Error::from(cause.kind()).to_string();
    if cause.to_string() == in_general { fault } else { fault.because(said(cause)) }
}

/// What the sound system says of itself may hold names of devices, which others have written.
pub fn said(cause: &cpal::Error) -> String {
    sanitize(&cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_its_sentence_and_what_to_do() {
        let cases = [
            (ErrorKind::DeviceBusy, "is used by another program"),
            (ErrorKind::DeviceNotAvailable, "is not there any more"),
            (ErrorKind::HostUnavailable, "does not answer"),
            (ErrorKind::PermissionDenied, "refuses"),
            (ErrorKind::UnsupportedConfig, "cannot do what was asked"),
            (ErrorKind::BackendError, "could not be opened"),
        ];
        for (kind, expected) in cases {
            let error = refused("alsa:hw:0", &cpal::Error::with_message(kind, "so \u{1b}[2J")).to_string();
            assert!(error.contains("`alsa:hw:0`") && error.contains(expected), "{error}");
            assert!(error.contains("(so [2J)") && error.contains("\n  hint: "), "{error}");
        }
    }

    #[test]
    fn a_fault_that_the_sound_system_says_nothing_of_its_own_about_is_in_our_words_alone() {
        for kind in [ErrorKind::DeviceNotAvailable, ErrorKind::HostUnavailable, ErrorKind::BackendError] {
            let error = refused("alsa:hw:0", &kind.into());
            assert!(error.to_string().contains("`alsa:hw:0`") && error.cause().is_none(), "{error}");
            assert!(output_refused("alsa:hw:0", &kind.into()).cause().is_none());
        }
    }

    #[test]
    fn what_leaves_the_stream_running_is_not_final() {
        for kind in [ErrorKind::Xrun, ErrorKind::RealtimeDenied, ErrorKind::DeviceChanged] {
            assert!(!self::kind(&kind.into()).is_final());
        }
        for kind in [ErrorKind::DeviceNotAvailable, ErrorKind::StreamInvalidated, ErrorKind::Other] {
            assert!(self::kind(&kind.into()).is_final());
        }
    }
}
