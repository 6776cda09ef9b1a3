//! Tells the program when it was built, in seconds since 1970: a clock that says less is in doubt. `SOURCE_DATE_EPOCH` decides for those
//! who build the same bytes twice.
//!
//! On Linux the program is linked to a fixed address. The tables of the time zones hold 39,000 addresses, which the loader would otherwise
//! write anew at each start, page by page: more than half of what a short call such as `temoin mark` takes until it begins. Libraries,
//! heap and stack lie at random addresses all the same.

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let asked = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo:rustc-env=TEMOIN_BUILT={}", asked.unwrap_or_else(now));
    let is = |key: &str, value: &str| std::env::var(key).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
