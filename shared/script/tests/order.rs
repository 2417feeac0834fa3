//! The order of elements as messages in the open show it, written down apart from the code that keeps it.

use script::Versions;

/// The children an element may have here, in their order.
pub fn known_children(element: &str, versions: Versions) -> Vec<&'static str> {
    let later = versions == Versions::V2023011;
    match element {
        "HumanPatient" | "NonVeterinarian" => person(later),
        "PrescriberAgent" => vec![if later { "Names" } else { "Name" }],
        "OtherMedicationDate" => {
            vec!["OtherMedicationDate", "OtherMedicationDateQualifier", "Date", "DateTime"]
        }
        _ => words(element).split(' ').filter(|word| !word.is_empty()).collect(),
    }
}

fn person(later: bool) -> Vec<&'static str> {
    let (name, gender) = if later { ("Names", "GenderAndSex") } else { ("Name", "Gender") };
    let first = ["Identification", "Specialty", "PracticeLocation", name, gender, "DateOfBirth", "Address"];
    let last = ["PrescriberAgent", "CommunicationNumbers", "PrescriberPlaceOfService"];
    first.into_iter().chain(last).collect()
}

fn words(element: &str) -> &'static str {
    match element {
        "Message" => "Header Body",
        "Header" => {
            "To From MessageID RelatesToMessageID SentTime SenderSoftware RxReferenceNumber TestMessage \
             PrescriberOrderNumber DigitalSignature"
        }
        "SenderSoftware" => "SenderSoftwareDeveloper SenderSoftwareProduct SenderSoftwareVersionRelease",
        "DigitalSignature" => "DigitalSignatureIndicator",
        "Body" => {
            "NewRx CancelRx CancelRxResponse RxRenewalRequest RxRenewalResponse RxChangeRequest RxChangeResponse \
             RxFill RxHistoryRequest RxHistoryResponse Status Error Verify"
        }
        "NewRx" | "CancelRx" | "RxRenewalRequest" | "RxChangeRequest" | "RxFill" | "RxRenewalResponse"
        | "RxChangeResponse" | "CancelRxResponse" | "RxHistoryRequest" | "RxHistoryResponse" => {
            "MessageRequestCode MessageRequestSubCode ChangeReasonText Response FillStatus BenefitsCoordination \
             Patient Pharmacy Prescriber Observation RequestedDates MedicationDispensed MedicationPrescribed \
             MedicationRequested MedicationResponse Supervisor FollowUpPrescriber ProhibitRenewalRequest"
        }
        "Patient" => "HumanPatient",
        "Names" => "Name",
        "GenderAndSex" => "AdministrativeGender",
        "Name" => "LastName FirstName MiddleName Suffix Prefix",
        "Prescriber" | "Supervisor" | "FollowUpPrescriber" => "NonVeterinarian",
        "PracticeLocation" => "BusinessName",
        "Pharmacy" => "Identification BusinessName Address CommunicationNumbers",
        "Identification" => "NCPDPID StateLicenseNumber DEANumber NPI Data2000WaiverID",
        "Address" => "AddressLine1 AddressLine2 City StateProvince PostalCode CountryCode",
        "CommunicationNumbers" => "PrimaryTelephone Fax",
        "PrimaryTelephone" | "Fax" => "Number",
        "Observation" => "Measurement",
        "Measurement" => "VitalSign LOINCVersion Value UnitOfMeasure UCUMVersion ObservationDate",
        "BenefitsCoordination" => "PayerName CardholderID GroupID PersonCode PBMMemberID Consent",
        "RequestedDates" => "StartDate EndDate",
        "HistorySource" => "Source SourceReference FillNumber PaymentType",
        "Source" => "SourceQualifier",
        "Response" | "FillStatus" => {
            "Approved ApprovedWithChanges Denied Replace Validated Dispensed PartiallyDispensed NotDispensed Transferred"
        }
        "Approved"
        | "ApprovedWithChanges"
        | "Denied"
        | "Replace"
        | "Validated"
        | "Dispensed"
        | "PartiallyDispensed"
        | "NotDispensed"
        | "Transferred" => "ReasonCode DenialReason Note",
        _ => medication(element),
    }
}

fn medication(element: &str) -> &'static str {
    match element {
        "MedicationPrescribed" | "MedicationDispensed" | "MedicationRequested" | "MedicationResponse" => {
            "DrugDescription DrugCoded Quantity DaysSupply WrittenDate LastFillDate Substitutions NumberOfRefills \
             Diagnosis Note DrugUseEvaluation Sig OtherMedicationDate PharmacyRequestedRefills RefillsRemaining \
             Pharmacy Prescriber HistorySource"
        }
        "DrugCoded" => "ProductCode Strength DrugDBCode DEASchedule",
        "Strength" => "StrengthValue StrengthForm StrengthUnitOfMeasure",
        "Quantity" => "Value CodeListQualifier QuantityUnitOfMeasure",
        "Diagnosis" => "ClinicalInformationQualifier Primary Secondary",
        "Primary" | "Secondary" | "ProductCode" | "DrugDBCode" | "CoAgentCode" => {
            "Code Qualifier Description"
        }
        "DEASchedule" | "StrengthForm" | "StrengthUnitOfMeasure" | "QuantityUnitOfMeasure" => "Code",
        "DrugUseEvaluation" => {
            "ServiceReasonCode ProfessionalServiceCode ServiceResultCode CoAgent ClinicalSignificanceCode \
             AcknowledgementReason"
        }
        "CoAgent" => "CoAgentCode",
        "Sig" => "SigText CodeSystem Instruction",
        "CodeSystem" => "SNOMEDVersion FMTVersion",
        "Instruction" => "DoseAdministration TimingAndDuration IndicationForUse",
        "DoseAdministration" => "DoseDeliveryMethod Dosage RouteOfAdministration SiteOfAdministration",
        "Dosage" => "DoseQuantity DoseUnitOfMeasure",
        "TimingAndDuration" => "AdministrationTiming Frequency Interval Duration",
        "AdministrationTiming" => "AdministrationTimingModifier AdministrationTimingEvent",
        "Frequency" => "FrequencyNumericValue FrequencyUnits",
        "Interval" => "IntervalNumericValue IntervalUnits",
        "Duration" => "DurationNumericValue DurationText",
        "IndicationForUse" => "IndicationPrecursor IndicationValue",
        "DoseDeliveryMethod"
        | "DoseUnitOfMeasure"
        | "RouteOfAdministration"
        | "SiteOfAdministration"
        | "AdministrationTimingModifier"
        | "AdministrationTimingEvent"
        | "FrequencyUnits"
        | "IntervalUnits"
        | "DurationText"
        | "IndicationPrecursor"
        | "IndicationValue" => "Text Qualifier Code",
        "DateOfBirth" | "WrittenDate" | "LastFillDate" | "ObservationDate" | "StartDate" | "EndDate" => {
            "Date DateTime"
        }
        "Status" | "Error" | "VerifyStatus" => "Code DescriptionCode Description",
        "Verify" => "VerifyStatus",
        _ => "",
    }
}

pub fn is_in_order(children: &[&str], known: Vec<&'static str>) -> bool {
    let places: Option<Vec<usize>> =
        children.iter().map(|child| known.iter().position(|name| name == child)).collect();
    places.is_some_and(|places| places.is_sorted())
}
