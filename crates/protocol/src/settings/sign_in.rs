//! How agents sign in besides by password.

use super::address::check_webhook;
use super::{Settings, Wrong};
use serde::{Deserialize, Serialize};

/// Longest client id, claim or value of one, in characters.
const MAX_CHARS: usize = 200;
/// Most values of the claim, for each role.
const MAX_VALUES: usize = 20;

/// Sign-in by the organization's own accounts: `OpenID` Connect, authorization code with PKCE (docs/deploy.md).
/// The client's secret, if the provider gave one, is kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInSettings {
    /// The provider, as its discovery document names itself; no such sign-in, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What the provider calls this deployment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client_id: String,
    /// The claim that says what somebody is, such as `groups` or `roles`. Without one, only those sign in who
    /// have an account here, with the role they have here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role_claim: String,
    /// Values of the claim that make somebody an agent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
    /// Values of the claim that make somebody an admin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins: Vec<String>,
}

impl SignInSettings {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let wrong = |why: String| Err(Wrong(why));
    let it = &mut settings.sign_in;
    let trimmed = it.issuer.take().map(|issuer| issuer.trim().to_owned());
    it.issuer = trimmed.filter(|issuer| !issuer.is_empty());
    it.client_id = it.client_id.trim().to_owned();
    it.role_claim = it.role_claim.trim().to_owned();
    if check_webhook(it.issuer.as_ref()).is_err() {
        return wrong("the provider's address begins with https://".to_owned());
    }
    if it.issuer.is_some() && it.client_id.is_empty() {
        return wrong("the client id is missing: the provider shows it".to_owned());
    }
    for values in [&mut it.agents, &mut it.admins] {
        for value in values.iter_mut() {
            *value = value.trim().to_owned();
        }
        values.retain(|value| !value.is_empty());
        if values.len() > MAX_VALUES {
            return wrong(format!("at most {MAX_VALUES} values of the claim"));
        }
    }
    if it.role_claim.is_empty() && !(it.agents.is_empty() && it.admins.is_empty()) {
        return wrong("the claim that these values are of is missing".to_owned());
    }
    let texts = [&it.client_id, &it.role_claim];
    let mut texts = texts.into_iter().chain(&it.agents).chain(&it.admins);
    match texts.any(|text| text.chars().count() > MAX_CHARS) {
        true => wrong(format!("at most {MAX_CHARS} characters each")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_is_refused() {
        let checked = |sign_in: SignInSettings| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.sign_in = sign_in;
            check(&mut settings).map(|()| settings.sign_in)
        };
        let fine = SignInSettings {
            issuer: Some(" https://id.riverside.example/realm ".to_owned()),
            client_id: "baton".to_owned(),
            role_claim: "groups".to_owned(),
            agents: vec![" support ".to_owned(), String::new()],
            admins: Vec::new(),
        };
        let kept = checked(fine.clone()).unwrap();
        assert_eq!(
            kept.issuer.as_deref(),
            Some("https://id.riverside.example/realm")
        );
        assert_eq!(kept.agents, ["support"]);
        for bad in [
            SignInSettings {
                issuer: Some("http://id.riverside.example".to_owned()),
                ..fine.clone()
            },
            SignInSettings {
                client_id: String::new(),
                ..fine.clone()
            },
            SignInSettings {
                role_claim: String::new(),
                ..fine.clone()
            },
            SignInSettings {
                admins: vec!["x".to_owned(); 21],
                ..fine.clone()
            },
            SignInSettings {
                role_claim: "x".repeat(201),
                ..fine
            },
        ] {
            assert!(checked(bad).is_err());
        }
        assert!(checked(SignInSettings::default()).unwrap().is_empty());
    }
}
