//! HI: what the stay was for, what was done, and the codes of the uniform bill.

mod item;
mod read;
mod write;

use crate::amount::Amount;
use crate::claim::Diagnosis;
use crate::institutional::code_lists::PresentOnAdmission;
use crate::text::Text;
use chrono::NaiveDate;

/// Every HI of a claim, told apart by the first component of its elements.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// HI*ABK, HI*BK: what the stay was for after all; required to send.
    pub principal_diagnosis: Option<CodedDiagnosis>,
    /// HI*ABJ, HI*BJ: why the patient was admitted.
    pub admitting_diagnosis: Option<Diagnosis>,
    /// HI*APR, HI*PR: why an outpatient came, in the patient's words; 3 at most.
    pub reasons_for_visit: Vec<Diagnosis>,
    /// HI*ABN, HI*BN: what caused an injury; 12 at most.
    pub external_causes: Vec<CodedDiagnosis>,
    /// HI*DR: the diagnosis-related group.
    pub drg: Option<Text>,
    /// HI*ABF, HI*BF; 24 at most, as of every following list.
    pub other_diagnoses: Vec<CodedDiagnosis>,
    /// HI*BBR, HI*BR, HI*CAH; only of inpatients.
    pub principal_procedure: Option<CodedProcedure>,
    /// HI*BBQ, HI*BQ; only of inpatients.
    pub other_procedures: Vec<CodedProcedure>,
    /// HI*BI.
    pub occurrence_spans: Vec<OccurrenceSpan>,
    /// HI*BH.
    pub occurrences: Vec<Occurrence>,
    /// HI*BE.
    pub values: Vec<ValueCode>,
    /// HI*BG: two characters each.
    pub conditions: Vec<Text>,
    /// HI*TC: treatment codes of home health.
    pub treatments: Vec<Text>,
}

/// An element of HI: a diagnosis, and whether the patient came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedDiagnosis {
    /// Components 1 and 2 of an element of HI.
    pub diagnosis: Diagnosis,
    /// Component 9; absent where the diagnosis is exempt.
    pub present_on_admission: Option<PresentOnAdmission>,
}

/// An element of HI: a procedure done during the stay; the lines have HCPCS.
#[derive(Clone, PartialEq, Eq)]
pub struct CodedProcedure {
    /// Components 1 and 2 of an element of HI.
    pub code: ProcedureCode,
    /// Components 3 (D8) and 4: when it was done; required to send.
    pub day: Option<NaiveDate>,
}

/// Components 1 and 2 of HI: which list a procedure is from, and its code without dots; a claim does not mix
/// revisions.
#[derive(Clone, PartialEq, Eq)]
pub enum ProcedureCode {
    /// ICD-10-PCS: seven characters.
    Icd10(Text),
    /// Discharges before October 2015.
    Icd9(Text),
    /// Advanced billing concepts; only as principal procedure.
    AdvancedBilling(Text),
}

/// HI*BI: an event that lasted, both days included.
#[derive(Clone, PartialEq, Eq)]
pub struct OccurrenceSpan {
    /// Component 2: two characters, such as `74`.
    pub code: Text,
    /// Component 4 (RD8): first day.
    pub from: NaiveDate,
    /// Component 4 (RD8): last day.
    pub to: NaiveDate,
}

/// HI*BH: an event of one day.
#[derive(Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Component 2: two characters, such as `11` (onset).
    pub code: Text,
    /// Component 4 (D8).
    pub day: NaiveDate,
}

/// HI*BE: an amount the payer needs to price the claim.
#[derive(Clone, PartialEq, Eq)]
pub struct ValueCode {
    /// Component 2: two characters; says whether `amount` is money, a count or a measure.
    pub code: Text,
    /// Component 5, whatever it counts with two decimals: 4 covered days are `Amount::from_cents(400)`.
    pub amount: Amount,
}

impl CodedDiagnosis {
    /// ICD-10, takes `J02.9` and `J029`.
    pub fn icd10(code: &str, present_on_admission: impl Into<Option<PresentOnAdmission>>) -> Self {
        Self { diagnosis: Diagnosis::icd10(code), present_on_admission: present_on_admission.into() }
    }
}

impl CodedProcedure {
    /// ICD-10-PCS.
    pub fn icd10(code: impl Into<Text>, day: NaiveDate) -> Self {
        Self { code: ProcedureCode::Icd10(code.into()), day: Some(day) }
    }
}

impl Coding {
    /// The principal diagnosis and the others, in this order.
    pub fn diagnoses(&self) -> impl Iterator<Item = &CodedDiagnosis> {
        self.principal_diagnosis.iter().chain(&self.other_diagnoses)
    }

    /// The principal procedure and the others, in this order.
    pub fn procedures(&self) -> impl Iterator<Item = &CodedProcedure> {
        self.principal_procedure.iter().chain(&self.other_procedures)
    }
}

/// `Debug` shows the name of the type only: the value is health data.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([phi])"))
            }
        }
    )+};
}

hidden!(Coding, CodedProcedure, ProcedureCode, OccurrenceSpan, Occurrence, ValueCode);
