//! What an extortionist says: claims, data types, volume, threats and proof. The codes are those of the command line's contract.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{Hostile, Role, Span};

codes! {
    /// What is claimed to have been done.
    ClaimCode {
        Encrypted = "encrypted", "data was encrypted";
        Exfiltrated = "exfiltrated", "data was taken";
        NotExfiltrated = "not_exfiltrated", "no data was taken";
        Published = "published", "data or a post about the victim was published";
        Recorded = "recorded", "intimate recordings were made";
        Access = "access", "they control accounts or devices";
        Vulnerability = "vulnerability", "they know a weakness";
        DdosCapability = "ddos_capability", "they can flood services";
    }
}

codes! {
    /// Kinds of data said to be taken.
    DataType {
        Financial = "financial", "financial data";
        Client = "client", "clients' or customers' data";
        Employee = "employee", "employees' data";
        Personal = "personal", "personal data";
        Legal = "legal", "legal documents";
        Insurance = "insurance", "insurance documents";
        Database = "database", "databases";
        Backup = "backup", "backups";
        Documents = "documents", "documents";
        Email = "email", "mail";
        SourceCode = "source_code", "source code";
        IntellectualProperty = "intellectual_property", "intellectual property";
        Photos = "photos", "photographs";
        FileServer = "file_server", "file servers";
        Medical = "medical", "medical data";
    }
}

codes! {
    /// What is threatened.
    ThreatCode {
        Publish = "publish", "to publish the data";
        Sell = "sell", "to sell the data";
        Media = "media", "to tell the press";
        RegulatorLegal = "regulator_legal", "regulators or courts";
        NotifyCustomers = "notify_customers", "to tell customers";
        NotifyContacts = "notify_contacts", "to tell family, friends or colleagues";
        Competitors = "competitors", "to tell competitors";
        Reputation = "reputation", "harm to name or price";
        DataLoss = "data_loss", "the data will be lost for good";
        PriceIncrease = "price_increase", "the price will rise";
        Ddos = "ddos", "to flood services";
        Physical = "physical", "harm to people or places";
    }
}

codes! {
    /// What is offered or shown as proof.
    ProofCode {
        FileList = "file_list", "a list of files";
        SampleFiles = "sample_files", "sample files";
        TestDecrypt = "test_decrypt", "a test decryption";
        Screenshot = "screenshot", "screenshots";
        Video = "video", "a video";
        DemoAttack = "demo_attack", "a demonstration attack";
    }
}

codes! {
    /// Units of volume; a terabyte is 1,000 gigabytes.
    VolumeUnit {
        Gb = "GB", "gigabytes";
        Tb = "TB", "terabytes";
    }
}

/// A code with its place: one claim, data type, threat or proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coded<C> {
    /// What.
    pub code: C,
    /// The rule that found it.
    pub rule: String,
    /// Who said it.
    pub by: Role,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
}

/// How much data is said to be taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Volume {
    /// How many units.
    pub value: f64,
    /// Gigabytes or terabytes.
    pub unit: VolumeUnit,
    /// The `seq` of the message.
    pub message: u32,
    /// Where in its body.
    pub span: Span,
    /// The exact text under the span.
    pub as_written: Hostile,
}
