//! `/theming`: the parts in the colours of a brand, which takes two lines of CSS; light, dark or as the system has it.
//!
//! The choices are plain radio buttons, and rules of `style/theming.css` look at them: nothing is loaded anew, and it
//! works without scripts.

use super::text::text;
use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::parts::{Alert, Badge, Button, ButtonVariant, Checkbox, Field, Tone};

/// What an app writes into its own stylesheet.
const BRAND: &str = ":root {\n  --oh-brand: #17694a;\n  --oh-radius: 0.125rem;\n}";

/// The properties that most apps change, with their first values.
const PROPERTIES: [(&str, &str); 9] = [
    ("--oh-brand", "#2b4acb"),
    ("--oh-radius", "0.5rem"),
    ("--oh-font", "system-ui, …"),
    ("--oh-bg", "light-dark(#f6f7f9, #0d0f14)"),
    ("--oh-surface", "light-dark(#fff, #14171e)"),
    ("--oh-text", "light-dark(#141820, #eceff4)"),
    ("--oh-border", "light-dark(#dce0e7, #2b313d)"),
    ("--oh-width-auth", "25rem"),
    ("--oh-card-padding", "1.5rem"),
];

/// Choices, the parts under them, and what to write.
#[component]
pub fn Theming() -> impl IntoView {
    let brands = [
        ("onehop", text().brand_own),
        ("forest", text().brand_forest),
        ("sun", text().brand_sun),
        ("ink", text().brand_ink),
    ];
    let schemes = [("system", text().scheme_system), ("light", text().scheme_light), ("dark", text().scheme_dark)];
    view! {
        <Title text=text().theming />
        <div class="pg-stack">
            <h1 class="pg-title">{text().theming}</h1>
            <p class="pg-text">{text().theming_lead}</p>
            <div class="pg-choices">
                <Choice name="brand" label=text().brand options=brands.to_vec() />
                <Choice name="scheme" label=text().scheme options=schemes.to_vec() />
            </div>
            <div class="pg-columns">
                <Parts />
                <Properties />
            </div>
        </div>
    }
}

/// One of several, chosen by a radio button.
#[component]
fn Choice(name: &'static str, label: &'static str, options: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let option = move |index: usize, (value, label): (&'static str, &'static str)| {
        let id = [name, "-", value].concat();
        view! {
            <span class="pg-choice">
                <input class="pg-choice-input" type="radio" id=id.clone() name=name value=value checked=index == 0 />
                <label class="pg-choice-label" for=id>{label}</label>
            </span>
        }
    };
    view! {
        <fieldset class="pg-choice-group">
            <legend class="oh-label">{label}</legend>
            {options.into_iter().enumerate().map(|(index, each)| option(index, each)).collect_view()}
        </fieldset>
    }
}

/// A card with one of each.
#[component]
fn Parts() -> impl IntoView {
    view! {
        <section class="oh-card" aria-labelledby="parts">
            <div class="oh-card-body">
                <header class="oh-card-head">
                    <h2 class="oh-card-title" id="parts">{text().example}</h2>
                    <p class="oh-card-subtitle">{text().example_text} " " <Badge tone=Tone::Success>{text().example_badge}</Badge></p>
                </header>
                <Alert tone=Tone::Info>{text().example_alert}</Alert>
                <Field id="theming-name" name="name" label=text().example_field />
                <Checkbox id="theming-check" name="check" checked=true>{text().example_check}</Checkbox>
                <p class="pg-actions">
                    <Button type_="button">{text().example_do}</Button>
                    <Button type_="button" variant=ButtonVariant::Secondary>{text().example_other}</Button>
                    <a class="oh-link" href="/">{text().to_start}</a>
                </p>
            </div>
        </section>
    }
}

/// What to write, and what there is to change.
#[component]
fn Properties() -> impl IntoView {
    let row = |(name, value): (&'static str, &'static str)| {
        view! {
            <div class="pg-fact">
                <dt class="pg-fact-name"><code dir="ltr">{name}</code></dt>
                <dd class="pg-fact-value" data-kind="id"><bdi dir="ltr">{value}</bdi></dd>
            </div>
        }
    };
    view! {
        <section class="pg-stack" aria-labelledby="properties">
            <h2 class="pg-heading" id="properties">{text().two_lines}</h2>
            <figure class="pg-code">
                <figcaption class="pg-code-title" id="brand-css">"app.css"</figcaption>
                <pre class="pg-code-text" dir="ltr" tabindex="0" role="region" aria-labelledby="brand-css">
                    <code>{BRAND}</code>
                </pre>
            </figure>
            <p class="pg-text">{text().layer}</p>
            <dl class="pg-facts">{PROPERTIES.map(row).into_iter().collect_view()}</dl>
        </section>
    }
}
