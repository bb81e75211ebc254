use super::*;
use crate::{Options, Store};
use proptest::prelude::*;
use std::os::unix::fs::FileExt;
use vocabulary::ContactId;

fn key() -> BlobKey {
    BlobKey::generate(Owner::Contact(ContactId(7)))
}

/// Files without a database: keys are in memory.
fn blobs(folder: &Path) -> Blobs {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let options = Options { spill_bytes: 1024 * 1024, ..Options::new(folder) };
    let store = runtime.block_on(Store::open(options)).unwrap();
    let blobs = store.blobs().clone();
    runtime.block_on(store.close());
    blobs
}

fn value(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place * 31 / 7) as u8).collect()
}

#[test]
fn any_part_of_a_blob_is_the_part_of_its_value() {
    let folder = tempfile::tempdir().unwrap();
    let (blobs, key) = (blobs(folder.path()), key());
    for length in [0, 1, 32_767, 32_768, 32_769, 100_000] {
        let value = value(length);
        let blob = blobs.open(blobs.write(&key, &value).unwrap(), &key).unwrap();
        assert_eq!((blob.len(), blob.read_all().unwrap().as_slice()), (length as u64, value.as_slice()));
        for (from, to) in [(0, 1), (0, 0), (32_760, 32_780), (65_535, 65_537), (99_999, 200_000), (5, 3)] {
            let expected = &value[from.min(to).min(length)..to.min(length)];
            let (from, to) = (from as u64, to as u64);
            assert_eq!(blob.read(from.min(to)..to).unwrap().as_slice(), expected, "{from}..{to} of {length}");
        }
    }
    assert!(blobs.all().unwrap().len() == 6);
}

#[test]
fn a_blob_that_was_changed_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (blobs, key) = (blobs(folder.path()), key());
    let value = value(100_000);
    let id = blobs.write(&key, &value).unwrap();
    let path = blobs.path(id, "blob");
    let sealed = std::fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        blobs.open(id, &key).and_then(|blob| blob.read_all()).is_err()
    };
    for at in [0, 8, 40, 32_796 + 8, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(refused(&changed), "octet {at} was changed");
    }
    // Cut at a chunk's end, a chunk twice, two chunks swapped.
    let chunk = |n: usize| &sealed[8 + n * 32_796..(8 + (n + 1) * 32_796).min(sealed.len())];
    let assembled = |places: &[usize]| {
        let chunks = places.iter().flat_map(|place| chunk(*place));
        sealed[..8].iter().chain(chunks).copied().collect::<Vec<u8>>()
    };
    for places in [&[0, 1, 2][..], &[0, 0, 1, 2, 3], &[1, 0, 2, 3], &[0, 1, 3], &[]] {
        assert!(refused(&assembled(places)), "chunks {places:?}");
    }
    assert!(!refused(&assembled(&[0, 1, 2, 3])));
    assert!(blobs.open(id, &self::key()).and_then(|blob| blob.read_all()).is_err(), "another key opened it");
    // A part opens nothing but its own chunks.
    let mut changed = sealed.clone();
    changed[8] ^= 1;
    std::fs::write(&path, changed).unwrap();
    let blob = blobs.open(id, &key).unwrap();
    assert_eq!(blob.read(70_000..70_010).unwrap().as_slice(), &value[70_000..70_010]);
    assert!(blob.read(0..1).is_err());
}

fn read(blobs: &Blobs, id: BlobId, key: &BlobKey) -> (Vec<Vec<u8>>, bool) {
    let mut log = blobs.open_log(id, key).unwrap();
    let mut chunks = Vec::new();
    while let Ok(Some(chunk)) = log.next_chunk() {
        chunks.push(chunk.to_vec());
    }
    (chunks, log.is_complete())
}

#[test]
fn a_log_is_read_as_far_as_it_was_written_and_tells_whether_that_is_all() {
    let folder = tempfile::tempdir().unwrap();
    let (blobs, key) = (blobs(folder.path()), key());
    let mut writer = blobs.begin_log(&key).unwrap();
    let id = writer.id();
    let chunks: Vec<Vec<u8>> = [5, 0, 9_000].map(value).to_vec();
    assert_eq!(read(&blobs, id, &key), (vec![], false));
    for (count, chunk) in chunks.iter().enumerate() {
        writer.append(chunk).unwrap();
        assert_eq!(read(&blobs, id, &key), (chunks[..=count].to_vec(), false), "while it is written");
    }
    writer.finish().unwrap();
    assert_eq!(read(&blobs, id, &key), (chunks.clone(), true));

    // A crash may cut it anywhere: what is whole before the cut is there.
    let path = blobs.path(id, "log");
    let whole = std::fs::metadata(&path).unwrap().len();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    for cut in 1..200 {
        file.set_len(whole - cut).unwrap();
        let (found, complete) = read(&blobs, id, &key);
        assert!(!complete && (found == chunks || found == chunks[..2]), "cut by {cut}");
    }
    file.write_all_at(&[1], 30).unwrap();
    assert_eq!(read(&blobs, id, &key), (vec![], false));
    blobs.remove(id).unwrap();
    blobs.remove(id).unwrap();
    assert!(blobs.open_log(id, &key).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_octets_are_no_log_and_no_blob(octets in prop::collection::vec(any::<u8>(), 0..200), magic in 0..3u8) {
        let folder = tempfile::tempdir().unwrap();
        let key = key();
        let head: &[u8] = match magic { 0 => b"", 1 => b"HLTLOG01", _ => b"HLTBLB01" };
        let (path, id) = (folder.path().join("any"), BlobId(1));
        std::fs::write(&path, [head, &octets].concat()).unwrap();
        let log = Log::open(&path, id, key.clone()).and_then(|mut log| log.next_chunk());
        prop_assert!(!matches!(log, Ok(Some(_))));
        prop_assert!(Blob::open(&path, id, key).and_then(|blob| blob.read_all()).is_err());
    }
}
