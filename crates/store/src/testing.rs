//! A private PostgreSQL for tests: made in a temporary folder, reached over a socket in it, gone when
//! dropped, also when the test process dies without a word.

use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian's packages put the programs; the newest version wins.
const HOMES: &str = "/usr/lib/postgresql";
/// Set to any value, it waives the tests that need PostgreSQL.
const WAIVER: &str = "HELIOTROPE_WITHOUT_POSTGRES";
/// How long the server may take to accept connections, on a machine with much else to do.
const START: Duration = Duration::from_secs(60);
/// The owner of databases made here.
const USER: &str = "heliotrope";

/// What every place where master keys are kept promises.
///
/// # Panics
/// When it does not.
pub async fn key_service_keeps_its_promises(keys: &dyn crate::sealed::KeyService) {
    let none = keys.key(1).await.expect("it can be asked");
    assert!(none.is_none(), "there is a key that nobody made");
    let first = keys.make(1).await.expect("it makes keys");
    let second = keys.make(2).await.expect("it makes later versions");
    assert_ne!(first.to_hex(), second.to_hex(), "two versions are one");
    for (version, made) in [(1, first), (2, second)] {
        let found = keys.key(version).await.expect("it can be asked").expect("what was made is there");
        assert_eq!(found.to_hex(), made.to_hex(), "version {version} is another one when it is asked for");
        let again = keys.make(version).await.expect("making again is no error");
        assert_eq!(again.to_hex(), made.to_hex(), "version {version} was overwritten");
    }
    assert!(keys.key(3).await.expect("it can be asked").is_none());
}

/// A server of one's own.
pub struct Postgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
    /// Whom the server runs as: it refuses to run as root.
    account: Option<Account>,
    server: Option<Child>,
}

#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Postgres {
    /// Makes and starts a server. None when `HELIOTROPE_WITHOUT_POSTGRES` waives it.
    ///
    /// # Panics
    /// With a sentence that says what to install, when there is no PostgreSQL on this machine.
    pub fn start() -> Option<Postgres> {
        if std::env::var_os(WAIVER).is_some() {
            return None;
        }
        let programs = programs().unwrap_or_else(|| {
            panic!("PostgreSQL is not installed: install the package `postgresql`, or set {WAIVER}=1 to do without")
        });
        let folder = tempfile::Builder::new().prefix("pg").tempdir().expect("a temporary folder can be made");
        let account = rustix::process::geteuid().is_root().then(server_account);
        if let Some(account) = account {
            chown(folder.path(), Some(account.user), Some(account.group))
                .expect("root may give folders away");
        }
        let mut postgres = Postgres { folder, programs, account, server: None };
        postgres.initialise();
        postgres.resume_service();
        Some(postgres)
    }

    /// Makes a database and gives its URL.
    pub fn database(&self, name: &str) -> String {
        self.run("createdb", &["-h", self.socket(), "-U", USER, name]);
        format!("postgres://{USER}@localhost/{name}?host={}", self.socket())
    }

    /// Stops the server at once, as a power cut would.
    pub fn stop_service(&mut self) {
        if let Some(mut server) = self.server.take() {
            // The supervising shell stops the server when its input ends.
            drop(server.stdin.take());
            server.wait().expect("a child of ours can be waited for");
        }
    }

    /// Starts the server, and waits until it accepts connections.
    pub fn resume_service(&mut self) {
        // A server that was stopped hard may leave its lock behind.
        fs::remove_file(self.data().join("postmaster.pid")).ok();
        let script = format!(
            "'{}' -D '{}' -k '{}' -c listen_addresses='' -c fsync=off & server=$!; read _; kill -QUIT $server; wait $server",
            self.programs.join("postgres").display(),
            self.data().display(),
            self.socket(),
        );
        let mut shell = self.command(Path::new("/bin/sh"));
        shell.args(["-c", &script]).stdin(Stdio::piped());
        let log =
            fs::File::create(self.folder.path().join("log")).expect("the temporary folder can be written");
        shell.stderr(log);
        self.server = Some(shell.spawn().expect("there is a shell"));
        let started = Instant::now();
        while !self.is_ready() {
            assert!(started.elapsed() < START, "PostgreSQL does not start: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Freezes the server and all its connections: nothing is refused and nothing answered.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets a frozen server go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn initialise(&self) {
        let data = self.data();
        let data = data.to_str().expect("temporary folders have plain names");
        self.run("initdb", &["-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
    }

    fn is_ready(&self) -> bool {
        let mut ask = self.command(&self.programs.join("pg_isready"));
        ask.args(["-q", "-h", self.socket()]).status().is_ok_and(|status| status.success())
    }

    fn signal(&self, signal: &str) {
        let Ok(text) = fs::read_to_string(self.data().join("postmaster.pid")) else { return };
        let Some(master) = text.lines().next() else { return };
        let children =
            fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap_or_default();
        let processes = std::iter::once(master).chain(children.split_whitespace());
        // A connection may have ended in between; nothing is left to signal then.
        Command::new("kill").arg(signal).args(processes).stderr(Stdio::null()).status().ok();
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = self.command(&self.programs.join(program));
        let output = command.args(arguments).output().expect("the program is there");
        assert!(output.status.success(), "{program} failed: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(account) = self.account {
            command.uid(account.user).gid(account.group);
        }
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn socket(&self) -> &str {
        self.folder.path().to_str().expect("temporary folders have plain names")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    /// Stops the server; one that a failed test left frozen would not hear it otherwise.
    fn drop(&mut self) {
        if self.server.is_some() {
            self.signal("-CONT");
            self.stop_service();
        }
    }
}

fn programs() -> Option<PathBuf> {
    let mut homes: Vec<(u32, PathBuf)> = fs::read_dir(HOMES)
        .ok()?
        .filter_map(Result::ok)
        .filter_map(|home| Some((home.file_name().to_str()?.parse().ok()?, home.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    homes.sort();
    homes.pop().map(|(_, programs)| programs)
}

/// The account that the package makes for the server.
fn server_account() -> Account {
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    account_of("postgres", &accounts)
        .expect("there is no account `postgres` to run the server as: install the package `postgresql`")
}

fn account_of(name: &str, accounts: &str) -> Option<Account> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map_while(|field| field.parse().ok());
    Some(Account { user: numbers.next()?, group: numbers.next()? })
}

/// A small disk of its own, to be filled. None where the process may not mount one.
pub struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts a disk of `bytes` in memory.
    pub fn mount(bytes: u64) -> io::Result<Option<SmallDisk>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        let size = format!("size={bytes}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).stderr(Stdio::null());
        let mounted = mount.status()?.success();
        Ok(mounted.then_some(SmallDisk { folder }))
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it to the last byte.
    pub fn fill(&self) -> io::Result<()> {
        let mut filler = fs::OpenOptions::new().create(true).append(true).open(self.filler())?;
        let mut piece = vec![1; 64 * 1024];
        while !piece.is_empty() {
            match io::Write::write_all(&mut filler, &piece) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::StorageFull => piece.truncate(piece.len() / 2),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes room again.
    pub fn free(&self) -> io::Result<()> {
        fs::remove_file(self.filler())
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: whatever a failed test still has open must not keep it mounted.
        Command::new("umount").arg("-l").arg(self.path()).status().ok();
    }
}
