//! Files that people choose.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileReader, HtmlInputElement};

/// A file that was chosen.
pub(crate) struct ChosenFile {
    /// Its media type, as the browser guesses it.
    pub media_type: String,
    /// In bytes.
    pub size: f64,
    file: File,
}

impl ChosenFile {
    /// The one in this input.
    pub fn of(input: &HtmlInputElement) -> Option<Self> {
        let file = input.files()?.get(0)?;
        Some(Self { media_type: file.type_(), size: file.size(), file })
    }

    /// Its content as a `data:` address; nothing where it can't be read.
    pub async fn read(self) -> Option<String> {
        let reader = FileReader::new().ok()?;
        let done = Promise::new(&mut |resolve: Function, _| {
            let end = Closure::once_into_js(move || {
                let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            });
            reader.set_onloadend(Some(end.unchecked_ref()));
        });
        reader.read_as_data_url(&self.file).ok()?;
        JsFuture::from(done).await.ok()?;
        reader.result().ok()?.as_string()
    }
}
