//! BPR: how much is paid, and how.

use crate::text::Text;
use chrono::NaiveDate;

use super::code_lists::{Handling, PaymentMethod};
use crate::amount::Amount;
use crate::claim::element::{required, text};
use crate::error::X12Error;
use crate::reader::Segment;
use crate::writer::{Element, TransactionWriter};

/// BPR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// BPR01: whether money moves with this text, without it, or not at all.
    pub handling: Handling,
    /// BPR02, never negative: what would be is carried forward by PLB FB.
    pub amount: Amount,
    /// BPR03: true for `C` (the payee gets money), false for `D` (the payee owes it).
    pub credit: bool,
    /// BPR04: how the money moves.
    pub method: PaymentMethod,
    /// BPR05: `CCP` or `CTX` for ACH.
    pub format: Option<Text>,
    /// BPR06 to BPR09: the account the money comes from; `None` where it is not sent, as of checks.
    pub payer_account: Option<Account>,
    /// BPR10: `1` and the payer's tax id.
    pub payer_identifier: Option<Text>,
    /// BPR11: a further number of the payer.
    pub payer_supplemental: Option<Text>,
    /// BPR12 to BPR15: the account the money goes to.
    pub payee_account: Option<Account>,
    /// BPR16: the day of the check or of the transfer. Required; where the sender left it out or mistyped it, BPR is
    /// kept in `Remittance::unknown` too.
    pub date: Option<NaiveDate>,
}

/// BPR06 to BPR09, or BPR12 to BPR15: a bank account. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// BPR06, BPR12: `01` ABA, `04` Canadian.
    pub bank_qualifier: Text,
    /// BPR07, BPR13: routing number of the bank.
    pub bank: Text,
    /// BPR08, BPR14: `DA` demand deposit, `SG` savings.
    pub account_qualifier: Text,
    /// BPR09, BPR15: number of the account.
    pub account: Text,
}

impl std::fmt::Debug for Account {
    /// Shows that it is there.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(..)")
    }
}

impl Payment {
    pub(super) fn read(bpr: &Segment<'_>) -> Result<Self, X12Error> {
        Ok(Self {
            handling: Handling::from_code(bpr.element(1)),
            amount: required(bpr, 2, "ST")?,
            credit: bpr.element(3) != "D",
            method: PaymentMethod::from_code(bpr.element(4)),
            format: text(bpr, 5),
            payer_account: Account::read(bpr, 6),
            payer_identifier: text(bpr, 10),
            payer_supplemental: text(bpr, 11),
            payee_account: Account::read(bpr, 12),
            date: bpr.date(16).unwrap_or(None),
        })
    }

    pub(super) fn write(&self, writer: &mut TransactionWriter) {
        let direction = if self.credit { "C" } else { "D" };
        let mut elements: Vec<&dyn Element> = Vec::with_capacity(16);
        elements.extend([
            &self.handling as &dyn Element,
            &self.amount,
            &direction,
            &self.method,
            &self.format,
        ]);
        elements.extend(Account::elements(self.payer_account.as_ref()));
        elements.extend([&self.payer_identifier as &dyn Element, &self.payer_supplemental]);
        elements.extend(Account::elements(self.payee_account.as_ref()));
        elements.push(&self.date);
        writer.put("BPR", &elements);
    }
}

impl Account {
    fn read(bpr: &Segment<'_>, n: usize) -> Option<Self> {
        bpr.optional(n)?;
        let [bank_qualifier, bank, account_qualifier, account] =
            [n, n + 1, n + 2, n + 3].map(|n| bpr.element(n).into());
        Some(Self { bank_qualifier, bank, account_qualifier, account })
    }

    fn elements(account: Option<&Self>) -> [&dyn Element; 4] {
        account.map_or([&""; 4], |account| {
            [&account.bank_qualifier, &account.bank, &account.account_qualifier, &account.account]
        })
    }
}
