//! Whether a message bus is one of this machine: nothing here speaks over a network.

/// Whether `address` (`$DBUS_…_BUS_ADDRESS`; absent: the usual socket) names only sockets of this machine. Another machine's bus, or one
/// that a program would have to be started for, is not asked.
pub fn is_local(address: Option<&str>) -> bool {
    address.is_none_or(|address| address.split(';').all(|one| one.starts_with("unix:")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_socket_of_this_machine_is_asked() {
        assert!(is_local(None) && is_local(Some("unix:path=/run/user/1000/bus,guid=0")));
        for address in ["tcp:host=example.org,port=1", "unix:path=/x;tcp:host=x,port=1", "unixexec:path=ssh", ""] {
            assert!(!is_local(Some(address)), "{address}");
        }
    }
}
