//! What a team decides, section by section: a file each, with its type and its check. Browser and
//! worker run the same checks.

mod address;
mod alerts;
mod answers;
mod appearance;
mod budget;
mod forms;
mod hours;
mod identity;
mod origins;
mod patience;
mod profile;
mod promises;
mod ratings;
mod retention;
mod review;
mod routing;
mod rules;
mod saved_replies;
mod sign_in;
mod tags;

pub use address::check_mail;
pub use alerts::{Alert, AlertKind, AlertOn};
pub use answers::{AnswerSettings, Manner};
pub use appearance::{AppearanceSettings, Side};
pub use budget::Budget;
pub use hours::{Exception, Hours, Period, Span, TagHours, day};
pub use identity::IdentitySettings;
pub use patience::PatienceSettings;
pub use profile::TeamProfile;
pub use promises::{PromiseSettings, TagPromise};
pub use ratings::RatingSettings;
pub use retention::RetentionSettings;
pub use review::ReviewSettings;
pub use routing::{Routing, RoutingSettings, TagAgents};
pub use saved_replies::SavedReply;
pub use sign_in::SignInSettings;

use crate::{Action, Rule, TagDefinition};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// `GET /api/settings` and `PUT /api/settings`. A section of them is replaced by
/// `PUT /api/settings/{section}`, whose body is what stands here under the section's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settings {
    /// How the team presents itself.
    pub profile: TeamProfile,
    /// How the chat looks.
    #[serde(default, skip_serializing_if = "AppearanceSettings::is_default")]
    pub appearance: AppearanceSettings,
    /// Origins of LMS pages that may show the chat, such as `https://lms.example.edu`.
    /// Our own origin always may; any other is denied.
    pub allowed_origins: Vec<String>,
    /// How readily the assistant answers.
    pub answers: AnswerSettings,
    /// Rules of when people take over; absent, those every team begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
    /// Tags that the assistant gives by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagDefinition>,
    /// Forms that the assistant may run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// When the team is there; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// What the assistant may use.
    #[serde(default)]
    pub budget: Budget,
    /// How long things may wait before something happens.
    #[serde(default)]
    pub patience: PatienceSettings,
    /// How soon a person replies.
    #[serde(default)]
    pub promises: PromiseSettings,
    /// Who gets conversations that wait for a person.
    #[serde(default, skip_serializing_if = "RoutingSettings::is_default")]
    pub routing: RoutingSettings,
    /// Who is told when people are needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
    /// How often the team is reminded of what nobody has taken; never, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewSettings>,
    /// Replies that agents write often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub saved_replies: Vec<SavedReply>,
    /// How the LMS signs who a learner is.
    #[serde(default, skip_serializing_if = "IdentitySettings::is_empty")]
    pub identity: IdentitySettings,
    /// Whether learners are asked if people helped.
    #[serde(default, skip_serializing_if = "RatingSettings::is_off")]
    pub ratings: RatingSettings,
    /// How long conversations are kept.
    #[serde(default, skip_serializing_if = "RetentionSettings::is_for_ever")]
    pub retention: RetentionSettings,
    /// How agents sign in besides by password.
    #[serde(default, skip_serializing_if = "SignInSettings::is_empty")]
    pub sign_in: SignInSettings,
}

macro_rules! sections {
    ($($section:ident $field:ident $file:ident,)*) => {
        /// A part of the settings that is saved by itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[allow(missing_docs, reason = "the field of the same name says it")]
        pub enum Section { $($section,)* }

        impl Section {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$section,)*];

            /// Its name in addresses, and as a field of [`Settings`].
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$section => stringify!($field),)* }
            }
        }

        impl Settings {
            /// Replaces a section by what is read.
            ///
            /// # Errors
            /// What is read has another shape.
            pub fn read<'de, D: Deserializer<'de>>(
                &mut self,
                section: Section,
                from: D,
            ) -> Result<(), D::Error> {
                match section {
                    $(Section::$section => self.$field = Deserialize::deserialize(from)?,)*
                }
                Ok(())
            }

            /// Writes a section.
            ///
            /// # Errors
            /// The writer's own.
            pub fn write<S: Serializer>(&self, section: Section, to: S) -> Result<S::Ok, S::Error> {
                match section {
                    $(Section::$section => self.$field.serialize(to),)*
                }
            }

            /// Replaces a section by another's.
            pub fn take(&mut self, section: Section, from: &Self) {
                match section {
                    $(Section::$section => self.$field.clone_from(&from.$field),)*
                }
            }

            /// Checks a section, and brings it into the form that is kept: the profile's texts
            /// without space around them, origins as browsers send them.
            ///
            /// # Errors
            /// [`Wrong`], in words for the admin.
            pub fn check(&mut self, section: Section) -> Result<(), Wrong> {
                match section {
                    $(Section::$section => $file::check(self),)*
                }
            }
        }
    };
}

sections! {
    Profile profile profile,
    Appearance appearance appearance,
    Origins allowed_origins origins,
    Answers answers answers,
    Tags tags tags,
    Actions actions forms,
    Rules rules rules,
    Hours hours hours,
    Budget budget budget,
    Patience patience patience,
    Promises promises promises,
    Routing routing routing,
    Alerts alerts alerts,
    Review review review,
    SavedReplies saved_replies saved_replies,
    Identity identity identity,
    Ratings ratings ratings,
    Retention retention retention,
    SignIn sign_in sign_in,
}

impl Section {
    /// The one of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }
}

impl Settings {
    /// What a team begins with.
    #[must_use]
    pub fn new(name: String) -> Self {
        Self {
            profile: TeamProfile {
                name,
                greeting: String::new(),
                suggestions: Vec::new(),
                language: String::new(),
            },
            appearance: AppearanceSettings::default(),
            allowed_origins: Vec::new(),
            answers: AnswerSettings::default(),
            rules: None,
            tags: Vec::new(),
            actions: Vec::new(),
            hours: None,
            budget: Budget::default(),
            patience: PatienceSettings::default(),
            promises: PromiseSettings::default(),
            routing: RoutingSettings::default(),
            alerts: Vec::new(),
            review: None,
            saved_replies: Vec::new(),
            identity: IdentitySettings::default(),
            ratings: RatingSettings::default(),
            retention: RetentionSettings::default(),
            sign_in: SignInSettings::default(),
        }
    }

    /// The settings for agents who are not admins, without the addresses that something is posted to: such
    /// an address may be a secret.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        for action in &mut self.actions {
            action.then.webhook = None;
        }
        for rule in self.rules.iter_mut().flatten() {
            rule.then.alert = None;
        }
        self.alerts.clear();
        self
    }
}

/// What is outside its limits, in words for the admin; lower-case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Wrong {}

/// Trims a text, which has 1 to `most` characters then.
fn within(text: &mut String, what: &str, most: usize) -> Result<(), Wrong> {
    *text = text.trim().to_owned();
    if (1..=most).contains(&text.chars().count()) {
        Ok(())
    } else {
        Err(Wrong(format!("{what} has 1 to {most} characters")))
    }
}

/// A number from `least` to `most`.
fn between(number: u32, what: &str, least: u32, most: u32) -> Result<(), Wrong> {
    if (least..=most).contains(&number) {
        Ok(())
    } else {
        Err(Wrong(format!("{what}: {least} to {most}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(section: Section, body: &str) -> String {
        let mut settings = Settings::new("Riverside".to_owned());
        let mut from = serde_json::Deserializer::from_str(body);
        settings.read(section, &mut from).unwrap();
        match settings.check(section) {
            Ok(()) => "taken".to_owned(),
            Err(wrong) => wrong.to_string(),
        }
    }

    #[test]
    fn a_section_is_read_checked_and_written_by_its_name() {
        let settings = Settings::new("Riverside".to_owned());
        let whole = serde_json::to_value(&settings).unwrap();
        for section in Section::ALL {
            assert_eq!(Section::of(section.name()), Some(*section));
            let written = settings
                .write(*section, serde_json::value::Serializer)
                .unwrap();
            // An empty section is left out of the whole.
            if let Some(field) = whole.get(section.name()) {
                assert_eq!(*field, written, "{section:?}");
            }
            let mut other = Settings::new("Other".to_owned());
            other.read(*section, written).unwrap();
            other.check(*section).unwrap();
            let mut taken = settings.clone();
            taken.take(*section, &other);
            assert_eq!(taken, settings, "{section:?}");
        }
        assert_eq!(Section::of("secrets"), None);
    }

    #[test]
    fn what_is_outside_its_limits_is_said_in_words() {
        for (section, body, words) in [
            (
                Section::Profile,
                r#"{"name":" ","greeting":"","suggestions":[]}"#,
                "the team's name has 1 to 60 characters",
            ),
            (
                Section::Appearance,
                r#"{"color":"red"}"#,
                "a colour looks like #0b6b61",
            ),
            (
                Section::Appearance,
                r##"{"color":"#0B6B61","side":"left","logo":" https://lms.example.edu/logo.png?v=2 "}"##,
                "taken",
            ),
            (
                Section::Answers,
                r#"{"confidence_threshold":2,"offer_threshold":null}"#,
                "the confidence from which the assistant answers is between 0 and 1",
            ),
            (
                Section::Hours,
                r#"{"time_zone":"Europe/Berlin","open":[{"day":7,"from":0,"to":60}]}"#,
                "hours are from a time to a later one of the same day",
            ),
            (
                Section::Hours,
                r#"{"time_zone":"Europe/Berlin","open":[{"day":0,"from":60,"to":60}]}"#,
                "hours are from a time to a later one of the same day",
            ),
            (
                Section::Budget,
                r#"{"turns":0,"answer_tokens":600,"answer_seconds":60}"#,
                "answers in a row: 1 to 200",
            ),
            (
                Section::Patience,
                r#"{"owner_minutes":15,"form_minutes":15,"snooze_days":366,"mail_minutes":3}"#,
                "days of the longest snooze: 1 to 365",
            ),
        ] {
            assert_eq!(refused(section, body), words);
        }
    }

    #[test]
    fn a_logo_is_nothing_but_an_address() {
        for logo in [
            "http://lms.example.edu/logo.png",
            "https://",
            "https://lms.example.edu/a b.png",
            r#"https://lms.example.edu/\")}*{display:none}"#,
            "https://lms.example.edu/a;script-src *",
            "https://lms.example.edu/a,b",
            "https://*.example.edu/a.png",
            "https://me@example.edu/a.png",
            "https://lms.example.edu/<b>",
            "javascript:alert(1)",
            "data:image/png;base64,AA",
        ] {
            let body = serde_json::json!({ "logo": logo }).to_string();
            let said = refused(Section::Appearance, &body);
            assert!(
                said.starts_with("the logo's address begins"),
                "{logo}: {said}"
            );
        }
    }

    #[test]
    fn a_form_that_a_rule_runs_is_not_deleted() {
        let mut settings = Settings::new("Riverside".to_owned());
        let rules = r#"[{"name":"Help","when":{"phrase":["help"]},"then":{"run":"course"}}]"#;
        settings
            .read(
                Section::Rules,
                &mut serde_json::Deserializer::from_str(rules),
            )
            .unwrap();
        let wrong = settings.check(Section::Actions).unwrap_err();
        assert!(wrong.0.contains("there is no form"), "{wrong}");
    }
}
