//! Two records found to be of one person: one is merged into the other, and can be taken apart again.
//!
//! The merges in force are the edges of trees. A patient's `merged_into` always names the root of its tree, so that nobody
//! has to walk: when a root is merged onward, all below it follow, and when a merge is undone, all below it come along.

pub mod routes;
pub mod store;

use super::Patient;
use model::PatientId;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("must be another patient")]
    Itself,
    #[error("The patient is merged already.")]
    AlreadyMerged(PatientId),
    #[error("The patient to merge into is itself merged into another.")]
    IntoMerged(PatientId),
    #[error("The patient is not merged.")]
    NotMerged,
}

impl Patient {
    /// The same record, pointing to the one that survives.
    pub fn merge(self, survivor: &Patient) -> Result<Self, Refusal> {
        if self.id == survivor.id {
            return Err(Refusal::Itself);
        }
        if let Some(into) = self.merged_into {
            return Err(Refusal::AlreadyMerged(into));
        }
        if let Some(into) = survivor.merged_into {
            return Err(Refusal::IntoMerged(into));
        }
        Ok(Self { merged_into: Some(survivor.id), version: self.version + 1, ..self })
    }

    /// The record by itself again, and the survivor it pointed to.
    pub fn unmerge(self) -> Result<(Self, PatientId), Refusal> {
        let survivor = self.merged_into.ok_or(Refusal::NotMerged)?;
        Ok((Self { merged_into: None, version: self.version + 1, ..self }, survivor))
    }
}
