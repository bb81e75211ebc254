//! What the stories of this room begin with.

use hmac::{Hmac, KeyInit, Mac};
use store::Store;
use trust::factors::Secret;
use trust::sessions::{Credentials, Password, SignInRefused, SignedIn};
use trust::{Account, Actor, Identity, Role, Token, Trust};
use vocabulary::{Span, Time};

pub const CHOSEN: &str = "correct horse battery";
pub const DAY: Span = Span::seconds(86_400);

pub fn trust(store: &Store) -> Trust {
    Trust::new(store.db().clone()).with_seals(store.seals())
}

pub fn now() -> Time {
    jiff::Timestamp::now().into()
}

pub async fn identity(trust: &Trust, token: &Token) -> Identity {
    trust.authenticate(Some(token.expose())).await.unwrap()
}

pub async fn actor<P: trust::Permit>(trust: &Trust, token: &Token) -> Actor<P> {
    identity(trust, token).await.permit().unwrap()
}

pub async fn attempt(
    trust: &Trust,
    name: &str,
    password: &str,
    new: Option<&str>,
    code: Option<&str>,
) -> Result<SignedIn, SignInRefused> {
    let password = Password::typed(password.to_owned()).unwrap();
    let (name, code, new_password) = (name.to_owned(), code.map(str::to_owned), new.map(str::to_owned));
    trust.sign_in(Credentials { name, password, new_password, code }, "10.0.0.7").await
}

pub async fn settled(trust: &Trust, name: &str, role: Role) -> (Account, SignedIn) {
    let (account, _) = trust.create_account(name, role).await.unwrap();
    let given = trust.give_password(account.id, None).await.unwrap();
    (account, attempt(trust, name, given.expose(), Some(CHOSEN), None).await.unwrap())
}

/// A telephone's app: RFC 6238, by no code of ours.
pub fn app(secret: &Secret, at: Time) -> String {
    let letters = secret.expose();
    let places = letters.bytes().map(|letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        digit => digit - b'2' + 26,
    });
    let bits: Vec<u8> = places.flat_map(|place| (0..5).rev().map(move |bit| place >> bit & 1)).collect();
    let key: Vec<u8> =
        bits.chunks_exact(8).map(|octet| octet.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&u64::try_from(at.0 / 30_000_000).unwrap().to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}
