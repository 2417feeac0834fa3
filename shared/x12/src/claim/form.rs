//! What the levels above a claim need of it, professional or institutional.

use super::balance::Finding;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::text::Text;
use crate::writer::TransactionWriter;

/// Loops 2300 to 2430 of one implementation guide.
pub trait ClaimForm: Sized {
    /// GS08 and ST03, such as `005010X222A1`.
    const IMPLEMENTATION: &'static str;

    /// CLM01: how the provider names the claim.
    fn patient_control_number(&self) -> &Text;

    /// Lines of claims that are not needed any more, whose room is used again.
    type Spare: Default + std::fmt::Debug;

    /// A claim that says nothing.
    fn blank() -> Self;

    /// Reads CLM to the last line of its claim, in the place of what it said before. It is filled where it lies: it is
    /// too large to be handed around.
    ///
    /// # Errors
    /// What a claim cannot do without is missing, or no amount, date or number where one must be.
    fn fill(&mut self, cursor: &mut Cursor<'_, '_>, spare: &mut Self::Spare) -> Result<(), X12Error>;

    /// Writes CLM to the last line of its claim, in the order the guide asks for.
    fn write(&self, writer: &mut TransactionWriter);

    /// What a payer would reject for reasons visible in this claim alone.
    fn check(&self) -> Vec<Finding>;
}

/// Adds the claim that begins here.
pub(super) fn read_claim<C: ClaimForm>(
    cursor: &mut Cursor<'_, '_>,
    claims: &mut Vec<C>,
) -> Result<(), X12Error> {
    claims.push(C::blank());
    claims.last_mut().map_or(Ok(()), |claim| claim.fill(cursor, &mut C::Spare::default()))
}
