//! A message bus of a test's own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::Home;

/// Whoever is on it may own any name and hear everything. It ends with the test.
pub struct Bus {
    daemon: Child,
    pub address: String,
}

impl Bus {
    pub fn start(home: &Home) -> Bus {
        let address = format!("unix:path={}", home.path().join("bus").display());
        let policy = "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>";
        let config = format!(
            "<busconfig><type>session</type><listen>{address}</listen><policy context='default'>{policy}</policy></busconfig>"
        );
        let config = home.write("bus.conf", &config);
        let mut daemon = Command::new("dbus-daemon");
        daemon.arg("--config-file").arg(config).args(["--nofork", "--print-address=1"]);
        daemon.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = daemon.spawn().expect("dbus-daemon is installed: `make setup`");
        let mut lines = BufReader::new(daemon.stdout.take().expect("a pipe")).lines();
        lines.next().expect("it says where it listens").expect("UTF-8");
        Bus { daemon, address }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.daemon.kill().and_then(|()| self.daemon.wait()).expect("it is ours");
    }
}
