//! Reading columns back into the vocabulary. What cannot be read back is damage.

use std::error::Error;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::{FromSql, Type, ValueRef};
use serde::de::DeserializeOwned;
use shakedown_core::{Digest, Hostile};

/// A text column as what it stands for: a code, a time.
pub(crate) fn parsed<T: FromStr<Err: Error + Send + Sync + 'static>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    text(row, column)?.parse().map_err(|error| unreadable(column, error))
}

/// A column of JSON text.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text(row, column)?).map_err(|error| unreadable(column, error))
}

/// A column of 32 bytes.
pub(crate) fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    row.get(column).map(Digest::from_bytes)
}

/// A column of exhibit text.
pub(crate) fn hostile(row: &Row<'_>, column: usize) -> rusqlite::Result<Hostile> {
    row.get::<_, String>(column).map(Hostile::new)
}

/// What `read` makes of a column, or nothing where it is NULL.
pub(crate) fn maybe<T>(
    row: &Row<'_>,
    column: usize,
    read: impl FnOnce(&Row<'_>, usize) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => read(row, column).map(Some),
    }
}

/// A column of milliseconds since 1970.
pub(crate) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|error| unreadable(column, error))
}

fn text<'row>(row: &'row Row<'_>, column: usize) -> rusqlite::Result<&'row str> {
    row.get_ref(column)?.as_str().map_err(|error| unreadable(column, error))
}

fn unreadable(column: usize, error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

/// All rows of a query that takes one parameter.
pub(crate) fn all<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    parameter: impl rusqlite::ToSql,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, crate::StoreError> {
    Ok(connection.prepare_cached(sql)?.query_map([parameter], read)?.collect::<Result<_, _>>()?)
}

/// The first column of a row.
pub(crate) fn first<T: FromSql>(row: &Row<'_>) -> rusqlite::Result<T> {
    row.get(0)
}
