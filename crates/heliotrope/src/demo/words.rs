//! The board's words, in the product's three languages.

use vocabulary::Language;
use vocabulary::journal::Entry;

/// A row of the catalogue: Chinese, Korean, English.
type Row = [&'static str; 3];

macro_rules! catalogue {
    ($($name:ident: $zh:literal, $ko:literal, $en:literal;)+) => {
        /// Every text of the board, in one language.
        #[derive(Debug, Clone, Copy)]
        pub struct Words { $(pub $name: &'static str,)+ }

        impl Words {
            /// The words of a language.
            pub fn of(language: Language) -> Words {
                let pick = |row: Row| match language {
                    Language::Chinese => row[0],
                    Language::Korean => row[1],
                    Language::English => row[2],
                };
                Words { $($name: pick([$zh, $ko, $en]),)+ }
            }
        }
    };
}

catalogue! {
    title: "Heliotrope · 演示银行客户服务中心", "Heliotrope · 시연 은행 고객센터", "Heliotrope · demonstration bank service centre";
    in_flow: "语音导航中", "ARS 이용 중", "in the IVR";
    waiting: "排队中", "대기 중", "waiting";
    talking: "通话中", "상담 중", "talking";
    service_level: "15 秒服务水平", "15초 서비스 레벨", "service level 15 s";
    abandonment: "放弃率", "포기율", "abandonment";
    without_short: "不含短时放弃", "단기 포기 제외", "without short";
    answered: "已接听", "응답", "answered";
    offered: "进入队列", "인입", "offered";
    asa: "平均应答", "평균 응답", "speed of answer";
    queues: "队列", "큐", "Queues";
    queue: "队列", "큐", "queue";
    longest: "最长等待", "최장 대기", "longest wait";
    agents: "坐席", "상담원", "Agents";
    ready: "空闲", "대기", "ready";
    not_ready: "离席", "이석", "not ready";
    ringing: "振铃", "호출", "ringing";
    wrap_up: "话后处理", "후처리", "wrap-up";
    journal: "流水", "저널", "Journal";
    none_yet: "第一通电话即将到来……", "첫 전화를 기다리는 중…", "the first call is on its way …";
    first_served: "首通服务完成，自启动起", "첫 상담 완료, 시작 후", "first call served after";
    token: "主管令牌（演示，仅限本机）", "관리자 토큰(시연, 이 컴퓨터 전용)", "supervisor's token (demonstration, this machine only)";
    agent_token: "坐席令牌（浏览器）", "상담원 토큰(브라우저)", "agent's token, for the browser";
    opened: "来电", "전화 인입", "a call came in";
    matched: "号码匹配客户", "번호로 고객 조회", "number matched";
    verified: "客户已核实", "본인 확인", "customer verified";
    unverified: "核实未通过", "본인 확인 실패", "not verified";
    queued: "进入队列", "큐 진입", "queued";
    told: "播报排队位置", "순번 안내", "position told";
    offered_to: "派给坐席", "상담원 배정", "offered";
    offer_failed: "坐席未接", "상담원 미응답", "offer failed";
    connected: "已接通", "연결됨", "connected";
    agent_lost: "坐席话机中断", "상담원 전화 끊김", "agent's telephone lost";
    ended: "通话结束", "통화 종료", "ended";
    closed: "流水关闭", "저널 종료", "closed";
    quit: "按 q 结束", "q 키로 종료", "q ends";
}

impl Words {
    /// What an entry is called on the board; `None` for those that would only fill it.
    pub fn event(&self, entry: &Entry) -> Option<&'static str> {
        match entry {
            Entry::ContactOpened { .. } => Some(self.opened),
            Entry::CustomerMatched { .. } => Some(self.matched),
            Entry::CustomerVerified { .. } => Some(self.verified),
            Entry::VerificationFailed { .. } => Some(self.unverified),
            Entry::Queued { .. } => Some(self.queued),
            Entry::PositionTold { .. } => Some(self.told),
            Entry::Offered { .. } => Some(self.offered_to),
            Entry::OfferFailed { .. } => Some(self.offer_failed),
            Entry::Connected { .. } => Some(self.connected),
            Entry::AgentLost { .. } => Some(self.agent_lost),
            Entry::ContactEnded { .. } => Some(self.ended),
            Entry::ContactClosed { .. } => Some(self.closed),
            Entry::AgentReady { .. } => Some(self.ready),
            Entry::AgentNotReady { .. } => Some(self.not_ready),
            Entry::WrapUpStarted { .. } => Some(self.wrap_up),
            _ => None,
        }
    }
}

/// The language of the terminal, by its locale; English when it is none of ours.
pub fn of_terminal(locale: &str) -> Language {
    if locale.starts_with("zh") {
        Language::Chinese
    } else if locale.starts_with("ko") {
        Language::Korean
    } else {
        Language::English
    }
}
