//! The table of a room: a head, rows of cells, the way to the next page. On narrow screens each row is a block in which
//! every cell says its column's name.

use super::Pager;
use leptos::prelude::*;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What the row is about: its heading.
    Subject(&'static str),
    /// The same with a picture, or a second line.
    Person(&'static str),
    /// A fact about it.
    Fact(&'static str),
    /// The box that picks the row.
    Pick,
    /// What can be done with it.
    Actions,
}

/// A row.
pub struct TableRow {
    cells: Vec<AnyView>,
    is_muted: bool,
}

impl TableRow {
    /// A row with one cell for each column.
    pub fn new(cells: impl IntoIterator<Item = AnyView>) -> Self {
        Self { cells: cells.into_iter().collect(), is_muted: false }
    }

    /// Drawn as something that is over.
    pub fn muted(mut self, is_muted: bool) -> Self {
        self.is_muted = is_muted;
        self
    }
}

/// Which part of the list is shown, and the ways on.
pub struct Paged {
    /// What is shown of how many.
    pub summary: String,
    /// The first page, unless this is it.
    pub first: Option<String>,
    /// The next page, if there is one.
    pub next: Option<String>,
}

/// A table. It scrolls in a box of its own where it has no room.
#[component]
pub fn DataTable(
    /// What it lists.
    label: &'static str,
    /// Its columns.
    columns: Vec<Column>,
    /// Its rows.
    rows: Vec<TableRow>,
    /// The way through a list of several pages.
    #[prop(optional)]
    paged: Option<Paged>,
    /// Is it part of a card already?
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let head: Vec<_> = columns.iter().copied().map(heading).collect();
    let rows: Vec<_> = rows.into_iter().map(|row| row_view(&columns, row)).collect();
    view! {
        <div class=if bare { "db-list" } else { "db-card db-list" }>
            <div class="db-table-box" tabindex="0" role="region" aria-label=label>
                <table class="db-table" data-stack="">
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {paged.map(|it| view! { <Pager summary=it.summary first=it.first next=it.next /> })}
        </div>
    }
    .into_any()
}

fn heading(column: Column) -> AnyView {
    match column {
        Column::Subject(name) | Column::Person(name) | Column::Fact(name) => {
            view! { <th scope="col">{name}</th> }.into_any()
        }
        Column::Pick => {
            view! { <th scope="col" class="db-pick"><span class="oh-visually-hidden">"Select"</span></th> }.into_any()
        }
        Column::Actions => view! { <th scope="col"><span class="oh-visually-hidden">"Actions"</span></th> }.into_any(),
    }
}

fn row_view(columns: &[Column], row: TableRow) -> AnyView {
    let cells = columns.iter().zip(row.cells).map(|(column, cell)| match *column {
        Column::Subject(_) => view! { <th scope="row">{cell}</th> }.into_any(),
        Column::Person(_) => view! { <th scope="row" class="db-person">{cell}</th> }.into_any(),
        Column::Fact(name) => view! { <td data-label=name>{cell}</td> }.into_any(),
        Column::Pick => view! { <td class="db-pick">{cell}</td> }.into_any(),
        Column::Actions => view! { <td class="db-end">{cell}</td> }.into_any(),
    });
    view! { <tr class="db-row" data-muted=row.is_muted.then_some("")>{cells.collect::<Vec<_>>()}</tr> }.into_any()
}
