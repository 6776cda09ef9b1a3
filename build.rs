//! Tells the program when it was built, in seconds since 1970: a clock that says less is in doubt. `SOURCE_DATE_EPOCH` decides for those
//! who build the same bytes twice.

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let asked = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo:rustc-env=TEMOIN_BUILT={}", asked.unwrap_or_else(now));
}
