//! What the worker may not do, said to the operating system before a byte of evidence is read. All of this crate that depends on the operating
//! system stands here.
//!
//! [`limit`] holds for the worker and for Tesseract, which is started after it: memory, processor time, open files, nothing written, no
//! socket. [`seal`] holds for the worker alone from then on: no file is opened and no program started any more.
//!
//! Source: setrlimit(2), seccomp(2).

use std::io;

/// The most address space of a process, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 3 << 30;
/// The most open files.
#[cfg(unix)]
const FILES: u64 = 64;

/// Limit this process and what it starts. Errors: the operating system refuses; nothing may be read then.
#[cfg(unix)]
pub(crate) fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setpgid, setrlimit};
    // Whoever started it may have done so already.
    let _ = setpgid(None, None);
    watch();
    let seconds = crate::LIFETIME.as_secs();
    let limits = [(Resource::As, MEMORY), (Resource::Cpu, seconds), (Resource::Nofile, FILES), (Resource::Fsize, 0), (Resource::Core, 0)];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    filter::limit()
}

/// This system offers no limits that the program knows.
#[cfg(not(unix))]
pub(crate) fn limit() -> io::Result<()> {
    Ok(())
}

/// From now on open no file and start no program.
pub(crate) fn seal() -> io::Result<()> {
    filter::seal()
}

/// End this process and what it started when its time is over, or when whoever started it is gone.
#[cfg(unix)]
fn watch() {
    use rustix::process::{Signal, getppid, kill_current_process_group};
    let (parent, born) = (getppid(), std::time::Instant::now());
    std::thread::spawn(move || {
        while getppid() == parent && born.elapsed() < crate::LIFETIME {
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        let _ = kill_current_process_group(Signal::KILL);
    });
}

#[cfg(all(target_os = "linux", target_endian = "little", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod filter {
    use std::collections::BTreeMap;
    use std::io;

    use seccompiler::{BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule};

    /// Calls that make a connection, look into or change another process, or reach around the filter.
    const NEVER: &[i64] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_io_uring_setup,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_bpf,
        libc::SYS_userfaultfd,
        libc::SYS_perf_event_open,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
        libc::SYS_keyctl,
        libc::SYS_openat2,
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        libc::SYS_mkdirat,
        libc::SYS_linkat,
        libc::SYS_symlinkat,
        libc::SYS_mknodat,
        libc::SYS_fchmodat,
        libc::SYS_fchownat,
        libc::SYS_truncate,
    ];

    /// Calls that open a file or start a program.
    const SEALED: &[i64] = &[libc::SYS_openat, libc::SYS_execve, libc::SYS_execveat];

    /// The older names of some of them, with the place of the flags of `open`.
    #[cfg(target_arch = "x86_64")]
    const OLD: (&[i64], &[i64]) = (
        &[
            libc::SYS_unlink,
            libc::SYS_rename,
            libc::SYS_renameat,
            libc::SYS_mkdir,
            libc::SYS_rmdir,
            libc::SYS_link,
            libc::SYS_symlink,
            libc::SYS_mknod,
            libc::SYS_chmod,
            libc::SYS_chown,
            libc::SYS_creat,
        ],
        &[libc::SYS_open],
    );
    #[cfg(not(target_arch = "x86_64"))]
    const OLD: (&[i64], &[i64]) = (&[], &[]);

    type Rules = BTreeMap<i64, Vec<SeccompRule>>;

    /// No connection, and no file but for reading.
    pub(super) fn limit() -> io::Result<()> {
        let mut rules: Rules = NEVER.iter().chain(OLD.0).map(|call| (*call, Vec::new())).collect();
        rules.insert(libc::SYS_openat, writing(2)?);
        for call in OLD.1 {
            rules.insert(*call, writing(1)?);
        }
        apply(rules)
    }

    /// No file and no program.
    pub(super) fn seal() -> io::Result<()> {
        apply(SEALED.iter().chain(OLD.1).map(|call| (*call, Vec::new())).collect())
    }

    /// The flags in this argument ask for more than reading.
    fn writing(argument: u8) -> io::Result<Vec<SeccompRule>> {
        let flags = [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC];
        flags
            .into_iter()
            .map(|flag| {
                let flag = flag as u64;
                let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(flag), flag);
                SeccompRule::new(vec![condition.map_err(io::Error::other)?]).map_err(io::Error::other)
            })
            .collect()
    }

    fn apply(rules: Rules) -> io::Result<()> {
        let refused = SeccompAction::Errno(libc::EACCES as u32);
        let arch = std::env::consts::ARCH.try_into().map_err(io::Error::other)?;
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, arch).map_err(io::Error::other)?;
        let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
        seccompiler::apply_filter_all_threads(&program).map_err(io::Error::other)
    }
}

/// Elsewhere the limits of [`limit`] alone hold.
#[cfg(not(all(
    target_os = "linux",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
)))]
mod filter {
    pub(super) fn limit() -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn seal() -> std::io::Result<()> {
        Ok(())
    }
}
