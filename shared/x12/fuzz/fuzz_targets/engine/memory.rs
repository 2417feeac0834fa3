//! Counts the bytes that are allocated, so that an input that takes too much, or a leak, ends the run.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Most bytes one input may hold at a time; inputs have at most some kilobytes.
const MOST: usize = 32 << 20;
/// How often more may be left allocated than ever before: tables are made at their first use. Any leak is more.
const LASTING: usize = 200;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static MOST_LEFT: AtomicUsize = AtomicUsize::new(0);
static RISES: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// One thread allocates, so that plain loads and stores, which cost next to nothing, count right.
fn grown(size: usize) {
    let live = LIVE.load(Relaxed).wrapping_add(size);
    LIVE.store(live, Relaxed);
    if live > PEAK.load(Relaxed) {
        PEAK.store(live, Relaxed);
    }
}

fn shrunk(size: usize) {
    LIVE.store(LIVE.load(Relaxed).wrapping_sub(size), Relaxed);
}

// SAFETY: every call is handed on to the allocator of the system unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        shrunk(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grown(size);
        shrunk(layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Runs `check` and panics where it held more than it may, or where input after input leaves something behind.
pub fn watched<T>(check: impl FnOnce() -> T) -> T {
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = check();
    let held = PEAK.load(Relaxed) - before;
    assert!(held <= MOST, "one input held {held} bytes");
    let live = LIVE.load(Relaxed);
    if live > MOST_LEFT.load(Relaxed) {
        MOST_LEFT.store(live, Relaxed);
        let rises = RISES.fetch_add(1, Relaxed) + 1;
        assert!(
            rises <= LASTING,
            "memory grew {rises} times; it is at {live} bytes, {before} before this input"
        );
    }
    result
}
