//! What fills the window, and its address.

/// What fills the window.
#[derive(Clone, PartialEq)]
pub(crate) enum Screen {
    /// Nobody knows yet who is here.
    Opening,
    /// Nobody is signed in.
    SignIn,
    /// Somebody follows an invite.
    Invite(String),
    /// Somebody follows a link for a new password.
    Password(String),
    /// Somebody forgot their password; `#forgotten` is its address.
    Forgotten,
    /// The team is made.
    SetUp,
    /// The inbox.
    Inbox,
    /// One's own account; `#account` is its address.
    Account,
    /// A screen of the team's settings.
    Settings(SettingsScreen),
}

macro_rules! settings_screens {
    ($($screen:ident $slug:literal $name:literal,)*) => {
        /// A screen of the settings; `#settings/rules` is its address.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum SettingsScreen { $($screen,)* }

        impl SettingsScreen {
            /// All of them, in the order of the menu.
            pub(crate) const ALL: &[Self] = &[$(Self::$screen,)*];

            /// Its name on screen.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$screen => $name,)* }
            }

            /// Its name in an address.
            pub(crate) fn slug(self) -> &'static str {
                match self { $(Self::$screen => $slug,)* }
            }
        }
    };
}

settings_screens! {
    Install "install" "Install",
    Articles "articles" "Articles",
    Unanswered "unanswered" "Unanswered questions",
    Appearance "appearance" "Appearance",
    Chat "chat" "Chat",
    Answers "answers" "Answers",
    Rules "rules" "Rules",
    Forms "forms" "Forms",
    Tags "tags" "Tags",
    Replies "replies" "Saved replies",
    Limits "limits" "Hours and limits",
    PeakHours "peak-hours" "Peak hours",
    Usage "usage" "Usage",
    Routing "routing" "Routing",
    Alerts "alerts" "Alerts",
    Agents "agents" "Agents",
    Keys "keys" "API keys",
    SignIn "sign-in" "Single sign-on",
    Identity "identity" "Identity",
    Data "data" "Data",
    Audit "audit" "Audit log",
}

impl SettingsScreen {
    /// The one that an address names: the first, if it names none.
    pub(crate) fn of(slug: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.slug() == slug).unwrap_or(Self::Install)
    }
}
