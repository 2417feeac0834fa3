//! The fixed order of elements: receivers refuse a message whose elements stand in another order.

use super::{Content, Element, local};

const HEADER: &[&str] = &[
    "To",
    "From",
    "MessageID",
    "RelatesToMessageID",
    "SentTime",
    "Security",
    "SenderSoftware",
    "RxReferenceNumber",
    "TestMessage",
    "PrescriberOrderNumber",
    "DigitalSignature",
];

const TRANSACTION: &[&str] = &[
    "RequestReferenceNumber",
    "MessageRequestCode",
    "Response",
    "FillStatus",
    "Patient",
    "Pharmacy",
    "Prescriber",
    "Observation",
    "MedicationDispensed",
    "MedicationPrescribed",
    "MedicationRequested",
    "MedicationResponse",
    "FollowUpPrescriber",
    "ProhibitRenewalRequest",
];

const MEDICATION: &[&str] = &[
    "DrugDescription",
    "DrugCoded",
    "Quantity",
    "DaysSupply",
    "WrittenDate",
    "LastFillDate",
    "Substitutions",
    "NumberOfRefills",
    "Diagnosis",
    "Note",
    "DrugUseEvaluation",
    "Sig",
    "OtherMedicationDate",
    "PharmacyRequestedRefills",
];

const PERSON: &[&str] =
    &["Identification", "Name", "Gender", "DateOfBirth", "Address", "CommunicationNumbers"];
const MEASUREMENT: &[&str] =
    &["VitalSign", "LOINCVersion", "Value", "UnitOfMeasure", "UCUMVersion", "ObservationDate"];
const POSTAL: &[&str] =
    &["AddressLine1", "AddressLine2", "City", "StateProvince", "PostalCode", "CountryCode"];

fn order_of(name: &str) -> &'static [&'static str] {
    match name {
        "Header" => HEADER,
        "SenderSoftware" => {
            &["SenderSoftwareDeveloper", "SenderSoftwareProduct", "SenderSoftwareVersionRelease"]
        }
        "NewRx" | "CancelRx" | "CancelRxResponse" | "RxRenewalRequest" | "RxRenewalResponse"
        | "RxChangeRequest" | "RxChangeResponse" | "RxFill" => TRANSACTION,
        "Status" | "Error" | "Verify" | "VerifyStatus" => &["Code", "DescriptionCode", "Description"],
        "HumanPatient" | "NonVeterinarian" => PERSON,
        "Name" => &["LastName", "FirstName", "MiddleName", "Suffix", "Prefix"],
        "Pharmacy" => &["Identification", "BusinessName", "Address", "CommunicationNumbers"],
        "Identification" => &["NCPDPID", "StateLicenseNumber", "DEANumber", "NPI", "Data2000WaiverID"],
        "Address" => POSTAL,
        "CommunicationNumbers" => &["PrimaryTelephone", "Fax"],
        "Measurement" => MEASUREMENT,
        "MedicationPrescribed" | "MedicationDispensed" | "MedicationRequested" | "MedicationResponse" => {
            MEDICATION
        }
        "DrugCoded" => &["ProductCode", "Strength", "DrugDBCode", "DEASchedule"],
        "Strength" => &["StrengthValue", "StrengthForm", "StrengthUnitOfMeasure"],
        "Quantity" => &["Value", "CodeListQualifier", "QuantityUnitOfMeasure"],
        "Diagnosis" => &["ClinicalInformationQualifier", "Primary", "Secondary"],
        "Primary" | "Secondary" | "ProductCode" | "DrugDBCode" => &["Code", "Qualifier", "Description"],
        "Sig" => &["SigText", "CodeSystem", "Instruction"],
        _ => &[],
    }
}

/// Sorts the children of the element `name`; those without a place in the order follow, as they came.
pub(crate) fn arrange(name: &str, children: &mut [Element]) {
    let order = order_of(name);
    children.sort_by_key(|child| order.iter().position(|name| *name == child.name()).unwrap_or(order.len()));
}

impl Element {
    /// Only for elements this crate wrote: a kept element stays as it came.
    pub(super) fn arranged(&mut self) {
        if let Content::Children(children) = &mut self.content {
            arrange(local(&self.name), children);
        }
    }
}
