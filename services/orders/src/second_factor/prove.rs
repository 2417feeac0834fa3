//! Proving a second factor, in the transaction of what it is for: one that is refused spends no code.

use super::totp::Code;
use super::{FactorKind, Refusal, challenge, store};
use chrono::{DateTime, Utc};
use model::PractitionerId;
use platform::{Caller, Db, Problem, Reply, Sealing, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::credential;

/// The code of the problem that counts as a wrong try.
const WRONG: &str = "second-factor-wrong";

/// What the prescriber shows beside the client's token.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ShownFactor {
    /// A code of an enrolled device; each is good once.
    Totp { code: Code },
    /// A security key's answer to a challenge of POST /v1/second-factor-challenges.
    Webauthn(ShownKey),
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownKey {
    pub challenge_id: Uuid,
    pub credential: KeyAnswer,
}

/// What the browser made of it: a RegistrationResponseJSON or an AuthenticationResponseJSON.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object)]
pub struct KeyAnswer(pub serde_json::Value);

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        use actix_web::http::StatusCode;
        let forbidden = |code: &str| Problem::new(StatusCode::FORBIDDEN, code, refusal.to_string());
        match refusal {
            Refusal::Needed => forbidden("second-factor-needed")
                .field("/second_factor", "is missing")
                .next_step("Send the code of the prescriber's device as second_factor."),
            Refusal::NotEnrolled => forbidden("second-factor-not-enrolled")
                .next_step("Enrol one with POST /v1/second-factors and confirm it."),
            Refusal::Wrong => forbidden(WRONG)
                .field("/second_factor", "was not accepted")
                .next_step("Wait for the next code, check the clock of the device, and send the new code."),
            Refusal::Closed { wait } => {
                let detail = refusal.to_string();
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "second-factor-closed", detail)
                    .next_step("Wait; if it was not you who tried, have the credential revoked.")
                    .retry_after(wait)
            }
            Refusal::NoRelyingParty => Problem::conflict("web-application-missing", refusal.to_string())
                .next_step("Set web_application with PUT /v1/signing-policy, or enrol a device for codes."),
            Refusal::OtherKind => {
                Problem::invalid("", "must have either code or credential, as its kind asks")
            }
            Refusal::WrongStanding(..) => Problem::conflict("wrong-status", refusal.to_string())
                .next_step("Read the list of second factors again."),
        }
    }
}

/// Accepts what is shown for one of the prescriber's active factors, and spends it.
pub async fn prove(
    tx: &mut Tx,
    sealing: &Sealing,
    of: PractitionerId,
    shown: &ShownFactor,
    now: DateTime<Utc>,
) -> Result<FactorKind, Problem> {
    let code = match shown {
        ShownFactor::Totp { code } => code,
        ShownFactor::Webauthn(shown) => {
            challenge::answer(tx, sealing, of, shown, now).await?;
            return Ok(FactorKind::Webauthn);
        }
    };
    let mut refusal = Refusal::NotEnrolled;
    for factor in store::active(tx, of, FactorKind::Totp).await? {
        let secret = store::secret(tx, sealing, factor.id).await?;
        match factor.accept(&secret, code, now) {
            Ok(used) => {
                store::update(tx, &used).await?;
                return Ok(FactorKind::Totp);
            }
            Err(why) => refusal = why,
        }
    }
    Err(refusal.into())
}

/// Counts a wrong try against the caller's factors, in a transaction of its own: the refused one is rolled back.
pub async fn counted(db: &Db, caller: &Caller, answer: Result<Reply, Problem>) -> Result<Reply, Problem> {
    let Err(problem) = &answer else { return answer };
    if problem.code != WRONG {
        return answer;
    }
    let (now, client) = (platform::now(), caller.client.clone());
    let count = async move |tx: &mut Tx| {
        if let Some(of) = credential::store::prescriber_of(tx, &client).await? {
            for kind in FactorKind::ALL {
                for factor in store::active(tx, of, *kind).await? {
                    store::update(tx, &factor.failed(now)).await?;
                }
            }
        }
        Ok::<_, Problem>(())
    };
    db.transaction(&caller.context(), count).await?;
    answer
}
