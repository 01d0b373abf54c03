//! The ATT&CK techniques that rules may name.
//!
//! Source: MITRE ATT&CK Enterprise, v17; names are ATT&CK's.

use shakedown_core::Technique;

/// Ids with ATT&CK's names.
const TECHNIQUES: [(&str, &str); 24] = [
    ("T1005", "Data from Local System"),
    ("T1041", "Exfiltration Over C2 Channel"),
    ("T1056.001", "Input Capture: Keylogging"),
    ("T1078", "Valid Accounts"),
    ("T1090.003", "Proxy: Multi-hop Proxy"),
    ("T1102", "Web Service"),
    ("T1113", "Screen Capture"),
    ("T1114", "Email Collection"),
    ("T1123", "Audio Capture"),
    ("T1125", "Video Capture"),
    ("T1190", "Exploit Public-Facing Application"),
    ("T1213", "Data from Information Repositories"),
    ("T1485", "Data Destruction"),
    ("T1486", "Data Encrypted for Impact"),
    ("T1489", "Service Stop"),
    ("T1490", "Inhibit System Recovery"),
    ("T1491.001", "Defacement: Internal Defacement"),
    ("T1498", "Network Denial of Service"),
    ("T1499", "Endpoint Denial of Service"),
    ("T1530", "Data from Cloud Storage"),
    ("T1567", "Exfiltration Over Web Service"),
    ("T1567.002", "Exfiltration Over Web Service: Exfiltration to Cloud Storage"),
    ("T1588.002", "Obtain Capabilities: Tool"),
    ("T1657", "Financial Theft"),
];

/// ATT&CK's name of a technique, where rules may name it.
pub fn name(id: &str) -> Option<&'static str> {
    TECHNIQUES.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}

/// Every id.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TECHNIQUES.iter().map(|(id, _)| *id)
}

/// The techniques behind `ids`, each once, in the order of their ids.
pub fn named<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Technique> {
    let mut found: Vec<Technique> = ids.filter_map(|id| Some(Technique { id: id.to_owned(), name: name(id)?.to_owned() })).collect();
    found.sort();
    found.dedup();
    found
}
