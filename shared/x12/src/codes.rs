//! Code lists as enums: named codes, and every other code kept as received.

/// Declares one X12 code list; `code` and `from_code` are each other's inverse for every code, known or not. Each variant
/// is documented by its code, and by a note where its name does not say enough.
macro_rules! codes {
    ($(#[$list:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$list])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(
                #[doc = concat!(" `", $code, "`.")]
                $(#[$note])*
                $variant,
            )+
            /// A code this list does not name, as received.
            Other(crate::text::Text),
        }

        impl $name {
            /// The code, as it stands in the element.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }

            /// The value of a code as it stands in the element; `Other` of one that this list does not name.
            #[must_use]
            pub fn from_code(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    _ => Self::Other(code.into()),
                }
            }

            /// Element `n` of a segment, counted from 1; `None` where it is empty.
            #[must_use]
            pub fn of(segment: &crate::reader::Segment<'_>, n: usize) -> Option<Self> {
                segment.optional(n).map(Self::from_code)
            }
        }

        impl crate::writer::Element for $name {
            fn put(&self, sheet: &mut crate::writer::Sheet) {
                sheet.text(self.code());
            }
        }
    };
}

pub(crate) use codes;
