//! The picture of a user: their own, or one with their initials, so that there is always one to show.

use super::{Cause, users};
use crate::{
    error::{Error, Result},
    picture,
    picture::{Picture, Refused},
    random,
    state::App,
    store::{Conn, profile_images, profile_images::ProfileImageRow, users::UserRow},
};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
};
use onehop::{
    components::parts::{hue_of, initials},
    wire::{ErrorCode, Image, ImageId, ImageTag},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Semaphore;

/// Below this path pictures are served, see [`crate::pages`].
pub const PATH: &str = "/pictures";
/// One file is unfolded at a time: its pixels take much memory.
static UNFOLDING: Semaphore = Semaphore::const_new(1);
/// Some callers leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Where the user's picture is. `address`: the main one, for who has no name.
pub fn url(app: &App, user: &UserRow, address: Option<&str>) -> String {
    match &user.image_id {
        Some(id) => url_of(app, id),
        None => {
            let names = [user.first_name.as_deref(), user.last_name.as_deref()];
            let full = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let name = Some(full.as_str()).filter(|name| !name.is_empty());
            let name = name.or(user.username.as_deref()).or(address).unwrap_or_default();
            let letters = initials(name);
            let letters = utf8_percent_encode(&letters, NON_ALPHANUMERIC);
            // Everything it shows is in its address: when a name changes, so does the address.
            app.config.absolute(&format!("{PATH}/initials/{}/{letters}.svg", hue_of(user.id.as_str())))
        }
    }
}

fn url_of(app: &App, id: &str) -> String {
    app.config.absolute(&format!("{PATH}/{id}"))
}

/// Reads what was uploaded: base64, as it stands or in a `data:` address.
pub async fn read(file: Option<String>) -> Result<Picture> {
    let missing = || Error::param(ErrorCode::FormParamMissing, "file").text("Choose a picture.").bad_request();
    let file = file.ok_or_else(missing)?;
    let text = match file.strip_prefix("data:") {
        Some(address) => address.split_once(";base64,").map_or("", |(_, text)| text),
        None => file.as_str(),
    };
    let bytes = BASE64.decode(text.trim()).map_err(|_| unreadable())?;
    drop(file);
    if bytes.is_empty() {
        return Err(missing());
    }
    let _turn = UNFOLDING.acquire().await.map_err(|error| Error::Internal(Box::new(error)))?;
    let read = tokio::task::spawn_blocking(move || picture::read(&bytes)).await;
    // The decoders are other people's: should one break, the file is at fault.
    read.unwrap_or(Err(Refused::Unreadable)).map_err(|refused| match refused {
        Refused::Unreadable => unreadable(),
        Refused::TooLarge => Error::api(ErrorCode::RequestBodyTooLarge)
            .text("This picture is too large. Use one of up to 10 MB and 8,192 pixels on its longer side."),
    })
}

fn unreadable() -> Error {
    Error::param(ErrorCode::FormParamFormatInvalid, "file")
        .text("This is not a picture that can be read. Use PNG, JPEG, WebP or GIF.")
        .bad_request()
}

/// Shows this picture of the user from now on.
pub async fn set(app: &App, conn: &mut Conn, cause: &Cause, user: &mut UserRow, picture: Picture) -> Result<Image> {
    let row = ProfileImageRow {
        id: ImageId::from(random::id(&*app.random, cause.now, ImageId::PREFIX)),
        user_id: user.id.clone(),
        media_type: picture.media_type.to_owned(),
        content: general_purpose::STANDARD.encode(&picture.content),
        created_at: cause.now,
    };
    profile_images::put(conn, &app.instance.id, &row).await?;
    user.image_id = Some(row.id.to_string());
    users::save(app, conn, cause, user).await?;
    Ok(Image { object: ImageTag, name: file_name(&row), public_url: url_of(app, row.id.as_str()), id: row.id })
}

/// The name that a picture is saved under.
pub fn file_name(row: &ProfileImageRow) -> String {
    let ending = row.media_type.trim_start_matches("image/");
    format!("{}.{ending}", row.id)
}

/// Shows the initials again; the id of the picture that is gone, if there was one.
pub async fn remove(app: &App, conn: &mut Conn, cause: &Cause, user: &mut UserRow) -> Result<Option<String>> {
    let Some(id) = user.image_id.take() else { return Ok(None) };
    profile_images::delete(conn, &app.instance.id, &user.id).await?;
    users::save(app, conn, cause, user).await?;
    Ok(Some(id))
}
