//! The proleptic Gregorian calendar, and RFC 3339 texts over it.
//!
//! Written out here, not taken from a date library, because a [`Timestamp`](super::Timestamp) may hold any number
//! of milliseconds and AWS's choice of accepted texts is its own.

pub(super) const MILLIS_PER_DAY: i64 = 86_400_000;

/// Days of an era of 400 years, after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// Days from 0000-03-01, where the counting of eras starts, to 1970-01-01.
const ERA_START_TO_EPOCH: i64 = 719_468;

/// Reads a timestamp as AWS does in Choice rules and Wait states, as nanoseconds since 1970-01-01T00:00:00Z.
///
/// The format is `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`: capital `T` and `Z`, seconds present, a fraction of one to
/// nine digits, a date that exists, and a time below 24:00:00 without leap seconds. AWS names the format "ISO-8601 extended
/// offset date-time", Java's `DateTimeFormatter`, whose limits decide what RFC 3339 leaves open: a tenth digit of
/// the fraction and an offset beyond ±18:00 are refused.
///
/// ```text
/// 2016-03-14T01:59:00Z          some
/// 2016-03-14T01:59:00.5+01:00   some
/// 2016-03-14 01:59:00Z          none: no `T`
/// 2016-03-14T01:59:00           none: no offset
/// 2016-03-14                    none
/// ```
pub(crate) fn parse_rfc3339(text: &str) -> Option<i128> {
    let mut scan = Scan(text.as_bytes());
    let year = scan.number(4)?;
    scan.byte(b'-')?;
    let month = scan.number(2)?;
    scan.byte(b'-')?;
    let day = scan.number(2)?;
    scan.byte(b'T')?;
    let hour = scan.number(2)?;
    scan.byte(b':')?;
    let minute = scan.number(2)?;
    scan.byte(b':')?;
    let second = scan.number(2)?;
    let nanos = scan.fraction()?;
    let offset = scan.offset()?;
    let date_exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    if !scan.0.is_empty() || !date_exists || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset;
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
}

/// What is left of a text.
struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn byte(&mut self, expected: u8) -> Option<()> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        (first == expected).then_some(())
    }

    /// Exactly `digits` decimal digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (head, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        head.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    /// `.` and one to nine digits, or nothing: nanoseconds.
    fn fraction(&mut self) -> Option<i64> {
        let Some(rest) = self.0.strip_prefix(b".") else { return Some(0) };
        self.0 = rest;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return None;
        }
        let value = self.number(digits)?;
        Some((digits..9).fold(value, |value, _| value * 10))
    }

    /// `Z` or `±HH:MM`: seconds east of UTC.
    fn offset(&mut self) -> Option<i64> {
        let (&sign, rest) = self.0.split_first()?;
        self.0 = rest;
        let direction = match sign {
            b'Z' => return Some(0),
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.number(2)?;
        self.byte(b':')?;
        let minutes = self.number(2)?;
        (minutes <= 59 && hours * 60 + minutes <= 18 * 60)
            .then_some(direction * (hours * 3_600 + minutes * 60))
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date. Years are taken to start in March, so that the leap day is a year's last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let march_year = year - i64::from(month <= 2);
    let (era, year_of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era - ERA_START_TO_EPOCH
}

/// The inverse of [`days_from_civil`]: year, month, day.
pub(super) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + ERA_START_TO_EPOCH;
    let (era, day_of_era) = (shifted.div_euclid(DAYS_PER_ERA), shifted.rem_euclid(DAYS_PER_ERA));
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
