//! Where money goes and people travel: made-up businesses and well-known cities, by language.

use vocabulary::Language;

/// Shops, restaurants, stations.
pub fn businesses(language: Language) -> &'static [&'static str] {
    match language {
        Language::Chinese => &[
            "晨光超市",
            "青禾书店",
            "老街面馆",
            "蓝鲸咖啡",
            "万里加油站",
            "锦绣服饰",
            "康宁药房",
            "云上电器",
        ],
        Language::Korean => &[
            "한빛마트",
            "푸른서점",
            "골목식당",
            "고래커피",
            "한길주유소",
            "비단의류",
            "평안약국",
            "구름전자",
        ],
        Language::English => &[
            "Maple Grocery",
            "Lantern Books",
            "Corner Kitchen",
            "Harbour Coffee",
            "Roadside Fuel",
            "Linen & Co",
            "Willow Pharmacy",
            "Northern Electric",
        ],
    }
}

/// Who pays wages.
pub fn employers(language: Language) -> &'static [&'static str] {
    match language {
        Language::Chinese => &["远帆科技", "恒丰机械", "博文学校", "仁和医院"],
        Language::Korean => &["한마루기술", "대륙기계", "새빛학교", "인화병원"],
        Language::English => &["Farsail Systems", "Ironbridge Works", "Hillside School", "St Anne Hospital"],
    }
}

/// Who is paid for a home, and for light and water.
pub fn houses(language: Language) -> [&'static str; 2] {
    match language {
        Language::Chinese => ["安居物业", "城市水电"],
        Language::Korean => ["안거주택", "도시수도전기"],
        Language::English => ["Homestead Lettings", "City Power & Water"],
    }
}

/// Where people travel to.
pub fn cities(language: Language) -> &'static [&'static str] {
    match language {
        Language::Chinese => &["三亚", "首尔", "东京", "成都", "新加坡", "巴黎"],
        Language::Korean => &["제주", "부산", "도쿄", "상하이", "방콕", "파리"],
        Language::English => &["Lisbon", "Chicago", "Seoul", "Singapore", "Cape Town", "Vancouver"],
    }
}

/// Investments of a bank: a fund, a wealth product, a bond, an insurance, bullion.
pub fn investments(language: Language) -> [&'static str; 5] {
    match language {
        Language::Chinese => ["均衡成长基金", "稳健一号理财", "五年期国债", "安享年金", "积存金"],
        Language::Korean => ["균형성장펀드", "안정형 1호", "5년 국채", "평생연금보험", "골드적립"],
        Language::English => {
            ["Balanced Growth Fund", "Steady One", "Five-year Bond", "Lifetime Annuity", "Gold Savings"]
        }
    }
}

/// What customers apply for.
pub fn wishes(language: Language) -> [&'static str; 4] {
    match language {
        Language::Chinese => ["信用卡", "住房贷款", "消费贷款", "调整信用额度"],
        Language::Korean => ["신용카드", "주택담보대출", "신용대출", "한도 조정"],
        Language::English => ["Credit card", "Mortgage", "Personal loan", "Credit limit change"],
    }
}
