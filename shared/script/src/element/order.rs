//! The fixed order of elements: receivers refuse a message whose elements stand in another order.

use super::Element;

// The order of the parts comes from messages and programs in the public domain or under open licences; the README of
// the crate says which places are inferred.
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
    "MessageRequestSubCode",
    "ChangeReasonText",
    "Response",
    "FillStatus",
    "AllergyOrAdverseEvent",
    "BenefitsCoordination",
    "Facility",
    "Patient",
    "Pharmacy",
    "Prescriber",
    "RequestorRole",
    "Observation",
    "RequestedDates",
    "MedicationDispensed",
    "MedicationPrescribed",
    "MedicationRequested",
    "MedicationResponse",
    "Supervisor",
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
    "PriorAuthorization",
    "Note",
    "DrugUseEvaluation",
    "DrugCoverageStatusCode",
    "PriorAuthorizationStatus",
    "Sig",
    "ReasonForSubstitutionCodeUsed",
    "OfficeOfPharmacyAffairs",
    "DiabeticSupply",
    "InjuryRelated",
    "Agency",
    "IVAdministration",
    "TreatmentIndicator",
    "ProphylacticOrEpisodic",
    "CurrentTreatmentCycle",
    "NumberOfCyclesPlanned",
    "Wound",
    "Titration",
    "FlavoringRequested",
    "CompoundInformation",
    "NumberOfPackagesToBeDispensed",
    "PatientCodifiedNote",
    "FacilitySpecificHoursOfAdministrationTiming",
    "OtherMedicationDate",
    "PlaceOfServiceNonSelfAdministeredProduct",
    "ProviderExplicitAuthorizationToAdminister",
    "PharmacyRequestedRefills",
    "RefillsRemaining",
    "Pharmacy",
    "Prescriber",
    "HistorySource",
];

const PERSON: &[&str] = &[
    "Identification",
    "Specialty",
    "PracticeLocation",
    "Name",
    "Names",
    "FormerName",
    "Gender",
    "GenderAndSex",
    "DateOfBirth",
    "Address",
    "PrescriberAgent",
    "CommunicationNumbers",
    "PrescriberPlaceOfService",
];
const BENEFITS: &[&str] = &[
    "PayerIdentification",
    "PayerName",
    "CardholderID",
    "CardHolderName",
    "GroupID",
    "PersonCode",
    "PBMMemberID",
    "Consent",
];
const DRUG_USE: &[&str] = &[
    "ServiceReasonCode",
    "ProfessionalServiceCode",
    "ServiceResultCode",
    "CoAgent",
    "ClinicalSignificanceCode",
    "AcknowledgementReason",
];
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
        | "RxChangeRequest" | "RxChangeResponse" | "RxFill" | "RxHistoryRequest" | "RxHistoryResponse" => {
            TRANSACTION
        }
        "Status" | "Error" | "Verify" | "VerifyStatus" => &["Code", "DescriptionCode", "Description"],
        "HumanPatient" | "NonVeterinarian" => PERSON,
        "Name" => &["LastName", "FirstName", "MiddleName", "Suffix", "Prefix"],
        "BenefitsCoordination" => BENEFITS,
        "RequestedDates" => &["StartDate", "EndDate"],
        "HistorySource" => &["Source", "SourceReference", "FillNumber", "PaymentType"],
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
        "DrugUseEvaluation" => DRUG_USE,
        "CoAgentCode" => &["Code", "Qualifier", "Description"],
        "OtherMedicationDate" => &["OtherMedicationDate", "OtherMedicationDateQualifier"],
        // What joins two instructions stands between them, so that their order is never touched.
        "Sig" => &["SigText"],
        _ => &[],
    }
}

/// Sorts the children of the element `name`; those without a place in the order follow, as they came.
pub(crate) fn arrange(name: &str, children: &mut [Element]) {
    let order = order_of(name);
    children.sort_by_key(|child| order.iter().position(|name| *name == child.name()).unwrap_or(order.len()));
}
