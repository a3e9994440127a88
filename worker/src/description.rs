//! The API's description, OpenAPI 3.1, from the table of endpoints and the types of the wire. To write it
//! into `openapi.json`: `BLESS=1 cargo test -p baton-worker`.

use crate::endpoint::{Operation, Who, operations};
use protocol::settings::Section;
use protocol::{
    AgentEvent, AgentSignal, AgentView, Frame, InboxFrame, InboxSignal, LearnerCommand,
    LearnerEvent, LearnerView,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A file's content.
pub(crate) struct File;

impl JsonSchema for File {
    fn schema_name() -> Cow<'static, str> {
        "File".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "format": "binary" })
    }
}

/// Types whose names in the description are those of their generics.
const NAMES: &[(&str, &str)] = &[
    ("Frame_LearnerView_LearnerEvent", "LearnerFrame"),
    ("Frame_AgentView_AgentEvent", "AgentFrame"),
    ("Transcript_LearnerView_LearnerEvent", "LearnerTranscript"),
    ("Transcript_AgentView_AgentEvent", "AgentTranscript"),
    ("Sequenced_LearnerEvent", "LearnerEntry"),
    ("Sequenced_AgentEvent", "AgentEntry"),
    ("PageOf_ArticleSummary", "ArticlePage"),
    ("PageOf_Summary", "SummaryPage"),
];

/// What sockets carry, in either direction.
const FRAMES: &[&str] = &[
    "Frame_LearnerView_LearnerEvent",
    "Frame_AgentView_AgentEvent",
    "LearnerCommand",
    "AgentSignal",
    "InboxFrame",
    "InboxSignal",
];

fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations(&mut schemas) {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        let method = operation.method.to_lowercase();
        path[method] = described(operation);
    }
    // What sockets carry is no endpoint's body.
    schemas.subschema_for::<Frame<LearnerView, LearnerEvent>>();
    schemas.subschema_for::<Frame<AgentView, AgentEvent>>();
    schemas.subschema_for::<LearnerCommand>();
    schemas.subschema_for::<AgentSignal>();
    schemas.subschema_for::<InboxFrame>();
    schemas.subschema_for::<InboxSignal>();
    let mut all: Map<String, Value> = schemas.take_definitions(true);
    let known = all.clone();
    for schema in all.values_mut() {
        close(schema, &known);
    }
    // What only stood beside a tag stands there now.
    let is_named = |name: &str| {
        let written = format!("/{name}\"");
        let text = json!([paths, all]).to_string();
        FRAMES.contains(&name) || text.contains(&written)
    };
    let unused: Vec<String> = all.keys().filter(|it| !is_named(it)).cloned().collect();
    all.retain(|name, _| !unused.contains(name));
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Baton",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The chat for learning platforms that knows when to hand over to a person.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "agentSession": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-baton",
                    "description": "Set by signing in. Anything but a GET, and every socket, must \
                        come from our own pages (Origin).",
                },
                "apiKey": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made in the inbox's settings.",
                },
                "learnerToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "From /api/learner/session; on sockets the second subprotocol.",
                },
            },
            "schemas": all,
        },
    });
    let text = NAMES
        .iter()
        .fold(document.to_string(), |text, (generic, name)| {
            text.replace(&format!("\"{generic}\""), &format!("\"{name}\""))
                .replace(&format!("/{generic}\""), &format!("/{name}\""))
        });
    serde_json::from_str(&text).unwrap()
}

fn described(operation: Operation) -> Value {
    let Operation {
        said, body, answer, ..
    } = operation;
    let (summary, more) = said.split_once("\n\n").unwrap_or((&said, ""));
    let summary = summary.trim().trim_end_matches('.');
    let more: Vec<&str> = more.lines().map(str::trim).collect();
    let (security, whose) = match operation.who {
        Who::Anybody => (json!([]), ""),
        Who::Agent => (json!([{ "agentSession": [] }]), ""),
        Who::Admin => (json!([{ "agentSession": [] }]), "For admins."),
        Who::ArticleReader => (either(), "For agents, and keys of the scope articles:read."),
        Who::ArticleWriter => (
            either(),
            "For admins, and keys of the scope articles:write.",
        ),
        Who::Learner | Who::LearnerSocket => (json!([{ "learnerToken": [] }]), ""),
    };
    let mut described = json!({ "summary": summary, "security": security });
    let description = format!("{whose} {}", more.join(" "));
    if !description.trim().is_empty() {
        described["description"] = description.trim().into();
    }
    let steps = operation.path.split('/');
    let ids = steps.filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let ids = ids.map(|id| {
        let schema = match id {
            "section" => {
                let names: Vec<&str> = Section::ALL.iter().map(|it| it.name()).collect();
                json!({ "type": "string", "enum": names })
            }
            _ => json!({ "type": "string", "pattern": "^[A-Za-z0-9._~-]{1,128}$" }),
        };
        json!({ "name": id, "in": "path", "required": true, "schema": schema })
    });
    let query = operation.query.iter().map(|(name, kind, means)| {
        json!({ "name": name, "in": "query", "description": means, "schema": { "type": kind } })
    });
    let parameters: Vec<Value> = ids.chain(query).collect();
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if let Some(body) = body {
        let content = content(body, "application/octet-stream");
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    let mut answered = json!({ "description": operation.words });
    if let Some(answer) = answer {
        answered["content"] = content(answer, "*/*");
    }
    let problem = json!({
        "description": "A problem.",
        "content": {
            "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
            },
        },
    });
    described["responses"] = json!({ operation.status.to_string(): answered, "default": problem });
    described
}

fn either() -> Value {
    json!([{ "apiKey": [] }, { "agentSession": [] }])
}

/// JSON of this shape; a file, if it is one, of that media type.
fn content(schema: Schema, file: &str) -> Value {
    let is_file = schema.get("format").is_some_and(|it| it == "binary");
    let media = if is_file { file } else { "application/json" };
    json!({ media: { "schema": schema } })
}

/// Lets every object hold what it names and nothing else. A tagged variant that holds another type's
/// fields beside its tag gets them as its own: a closed object takes no neighbours.
fn close(schema: &mut Value, known: &Map<String, Value>) {
    match schema {
        Value::Object(fields) => {
            let named = fields.get("$ref").and_then(Value::as_str);
            let named = named
                .and_then(|path| path.rsplit('/').next())
                .map(str::to_owned);
            if let (Some(name), true) = (named, fields.contains_key("properties")) {
                fields.remove("$ref");
                merge(fields, &known[&name]);
            }
            for value in fields.values_mut() {
                close(value, known);
            }
            if fields.contains_key("properties") && !fields.contains_key("oneOf") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| close(value, known)),
        _ => {}
    }
}

/// Adds another object's fields.
fn merge(fields: &mut Map<String, Value>, other: &Value) {
    for (key, of) in [
        ("properties", &other["properties"]),
        ("required", &other["required"]),
    ] {
        match (fields.get_mut(key), of) {
            (Some(Value::Object(own)), Value::Object(of)) => own.extend(of.clone()),
            (Some(Value::Array(own)), Value::Array(of)) => own.extend(of.clone()),
            (None, of) if !of.is_null() => {
                fields.insert(key.to_owned(), of.clone());
            }
            _ => {}
        }
    }
}

#[test]
fn the_published_description_is_what_the_endpoints_types_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi.json");
    let now = format!("{:#}\n", document());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), now);
}
