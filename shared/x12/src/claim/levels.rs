//! The levels of an 837 that is written piece by piece.

use super::billing_provider::BillingProvider;
use super::form::ClaimForm;
use super::patient::Patient;
use super::subscriber::Subscriber;
use crate::hierarchy::HlCounter;
use crate::writer::TransactionWriter;

/// Writes levels without what hangs on them, and numbers them (HL): whoever writes more claims than memory should hold
/// begins each level here and then its claims, each as one piece of an [`OpenSet`](crate::envelope::OpenSet).
///
/// ```
/// use x12::claim::{BillingProvider, ClaimForm, Levels, Subscriber};
/// use x12::envelope::{OpenSet, WriteError};
///
/// fn write_all<W: std::io::Write>(
///     set: &mut OpenSet<'_, W>,
///     clinic: &BillingProvider,
///     insured: impl Iterator<Item = Subscriber>,
/// ) -> Result<(), WriteError> {
///     let mut levels = Levels::default();
///     set.write(|writer| levels.billing_provider(writer, clinic))?;
///     for subscriber in insured {
///         set.write(|writer| levels.subscriber(writer, &subscriber, false))?;
///         subscriber.claims.iter().try_for_each(|claim| set.write(|writer| claim.write(writer)))?;
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug, Default)]
pub struct Levels {
    hierarchy: HlCounter,
    /// HL01 of the levels that are open.
    provider: u32,
    subscriber: u32,
}

impl Levels {
    /// Loops 2000A to 2010AC; its subscribers follow.
    pub fn billing_provider<C: ClaimForm>(
        &mut self,
        writer: &mut TransactionWriter,
        provider: &BillingProvider<C>,
    ) {
        self.provider = provider.write(writer, &mut self.hierarchy);
    }

    /// Loops 2000B to 2010BB, of the billing provider before it; its claims follow, or its patients.
    pub fn subscriber<C: ClaimForm>(
        &mut self,
        writer: &mut TransactionWriter,
        subscriber: &Subscriber<C>,
        has_patients: bool,
    ) {
        self.subscriber = subscriber.write(writer, &mut self.hierarchy, self.provider, has_patients);
    }

    /// Loops 2000C and 2010CA, of the subscriber before it; its claims follow.
    pub fn patient<C: ClaimForm>(&mut self, writer: &mut TransactionWriter, patient: &Patient<C>) {
        patient.write(writer, &mut self.hierarchy, self.subscriber);
    }
}
