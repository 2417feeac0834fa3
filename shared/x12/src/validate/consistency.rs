//! The rules of balance and relation: what segments owe each other.

use std::fmt;

use super::finding::{Level, Severity};
use super::rule::Answer;

/// What is known of a rule.
struct Facts {
    level: Level,
    severity: Severity,
    /// Only a warning in test interchanges, where providers, their numbers and addresses are invented.
    mild_in_tests: bool,
    answer: Answer,
    wrong: &'static str,
    hint: &'static str,
}

const NONE: Answer = Answer::None;
/// The transaction set is at fault, without a single segment to blame.
const SET: Answer = Answer::Set("I5");
/// A segment that another one asks for is missing.
const LACKS_SEGMENT: Answer = Answer::Segment("I6");
/// An element that another one asks for is missing.
const LACKS_ELEMENT: Answer = Answer::Element("I9");
/// An element is sent that another one rules out.
const SPARE_ELEMENT: Answer = Answer::Element("I13");
/// A value does not have the form it must have.
const PATTERN: Answer = Answer::Element("I12");
/// A value is none of those another segment allows.
const VALUE: Answer = Answer::Element("7");

/// One line per rule: level, severity (`Invented` is `mild_in_tests`), answer, what is wrong, what to do.
macro_rules! rules {
    ($($name:ident $level:ident $severity:ident $answer:ident, $wrong:literal, $hint:literal;)*) => {
        /// A rule of level 3 or 4: each looks at more than one segment, or at a value in a way codes and lengths cannot.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Consistency { $(#[doc = $wrong] $name,)* }

        impl Consistency {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            const FACTS: &'static [Facts] = &[$(Facts {
                level: Level::$level,
                severity: severity!($severity),
                mild_in_tests: matches!(stringify!($severity).as_bytes(), b"Invented"),
                answer: $answer,
                wrong: $wrong,
                hint: $hint,
            }),*];
        }
    };
}

macro_rules! severity {
    (Invented) => {
        Severity::Error
    };
    ($other:ident) => {
        Severity::$other
    };
}

rules! {
    ServiceBalance Balance Error SET, "the service payment does not balance",
        "SVC03 is SVC02 less every amount of the CAS below it";
    ClaimBalance Balance Error SET, "the claim payment does not balance",
        "CLP04 is CLP03 less every CAS amount of the claim and of its SVC";
    PaymentBalance Balance Error SET, "the payment does not balance",
        "BPR02 is the sum of all CLP04 less every PLB amount";
    ServiceCharges Balance Warning NONE, "the services do not add up to the charge of the claim",
        "CLP03 is the sum of its SVC02, where a claim has any SVC";
    PaymentNegative Balance Error SET, "the payment is negative",
        "carry what is owed forward with PLB FB, and let BPR02 be 0";
    PaymentWithoutMoney Balance Error SET, "a notice moves money",
        "where BPR01 is H or BPR04 is NON, BPR02 is 0";
    SummaryCount Balance Warning NONE, "the summary counts other claims than follow it",
        "TS304 is the number of CLP below the same LX";
    SummaryCharge Balance Warning NONE, "the summary does not add up",
        "TS305 is the sum of CLP03 below the same LX";
    ChargeBalance Balance Error SET, "the lines do not add up to the charge of the claim",
        "CLM02 is the sum of SV102 (SV203) of its lines";
    LineCoordination Balance Error SET, "what another payer did to the line does not balance",
        "the charge of the line is SVD02 plus every CAS amount of the same payer below it";
    ClaimCoordination Balance Error SET, "what another payer did to the claim does not balance",
        "CLM02 is AMT*D plus every CAS amount of that payer, those of its lines included";
    AcknowledgedCount Balance Error SET, "the total is not the number of claims listed below",
        "QTY counts the claims below it: 90 and QA those with STC03 WQ, AA and QC those with U";
    AcknowledgedAmount Balance Error SET, "the total is not that of the claims listed below",
        "AMT adds up STC04 of the claims below it: YU those with STC03 WQ, YY those with U";
    AcknowledgedUnlisted Balance Warning NONE, "claims are counted of which none is listed below",
        "list every claim of the batch, so that each can be matched";

    NpiCheckDigit Relation Invented PATTERN, "the NPI is not a valid one",
        "an NPI has 10 digits, begins with 1 or 2, and its last digit checks the others: ask the provider";
    TaxNumber Relation Invented PATTERN, "the tax number does not have nine digits",
        "send the EIN or SSN of REF02 as 9 digits, without hyphens";
    ZipShort Relation Invented PATTERN, "the ZIP code is not a full one",
        "a US address here needs ZIP+4, as 9 digits without hyphen";
    BoxAddress Relation Warning NONE, "the billing provider has a post office box",
        "send the street address here, and the box as pay-to address in 2010AB";
    DrugCode Relation Error PATTERN, "the drug code does not have 11 digits",
        "where the qualifier is N4 the NDC is written 5-4-2, without hyphens";
    ProcedureForm Relation Warning NONE, "not the form of a HCPCS or CPT code",
        "codes under HC have five characters: digits, with a letter first or last";
    DiagnosisForm Relation Error PATTERN, "not the form of a diagnosis or procedure code of its revision",
        "send the code in capitals and without dot; the qualifier says whether it is ICD-10 or ICD-9";
    DiagnosisRevisions Relation Error VALUE, "codes of ICD-9 and ICD-10 are mixed",
        "all HI of a claim are of one revision, that of the day of service";
    DiagnosisRepeated Relation Warning NONE, "the diagnosis stands twice in the claim",
        "send each code of HI once";
    PointerRepeated Relation Warning NONE, "two pointers point at the same diagnosis",
        "point at each diagnosis once, the most important first";
    PointerBeyond Relation Error VALUE, "the diagnosis pointer points at nothing",
        "point at a diagnosis of the HI of the claim, or add the diagnosis there";

    ReplacedClaim Relation Error LACKS_SEGMENT, "the claim replaces or voids one it does not name",
        "CLM05-3 is 7 or 8: send REF*F8 with the payer's number of the claim before";
    ReplacedUnneeded Relation Warning NONE, "a first claim names a claim it replaces",
        "REF*F8 goes with CLM05-3 7 or 8: leave it out or correct CLM05-3";
    AttachmentControl Relation Error LACKS_ELEMENT, "the attachment cannot be found again",
        "PWK02 says that it is sent by other means: send PWK05 AC and its control number in PWK06";
    AccidentDate Relation Error LACKS_SEGMENT, "the day of the accident is missing",
        "CLM11 has AA or OA: send DTP*439";
    EmploymentDate Relation Warning NONE, "the day of the accident at work may be missing",
        "CLM11 has EM: send DTP*439 where it was an accident";
    AccidentState Relation Error LACKS_ELEMENT, "the state of the auto accident is missing",
        "CLM11 has AA: send the state in CLM11-4, or the country in CLM11-5";
    ClaimRepeated Relation Warning NONE, "the claim number stood before in this transaction set",
        "CLM01 comes back in the 835 and 277: use each only once";
    ClaimNumberLong Relation Warning NONE, "payers give back 20 characters of a claim number",
        "keep CLM01 to 20 characters";
    ClaimsMany Relation Warning NONE, "more claims than a payer has to take",
        "send at most 5000 CLM in a transaction set";
    LineNumberLong Relation Warning NONE, "payers give back 30 characters of a line number",
        "keep REF*6R to 30 characters";
    ActionContradicts Relation Warning NONE, "the action does not go with the status",
        "STC03 is WQ where STC01 accepts (A0, A1, A2, A5) and U where it rejects (A3, A4, A6, A7, A8)";

    SubscriberParticulars Relation Error LACKS_SEGMENT, "the subscriber is the patient, and is not described",
        "SBR02 is 18: 2010BA needs N3, N4 and DMG";
    SubscriberWithoutClaim Relation Error SPARE_ELEMENT, "the subscriber is the patient, and has no claim",
        "send the CLM below this HL, or leave SBR02 out where only dependents have claims (2000C)";
    SubscriberNotPatient Relation Error LACKS_ELEMENT, "a claim stands below a subscriber who is not the patient",
        "send SBR02 18, or the CLM below the HL of the patient (2000C)";
    PatientMissing Relation Error LACKS_ELEMENT, "the subscriber is not the patient, and no patient follows",
        "send SBR02 18 and the claim, or 2000C with PAT and 2010CA";
    MedicareSecondary Relation Error LACKS_ELEMENT, "why Medicare is not primary is missing",
        "SBR09 is MA or MB and SBR01 is not P: send SBR05, such as 12 for the working aged";
    MedicareUnneeded Relation Warning NONE, "an insurance type without Medicare as secondary payer",
        "leave SBR05 out unless SBR09 is MA or MB and SBR01 is not P";
    PayerSequence Relation Error VALUE, "two payers of the claim have the same place",
        "each SBR01 but U may stand once in a claim, that of 2000B included";
    PayerUnknown Relation Error VALUE, "the payer is none of the other payers of the claim",
        "SVD01 repeats NM109 of the 2330B of the payer that decided";
    PayerPaid Relation Error LACKS_SEGMENT, "what the other payer paid is missing",
        "the payer has decided (CAS or SVD): send AMT*D in its 2320, even if it is 0";
    DatesOrder Relation Error SET, "a period ends before it begins",
        "the first of the two dates may not be after the second";
    ServiceAfterFile Relation Warning NONE, "the service is after the day of the file",
        "correct the date of service, or send the claim when it is done";
    BirthAfterService Relation Error SET, "the patient is born after the service",
        "correct DMG02 or the date of service";
    BirthAfterFile Relation Error SET, "the person is born after the day of the file",
        "correct DMG02, which is CCYYMMDD";

    GroupWithdrawn Relation Warning NONE, "the adjustment group CR is withdrawn",
        "CAS01 is CO, OA, PI or PR, as the 835 of that payer had it";
    ReasonUnknown Relation Warning NONE, "not a claim adjustment reason code we know",
        "it may be newer than our list: look it up at x12.org";
    RemarkUnknown Relation Warning NONE, "not a remark code we know",
        "it may be newer than our list: look it up at x12.org";
    ReversalSign Relation Error SET, "a reversal has a positive charge",
        "CLP02 is 22: CLP03, CLP04 and CAS repeat the claim before with every sign turned";
    ChargeNegative Relation Warning NONE, "a claim that is no reversal has a negative charge",
        "CLP03 is negative only where CLP02 is 22";
    AccountMissing Relation Error LACKS_ELEMENT, "the account of an electronic payment is missing",
        "BPR04 is ACH, BOP or FWT: send both bank accounts, BPR06 to BPR09 and BPR12 to BPR15";
    CrossoverMissing Relation Warning NONE, "where the claim went is missing",
        "CLP02 says that it was forwarded: send NM1*TT";
    TraceCompany Relation Warning NONE, "the payer of the trace is not that of the payment",
        "TRN03 repeats BPR10";

    SearchOptions Relation Warning NONE, "the person may not be found",
        "send the member number in NM109, or the names and the birth date in DMG02";
    InquiryMissing Relation Error LACKS_SEGMENT, "nothing is asked about the patient",
        "the HL has no level below it: send at least one EQ";
    RejectedWithBenefits Relation Warning NONE, "a person is rejected and has benefits",
        "send AAA without EB, or EB without AAA";
    AnswerMissing Relation Warning NONE, "nothing is answered about the patient",
        "send EB, or AAA with the reason";
    TraceNotEchoed Relation Note NONE, "no trace of the inquiry comes back",
        "send TRN*2 with the TRN of the 270 if it had one; otherwise match by member number";
    BracketOpen Relation Error LACKS_SEGMENT, "the LS to LE bracket is not closed",
        "send LE with the same identifier after the last 2120";
    StatusTrace Relation Error LACKS_SEGMENT, "the claim asked about or answered has no trace",
        "the HL has no level below it: send TRN and what follows it";

    SetsReceived Relation Error SET, "more transaction sets are answered than were received",
        "AK903 counts every AK2";
    SetsAccepted Relation Error SET, "the count of accepted transaction sets is wrong",
        "AK904 is AK903 less each IK5 with R, M, W or X";
    GroupVerdict Relation Error SET, "the verdict on the group does not go with its counts",
        "AK901 is A or E where all were accepted, P where some were, R where none was";
    SetVerdict Relation Warning NONE, "errors are listed below a transaction set that is accepted without errors",
        "IK501 is E or R where an IK3 is sent";
}

impl Consistency {
    fn facts(self) -> &'static Facts {
        &Self::FACTS[self as usize]
    }

    /// 3 or 4.
    #[must_use]
    pub fn level(self) -> Level {
        self.facts().level
    }

    /// How much it matters in a production interchange.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.facts().severity
    }

    /// How much it matters where ISA15 says whether this is a test: providers, their numbers and addresses are invented there.
    #[must_use]
    pub fn severity_in(self, test: bool) -> Severity {
        if test && self.facts().mild_in_tests { Severity::Warning } else { self.severity() }
    }

    /// By which code a 999 tells it.
    #[must_use]
    pub fn answer(self) -> Answer {
        self.facts().answer
    }

    /// What to do.
    #[must_use]
    pub fn hint(self) -> &'static str {
        self.facts().hint
    }
}

impl fmt::Display for Consistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.facts().wrong)
    }
}
