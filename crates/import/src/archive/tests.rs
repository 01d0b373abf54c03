use std::io::Cursor;

use miniz_oxide::deflate::compress_to_vec;

use super::*;

/// How an entry of a crafted ZIP is written.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    packed: Vec<u8>,
    method: u16,
    flags: u16,
    crc: u32,
    size: u32,
    mode: u32,
    /// Another entry's place instead of its own.
    header: Option<u32>,
}

fn entry(name: &str, bytes: &[u8]) -> Entry {
    let packed = compress_to_vec(bytes, 6);
    let (crc, size) = (crc32fast::hash(bytes), bytes.len() as u32);
    Entry { name: name.as_bytes().to_vec(), packed, method: 8, flags: 0, crc, size, mode: 0o100_644, header: None }
}

fn stored(name: &str, bytes: &[u8]) -> Entry {
    Entry { packed: bytes.to_vec(), method: 0, ..entry(name, bytes) }
}

/// A ZIP of `entries`, written as APPNOTE says.
fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let place = entry.header.unwrap_or(bytes.len() as u32);
        let common = |out: &mut Vec<u8>| {
            for number in [entry.flags, entry.method, 0, 0] {
                out.extend(number.to_le_bytes());
            }
            for number in [entry.crc, entry.packed.len() as u32, entry.size] {
                out.extend(number.to_le_bytes());
            }
            out.extend((entry.name.len() as u16).to_le_bytes());
            out.extend(0u16.to_le_bytes());
        };
        if entry.header.is_none() {
            bytes.extend(b"PK\x03\x04\x14\0");
            common(&mut bytes);
            bytes.extend(&entry.name);
            bytes.extend(&entry.packed);
        }
        directory.extend(b"PK\x01\x02\x14\x03\x14\0");
        common(&mut directory);
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(place.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (start, length, count) = (bytes.len() as u32, directory.len() as u32, entries.len() as u16);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn tar(members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, kind, content) in members {
        let mut header = ::tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.as_mut_bytes()[156] = *kind;
        header.set_cksum();
        bytes.extend(header.as_bytes());
        bytes.extend(*content);
        bytes.resize(bytes.len().next_multiple_of(tar::BLOCK), 0);
    }
    bytes.resize(bytes.len() + 2 * tar::BLOCK, 0);
    bytes
}

fn gzip(bytes: &[u8], name: Option<&str>) -> Vec<u8> {
    let mut out = b"\x1f\x8b\x08".to_vec();
    out.push(if name.is_some() { 8 } else { 0 });
    out.extend([0; 6]);
    if let Some(name) = name {
        out.extend(name.as_bytes());
        out.push(0);
    }
    out.extend(compress_to_vec(bytes, 6));
    out.extend(crc32fast::hash(bytes).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

fn list(bytes: &[u8]) -> Archive {
    Archive::list(&mut Cursor::new(bytes), &Budget::new(ArchiveLimits::default())).unwrap().unwrap()
}

fn content(archive: &Archive, at: usize, bytes: &[u8]) -> (Vec<u8>, Option<Damage>) {
    let mut opened = archive.members[at].open(Cursor::new(bytes)).unwrap();
    let mut content = Vec::new();
    opened.read_to_end(&mut content).unwrap();
    (content, opened.damage())
}

fn refusals(archive: &Archive) -> Vec<(&str, &str)> {
    archive.notes.iter().map(|note| (note.found.raw(), note.kept_as.as_str())).collect()
}

#[test]
fn each_kind_of_archive_gives_its_members_and_their_bytes() {
    let long = "n".repeat(120);
    let pax = format!("{} path={long}.txt\n", long.len() + 14);
    let packed = tar(&[("a/b.txt", b'0', b"one"), ("a", b'5', b""), ("x", b'L', long.as_bytes()), ("c", b'0', b"two")]);
    let with_pax = tar(&[("p", b'x', pax.as_bytes()), ("d", b'0', b"three")]);
    for (bytes, wanted) in [
        (zip(&[entry("a/b.txt", b"one"), stored("a/", b""), stored(&long, b"two")]), vec![("a/b.txt", "one"), (&*long, "two")]),
        (packed.clone(), vec![("a/b.txt", "one"), (&*long, "two")]),
        (gzip(&packed, None), vec![("a/b.txt", "one"), (&*long, "two")]),
        (with_pax, vec![(&*format!("{long}.txt"), "three")]),
        (gzip(b"alone", Some("note.txt")), vec![("note.txt", "alone")]),
        ([gzip(b"first, ", None), gzip(b"second", None), vec![0; 20]].concat(), vec![("content", "first, second")]),
        (zip(&[]), vec![]),
    ] {
        let archive = list(&bytes);
        assert!(archive.notes.is_empty(), "{:?}", archive.notes);
        let found: Vec<_> = (0..archive.members.len())
            .map(|at| (archive.members[at].name.as_str(), String::from_utf8(content(&archive, at, &bytes).0).unwrap()))
            .collect();
        assert_eq!(found.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>(), wanted);
    }
    let none = Archive::list(&mut Cursor::new(b"From: a@b.example\n\nPKzip".repeat(40)), &Budget::new(ArchiveLimits::default())).unwrap();
    assert!(none.is_none());
}

#[test]
fn a_member_can_be_read_again_from_any_place() {
    let text: Vec<u8> = (0..600_000u32).flat_map(|number| number.to_string().into_bytes()).collect();
    let packed = gzip(&tar(&[("big", b'0', &text), ("small", b'0', b"end")]), None);
    let zipped = zip(&[entry("big", &text)]);
    for bytes in [packed, zipped] {
        let archive = list(&bytes);
        let mut opened = archive.members[0].clone().for_many_places().open(Cursor::new(&bytes)).unwrap();
        assert_eq!(opened.seek(SeekFrom::End(0)).unwrap(), text.len() as u64);
        for at in [text.len() - 10, 0, 3_000_000, 1, 2_000_000, 2_000_005] {
            opened.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut found = [0; 10];
            opened.read_exact(&mut found).unwrap();
            assert_eq!(found, text[at..at + 10], "{at}");
        }
        assert_eq!(opened.damage(), None);
    }
}

#[test]
fn names_that_would_be_paths_or_devices_are_refused_and_said() {
    let names = [
        "../up", "a/../../up", "..\\up", "a\\..\\up", "..", ".. /x", "a/...", "/etc/cron.d/x", "\\\\host\\share", "\\x", "C:\\x", "c:x",
        "//x", "nul", "NUL.txt", "a/con", "COM1", "com¹.log", "lpt9.x.y", "aux .txt", "conin$", "x.txt:stream", "x.txt::$DATA",
        "a/x:evil.exe", "x\0.txt", "x\n.txt", "\u{1b}[2J", "", "__MACOSX/._x",
    ];
    for name in names {
        let bytes = zip(&[entry(name, b"x"), entry("plain.txt", b"y")]);
        let archive = list(&bytes);
        assert_eq!(archive.members.len(), 1, "{name:?}");
        assert_eq!(archive.notes.len(), 1, "{name:?}");
    }
    for name in ["console.txt", "a..b/c..", "._x", "meeting 10:30.txt", "Re: offer.txt", "comet/null", "./x", "пароль.txt", "a b/.hidden"]
    {
        let archive = list(&zip(&[entry(name, b"x")]));
        assert_eq!(archive.members.len(), 1, "{name:?}: {:?}", archive.notes);
    }
}

#[test]
fn the_second_of_two_names_that_one_folder_cannot_hold_is_refused() {
    for (one, other) in [("Chat.txt", "chat.TXT"), ("a/b", "a\\b"), ("x", "x. "), ("ЧАТ", "чат"), ("x", "./x")] {
        let archive = list(&zip(&[entry(one, b"1"), entry(other, b"2")]));
        let why = refusals(&archive);
        assert_eq!(archive.members.len(), 1, "{one} {other}");
        assert!(why[0].1.contains("same name"), "{why:?}");
    }
}

#[test]
fn what_is_no_plain_file_is_refused() {
    for (mode, word) in [(0o120_777, "link"), (0o020_666, "device"), (0o060_666, "device"), (0o010_666, "pipe"), (0o140_666, "socket")] {
        let archive = list(&zip(&[Entry { mode, ..entry("x", b"/etc/passwd") }]));
        assert!(archive.members.is_empty() && refusals(&archive)[0].1.contains(word), "{mode:o}");
    }
    for (kind, word) in
        [(b'1', "link"), (b'2', "link"), (b'3', "device"), (b'4', "device"), (b'6', "pipe"), (b'S', "holes"), (b'Z', "kind")]
    {
        let archive = list(&tar(&[("x", kind, b"")]));
        assert!(archive.members.is_empty() && refusals(&archive)[0].1.contains(word), "{kind}");
    }
    for (flags, method, word) in [(1, 8, "encrypted"), (0x41, 8, "encrypted"), (0, 99, "encrypted"), (0, 14, "method")] {
        let archive = list(&zip(&[Entry { flags, method, ..entry("x", b"secret") }]));
        assert!(archive.members.is_empty() && refusals(&archive)[0].1.contains(word), "{flags} {method}");
    }
}

#[test]
fn members_that_share_bytes_are_a_bomb_and_only_the_first_is_read() {
    let kernel = entry("0", &[b'0'; 100_000]);
    let shared = (1..500).map(|number| Entry { name: number.to_string().into_bytes(), header: Some(0), ..kernel.clone() });
    let bytes = zip(&std::iter::once(kernel.clone()).chain(shared).collect::<Vec<_>>());
    let archive = list(&bytes);
    assert_eq!((archive.members.len(), archive.notes.len()), (1, 499));
    assert!(refusals(&archive)[0].1.contains("flood"));
}

#[test]
fn a_member_that_unpacks_to_too_much_is_cut_and_said() {
    let zeros = vec![0; 64 << 20];
    let bytes = zip(&[entry("bomb", &zeros)]);
    drop(zeros);
    let (found, damage) = content(&list(&bytes), 0, &bytes);
    assert_eq!(damage, Some(Damage::Ratio));
    assert!(found.len() as u64 <= (1 << 20) + 64 * 1024, "{}", found.len());
    let small = ArchiveLimits { bytes: 1000, ..ArchiveLimits::default() };
    let bytes = zip(&[entry("a", &[7; 600]), entry("b", &[8; 600])]);
    let archive = Archive::list(&mut Cursor::new(&bytes), &Budget::new(small)).unwrap().unwrap();
    assert_eq!(content(&archive, 0, &bytes), (vec![7; 600], None));
    assert_eq!(content(&archive, 0, &bytes), (vec![7; 600], None));
    assert_eq!(content(&archive, 1, &bytes), (vec![8; 400], Some(Damage::Total)));
}

#[test]
fn more_entries_than_are_read_are_counted_in_a_note() {
    let limits = ArchiveLimits { entries: 3, ..ArchiveLimits::default() };
    let bytes = zip(&(0..10).map(|number| entry(&number.to_string(), b"x")).collect::<Vec<_>>());
    let archive = Archive::list(&mut Cursor::new(&bytes), &Budget::new(limits)).unwrap().unwrap();
    assert_eq!(archive.members.len(), 3);
    assert_eq!(refusals(&archive), [("7", "entries not listed; they stay in the archive")]);
}

#[test]
fn sizes_and_checksums_that_lie_are_noticed() {
    let lie = |change: fn(&mut Entry)| {
        let mut entry = entry("x", &b"the true content".repeat(10));
        change(&mut entry);
        zip(&[entry])
    };
    let bytes = lie(|entry| entry.crc = 1);
    assert_eq!(content(&list(&bytes), 0, &bytes).1, Some(Damage::Differs));
    let bytes = lie(|entry| entry.size = u32::MAX);
    assert_eq!(content(&list(&bytes), 0, &bytes).0.len(), 160);
    let bytes = lie(|entry| entry.packed.truncate(5));
    assert_eq!(content(&list(&bytes), 0, &bytes).1, Some(Damage::Truncated));
    let bytes = lie(|entry| entry.packed = vec![0xff; 40]);
    assert_eq!(content(&list(&bytes), 0, &bytes).1, Some(Damage::Broken));
    let mut bytes = lie(|_| {});
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 20..directory + 24].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    assert!(refusals(&list(&bytes))[0].1.contains("not all in the archive"));
    let mut bytes = gzip(b"content", None);
    let crc = bytes.len() - 8;
    bytes[crc] ^= 1;
    assert_eq!(content(&list(&bytes), 0, &bytes).1, Some(Damage::Differs));
}

#[test]
fn an_archive_cut_anywhere_gives_what_is_whole_or_a_note() {
    let whole = [
        zip(&[entry("a", b"some text of a"), stored("b", b"some text of b")]),
        tar(&[("a", b'0', b"some text of a"), ("b", b'0', b"some text of b")]),
        gzip(&tar(&[("a", b'0', b"some text of a")]), None),
    ];
    for bytes in whole {
        for end in 0..bytes.len() {
            let mut cut = Cursor::new(&bytes[..end]);
            let archive = Archive::list(&mut cut, &Budget::new(ArchiveLimits::default())).unwrap();
            for member in archive.iter().flat_map(|archive| &archive.members) {
                let mut content = Vec::new();
                member.open(&mut cut).unwrap().read_to_end(&mut content).unwrap();
                assert!(content.len() <= 1024);
            }
        }
    }
}
