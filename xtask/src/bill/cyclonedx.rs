//! The bill of materials: <https://cyclonedx.org/docs/1.6/json/>. No time and no random number: the same sources make
//! the same bytes.

use super::parts::{Key, Part, Parts};
use serde_json::{Value, json};

/// The whole document.
pub fn document(parts: &Parts) -> Value {
    let root = json!({
        "bom-ref": "onehop",
        "type": "application",
        "name": "onehop",
        "version": parts.version,
        "licenses": [{ "license": { "id": "Apache-2.0" } }],
    });
    let all: Vec<String> = parts.packages.iter().map(|part| purl(&part.package.key())).collect();
    let mut dependencies = vec![json!({ "ref": "onehop", "dependsOn": all })];
    dependencies.extend(parts.packages.iter().map(dependency));
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": root },
        "components": parts.packages.iter().map(component).collect::<Vec<_>>(),
        "dependencies": dependencies,
    })
}

fn component(part: &Part) -> Value {
    let package = &part.package;
    let purl = purl(&package.key());
    let mut component = json!({
        "bom-ref": purl,
        "purl": purl,
        "type": "library",
        "name": package.name,
        "version": package.version,
        "scope": "required",
    });
    if let Some(text) = &package.description {
        component["description"] = text.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if let Some(expression) = package.expression() {
        component["licenses"] = json!([{ "expression": expression }]);
    }
    if let Some(checksum) = &part.checksum {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(repository) = &package.repository {
        component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    component
}

fn dependency(part: &Part) -> Value {
    json!({ "ref": purl(&part.package.key()), "dependsOn": part.needs.iter().map(purl).collect::<Vec<_>>() })
}

/// The address of a package: <https://github.com/package-url/purl-spec>. A `+` in a version is escaped.
fn purl((name, version): &Key) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bill::parts::Package;

    #[test]
    fn every_part_has_address_licence_and_hash_and_only_knows_other_parts() {
        let package = Package {
            name: "toml".into(),
            version: "1.2.1+spec-1.1.0".into(),
            license: Some("MIT/Apache-2.0".into()),
            ..Package::default()
        };
        let needs = [("serde".to_owned(), "1.0.0".to_owned())].into();
        let part = Part { package, checksum: Some("ab".into()), needs };
        let document = document(&Parts { version: "0.1.0".into(), packages: vec![part] });
        let component = &document["components"][0];
        assert_eq!(component["purl"], "pkg:cargo/toml@1.2.1%2Bspec-1.1.0");
        assert_eq!(component["licenses"], json!([{ "expression": "MIT OR Apache-2.0" }]));
        assert_eq!(component["hashes"], json!([{ "alg": "SHA-256", "content": "ab" }]));
        assert_eq!(document["dependencies"][1]["dependsOn"], json!(["pkg:cargo/serde@1.0.0"]));
        assert_eq!(document["dependencies"][0]["dependsOn"], json!([component["bom-ref"]]));
    }
}
