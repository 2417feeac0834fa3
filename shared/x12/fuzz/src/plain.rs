//! What a value that was read should look like once more after it was written.

use x12::claim::{Claim, Submission, Subscriber};
use x12::claim_acknowledgment::ClaimAcknowledgment;
use x12::claim_status::{StatusRequest, StatusResponse};
use x12::eligibility::{Inquiry, Response};
use x12::remittance::Remittance;
use x12::services_review::{ReviewRequest, ReviewResponse};

use x12::acknowledgment::Ack999;
use x12::name::Unread;

/// Forgets the segments no field was made for: they are not written.
pub trait Plain {
    fn forget_unread(&mut self);
}

fn clear(unread: &mut Unread) {
    unread.0.clear();
}

impl Plain for Ack999 {
    fn forget_unread(&mut self) {}
}

impl Plain for Inquiry {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for Response {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for StatusRequest {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for StatusResponse {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for ReviewRequest {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for ReviewResponse {
    fn forget_unread(&mut self) {
        clear(&mut self.unread);
    }
}

impl Plain for ClaimAcknowledgment {
    fn forget_unread(&mut self) {
        clear(&mut self.unknown);
        for source in &mut self.sources {
            clear(&mut source.unknown);
            for receiver in &mut source.receivers {
                clear(&mut receiver.unknown);
                for provider in &mut receiver.providers {
                    clear(&mut provider.unknown);
                    for patient in &mut provider.patients {
                        clear(&mut patient.unknown);
                        for claim in &mut patient.claims {
                            clear(&mut claim.unknown);
                            claim.lines.iter_mut().for_each(|line| clear(&mut line.unknown));
                        }
                    }
                }
            }
        }
    }
}

impl Plain for Remittance {
    fn forget_unread(&mut self) {
        clear(&mut self.unknown);
        for group in &mut self.groups {
            clear(&mut group.unknown);
            for claim in &mut group.claims {
                clear(&mut claim.unknown);
                claim.services.iter_mut().for_each(|service| clear(&mut service.unknown));
            }
        }
    }
}

impl<C: Plain> Plain for Submission<C> {
    fn forget_unread(&mut self) {
        clear(&mut self.unknown);
        for provider in &mut self.billing_providers {
            clear(&mut provider.unknown);
            provider.subscribers.iter_mut().for_each(forget_subscriber);
        }
    }
}

fn forget_subscriber<C: Plain>(subscriber: &mut Subscriber<C>) {
    clear(&mut subscriber.unknown);
    subscriber.claims.iter_mut().for_each(C::forget_unread);
    for patient in &mut subscriber.patients {
        clear(&mut patient.unknown);
        patient.claims.iter_mut().for_each(C::forget_unread);
    }
}

impl Plain for Claim {
    fn forget_unread(&mut self) {
        clear(&mut self.unknown);
        self.lines.iter_mut().for_each(|line| clear(&mut line.unknown));
        self.other_subscribers.iter_mut().for_each(|other| clear(&mut other.unknown));
    }
}

impl Plain for x12::institutional::Claim {
    fn forget_unread(&mut self) {
        clear(&mut self.unknown);
        self.lines.iter_mut().for_each(|line| clear(&mut line.unknown));
        self.other_subscribers.iter_mut().for_each(|other| clear(&mut other.unknown));
    }
}
