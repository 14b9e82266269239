//! The text of `<title>`. On the server it becomes part of the document's head as it stands, so what is markup in it must
//! be written as text there: a room of the dashboard is called after its user, who may be called anything. A browser is
//! handed the text itself.

/// Does this side of the app write markup?
const IS_MARKUP: bool = cfg!(feature = "ssr");

/// The name of the page, then that of the place it is in.
pub fn document_title(page: &str, place: &str) -> String {
    let title = if page.is_empty() { place.to_owned() } else { format!("{page} · {place}") };
    if IS_MARKUP { as_markup(&title) } else { title }
}

fn as_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_after_itself_and_its_place() {
        assert_eq!(document_title("Users", "Dashboard"), "Users · Dashboard");
        assert_eq!(document_title("", "Dashboard"), "Dashboard");
    }

    #[test]
    fn no_name_ends_the_title() {
        assert_eq!(as_markup("</title><script>&lt;"), "&lt;/title&gt;&lt;script&gt;&amp;lt;");
    }
}
