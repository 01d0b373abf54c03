//! The Traffic Light Protocol, version 2.0 (FIRST).

use crate::codes::codes;

codes! {
    /// How far a case file may travel, least restricted first.
    Tlp {
        Clear = "TLP:CLEAR", "may be shared without restriction";
        Green = "TLP:GREEN", "may be shared in the community";
        Amber = "TLP:AMBER", "may be shared in the organisation and with its clients";
        AmberStrict = "TLP:AMBER+STRICT", "may be shared in the organisation only";
        Red = "TLP:RED", "for the named recipients only";
    }
}
