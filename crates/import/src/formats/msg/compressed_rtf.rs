//! RTF as Outlook packs it. Damage gives what comes before it: a length or a check sum that is wrong keeps nobody from reading.
//!
//! Source: \[MS-OXRTFCP\].

/// The dictionary as it is before the first byte.
const DICTIONARY: &[u8] =
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans \
SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

const SIZE: usize = 4096;

/// The RTF in `packed`; nothing where it is no such RTF. At most nine times as long as `packed`.
pub(super) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let (header, body) = packed.split_at_checked(16)?;
    match header.get(8..12)? {
        b"MELA" => return Some(body.to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut ring = [0u8; SIZE];
    ring.iter_mut().zip(DICTIONARY).for_each(|(place, byte)| *place = *byte);
    let mut at = DICTIONARY.len();
    let mut rtf = Vec::with_capacity(body.len() * 2);
    let mut put = |byte: u8, ring: &mut [u8; SIZE], at: &mut usize| {
        if let Some(place) = ring.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % SIZE;
        rtf.push(byte);
    };
    let mut bytes = body.iter().copied();
    'runs: while let Some(control) = bytes.next() {
        for bit in 0..8 {
            let Some(first) = bytes.next() else { break 'runs };
            if control >> bit & 1 == 0 {
                put(first, &mut ring, &mut at);
                continue;
            }
            let Some(second) = bytes.next() else { break 'runs };
            let token = u16::from_be_bytes([first, second]);
            let from = usize::from(token >> 4);
            if from == at {
                break 'runs;
            }
            for step in 0..usize::from(token & 0xf) + 2 {
                let byte = ring.get((from + step) % SIZE).copied().unwrap_or_default();
                put(byte, &mut ring, &mut at);
            }
        }
    }
    Some(rtf)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of [MS-OXRTFCP], section 3.1.
    #[test]
    fn the_examples_of_the_specification_are_unpacked() {
        let packed = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, b'L', b'Z', b'F', b'u', 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67,
            0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d,
            0x0a, 0x80, 0x0f, 0xa0,
        ];
        assert_eq!(unpacked(&packed).as_deref(), Some(&b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"[..]));
        let overlapping = [
            0x1a, 0, 0, 0, 0x1c, 0, 0, 0, b'L', b'Z', b'F', b'u', 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a,
            0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(unpacked(&overlapping).as_deref(), Some(&b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"[..]));
        assert_eq!(unpacked(b"short"), None);
        assert_eq!(unpacked(b"0123456789abcdef"), None);
    }
}
