//! The codes the field lives by, each checked by shape (and check digit) when it comes into being.

mod check;

use crate::text::checked_text;

checked_text! {
    /// National Provider Identifier: 10 digits, first 1 or 2, Luhn over `80840` + NPI (45 CFR 162.406).
    Npi = check::npi;
    /// DEA registration number: two letters, seven digits, the last one a check digit.
    DeaNumber = check::dea;
    /// ICD-10-CM diagnosis code with its dot, such as `J02.0`; shape only, existence is checked against the code set.
    Icd10 = check::icd10;
    /// HCPCS Level I (CPT) or Level II procedure code: five characters, shape only.
    ProcedureCode = check::procedure;
    /// Two-character procedure modifier.
    Modifier = check::modifier;
    /// CMS place-of-service code: two digits.
    PlaceOfService = check::two_digits;
    /// NUCC health care provider taxonomy code: ten characters ending in X.
    Taxonomy = check::taxonomy;
    /// National Drug Code in the 11-digit billing form 5-4-2, no hyphens.
    Ndc = check::ndc11;
    /// RxNorm concept unique identifier: 1 to 8 digits.
    Rxcui = check::rxcui;
    /// NCPDP provider id of a pharmacy: seven digits.
    NcpdpId = check::seven_digits;
    /// Federal tax id (EIN) of a billing provider: nine digits, no hyphen.
    TaxId = check::nine_digits;
    /// USPS two-letter state or territory code.
    StateCode = check::state;
    /// ZIP (5) or ZIP+4 (9 digits, hyphen optional on the way in, kept with hyphen).
    PostalCode = check::postal_code;
    /// North American telephone number: kept as ten digits.
    Phone = check::phone;
    /// An address of electronic mail, such as `name@example.org`; shape only.
    Email = check::email;
    /// The id a payer gave a member: 2 to 80 letters, digits or hyphens (X12 NM109).
    MemberId = check::member_id;
    /// What a payer calls an authorization or a referral: 1 to 50 characters (X12 REF02 with G1 or 9F).
    AuthorizationNumber = check::authorization_number;
    /// The id a payer is reached by in X12 (NM109 with PI): 2 to 80 letters or digits.
    PayerCode = check::payer_code;
    /// X12 service type code (EQ01, EB03): one or two capital letters or digits, such as `30` (the plan as a whole) or `98`
    /// (a physician's office visit).
    ServiceType = check::service_type;
    /// A line of text for people: 1 to 100 characters, no control characters, trimmed.
    Name = check::name;
    /// Free text for people: up to 2,000 characters, no control characters but line breaks.
    Note = check::note;
}

impl PostalCode {
    /// The digits alone, as X12 N403 and SCRIPT want them.
    pub fn digits(&self) -> String {
        self.as_str().chars().filter(char::is_ascii_digit).collect()
    }
}

impl ServiceType {
    /// The plan as a whole (`30`).
    pub fn plan() -> Self {
        Self("30".to_owned())
    }
}

impl Icd10 {
    /// The code without its dot, as X12 HI and SCRIPT Diagnosis want it.
    pub fn undotted(&self) -> String {
        self.as_str().replace('.', "")
    }
}
