//! One visit from registration to paid, step by step.

use std::fmt;

use anyhow::Context;
use serde::Serialize;

use super::api::Api;
use super::chronicle::Happened;
use super::money::Money;
use super::practice::{Practice, Sandbox};
use super::teller::Teller;
use super::{bill, desk, prescribe};
use crate::State;
use crate::progress::Progress;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    SetUp,
    Register,
    Insure,
    Book,
    Verify,
    Attend,
    Draft,
    Sign,
    Dispense,
    Code,
    Bill,
    Adjudicate,
    Settle,
}

impl Step {
    pub const ALL: [Step; 13] = [
        Step::SetUp,
        Step::Register,
        Step::Insure,
        Step::Book,
        Step::Verify,
        Step::Attend,
        Step::Draft,
        Step::Sign,
        Step::Dispense,
        Step::Code,
        Step::Bill,
        Step::Adjudicate,
        Step::Settle,
    ];
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::SetUp => "The practice: location, practitioner, hours, payer, pharmacy, fees",
            Step::Register => "John Smith is registered",
            Step::Insure => "His coverage is recorded, and that he knows of no allergies",
            Step::Book => "A free slot is found and booked",
            Step::Verify => "The payer is asked (270) and answers (271)",
            Step::Attend => "He arrives, is seen, and the visit is completed",
            Step::Draft => "Amoxicillin 500 mg is drafted and checked",
            Step::Sign => "The prescription is signed",
            Step::Dispense => "The pharmacy answers: Status, Verify, RxFill",
            Step::Code => "The encounter is coded: J02.0, 99213, 87880-QW",
            Step::Bill => "The encounter is signed and becomes a claim",
            Step::Adjudicate => "The claim goes out (837P) and comes back (999, 277CA, 835)",
            Step::Settle => "He pays his copay, and nothing is owed",
        })
    }
}

/// What the story came to.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub practice: Practice,
    pub patient: String,
    pub coverage: String,
    pub appointment: String,
    pub eligibility_check: String,
    pub prescription: String,
    /// SCRIPT PrescriberOrderNumber.
    pub order_number: String,
    pub encounter: String,
    pub claim: String,
    /// CLM01.
    pub claim_number: String,
    pub payment: String,
    pub money: Money,
    pub timeline: Vec<Happened>,
}

/// What is announced of a patient in every run.
pub const ANNOUNCED: [&str; 18] = [
    "patient.registered",
    "coverage.recorded",
    "appointment.booked",
    "eligibility.checked",
    "appointment.arrived",
    "appointment.begun",
    "appointment.completed",
    "prescription.signed",
    "prescription.accepted",
    "prescription.verified",
    "prescription.dispensed",
    "claim.ready",
    "claim.submitted",
    "claim.received",
    "claim.accepted",
    "claim.paid",
    "payment.posted",
    "account.changed",
];

pub struct Story {
    pub api: Api,
    sandbox: Sandbox,
    progress: Progress,
    say: Box<dyn Fn(&str)>,
}

impl Story {
    /// `say` gets each line of the timeline as it happens.
    pub fn of(state: &State, progress: Progress, say: impl Fn(&str) + 'static) -> anyhow::Result<Story> {
        Ok(Story { api: Api::of(state)?, sandbox: Sandbox::of(state), progress, say: Box::new(say) })
    }

    pub async fn practice(&self) -> anyhow::Result<Practice> {
        Practice::set_up(&self.api, &self.sandbox).await
    }

    pub fn teller(&self, patient: &str) -> Teller<'_> {
        Teller::of(patient, &self.api, &*self.say)
    }

    /// From beginning to end; `between` is called after each step.
    pub async fn tell(&self, mut between: impl FnMut(Step)) -> anyhow::Result<Outcome> {
        let api = &self.api;
        let between = &mut between;
        let practice = self.step(Step::SetUp, between, self.practice()).await?;
        let patient = self.step(Step::Register, between, desk::register(api)).await?;
        let insure = async {
            let coverage = desk::insure(api, &practice, &patient).await?;
            desk::record_no_allergies(api, &patient).await.map(|()| coverage)
        };
        let coverage = self.step(Step::Insure, between, insure).await?;
        let mut teller = self.teller(&patient);
        teller.listen().await?;
        let appointment = self.step(Step::Book, between, desk::book(api, &practice, &patient)).await?;
        let verify = desk::eligibility(&mut teller, &appointment);
        let eligibility_check = self.step(Step::Verify, between, verify).await?;
        self.step(Step::Attend, between, desk::attend(api, &appointment)).await?;
        teller.listen().await?;
        let prescription =
            self.step(Step::Draft, between, prescribe::draft(api, &practice, &patient)).await?;
        self.step(Step::Sign, between, prescribe::sign(api, &prescription)).await?;
        teller.listen().await?;
        let dispensed = prescribe::dispensed(&mut teller, &prescription);
        let dispensed = self.step(Step::Dispense, between, dispensed).await?;
        let code = async {
            let encounter = bill::encounter(&mut teller, &appointment).await?;
            bill::code(api, &encounter).await.map(|()| encounter)
        };
        let encounter = self.step(Step::Code, between, code).await?;
        let claim = self.step(Step::Bill, between, bill::sign(api, &encounter)).await?;
        let adjudicate = adjudicate(&mut teller, &patient, &claim);
        let claim_number = self.step(Step::Adjudicate, between, adjudicate).await?;
        let settle = settle(&mut teller, &patient, &claim);
        let (payment, money) = self.step(Step::Settle, between, settle).await?;
        let order_number = dispensed["order_number"].as_str().unwrap_or_default().to_owned();
        let timeline = teller.chronicle.events;
        Ok(Outcome {
            practice,
            patient,
            coverage,
            appointment,
            eligibility_check,
            prescription,
            order_number,
            encounter,
            claim,
            claim_number,
            payment,
            money,
            timeline,
        })
    }

    async fn step<T>(
        &self,
        step: Step,
        between: &mut impl FnMut(Step),
        work: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<T> {
        let shown = self.progress.step(step.to_string());
        let done = work.await.with_context(|| format!("the step \"{step}\" failed"))?;
        shown.done("done");
        between(step);
        Ok(done)
    }
}

/// Answers the claim's number.
async fn adjudicate(teller: &mut Teller<'_>, patient: &str, claim: &str) -> anyhow::Result<String> {
    let decided = bill::adjudicated(teller, claim).await?;
    Money::counted(teller.api, patient, claim).await?.require(Money::expected())?;
    decided["number"].as_str().map(str::to_owned).context("the claim has no number")
}

/// Answers the payment's id and the final sums, once everything has been announced.
async fn settle(teller: &mut Teller<'_>, patient: &str, claim: &str) -> anyhow::Result<(String, Money)> {
    let expected = Money::expected();
    let payment = bill::take_payment(teller.api, patient, expected.copay).await?;
    let money = Money::counted(teller.api, patient, claim).await?.require(expected.once_settled())?;
    teller.until_announced(&ANNOUNCED).await?;
    Ok((payment, money))
}
