//! The sums of the story, checked to the cent.

use anyhow::{Context, ensure};
use serde::Serialize;
use serde_json::Value;

use super::Cents;
use super::api::{Api, Role};
use super::practice::CHARGES;

/// What the clearinghouse simulator leaves to the patient.
const COPAY: Cents = Cents(2_500);

/// What became of the charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    pub charge: Cents,
    pub paid_by_payer: Cents,
    pub adjusted: Cents,
    pub copay: Cents,
    pub paid_by_patient: Cents,
    pub patient_balance: Cents,
    pub payer_balance: Cents,
}

impl Money {
    /// Three quarters of each charge are allowed, half a cent counts as one; the copay falls on the first line.
    pub fn expected() -> Money {
        let charge = CHARGES.iter().map(|(_, cents)| Cents(*cents)).sum();
        let allowed: Cents = CHARGES.iter().map(|(_, cents)| Cents((cents * 3 + 2) / 4)).sum();
        Money {
            charge,
            paid_by_payer: allowed - COPAY,
            adjusted: charge - allowed,
            copay: COPAY,
            paid_by_patient: Cents::ZERO,
            patient_balance: COPAY,
            payer_balance: Cents::ZERO,
        }
    }

    pub fn once_settled(self) -> Money {
        Money { paid_by_patient: self.copay, patient_balance: self.patient_balance - self.copay, ..self }
    }

    /// From the claim, the account and the ledger, which must agree.
    pub async fn counted(api: &Api, patient: &str, claim: &str) -> anyhow::Result<Money> {
        let claim = api.get(Role::Biller, format!("/v1/claims/{claim}")).await?.body;
        let account = api.get(Role::Biller, format!("/v1/patients/{patient}/account")).await?.body;
        let ledger = Ledger::read(api, patient).await?;
        let counted = Money {
            charge: -ledger.on("charges"),
            paid_by_payer: ledger.of("insurance_payment", "cash"),
            adjusted: ledger.on("contractual_adjustment") + ledger.on("other_adjustment"),
            copay: ledger.of("patient_responsibility", "patient_receivable"),
            paid_by_patient: ledger.of("patient_payment", "cash"),
            patient_balance: ledger.on("patient_receivable"),
            payer_balance: ledger.on("payer_receivable"),
        };
        for (who, body, field, amount) in [
            ("claim", &claim, "charge", counted.charge),
            ("claim", &claim, "paid", counted.paid_by_payer),
            ("claim", &claim, "adjusted", counted.adjusted),
            ("claim", &claim, "patient_responsibility", counted.copay),
            ("account", &account, "patient_balance", counted.patient_balance),
            ("account", &account, "payer_balance", counted.payer_balance),
        ] {
            let said = Cents::of(body, field)?;
            ensure!(said == amount, "the {who} says {field} {said}, the ledger {amount}");
        }
        Ok(counted)
    }

    pub fn require(self, expected: Money) -> anyhow::Result<Money> {
        ensure!(self == expected, "the sums are wrong\n  expected {expected:?}\n  found    {self:?}");
        Ok(self)
    }

    pub fn table(&self) -> String {
        let rows = [
            ("charged", self.charge),
            ("paid by the payer", self.paid_by_payer),
            ("written off by contract", self.adjusted),
            ("copay", self.copay),
            ("paid by the patient", self.paid_by_patient),
            ("the patient still owes", self.patient_balance),
            ("the payer still owes", self.payer_balance),
        ];
        rows.iter().map(|(what, amount)| format!("    {what:<24} {amount:>8}\n")).collect()
    }
}

/// Every entry of the patient: kind of the transaction, account, amount.
struct Ledger(Vec<(String, String, Cents)>);

impl Ledger {
    async fn read(api: &Api, patient: &str) -> anyhow::Result<Ledger> {
        let transactions = api.list(Role::Biller, &format!("/v1/ledger?patient_id={patient}")).await?;
        let mut entries = Vec::new();
        for transaction in &transactions {
            let of_this = entries_of(transaction)?;
            let sum: Cents = of_this.iter().map(|(_, _, amount)| *amount).sum();
            ensure!(sum == Cents::ZERO, "a transaction of the ledger sums to {sum}, not to zero");
            entries.extend(of_this);
        }
        Ok(Ledger(entries))
    }

    fn on(&self, account: &str) -> Cents {
        self.0.iter().filter(|(_, on, _)| on == account).map(|(_, _, amount)| *amount).sum()
    }

    fn of(&self, kind: &str, account: &str) -> Cents {
        self.0.iter().filter(|(of, on, _)| of == kind && on == account).map(|(_, _, amount)| *amount).sum()
    }
}

fn entries_of(transaction: &Value) -> anyhow::Result<Vec<(String, String, Cents)>> {
    let kind = transaction["kind"].as_str().context("a transaction has no kind")?;
    let entries = transaction["entries"].as_array().context("a transaction has no entries")?;
    let read = |entry: &Value| {
        let account = entry["account"].as_str().context("an entry has no account")?;
        Ok((kind.to_owned(), account.to_owned(), Cents::of(entry, "amount")?))
    };
    entries.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_sums_add_up() {
        let money = Money::expected();
        assert_eq!(money.charge, Cents(18_250));
        assert_eq!(money.charge, money.paid_by_payer + money.adjusted + money.copay);
        assert_eq!(money.once_settled().patient_balance, Cents::ZERO);
        assert!(money.table().contains("182.50"));
    }
}
