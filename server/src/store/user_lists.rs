//! Users in an order, a part at a time, and how many there are.
//!
//! Every order is read from an index. What a user is identified by stands in tables of its own: there the index is walked
//! from its beginning and each entry leads to its user, unless a filter leaves few users to put in order. Who has nothing
//! of the kind comes after all who have, whichever way the order goes.

use super::{
    Conn, Count, Scope, Slice, StoreError, args, sql,
    user_filter::Filter,
    users::{SELECT, UserRow},
};
use crate::clock::Millis;
use onehop::wire::UserId;

/// What users can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Created.
    CreatedAt,
    /// Changed.
    UpdatedAt,
    /// Main address.
    EmailAddress,
    /// Main wallet.
    Web3Wallet,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Main number.
    PhoneNumber,
    /// Username.
    Username,
    /// Last use.
    LastActiveAt,
    /// Last sign-in.
    LastSignInAt,
}

/// Where an order's values are.
enum Place {
    /// In this column of the user.
    Own(&'static str),
    /// In the main one of the user's rows of another table.
    Main(Main),
}

struct Main {
    table: &'static str,
    column: &'static str,
    /// The user's column that names the row.
    named_by: &'static str,
}

impl Order {
    fn place(self) -> Place {
        let main = |table, column, named_by| Place::Main(Main { table, column, named_by });
        match self {
            Self::CreatedAt => Place::Own("created_at"),
            Self::UpdatedAt => Place::Own("updated_at"),
            Self::FirstName => Place::Own("first_name"),
            Self::LastName => Place::Own("last_name"),
            Self::Username => Place::Own("username_normalized"),
            Self::LastActiveAt => Place::Own("last_active_at"),
            Self::LastSignInAt => Place::Own("last_sign_in_at"),
            Self::EmailAddress => main("email_addresses", "email_normalized", "primary_email_address_id"),
            Self::PhoneNumber => main("phone_numbers", "phone_number", "primary_phone_number_id"),
            Self::Web3Wallet => main("web3_wallets", "wallet_normalized", "primary_web3_wallet_id"),
        }
    }
}

impl Main {
    /// Users who have one, each beside its value. The names of the other table's columns are taken by none of the user's.
    ///
    /// That it is the main one is asked in a way that planners don't look into: they would take it for rare, where it is
    /// the rule, and sort all users rather than walk the index to the first few.
    fn with(&self) -> String {
        let Self { table, column, named_by } = self;
        format!(
            "{SELECT} JOIN (SELECT instance_id AS key_instance, user_id AS key_user, id AS key_id, {column} AS sort_key \
             FROM {table}) AS sorted ON key_instance = instance_id AND key_user = id \
             AND CASE WHEN key_id = {named_by} THEN TRUE ELSE FALSE END"
        )
    }

    /// The same order of users who were found in another way: who has a value first.
    fn order(&self, direction: &str) -> String {
        let Self { table, column, named_by } = self;
        let key = format!(
            "(SELECT {column} FROM {table} AS other WHERE other.instance_id = users.instance_id \
             AND other.id = users.{named_by} AND other.user_id = users.id)"
        );
        format!("ORDER BY {key} IS NULL, {key} {direction}, id {direction}")
    }

    /// That a user has none.
    fn without(&self) -> String {
        let Self { table, named_by, .. } = self;
        format!(
            "NOT EXISTS (SELECT 1 FROM {table} AS other WHERE other.instance_id = users.instance_id \
             AND other.id = users.{named_by} AND other.user_id = users.id)"
        )
    }
}

/// The users that a filter lets through, after the one created then with this id: with [`Order::CreatedAt`] only.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    slice: &Slice<Order>,
    after: Option<&(Millis, UserId)>,
) -> Result<Vec<UserRow>, StoreError> {
    let column = match slice.order.place() {
        Place::Own(column) => column,
        Place::Main(main) if filter.leads_to_few() => {
            let direction = if slice.is_descending { "DESC" } else { "ASC" };
            let query = start(instance, filter);
            let (sql, args) = query.select(SELECT, &main.order(direction), slice.limit, slice.offset);
            return read(conn, filter, sql, args).await;
        }
        Place::Main(main) => return list_by(conn, instance, filter, slice, &main).await,
    };
    let mut query = start(instance, filter);
    let (direction, comparison) = if slice.is_descending { ("DESC", "<") } else { ("ASC", ">") };
    if let Some((created_at, id)) = after {
        query.condition(&format!("(created_at, id) {comparison} (?, ?)"), args![*created_at, id]);
    }
    let order = format!("ORDER BY {column} {direction}, id {direction}");
    let (sql, args) = query.select(SELECT, &order, slice.limit, slice.offset);
    read(conn, filter, sql, args).await
}

/// By a value in another table: first who has one, then who hasn't.
async fn list_by(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    slice: &Slice<Order>,
    main: &Main,
) -> Result<Vec<UserRow>, StoreError> {
    let (sql, args) = with_value(instance, filter, slice, main);
    let mut rows: Vec<UserRow> = read(conn, filter, sql, args).await?;
    let missing = slice.limit - i64::try_from(rows.len()).unwrap_or(slice.limit);
    if missing <= 0 {
        return Ok(rows);
    }
    // A page that begins behind all who have a value has to know how many those are.
    let skipped = if rows.is_empty() && slice.offset > 0 {
        let mut query = start(instance, filter);
        query.condition(&format!("NOT {}", main.without()), []);
        let (sql, args) = query.count("users");
        slice.offset - conn.one_built::<Count>(sql, args).await?.count
    } else {
        0
    };
    let (sql, args) = without_value(instance, filter, slice.is_descending, main, (missing, skipped.max(0)));
    rows.extend(read(conn, filter, sql, args).await?);
    Ok(rows)
}

fn with_value(instance: Scope<'_>, filter: &Filter, slice: &Slice<Order>, main: &Main) -> (String, Vec<super::Value>) {
    let direction = if slice.is_descending { "DESC" } else { "ASC" };
    let mut query = start(instance, filter);
    query.condition("key_instance = ?", args![instance]);
    query.select(&main.with(), &format!("ORDER BY sort_key {direction}, id {direction}"), slice.limit, slice.offset)
}

fn without_value(
    instance: Scope<'_>,
    filter: &Filter,
    is_descending: bool,
    main: &Main,
    (limit, offset): (i64, i64),
) -> (String, Vec<super::Value>) {
    let direction = if is_descending { "DESC" } else { "ASC" };
    let mut query = start(instance, filter);
    query.condition(&main.without(), []);
    query.select(SELECT, &format!("ORDER BY id {direction}"), limit, offset)
}

fn start(instance: Scope<'_>, filter: &Filter) -> sql::Builder {
    let mut query = sql::Builder::default();
    query.condition("instance_id = ?", args![instance]);
    filter.apply(instance.as_str(), &mut query);
    query
}

async fn read(
    conn: &mut Conn,
    filter: &Filter,
    sql: String,
    args: Vec<super::Value>,
) -> Result<Vec<UserRow>, StoreError> {
    match filter.names_keys() {
        true => conn.find_all_built(sql, args).await,
        false => conn.all_built(sql, args).await,
    }
}

/// How many users a filter lets through.
pub async fn count(conn: &mut Conn, instance: Scope<'_>, filter: &Filter) -> Result<i64, StoreError> {
    if filter.is_empty() {
        return super::totals::get(conn, instance, "users").await;
    }
    let (sql, args) = start(instance, filter).count("users");
    Ok(conn.one_built::<Count>(sql, args).await?.count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use onehop::wire::InstanceId;

    const ORDERS: [Order; 10] = [
        Order::CreatedAt,
        Order::UpdatedAt,
        Order::EmailAddress,
        Order::Web3Wallet,
        Order::FirstName,
        Order::LastName,
        Order::PhoneNumber,
        Order::Username,
        Order::LastActiveAt,
        Order::LastSignInAt,
    ];

    #[tokio::test]
    async fn no_order_sorts_or_walks_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("a.db").display()), 1).await.unwrap();
        store.migrate().await.unwrap();
        let (instance, filter) = (InstanceId::from("ins_1"), Filter::default());
        for order in ORDERS {
            for is_descending in [false, true] {
                let slice = Slice { order, is_descending, limit: 10, offset: 0 };
                let queries = match order.place() {
                    Place::Own(column) => {
                        let direction = if is_descending { "DESC" } else { "ASC" };
                        let by = format!("ORDER BY {column} {direction}, id {direction}");
                        vec![start(&instance, &filter).select(SELECT, &by, 10, 0)]
                    }
                    Place::Main(main) => vec![
                        with_value(&instance, &filter, &slice, &main),
                        without_value(&instance, &filter, is_descending, &main, (10, 0)),
                    ],
                };
                for (sql, args) in queries {
                    let plan = store.explain(&sql, args).await;
                    assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{order:?}: {plan:#?}");
                    // Only the users who share a value, as two who claim the same address do, are put in order.
                    let sorts = plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
                    assert!(!sorts, "{order:?}: {plan:#?}");
                }
            }
        }
    }
}
