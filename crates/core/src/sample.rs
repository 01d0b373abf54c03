//! What a file handed over as proof holds, in kinds and counts. Nothing here can carry a value of the file.

use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// What kind of file a proof sample is.
    SampleKind {
        Table = "table", "a table";
        Records = "records", "records (JSON)";
        SqlDump = "sql_dump", "a dump of a database (SQL)";
        Credentials = "credentials", "a list of accounts and passwords";
        Listing = "listing", "a list of files";
        Archive = "archive", "an archive, by the names in it";
        Lines = "lines", "lines of text";
    }
}

codes! {
    /// What the values of a column are.
    ColumnKind {
        Empty = "empty", "nothing";
        Mail = "mail", "mail addresses";
        Ip = "ip", "IP addresses";
        Url = "url", "web addresses";
        Iban = "iban", "bank accounts (IBAN)";
        Card = "card_number", "payment card numbers";
        NationalId = "national_id", "national identity numbers";
        CheckedNumber = "checked_number", "member or card numbers with a check digit";
        PasswordHash = "password_hash", "hashes, as of passwords";
        Password = "password", "passwords in clear";
        BirthDate = "birth_date", "dates of birth";
        Date = "date", "dates or times";
        Phone = "phone", "telephone numbers";
        Address = "address", "postal addresses or places";
        Name = "name", "names of persons";
        Sequence = "sequence", "numbers counted up";
        Number = "number", "numbers";
        Category = "category", "a few values that come back";
        Text = "text", "other text";
    }
}

codes! {
    /// A sign that data was made up for a test.
    TestSign {
        ReservedDomain = "reserved_domain", "addresses at domains that are reserved for examples";
        ReservedPhone = "reserved_phone", "telephone numbers that are reserved for fiction";
        TestCard = "test_card", "card numbers that are published for tests";
        Placeholder = "placeholder", "names and texts that stand for others (John Doe, Lorem ipsum)";
        CountedNames = "counted_names", "accounts that are counted up (user1, user2)";
    }
}

/// What one file handed over as proof holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sample {
    /// What kind of file it is.
    pub kind: SampleKind,
    /// Its tables: one, or those of a dump; numbered from 1 in this order.
    pub tables: Vec<SampleTable>,
    /// What a list of files tells.
    pub listing: Option<SampleListing>,
    /// Signs of made-up data, with how many values show each.
    pub test_signs: Vec<Counted<TestSign>>,
    /// What was not taken into account, in our own words.
    pub left_out: Vec<String>,
}

/// How many values or files are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counted<T> {
    /// The kind.
    pub kind: T,
    /// How many.
    pub count: u64,
}

/// One table of a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleTable {
    /// Rows that hold anything, the names of columns not counted.
    pub rows: u64,
    /// Rows that differ from each other.
    pub distinct_rows: u64,
    /// Whether `distinct_rows` was counted; else it is estimated to about half a per cent.
    pub exact: bool,
    /// The share of cells without a value, 0–1.
    pub empty_share: f64,
    /// The share of rows that repeat another one, 0–1.
    pub repeated_share: f64,
    /// Its columns, numbered from 1 in this order.
    pub columns: Vec<SampleColumn>,
    /// Where its mail addresses are.
    pub mail_domains: Option<MailDomains>,
}

/// One column of a sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleColumn {
    /// What its values are.
    pub kind: ColumnKind,
    /// Which sort of it: `sha256`, `bcrypt`, `Spain, DNI or NIE`, `Luhn`.
    pub sort: Option<String>,
    /// The share of its values that are of this kind, 0–1.
    pub share: f64,
    /// Cells with a value.
    pub filled: u64,
    /// Values that differ from each other.
    pub distinct: u64,
    /// Whether `distinct` was counted; else it is estimated to about one per cent.
    pub exact: bool,
    /// For numbers with a check digit: how many have the right one.
    pub check_digits_right: Option<u64>,
    /// The oldest and the newest date, to the month; of dates of birth the years.
    pub dates: Option<(String, String)>,
}

/// Where mail addresses are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MailDomains {
    /// Addresses.
    pub addresses: u64,
    /// Domains that differ; counted up to 16,384.
    pub domains: u64,
    /// Addresses at providers that serve everybody.
    pub public: u64,
    /// Addresses at the one other domain that has the most; it is not named.
    pub largest_other: u64,
}

/// What a list of files tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SampleListing {
    /// Files.
    pub files: u64,
    /// Folders.
    pub folders: u64,
    /// Bytes of all files whose size stands there.
    pub bytes: u64,
    /// Files whose size stands there.
    pub sized: u64,
    /// Known kinds of files by their names, the most frequent first; `other` is the rest.
    pub types: Vec<Counted<String>>,
    /// Departments that names of folders speak of, with the files and folders below each, the most frequent first.
    pub departments: Vec<Counted<String>>,
    /// The oldest and the newest date, to the month.
    pub dates: Option<(String, String)>,
}
