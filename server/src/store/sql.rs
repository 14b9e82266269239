//! Queries whose conditions depend on what was asked: put together from texts of ours, with every value bound.

use super::{Value, args};

/// Lists of values are filled up to one of these lengths, so that few different texts come about and each is prepared
/// once.
const LENGTHS: [usize; 5] = [1, 5, 20, 100, 500];

/// A query under construction. Conditions mark each bound value by `?`.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Joined by AND.
    pub(super) conditions: Vec<String>,
    args: Vec<Value>,
}

impl Builder {
    /// Adds a condition with its values.
    pub(super) fn condition(&mut self, sql: &str, args: impl IntoIterator<Item = Value>) {
        self.conditions.push(sql.to_owned());
        self.args.extend(args);
    }

    /// The column has one of these values; without any, everything passes.
    pub(super) fn any_of(&mut self, column: &str, values: &[String]) {
        if !values.is_empty() {
            let (marks, args) = marks(values);
            self.condition(&format!("{column} IN ({marks})"), args);
        }
    }

    /// The column has none of these values.
    pub(super) fn none_of(&mut self, column: &str, values: &[String]) {
        if !values.is_empty() {
            let (marks, args) = marks(values);
            self.condition(&format!("({column} IS NULL OR {column} NOT IN ({marks}))"), args);
        }
    }

    /// The same as [`Builder::any_of`], about rows of another table: `prefix` opens the parenthesis.
    pub(super) fn any_of_nested(&mut self, prefix: &str, instance: &str, column: &str, values: &[String]) {
        if !values.is_empty() {
            let (marks, args) = marks(values);
            self.condition(&format!("{prefix}{column} IN ({marks}))"), args![instance].into_iter().chain(args));
        }
    }

    /// The column has this text in it, as it stands: nothing in it is a wildcard.
    pub(super) fn contains(&mut self, column: &str, part: &str) {
        self.condition(&format!("REPLACE({column}, ?, '') <> {column}"), args![part.to_lowercase()]);
    }

    /// The same about rows of another table.
    pub(super) fn contains_nested(&mut self, prefix: &str, instance: &str, column: &str, part: &str) {
        let sql = format!("{prefix}REPLACE({column}, ?, '') <> {column})");
        self.condition(&sql, args![instance, part.to_lowercase()]);
    }

    /// The address or the id has this text in it.
    pub(super) fn address_or_id_contains(&mut self, part: &str) {
        self.condition(
            "(REPLACE(email_normalized, ?, '') <> email_normalized OR REPLACE(id, ?, '') <> id)",
            args![part.to_lowercase(), part],
        );
    }

    /// The finished query for rows.
    pub(super) fn select(mut self, select: &str, order: &str, limit: i64, offset: i64) -> (String, Vec<Value>) {
        let sql = format!("{select} WHERE {} {order} LIMIT ? OFFSET ?", self.conditions.join(" AND "));
        self.args.extend(args![limit, offset]);
        (numbered(&sql), self.args)
    }

    /// The finished query for their number.
    pub(super) fn count(self, table: &str) -> (String, Vec<Value>) {
        let sql = format!("SELECT COUNT(*) AS count FROM {table} WHERE {}", self.conditions.join(" AND "));
        (numbered(&sql), self.args)
    }
}

/// `?, ?, …` and the values, the last one repeated up to the next length.
pub(super) fn marks(values: &[String]) -> (String, Vec<Value>) {
    let args = filled_up(values);
    (vec!["?"; args.len()].join(", "), args)
}

/// The same with marks that are numbered, for a query that lists the values several times.
pub(super) fn marks_from(first: usize, values: &[String]) -> (String, Vec<Value>) {
    let args = filled_up(values);
    let marks: Vec<String> = (first..first + args.len()).map(|number| format!("${number}")).collect();
    (marks.join(", "), args)
}

fn filled_up(values: &[String]) -> Vec<Value> {
    let length = LENGTHS.into_iter().find(|length| *length >= values.len()).unwrap_or(values.len());
    let last = values.last().into_iter().cycle();
    values.iter().chain(last).take(length).map(Value::from).collect()
}

/// `?` becomes `$1`, `$2`, …
pub(super) fn numbered(sql: &str) -> String {
    let mut numbered = String::with_capacity(sql.len() + 16);
    let mut parts = sql.split('?');
    numbered.push_str(parts.next().unwrap_or_default());
    for (index, part) in parts.enumerate() {
        numbered.push_str(&format!("${}", index + 1));
        numbered.push_str(part);
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bound_in_the_order_of_their_marks() {
        let mut query = Builder::default();
        query.condition("instance_id = ?", args!["ins_1"]);
        query.any_of("id", &["a".to_owned(), "b".to_owned()]);
        let (sql, args) = query.select("SELECT id FROM users", "ORDER BY id", 10, 20);
        assert_eq!(
            sql,
            "SELECT id FROM users WHERE instance_id = $1 AND id IN ($2, $3, $4, $5, $6) ORDER BY id LIMIT $7 OFFSET $8"
        );
        assert_eq!(args.len(), 8);
    }

    #[test]
    fn empty_lists_narrow_nothing() {
        let mut query = Builder::default();
        query.any_of("id", &[]);
        query.none_of("id", &[]);
        assert!(query.conditions.is_empty());
    }
}
