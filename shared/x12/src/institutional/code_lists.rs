//! The code lists of the 837I alone.

use crate::codes::codes;

codes! {
    /// CL101: how urgent the admission was.
    AdmissionType {
        Emergency = "1", Urgent = "2", Elective = "3", Newborn = "4", Trauma = "5", Unknown = "9",
    }
}

codes! {
    /// The ninth component of a diagnosis in HI: whether the patient came with it.
    PresentOnAdmission { Yes = "Y", No = "N", Unknown = "U", Undetermined = "W" }
}
