//! What a user can do, one file for each verb; command line and interface both call these.
