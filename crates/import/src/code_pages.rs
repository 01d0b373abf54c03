//! Code pages by their Windows numbers, as Outlook and RTF name them.
//!
//! Source: Windows code page identifiers; the Unicode mappings of CP437, CP850 and CP852.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6,
    ISO_8859_7, ISO_8859_8, ISO_8859_13, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// How bytes of one code page become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodePage {
    /// One of the encodings of the web.
    Web(&'static Encoding),
    /// The upper 128 characters of a page of DOS.
    Dos(&'static str),
}

const CP437: &str =
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";

/// Characters of the code page `number`; nothing for one that is not known.
pub(crate) fn by_number(number: i64) -> Option<CodePage> {
    Some(CodePage::Web(match number {
        437 => return Some(CodePage::Dos(CP437)),
        850 | 858 => return Some(CodePage::Dos(CP850)),
        852 => return Some(CodePage::Dos(CP852)),
        866 => IBM866,
        874 => WINDOWS_874,
        932 | 10001 => SHIFT_JIS,
        936 | 10008 => GBK,
        949 | 1361 | 10003 | 51949 => EUC_KR,
        950 | 10002 => BIG5,
        1200 => UTF_16LE,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 | 819 | 20127 | 28591 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 | 28599 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        10007 => X_MAC_CYRILLIC,
        20866 => KOI8_R,
        21866 => KOI8_U,
        20932 | 51932 => EUC_JP,
        28592 => ISO_8859_2,
        28593 => ISO_8859_3,
        28594 => ISO_8859_4,
        28595 => ISO_8859_5,
        28596 => ISO_8859_6,
        28597 => ISO_8859_7,
        28598 | 38598 => ISO_8859_8,
        28603 => ISO_8859_13,
        50220..=50222 => ISO_2022_JP,
        54936 => GB18030,
        65001 => UTF_8,
        _ => return None,
    }))
}

impl CodePage {
    /// The page of Western Windows, which is meant where none is named.
    pub(crate) const WESTERN: Self = Self::Web(WINDOWS_1252);

    /// `bytes` as text, and whether all of them are text.
    pub(crate) fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Web(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), !broken)
            }
            Self::Dos(upper) => {
                let character = |byte: &u8| match byte.checked_sub(0x80) {
                    Some(place) => upper.chars().nth(usize::from(place)).unwrap_or(char::REPLACEMENT_CHARACTER),
                    None => char::from(*byte),
                };
                (bytes.iter().map(character).collect(), true)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_turns_its_bytes_into_its_letters() {
        for (number, bytes, text) in [
            (437, &b"\x84\xe1"[..], "äß"),
            (850, b"\xb5", "Á"),
            (932, b"\x82\xa0", "あ"),
            (950, b"\xb1\x69", "張"),
            (1251, b"\xc4\xe0", "Да"),
            (65001, "€".as_bytes(), "€"),
        ] {
            assert_eq!(by_number(number).map(|page| page.decode(bytes)), Some((text.to_owned(), true)), "{number}");
        }
        assert_eq!(by_number(1252).map(|page| page.decode(b"\x93")), Some(("\u{201c}".to_owned(), true)));
        assert_eq!(by_number(4), None);
        assert!([CP437, CP850, CP852].iter().all(|upper| upper.chars().count() == 128));
    }
}
