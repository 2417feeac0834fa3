//! Reads 835 files claim by claim.

use super::advice::{ClaimGroup, Remittance};
use super::balance::{self, Imbalance};
use super::claim_payment::{ClaimPayment, Spare};
use crate::amount::Amount;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::reader::{Pieces, Segment};

/// The 835s of a text, a claim at a time: a payment of a million claims needs the memory of one, and its room is used
/// again for the next. What is read is what [`Remittance::read`] reads; what does not balance is what
/// [`Remittance::check`] finds.
///
/// ```
/// use x12::remittance::{Piece, Reader};
///
/// # let head = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260309*1405*^*00501*000000042*0*T*:~\
/// #   GS*HP*PAYER*CLINIC*20260309*1405*1*X*005010X221A1~";
/// let file = format!(
///     "{head}ST*835*0001~BPR*I*75*C*CHK************20260309~TRN*1*1001*1512345678~N1*PR*EVERGREEN HEALTH~\
///      N1*PE*CEDAR CLINIC*XX*1234567893~LX*1~CLP*A1*1*125*75**12*ICN1~CAS*CO*45*50~CLP*A2*4*90*0**12*ICN2~\
///      CAS*CO*29*80~SE*11*0001~GE*1*1~IEA*1*000000042~"
/// );
/// let (mut reader, mut told) = (Reader::new(&file), Vec::new());
/// while let Some(piece) = reader.next()? {
///     match piece {
///         Piece::Claim(claim, imbalances) => {
///             told.push(format!("{} paid {}", claim.patient_control_number, claim.paid));
///             told.extend(imbalances.iter().map(ToString::to_string));
///         }
///         Piece::End(remittance, None) => told.push(format!("{} in all", remittance.payment.amount)),
///         _ => {}
///     }
/// }
/// let wrong = "claim 1 (CLP, segment 9): CLP03 less all CAS is 10, CLP04 says 0";
/// assert_eq!(told, ["A1 paid 75", "A2 paid 0", wrong, "75 in all"]);
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<'a> {
    pieces: Pieces<'a>,
    /// Of the set that was begun last.
    head: Option<Remittance>,
    group: ClaimGroup,
    claim: ClaimPayment,
    spare: Spare,
    imbalances: Vec<Imbalance>,
    /// Claims of the set so far, and what CLP04 adds up to.
    claims: usize,
    paid: Amount,
    course: Course,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Before a set, or after the last.
    Outside,
    Inside,
    Failed,
}

/// What was read, which lies in the reader.
enum Step {
    Begin,
    Group,
    Claim,
    End,
    Over,
}

/// What an 835 is made of, in order.
#[derive(Debug)]
pub enum Piece<'r> {
    /// ST to loop 1000B: who pays how much to whom. It has no groups and no provider adjustments yet.
    Begin(&'r Remittance),
    /// LX of loop 2000 and what stands before its first claim; `claims` is empty.
    Group(&'r ClaimGroup),
    /// Loop 2100 with its lines, and the sums in it that do not hold.
    Claim(&'r ClaimPayment, &'r [Imbalance]),
    /// SE: the beginning once more, now with its provider adjustments (PLB), and whether BPR02 does not hold.
    End(&'r Remittance, Option<Imbalance>),
}

fn begins(name: &[u8]) -> bool {
    matches!(name, b"CLP" | b"LX" | b"PLB")
}

impl<'a> Reader<'a> {
    /// Begins before the first interchange of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            pieces: Pieces::new(text),
            head: None,
            group: ClaimGroup::default(),
            claim: ClaimPayment::blank(),
            spare: Spare::default(),
            imbalances: Vec::new(),
            claims: 0,
            paid: Amount::ZERO,
            course: Course::Outside,
        }
    }

    /// ISA and GS of the set that was begun last.
    #[must_use]
    pub fn envelope(&self) -> Option<(Segment<'a>, Segment<'a>)> {
        self.pieces.envelope()
    }

    /// The next piece; `None` after the last interchange, and after an error.
    ///
    /// # Errors
    /// As [`Transactions`](crate::reader::Transactions) and [`Remittance::read`].
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot lend; the claim lies in this reader"
    )]
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, X12Error> {
        let step = match self.course {
            Course::Outside => self.begin(),
            Course::Inside => self.go_on(),
            Course::Failed => Ok(Step::Over),
        };
        if step.is_err() {
            self.course = Course::Failed;
        }
        let step = step?;
        Ok(self.head.as_ref().and_then(|head| match step {
            Step::Begin => Some(Piece::Begin(head)),
            Step::Group => Some(Piece::Group(&self.group)),
            Step::Claim => Some(Piece::Claim(&self.claim, &self.imbalances)),
            Step::End => Some(Piece::End(head, balance::of_payment(head, self.paid))),
            Step::Over => None,
        }))
    }

    fn begin(&mut self) -> Result<Step, X12Error> {
        if !self.pieces.begin()? {
            return Ok(Step::Over);
        }
        let mut cursor = Cursor::new(self.pieces.piece(begins)?);
        let mut head = Remittance::read_head(&mut cursor)?;
        head.read_details(&mut cursor)?;
        self.head = Some(head);
        (self.claims, self.paid, self.course) = (0, Amount::ZERO, Course::Inside);
        Ok(Step::Begin)
    }

    fn go_on(&mut self) -> Result<Step, X12Error> {
        loop {
            let mut cursor = Cursor::new(self.pieces.piece(begins)?);
            match (cursor.peek_id(), &mut self.head) {
                ("CLP", _) => {
                    self.claim.fill(&mut cursor, &mut self.spare)?;
                    self.imbalances.clear();
                    balance::of_claim(self.claims, &self.claim, &mut self.imbalances);
                    self.claims += 1;
                    self.paid = [self.paid, self.claim.paid].into_iter().sum();
                    return Ok(Step::Claim);
                }
                ("LX", _) => {
                    self.group = ClaimGroup::read(&mut cursor)?;
                    return Ok(Step::Group);
                }
                ("PLB", Some(head)) => head.read_details(&mut cursor)?,
                _ => {
                    self.course = Course::Outside;
                    return Ok(Step::End);
                }
            }
        }
    }
}
