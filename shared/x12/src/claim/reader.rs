//! Reads 837 files claim by claim.

use super::balance::{Fault, Finding};
use super::billing_provider::BillingProvider;
use super::form::ClaimForm;
use super::patient::Patient;
use super::professional::Claim;
use super::submission::Submission;
use super::subscriber::Subscriber;
use crate::cursor::Cursor;
use crate::error::X12Error;
use crate::name::Unread;
use crate::reader::{Pieces, Segment};
use crate::text::Text;

/// The 837s of a text, a claim at a time: a file of a million claims needs the memory of one, and its room is used
/// again for the next. What is read is what [`Submission::read`] reads; what is found is what [`Submission::check`]
/// finds. `C` is the [professional](Claim) or the [institutional](crate::institutional::Claim) form.
///
/// ```
/// use x12::claim::{Piece, Reader};
///
/// # let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*HOUSE          *260309*1405*^*00501*000000042*0*T*:~\
/// #   GS*HC*CLINIC*HOUSE*20260309*1405*1*X*005010X222A1~";
/// let file = format!(
///     "{head}ST*837*0001*005010X222A1~BHT*0019*00*B1*20260309*1405*CH~NM1*41*2*CEDAR CLINIC*****46*CEDAR1~\
///      PER*IC*DESK*TE*2175550100~NM1*40*2*CLEARHOUSE*****46*HOUSE~HL*1**20*1~NM1*85*2*CEDAR CLINIC*****XX*1234567893~\
///      N3*12 LINDEN STREET~N4*SPRINGFIELD*IL*627011234~REF*EI*123456789~HL*2*1*22*0~SBR*P*18*******CI~\
///      NM1*IL*1*ALDER*MORGAN****MI*M0033~N3*9 BIRCH LANE~N4*SPRINGFIELD*IL*62701~DMG*D8*19800101*F~\
///      NM1*PR*2*EVERGREEN HEALTH*****PI*EVG01~CLM*A1*125***11:B:1*Y*A*Y*Y~HI*ABK:J029~LX*1~\
///      SV1*HC:99213*100*UN*1***1~DTP*472*D8*20260227~SE*23*0001~GE*1*1~IEA*1*000000042~"
/// );
/// let (mut reader, mut told) = (Reader::professional(&file), Vec::new());
/// while let Some(piece) = reader.next()? {
///     match piece {
///         Piece::Subscriber(subscriber) => told.push(subscriber.payer.party.name.to_string()),
///         Piece::Claim(claim, findings) => {
///             told.push(format!("{} of {}", claim.patient_control_number, claim.charge));
///             told.extend(findings.iter().map(|finding| finding.fault.to_string()));
///         }
///         _ => {}
///     }
/// }
/// let wrong = "CLM02 is 125, the lines (SV102, SV203) add up to 100: charge the sum of the lines";
/// assert_eq!(told, ["EVERGREEN HEALTH", "A1 of 125", wrong]);
/// # Ok::<(), x12::X12Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<'a, C: ClaimForm = Claim> {
    pieces: Pieces<'a>,
    /// Each of these is of the loop that was begun last.
    head: Option<Submission<C>>,
    provider: Option<BillingProvider<C>>,
    subscriber: Option<Subscriber<C>>,
    patient: Option<Patient<C>>,
    claim: C,
    spare: C::Spare,
    findings: Vec<Finding>,
    /// HL01 of the levels that are open.
    open: Open,
    course: Course,
}

#[derive(Debug, Default)]
struct Open {
    provider: Text,
    subscriber: Text,
    /// CLM01 of the first claim of the level that was begun last.
    first_claim: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Before a set, or after the last.
    Outside,
    Inside,
    Failed,
}

/// What an 837 is made of, in order. What hangs on a level comes after it, and is not in it.
#[derive(Debug)]
pub enum Piece<'r, C: ClaimForm = Claim> {
    /// ST to loop 1000B.
    Begin(&'r Submission<C>),
    /// Loops 2000A to 2010AC.
    BillingProvider(&'r BillingProvider<C>),
    /// Loops 2000B to 2010BB.
    Subscriber(&'r Subscriber<C>),
    /// Loops 2000C and 2010CA; and what is wrong with the claims of the subscriber, if a patient comes after them.
    Patient(&'r Patient<C>, &'r [Finding]),
    /// Loop 2300 with its lines, of the patient, or of the subscriber where none came since; and what a payer would
    /// reject in it.
    Claim(&'r C, &'r [Finding]),
    /// Segments that stand where no level can hold them: of this billing provider, or of the set.
    Unread(Option<&'r BillingProvider<C>>, Unread),
    /// SE.
    End,
}

/// What was read, which lies in the reader.
enum Step {
    Begin,
    BillingProvider,
    Subscriber,
    Patient,
    Claim,
    Unread(Unread),
    End,
    Over,
}

fn begins(name: &[u8]) -> bool {
    matches!(name, b"HL" | b"CLM")
}

impl<'a> Reader<'a> {
    /// Of 837P, before the first interchange of `text`.
    #[must_use]
    pub fn professional(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl<'a, C: ClaimForm> Reader<'a, C> {
    /// Begins before the first interchange of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            pieces: Pieces::new(text),
            head: None,
            provider: None,
            subscriber: None,
            patient: None,
            claim: C::blank(),
            spare: C::Spare::default(),
            findings: Vec::new(),
            open: Open::default(),
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
    /// As [`Transactions`](crate::reader::Transactions) and [`Submission::read`].
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot lend; the claim lies in this reader"
    )]
    pub fn next(&mut self) -> Result<Option<Piece<'_, C>>, X12Error> {
        let step = match self.course {
            Course::Outside => self.begin(),
            Course::Inside => self.go_on(),
            Course::Failed => Ok(Step::Over),
        };
        if step.is_err() {
            self.course = Course::Failed;
        }
        Ok(match step? {
            Step::Begin => self.head.as_ref().map(Piece::Begin),
            Step::BillingProvider => self.provider.as_ref().map(Piece::BillingProvider),
            Step::Subscriber => self.subscriber.as_ref().map(Piece::Subscriber),
            Step::Patient => self.patient.as_ref().map(|patient| Piece::Patient(patient, &self.findings)),
            Step::Claim => Some(Piece::Claim(&self.claim, &self.findings)),
            Step::Unread(unread) => Some(Piece::Unread(self.provider.as_ref(), unread)),
            Step::End => Some(Piece::End),
            Step::Over => None,
        })
    }

    fn begin(&mut self) -> Result<Step, X12Error> {
        if !self.pieces.begin()? {
            return Ok(Step::Over);
        }
        self.head = Some(Submission::read_segments(self.pieces.piece(begins)?)?);
        (self.provider, self.subscriber, self.patient) = (None, None, None);
        self.course = Course::Inside;
        Ok(Step::Begin)
    }

    fn go_on(&mut self) -> Result<Step, X12Error> {
        let mut cursor = Cursor::new(self.pieces.piece(begins)?);
        let Some(first) = cursor.peek() else {
            self.course = Course::Outside;
            return Ok(Step::End);
        };
        let level = (first.id(), first.element(3));
        let subscriber = self.subscriber.is_some();
        match level {
            ("HL", "20") => {
                self.provider = Some(BillingProvider::read(&mut cursor)?);
                (self.subscriber, self.patient) = (None, None);
                self.open = Open { provider: first.text(1), ..Open::default() };
                Ok(Step::BillingProvider)
            }
            ("HL", "22") if self.provider.is_some() => {
                self.subscriber = Some(Subscriber::read(&mut cursor, &self.open.provider)?);
                self.patient = None;
                (self.open.subscriber, self.open.first_claim) = (first.text(1), None);
                Ok(Step::Subscriber)
            }
            ("HL", "23") if subscriber => {
                let patient = Patient::read(&mut cursor, &self.open.subscriber)?;
                let own = self.open.first_claim.take().filter(|_| self.patient.is_none());
                let beside = |number| Finding::of_claim(number, Fault::SubscriberBesidePatients);
                self.findings = own.into_iter().map(beside).collect();
                self.patient = Some(patient);
                Ok(Step::Patient)
            }
            ("CLM", _) if subscriber => {
                self.claim.fill(&mut cursor, &mut self.spare)?;
                self.judge();
                Ok(Step::Claim)
            }
            _ => {
                if first.id() == "HL" {
                    (self.provider, self.subscriber, self.patient) = (None, None, None);
                }
                let mut unread = Unread::default();
                while let Some(segment) = cursor.advance() {
                    unread.keep(&segment);
                }
                Ok(Step::Unread(unread))
            }
        }
    }

    /// What is wrong with a patient is said of the first claim.
    fn judge(&mut self) {
        self.findings = self.claim.check();
        if self.open.first_claim.is_some() {
            return;
        }
        let incomplete = match (&self.patient, &self.subscriber) {
            (Some(patient), _) => patient.demographics.is_none(),
            (None, Some(subscriber)) => subscriber.is_incomplete(),
            (None, None) => false,
        };
        let number = self.claim.patient_control_number();
        if incomplete {
            self.findings.push(Finding::of_claim(number.clone(), Fault::PatientIncomplete));
        }
        self.open.first_claim = Some(number.clone());
    }
}
