//! Evidence of what went between us and a pharmacy: which message, when, and what was said to it.

use super::Entry;
use crate::message::{Direction, Logged};
use crate::prescription::{Prescription, Status};
use chrono::{DateTime, SecondsFormat, Utc};
use platform::print::{self, Html};
use script::Body;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
#[schema(as = TransmissionEvidence)]
pub struct Evidence {
    /// SCRIPT PrescriberOrderNumber.
    pub order_number: String,
    pub status: Status,
    pub messages: Vec<Exchange>,
    /// Each step as it was noted here, tries that came to nothing among them.
    pub steps: Vec<Entry>,
}

/// One message, without its content.
#[derive(Serialize, ToSchema)]
#[schema(as = TransmissionExchange)]
pub struct Exchange {
    pub at: DateTime<Utc>,
    pub direction: Direction,
    pub transaction: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relates_to: Option<String>,
    /// The code of a Status, Verify or Error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Exchange {
    pub fn of(logged: &Logged) -> Self {
        let message = script::parse(&logged.body).ok();
        let code = message.as_ref().and_then(|message| match &message.body {
            Body::Status(status) => Some(status.code.code().to_owned()),
            Body::Verify(verify) => Some(verify.code.code().to_owned()),
            Body::Error(error) => Some(error.code.code().to_owned()),
            _ => None,
        });
        Self {
            at: logged.at,
            direction: logged.direction,
            transaction: logged.transaction.clone(),
            from: logged.sender.clone(),
            to: message.as_ref().map(|message| message.header.to.id.to_string()),
            message_id: logged.message_id.clone(),
            relates_to: logged.relates_to.clone(),
            code,
        }
    }

    fn row(&self) -> Html {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let transaction = self.transaction.clone();
        let cells = [
            at,
            self.direction.to_string(),
            transaction,
            text(&self.from),
            text(&self.to),
            text(&self.message_id),
        ];
        Html::row("td", cells.into_iter().chain([text(&self.relates_to), text(&self.code)]))
    }
}

impl Evidence {
    pub fn of(prescription: &Prescription, messages: &[Logged], steps: Vec<Entry>) -> Self {
        Self {
            order_number: prescription.order_number.clone(),
            status: prescription.state.status(),
            messages: messages.iter().map(Exchange::of).collect(),
            steps,
        }
    }

    pub fn page(&self) -> String {
        let head = ["When (UTC)", "", "Message", "From", "To", "MessageID", "Answers", "Code"];
        let line =
            Html::tag("p", [Html::text(format!("Order number {}, now {}.", self.order_number, self.status))]);
        let messages = Html::table(&head, self.messages.iter().map(Exchange::row));
        let steps =
            Html::table(&["When (UTC)", "Who", "What", "Then", "Note"], self.steps.iter().map(Entry::row));
        let heading = |text: &str| Html::tag("h2", [Html::text(text)]);
        print::page(
            "What was sent to the pharmacy, and what it answered",
            [line, heading("Messages"), messages, heading("Steps"), steps],
        )
    }
}
