//! Many clients at once: they draft, check, sign and cancel, and send again what was not answered.

use std::cell::Cell;

use anyhow::{Context as _, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use journeys::seed;
use praxis::demo::practice::Practice;
use praxis::demo::{Api, Request, Role, Story, desk};
use serde_json::{Value, json};

const CLIENTS: usize = 16;

/// What goes together without an alert, for ten days.
struct Drug {
    rxcui: &'static str,
    quantity: &'static str,
    /// NCI code.
    unit: &'static str,
    sig: &'static str,
}

const CAPSULE: &str = "C48480";
const TABLET: &str = "C48542";
const DRUGS: [Drug; 4] = [
    Drug {
        rxcui: "308191",
        quantity: "30",
        unit: CAPSULE,
        sig: "Take 1 capsule by mouth 3 times a day for 10 days",
    },
    Drug { rxcui: "314076", quantity: "10", unit: TABLET, sig: "Take 1 tablet by mouth once a day" },
    Drug {
        rxcui: "861007",
        quantity: "20",
        unit: TABLET,
        sig: "Take 1 tablet by mouth 2 times a day with meals",
    },
    Drug {
        rxcui: "617310",
        quantity: "10",
        unit: TABLET,
        sig: "Take 1 tablet by mouth once a day in the evening",
    },
];

/// What a client left behind.
pub struct Paper {
    pub id: String,
    /// SCRIPT PrescriberOrderNumber.
    pub order_number: String,
    /// The signing was acknowledged.
    pub signed: bool,
    /// A cancel was acknowledged.
    pub cancelled: bool,
}

/// What a client does with a draft; about one in ten is cancelled, one in sixteen never signed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    Leave,
    /// With a version that is not the draft's any more.
    SignStale,
    SignTwiceAtOnce,
    SignAndCancel,
    Sign,
}

impl Plan {
    fn of(number: usize) -> Self {
        match seed::draw(&format!("the plan for prescription {number}"), 32) {
            0 => Self::Leave,
            1 => Self::SignStale,
            2..=7 => Self::SignTwiceAtOnce,
            8..=10 => Self::SignAndCancel,
            _ => Self::Sign,
        }
    }
}

pub struct Office<'a> {
    api: &'a Api,
    practice: Practice,
    /// One that dispenses, one that holds the drug, one behind a network.
    pharmacies: [String; 3],
    patients: Vec<String>,
    pub wanted: usize,
    signed: Cell<usize>,
}

impl<'a> Office<'a> {
    /// With a practice and its patients, all known wherever they must be.
    pub async fn open(story: &'a Story, wanted: usize) -> anyhow::Result<Self> {
        let (api, practice) = (&story.api, story.practice().await?);
        let known = api.get(Role::Prescriber, format!("/v1/pharmacies/{}", practice.pharmacy)).await?.body;
        let hold = another(api, &known, "100").await?;
        let behind_a_network = another(api, &known, "000").await?;
        let pharmacies = [practice.pharmacy.clone(), hold, behind_a_network];
        let register = async || {
            let patient = desk::register(api).await?;
            desk::record_no_allergies(api, &patient).await.map(|()| patient)
        };
        let count = wanted.div_ceil(DRUGS.len());
        let patients = stream::iter(0..count).map(|_| register()).buffered(CLIENTS).try_collect().await?;
        Ok(Self { api, practice, pharmacies, patients, wanted, signed: Cell::new(0) })
    }

    pub fn signed_so_far(&self) -> usize {
        self.signed.get()
    }

    /// One patient's prescriptions one after the other, sixteen patients at once; drafts go on until enough are signed.
    pub async fn work(&self) -> anyhow::Result<Vec<Paper>> {
        let visits = self.patients.iter().enumerate().map(|(number, patient)| self.visit(number, patient));
        let papers: Vec<Vec<Paper>> = stream::iter(visits).buffered(CLIENTS).try_collect().await?;
        Ok(papers.into_iter().flatten().collect())
    }

    async fn visit(&self, number: usize, patient: &str) -> anyhow::Result<Vec<Paper>> {
        let mut papers = Vec::new();
        for (position, drug) in DRUGS.iter().enumerate() {
            let number = number * DRUGS.len() + position;
            let plan = Plan::of(number);
            let told = self.prescribe(patient, drug, number, plan).await;
            papers.push(told.with_context(|| format!("prescription {number}"))?);
            if matches!(plan, Plan::Leave | Plan::SignStale) {
                let again = self.prescribe(patient, drug, number, Plan::Sign).await;
                papers.push(again.with_context(|| format!("prescription {number}, drafted again"))?);
            }
        }
        Ok(papers)
    }

    async fn prescribe(
        &self,
        patient: &str,
        drug: &Drug,
        number: usize,
        plan: Plan,
    ) -> anyhow::Result<Paper> {
        let wish = self.wish(patient, drug, number);
        let draft = self.api.post(Role::Prescriber, "/v1/prescriptions", &wish).await?;
        let (id, order_number) = (draft.id()?, draft.text("order_number")?);
        let path = format!("/v1/prescriptions/{id}");
        let checked = self.api.post(Role::Prescriber, format!("{path}/checks"), &json!({})).await?;
        let sign =
            |version| Request::post(Role::Prescriber, format!("{path}/sign"), &json!({})).seen(version);
        let version = checked.version()?;
        match plan {
            Plan::Leave => return Ok(Paper { id, order_number, signed: false, cancelled: false }),
            Plan::SignStale => {
                let refused = self.api.send(&sign(version - 1)).await?;
                ensure!(refused.status == 412, "a stale signing: {refused}");
                return Ok(Paper { id, order_number, signed: false, cancelled: false });
            }
            Plan::SignTwiceAtOnce => self.sign_twice(&sign(version)).await?,
            Plan::SignAndCancel | Plan::Sign => self.api.send(&sign(version)).await?.done().map(|_| ())?,
        }
        self.signed.set(self.signed.get() + 1);
        let cancelled = plan == Plan::SignAndCancel;
        if cancelled {
            self.cancel(&path).await?;
        }
        Ok(Paper { id, order_number, signed: true, cancelled })
    }

    /// An impatient client: both are answered, and the same.
    async fn sign_twice(&self, sign: &Request) -> anyhow::Result<()> {
        let (one, other) = tokio::try_join!(self.api.send(sign), self.api.send(sign))?;
        let (one, other) = (one.done()?, other.done()?);
        ensure!(one.body == other.body, "{} was answered in two ways", one.asked);
        Ok(())
    }

    /// As it stands at this moment; the courier may be quicker.
    async fn cancel(&self, path: &str) -> anyhow::Result<()> {
        loop {
            let version = self.api.get(Role::Prescriber, path).await?.version()?;
            let body = json!({"reason_code": "therapy_changed"});
            let cancel = Request::post(Role::Prescriber, format!("{path}/cancel"), &body).seen(version);
            let answer = self.api.send(&cancel).await?;
            if answer.status != 412 {
                return answer.done().map(|_| ());
            }
        }
    }

    fn wish(&self, patient: &str, Drug { rxcui, quantity, unit, sig }: &Drug, number: usize) -> Value {
        let pharmacy = &self.pharmacies[seed::draw(&format!("the pharmacy of prescription {number}"), 3)];
        json!({
            "patient_id": patient, "prescriber_id": self.practice.practitioner, "pharmacy_id": pharmacy,
            "location_id": self.practice.location, "medication": {"rxcui": rxcui}, "sig": {"text": sig},
            "quantity": {"value": quantity, "unit": unit}, "days_supply": 10, "refills": 0,
            "substitution_allowed": true, "diagnosis_codes": ["J02.0"],
        })
    }
}

/// Like a pharmacy that is known, under an id whose end asks the simulator for something.
async fn another(api: &Api, known: &Value, ending: &str) -> anyhow::Result<String> {
    let id = known["ncpdp_id"].as_str().context("a pharmacy has no NCPDP id")?;
    let beginning = id.get(..4).context("an NCPDP id has seven digits")?;
    let body = json!({
        "ncpdp_id": format!("{beginning}{ending}"), "name": format!("Pharmacy {ending}"), "phone": known["phone"],
        "address": known["address"], "script": known["script"],
    });
    api.post(Role::Prescriber, "/v1/pharmacies", &body).await?.id()
}
