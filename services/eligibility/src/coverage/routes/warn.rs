//! What should be looked at in a coverage, though it is kept.

use super::{Kept, Warning};
use crate::coverage::{Coverage, Refusal, member_id, order, store};
use chrono::{DateTime, Utc};
use model::event::PatientSnapshot;
use platform::{Problem, Tx, projection};

/// By the payer's rule: refused where it is enforced, else a warning.
pub async fn of_member_id(tx: &mut Tx, coverage: &Coverage) -> Result<Vec<Warning>, Problem> {
    let Some(rule) = member_id::store::find(tx, coverage.payer_id).await? else { return Ok(Vec::new()) };
    match rule.check(&coverage.member_id) {
        Ok(()) => Ok(Vec::new()),
        Err(misshapen) if rule.enforced => Err(Refusal::MemberId(misshapen).into()),
        Err(misshapen) => {
            Ok(vec![Warning { pointer: "/member_id".to_owned(), detail: misshapen.to_string() }])
        }
    }
}

/// By the order the rules say, where more than one coverage is active: today, or when this one begins.
pub async fn of_rank(
    tx: &mut Tx,
    coverage: Coverage,
    mut warnings: Vec<Warning>,
    now: DateTime<Utc>,
) -> Result<Kept, Problem> {
    let day = now.date_naive().max(coverage.effective);
    let active = store::active_on(tx, coverage.patient_id, day).await?;
    let patient: Option<PatientSnapshot> = projection::find(tx, "patient", coverage.patient_id).await?;
    if let (Some(patient), true) = (patient, active.len() > 1) {
        let proposal = order::propose(&active, &patient.demographics, day);
        let ours = proposal.coverages.iter().find(|place| place.coverage_id == coverage.id && !place.agrees);
        if let Some(place) = ours {
            let proposed = place.proposed.map_or("last", |rank| rank.as_str());
            let detail = format!(
                "by the rules of coordination this coverage is {proposed}: see GET /v1/patients/{{id}}/coverage-order for why"
            );
            warnings.push(Warning { pointer: "/rank".to_owned(), detail });
        }
    }
    Ok(Kept { coverage, warnings })
}
