//! Every file of a library: where it lies, how it is read, how it is written safely.
