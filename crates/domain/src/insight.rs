//! What is counted of how the team works, folded for an admin. Counts know of no learner: they stay when a
//! conversation is erased.

use crate::intent::asks_for_person;
use crate::schedule::Offsets;
use protocol::http::{NearestArticle, WaitingHour};
use protocol::{AgentEvent, Hours, Reason, Seq, Sequenced, Timestamp, WhyNot};
use serde::{Deserialize, Serialize};

/// Length of what is counted as one: every zone's hours begin at a multiple of it.
pub const QUARTER_MS: i64 = 15 * 60_000;

const HOURS: i64 = 24;
const DAYS: i64 = 7;
/// 1 January 1970 was a Thursday; weeks begin on Mondays.
const FIRST_DAY: i64 = 3;

/// Longest part of a question that is listed, in characters.
const MOST_ASKED: usize = 300;

/// A question that people were given because no article surely answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Number of the handoff in the agents' stream.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// The learner's words.
    pub question: String,
    /// The article that came nearest, unless all were off topic.
    pub nearest: Option<NearestArticle>,
}

/// What an event says of a question that no article surely answers; nothing of any other event.
#[must_use]
pub fn unanswered(entry: &Sequenced<AgentEvent>) -> Option<Asked> {
    let AgentEvent::Handoff(packet) = &entry.event else {
        return None;
    };
    let question = packet.open_question.trim();
    let last = packet.tried.last();
    let considered = || last.into_iter().flat_map(|it| &it.considered);
    let is_one = match packet.reason {
        Reason::NoAnswer | Reason::LowConfidence => true,
        // The learner asked for a person, or people were needed, and no article would have helped. "Can I talk to a
        // person?" alone is no question for an article.
        Reason::AskedForPerson | Reason::Frustration | Reason::Complexity => {
            let helps = [WhyNot::AlreadyShown, WhyNot::PersonAskedFor];
            let mut all = considered();
            last.is_some_and(|it| it.searched)
                && all.all(|it| !helps.contains(&it.why_not))
                && !asks_for_person(question)
        }
        _ => false,
    };
    if !is_one || question.is_empty() {
        return None;
    }
    let mut near = considered().filter(|it| it.why_not != WhyNot::OffTopic);
    Some(Asked {
        seq: entry.seq,
        at: entry.at,
        question: question.chars().take(MOST_ASKED).collect(),
        nearest: near.next().map(|it| NearestArticle {
            id: it.article.clone(),
            title: it.title.clone(),
        }),
    })
}

/// Waits that began within a quarter of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// Quarters of an hour since 1970.
    pub number: i64,
    /// How many.
    pub waits: u32,
    /// How many of them have ended.
    pub ended: u32,
    /// How long those took in all, in milliseconds.
    pub waited_ms: i64,
}

/// The number of the quarter that a time is in.
#[must_use]
pub fn quarter_of(at: Timestamp) -> i64 {
    at.0.div_euclid(QUARTER_MS)
}

/// Quarters by hour of the week, from Monday 0:00, on the clocks that `offsets` are of; beside each whether these
/// hours have it open.
#[must_use]
pub fn by_hour(quarters: &[Quarter], hours: Option<&Hours>, offsets: &Offsets) -> Vec<WaitingHour> {
    let mut all = vec![(WaitingHour::default(), 0_i64); (HOURS * DAYS) as usize];
    for quarter in quarters {
        let at = Timestamp(quarter.number * QUARTER_MS);
        let local = at.0 + i64::from(offsets.at(at)) * 60_000;
        let hour = local.div_euclid(60 * 60_000);
        let of_week = (hour + FIRST_DAY * HOURS).rem_euclid(HOURS * DAYS);
        let Some((counted, waited_ms)) =
            usize::try_from(of_week).ok().and_then(|it| all.get_mut(it))
        else {
            continue;
        };
        counted.waits += quarter.waits;
        counted.ended += quarter.ended;
        *waited_ms += quarter.waited_ms;
    }
    let all = all.into_iter().enumerate();
    all.map(|(number, (counted, waited_ms))| {
        let ended = i64::from(counted.ended).max(1);
        let mean = (waited_ms / ended + 30_000) / 60_000;
        WaitingHour {
            mean_minutes: u32::try_from(mean).unwrap_or(0),
            is_open: is_open(hours, number),
            ..counted
        }
    })
    .collect()
}

/// Whether the week has an hour open, for a part of it at least; without hours, it always has.
fn is_open(hours: Option<&Hours>, number: usize) -> bool {
    let Some(hours) = hours else { return true };
    let (day, from) = (number / 24, (number % 24) * 60);
    hours.open.iter().any(|span| {
        usize::from(span.day) == day
            && usize::from(span.from) < from + 60
            && usize::from(span.to) > from
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{ArticleId, Attempt, Considered, Evidence, HandoffPacket, Span};

    /// Monday, 23 November 2026, 0:00 in Greenwich.
    const MONDAY: i64 = 1_795_392_000_000;
    const HOUR_MS: i64 = 60 * 60_000;

    fn quarter(hours: i64, waits: u32, ended: u32, minutes: i64) -> Quarter {
        Quarter {
            number: quarter_of(Timestamp(MONDAY + hours * HOUR_MS)),
            waits,
            ended,
            waited_ms: minutes * 60_000,
        }
    }

    fn handed_off(reason: Reason, question: &str, considered: &[(&str, WhyNot)]) -> Option<Asked> {
        let considered = considered.iter().map(|(id, why_not)| Considered {
            article: ArticleId::new(*id).unwrap(),
            title: format!("The {id}"),
            heading: String::new(),
            score: 0.5,
            why_not: *why_not,
        });
        unanswered(&Sequenced {
            seq: 7,
            at: Timestamp(MONDAY),
            event: AgentEvent::Handoff(HandoffPacket {
                reason,
                why: String::new(),
                at: Timestamp(MONDAY),
                open_question: question.to_owned(),
                tried: vec![Attempt {
                    at: Timestamp(MONDAY),
                    query: question.to_owned(),
                    confidence: 0.3,
                    evidence: Evidence::default(),
                    considered: considered.collect(),
                    searched: true,
                }],
                cited: Vec::new(),
                collected: Vec::new(),
                suggested: String::new(),
                urgent: false,
            }),
        })
    }

    // K4: what no article surely answers is listed, with the article that came near.
    #[test]
    fn a_question_is_unanswered_if_no_article_was_sure() {
        let near = [("far", WhyNot::OffTopic), ("near", WhyNot::Offered)];
        let asked = handed_off(Reason::LowConfidence, &"é".repeat(400), &near).unwrap();
        assert_eq!((asked.seq, asked.at), (7, Timestamp(MONDAY)));
        assert_eq!(asked.question.chars().count(), MOST_ASKED);
        assert_eq!(asked.nearest.unwrap().id.as_str(), "near");
        let far = [("far", WhyNot::OffTopic)];
        assert_eq!(
            handed_off(Reason::NoAnswer, "Where?", &far)
                .unwrap()
                .nearest,
            None
        );
        // Who wants a person after what was offered asked in vain; who was answered did not.
        let wants = |considered: &[_]| handed_off(Reason::AskedForPerson, "Where?", considered);
        assert_eq!(wants(&near).unwrap().question, "Where?");
        assert_eq!(wants(&far).unwrap().nearest, None);
        for helps in [WhyNot::AlreadyShown, WhyNot::PersonAskedFor] {
            let considered = [("near", helps), ("far", WhyNot::OffTopic)];
            assert_eq!(wants(&considered), None, "{helps:?}");
        }
        let wish = "I want to talk to a person about a zebra";
        assert_eq!(handed_off(Reason::AskedForPerson, wish, &far), None);
        for reason in [Reason::Keyword, Reason::Manual, Reason::Safety] {
            assert_eq!(handed_off(reason, "Where?", &near), None, "{reason:?}");
        }
        assert_eq!(handed_off(Reason::NoAnswer, " ", &near), None);
    }

    #[test]
    fn waits_stand_at_the_hour_of_the_teams_clocks() {
        let nepal = Offsets {
            first: 5 * 60 + 45,
            changes: Vec::new(),
        };
        // 9:00 in Greenwich is 14:45 in Kathmandu, and the quarter after it 15:00.
        let mut next = quarter(9, 1, 0, 0);
        next.number += 1;
        let hours = by_hour(&[quarter(9, 2, 2, 10), next], None, &nepal);
        assert_eq!(hours.len(), 168);
        assert_eq!((hours[14].waits, hours[14].mean_minutes), (2, 5));
        assert_eq!((hours[15].waits, hours[15].ended), (1, 0));
        assert!(hours.iter().all(|hour| hour.is_open));
        // Sunday night in Greenwich is Monday in Kathmandu.
        let sunday = by_hour(&[quarter(-1, 1, 0, 0)], None, &nepal);
        assert_eq!(sunday[4].waits, 1);
    }

    #[test]
    fn the_clocks_change_between_two_weeks() {
        // A week apart, an hour of Greenwich is another of Berlin's.
        let berlin = Offsets {
            first: 120,
            changes: vec![(Timestamp(MONDAY - 24 * HOUR_MS), 60)],
        };
        let week = 7 * 24;
        let hours = by_hour(
            &[quarter(8, 1, 0, 0), quarter(8 - week, 1, 0, 0)],
            None,
            &berlin,
        );
        assert_eq!((hours[9].waits, hours[10].waits), (1, 1));
    }

    #[test]
    fn an_hour_is_open_if_a_part_of_it_is() {
        let hours = Hours {
            time_zone: "UTC".to_owned(),
            open: vec![Span {
                day: 6,
                from: 9 * 60 + 30,
                to: 11 * 60,
            }],
            exceptions: Vec::new(),
            by_tag: Vec::new(),
        };
        let all = by_hour(&[], Some(&hours), &Offsets::default());
        let open: Vec<usize> = (0..168).filter(|at| all[*at].is_open).collect();
        assert_eq!(open, [6 * 24 + 9, 6 * 24 + 10]);
    }
}
