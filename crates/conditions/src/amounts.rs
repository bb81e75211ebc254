//! Amounts as people write them: `CNY 20000`, `USD 12.50`.

use vocabulary::{Currency, Money};

/// Currencies without smaller units (ISO 4217).
const WHOLE: [&str; 4] = ["KRW", "JPY", "VND", "CLP"];

/// How many digits stand behind a currency's point.
fn decimals(currency: Currency) -> usize {
    if WHOLE.contains(&currency.as_str()) { 0 } else { 2 }
}

/// An amount as [`read`] takes it.
pub(crate) fn write(money: Money) -> String {
    let Money { minor, currency } = money;
    match decimals(currency) {
        0 => format!("{currency} {minor}"),
        decimals => {
            let unit = 10_i64.pow(decimals as u32);
            let sign = if minor < 0 { "-" } else { "" };
            let (whole, part) = ((minor / unit).abs(), (minor % unit).abs());
            format!("{currency} {sign}{whole}.{part:0decimals$}")
        }
    }
}

/// An amount in smallest units, or what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Money, String> {
    let (code, figure) = text.trim().split_once(' ').ok_or("an amount is written like CNY 20000")?;
    let currency = Currency::new(code).map_err(|why| why.to_string())?;
    let (whole, part) = figure.trim().split_once('.').unwrap_or((figure.trim(), ""));
    let decimals = decimals(currency);
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(part) {
        return Err(format!("{code} wants digits, such as {code} 20000"));
    }
    if part.len() > decimals {
        return Err(format!("{code} has {decimals} digits behind the point"));
    }
    let minor = format!("{whole}{part:0<decimals$}").parse().ok().filter(|minor| *minor <= Money::MOST);
    minor.map(|minor| Money { minor, currency }).ok_or_else(|| "it is beyond 2^53".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_their_currencys_units() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(read(text).ok().map(|money| money.minor), expected, "{text}");
        };
        check("CNY 20000", Some(2_000_000));
        check("USD 12.5", Some(1_250));
        check("KRW 4000000", Some(4_000_000));
        for bad in
            ["CNY", "CNY x", "CNY -1", "KRW 1.5", "USD 1.234", "yuan 3", "CNY 99999999999999999", "USD ."]
        {
            check(bad, None);
        }
        for text in ["CNY 20000.00", "USD 0.05", "KRW 4000000"] {
            assert_eq!(write(read(text).unwrap()), text);
        }
        let owed = Money { minor: -205, ..read("CNY 1").unwrap() };
        assert_eq!(write(owed), "CNY -2.05");
    }
}
