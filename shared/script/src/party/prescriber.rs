//! Prescriber/NonVeterinarian, and the other clinicians a transaction names in the same shape.

use super::{PersonName, Phones, PostalAddress};
use crate::element::Draft;
use crate::error::Result;
use crate::fields::{Fields, Part};
use crate::{Element, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescriber {
    pub state_license: Option<Text>,
    pub dea: Option<Text>,
    pub npi: Option<Text>,
    /// Data2000WaiverID: the X number that once allowed buprenorphine (21 CFR 1301.28).
    pub data2000_waiver: Option<Text>,
    /// Specialty: a provider taxonomy code.
    pub specialty: Option<Text>,
    /// PracticeLocation/BusinessName.
    pub practice: Option<Text>,
    pub name: PersonName,
    pub address: PostalAddress,
    /// PrescriberAgent: who enters and sends for the prescriber, and signs nothing.
    pub agent: Option<PersonName>,
    pub phones: Phones,
    /// PrescriberPlaceOfService: a CMS place of service code, 11 for an office.
    pub place_of_service: Option<Text>,
    pub other: Vec<Element>,
}

/// What the Identification of a clinician holds.
#[derive(Default)]
struct Registrations {
    state_license: Option<Text>,
    dea: Option<Text>,
    npi: Option<Text>,
    data2000_waiver: Option<Text>,
}

impl Prescriber {
    pub fn new(name: PersonName) -> Self {
        Self {
            state_license: None,
            dea: None,
            npi: None,
            data2000_waiver: None,
            specialty: None,
            practice: None,
            name,
            address: PostalAddress::default(),
            agent: None,
            phones: Phones::default(),
            place_of_service: None,
            other: Vec::new(),
        }
    }
}

impl Part for Prescriber {
    fn read(fields: &mut Fields) -> Result<Self> {
        let prescriber = fields.required("NonVeterinarian", read)?;
        Ok(Self { other: fields.rest(), ..prescriber })
    }

    fn write(&self, into: &mut Draft) {
        into.nest("NonVeterinarian", |person| {
            person.nest("Identification", |ids| {
                ids.put("StateLicenseNumber", &self.state_license);
                ids.put("DEANumber", &self.dea);
                ids.put("NPI", &self.npi);
                ids.put("Data2000WaiverID", &self.data2000_waiver);
            });
            person.put("Specialty", &self.specialty);
            person.nest("PracticeLocation", |place| place.put("BusinessName", &self.practice));
            self.name.write_into(person);
            self.address.write(person);
            if let Some(agent) = &self.agent {
                person.nest("PrescriberAgent", |inner| agent.write_into(inner));
            }
            self.phones.write(person);
            person.put("PrescriberPlaceOfService", &self.place_of_service);
        });
        into.preserve(&self.other);
    }
}

fn read(person: &mut Fields) -> Result<Prescriber> {
    let ids = person.inside("Identification", registrations)?.unwrap_or_default();
    Ok(Prescriber {
        state_license: ids.state_license,
        dea: ids.dea,
        npi: ids.npi,
        data2000_waiver: ids.data2000_waiver,
        specialty: person.text("Specialty")?,
        practice: person.inside("PracticeLocation", |place| place.text("BusinessName"))?.flatten(),
        name: PersonName::read_from(person)?,
        address: PostalAddress::read_from(person)?,
        agent: agent(person)?,
        phones: Phones::read_from(person)?,
        place_of_service: person.text("PrescriberPlaceOfService")?,
        other: Vec::new(),
    })
}

fn registrations(ids: &mut Fields) -> Result<Registrations> {
    Ok(Registrations {
        state_license: ids.text("StateLicenseNumber")?,
        dea: ids.text("DEANumber")?,
        npi: ids.text("NPI")?,
        data2000_waiver: ids.text("Data2000WaiverID")?,
    })
}

/// The agent's name stands in Name, or, from older senders, directly in PrescriberAgent; one without a last name is
/// kept as it came.
fn agent(person: &mut Fields) -> Result<Option<PersonName>> {
    const AGENT: &str = "PrescriberAgent";
    if person.holds(AGENT, "Name") || person.holds(AGENT, "Names") {
        return person
            .inside(AGENT, |agent| {
                if agent.holds("Name", "LastName") || agent.holds("Names", "Name") {
                    PersonName::read_from(agent).map(Some)
                } else {
                    Ok(None)
                }
            })
            .map(Option::flatten);
    }
    if person.holds(AGENT, "LastName") { person.inside(AGENT, PersonName::read) } else { Ok(None) }
}
