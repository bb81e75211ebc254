//! Plausible names: common family names with common given names, put together at random.

use vocabulary::Language;

const CHINESE_FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹", "欧阳", "司马",
];
const CHINESE_GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超",
    "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "红", "建", "文", "辉", "玲", "鹏", "宇", "浩",
    "欣", "怡", "思", "佳", "晨", "雪",
];
const KOREAN_FAMILY: &[&str] = &[
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안",
    "송", "류", "홍", "남궁", "선우",
];
const KOREAN_FIRST: &[&str] = &[
    "민", "지", "서", "현", "예", "도", "하", "수", "준", "은", "영", "재", "성", "유", "승", "태", "경",
    "혜", "동", "미",
];
const KOREAN_SECOND: &[&str] = &[
    "준", "우", "연", "진", "호", "희", "윤", "아", "은", "원", "빈", "영", "수", "정", "석", "훈", "경",
    "나", "라", "민",
];
const ENGLISH_GIVEN: &[&str] = &[
    "Alice",
    "Amir",
    "Beatrice",
    "Callum",
    "Carlos",
    "Charlotte",
    "Daniel",
    "Dorothy",
    "Edward",
    "Eleanor",
    "Emma",
    "Fiona",
    "George",
    "Grace",
    "Hannah",
    "Harold",
    "Isaac",
    "James",
    "Joyce",
    "Kwame",
    "Laura",
    "Lewis",
    "Margaret",
    "Martin",
    "Nadia",
    "Oliver",
    "Patricia",
    "Priya",
    "Robert",
    "Samuel",
    "Sophie",
    "Thomas",
];
const ENGLISH_FAMILY: &[&str] = &[
    "Adams",
    "Baker",
    "Bennett",
    "Campbell",
    "Carter",
    "Clarke",
    "Cooper",
    "Davies",
    "Edwards",
    "Fletcher",
    "Graham",
    "Harris",
    "Hughes",
    "Jackson",
    "Khan",
    "Lawson",
    "Mensah",
    "Mitchell",
    "Morgan",
    "Murphy",
    "Nelson",
    "Osborne",
    "Parker",
    "Patel",
    "Reid",
    "Robinson",
    "Shaw",
    "Stewart",
    "Turner",
    "Walker",
    "Whitfield",
    "Young",
];

/// A name in a language, picked by three random numbers: family name and given name.
pub fn parts(language: Language, [a, b, c]: [u64; 3]) -> (&'static str, String) {
    match language {
        // Of the given names with one character there are few but common ones: a fifth.
        Language::Chinese if c % 5 == 0 => (pick(CHINESE_FAMILY, a), pick(CHINESE_GIVEN, b).to_owned()),
        Language::Chinese => {
            (pick(CHINESE_FAMILY, a), [pick(CHINESE_GIVEN, b), pick(CHINESE_GIVEN, c / 5)].concat())
        }
        Language::Korean => {
            (pick(KOREAN_FAMILY, a), [pick(KOREAN_FIRST, b), pick(KOREAN_SECOND, c)].concat())
        }
        Language::English => (pick(ENGLISH_FAMILY, a), pick(ENGLISH_GIVEN, b).to_owned()),
    }
}

fn pick(names: &[&'static str], random: u64) -> &'static str {
    names[(random % names.len() as u64) as usize]
}
