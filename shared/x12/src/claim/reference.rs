//! REF segments: identifiers with a qualifier.

use crate::codes::codes;
use crate::name::Reference;
use crate::reader::Segment;
use crate::text::Text;
use crate::writer::TransactionWriter;

codes! {
    /// REF01: what an identifier is of.
    ReferenceKind {
        PayerClaimControlNumber = "F8", PriorAuthorization = "G1", Referral = "9F", Clia = "X4",
        ReferringClia = "F4", MedicalRecord = "EA", ClearinghouseTrace = "D9", LineItemControl = "6R",
        PayerClaimNumber = "1K", ServiceLineItem = "FJ", EmployerId = "EI", SocialSecurity = "SY",
        ProviderCommercial = "G2", LocationNumber = "LU", StateLicense = "0B", Upin = "1G", PayerId = "2U",
        ClaimOffice = "FY", NaicCode = "NF", GroupNumber = "1L", ClassOfContract = "CE", MemberId = "1W",
        Npi = "HPI", FederalTaxId = "TJ", PayeeId = "PQ", PharmacyId = "D3", SubmitterId = "EO",
        HealthIndustryNumber = "HI", RepricedClaim = "9A", AdjustedRepricedClaim = "9C",
        DelayedServiceException = "4N", Mammography = "EW", CareplanOversight = "1J", Demonstration = "P4",
        MedicareCrossover = "F5", InvestigationalDevice = "LX", PropertyCasualtyClaim = "Y4",
        ImmunizationBatch = "BT", PrescriptionNumber = "XZ", CompoundAssociation = "VY", BillType = "BLT",
        HealthcarePolicy = "0K", Authorization = "BB", Location = "RB", AdjustmentIndicator = "T4",
        PeerReview = "G4", RepricedLine = "9B", AdjustedRepricedLine = "9D",
    }
}

/// The REF segments of one loop, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References(pub Vec<Reference>);

impl References {
    /// The first value of this kind.
    pub fn get(&self, kind: &ReferenceKind) -> Option<&str> {
        self.0
            .iter()
            .find(|reference| reference.qualifier == kind.code())
            .map(|reference| reference.value.as_str())
    }

    /// Adds a REF at the end.
    #[must_use]
    pub fn with(mut self, kind: ReferenceKind, value: impl Into<Text>) -> Self {
        self.0.push(Reference::new(kind.code(), &value.into()));
        self
    }

    pub(crate) fn push(&mut self, segment: &Segment<'_>) {
        self.0.push(Reference::parse(segment));
    }

    /// Takes the first value of this kind out.
    pub(crate) fn take(&mut self, kind: &ReferenceKind) -> Option<Text> {
        let position = self.0.iter().position(|reference| reference.qualifier == kind.code())?;
        Some(self.0.remove(position).value)
    }

    pub(crate) fn write(&self, writer: &mut TransactionWriter) {
        for reference in &self.0 {
            reference.write(writer);
        }
    }
}
