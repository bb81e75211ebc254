//! What an agent is told in words, in the language of the page.

use vocabulary::journal::NotReady;
use vocabulary::{Language, Texts};

/// Why the agent was made not ready; none for what agents do themselves.
pub(super) fn why(reason: NotReady, language: Language) -> Option<String> {
    let (zh, ko, en) = match reason {
        NotReady::Pause | NotReady::Break | NotReady::Meal | NotReady::Training | NotReady::Meeting => {
            return None;
        }
        NotReady::SignedOut => return None,
        NotReady::Supervisor => (
            "主管已将您设为未就绪。",
            "관리자가 수신 대기를 해제했습니다.",
            "A supervisor made you not ready.",
        ),
        NotReady::NoAnswer => (
            "来电未接听，您已被设为未就绪。",
            "전화를 받지 않아 수신 대기가 해제되었습니다.",
            "You did not answer a call, so you are not ready.",
        ),
        NotReady::Rejected => (
            "您拒接了来电，已被设为未就绪。",
            "전화를 거절하여 수신 대기가 해제되었습니다.",
            "You refused a call, so you are not ready.",
        ),
        NotReady::Unreachable => (
            "无法接通您的话机，请检查连接。",
            "전화기에 연결할 수 없습니다. 연결 상태를 확인해 주십시오.",
            "Your telephone could not be reached. Check its connection.",
        ),
        NotReady::PhoneLost => (
            "通话中话机断开，客户已转给其他坐席。",
            "통화 중 전화기 연결이 끊겨 고객을 다른 상담원에게 연결했습니다.",
            "Your telephone was lost in a call; the customer was passed to a colleague.",
        ),
        NotReady::Interrupted => (
            "服务中断后已恢复，请重新就绪。",
            "서비스가 중단되었다가 복구되었습니다. 다시 수신 대기로 전환해 주십시오.",
            "The centre was interrupted and is back. Make yourself ready again.",
        ),
        NotReady::PageLost => (
            "页面或浏览器电话的连接中断，您已被设为未就绪。",
            "페이지 또는 브라우저 전화의 연결이 끊겨 수신 대기가 해제되었습니다.",
            "The connection to your page or its telephone was lost, so you were made not ready.",
        ),
        NotReady::PageFrozen => (
            "页面无响应（浏览器可能让它休眠了），您已被设为未就绪。可将电话放在单独的窗口。",
            "페이지가 응답하지 않아(브라우저가 절전 처리했을 수 있음) 수신 대기가 해제되었습니다. 전화를 별도 창으로 열 수 있습니다.",
            "Your page did not respond (the browser may have put it to sleep), so you were made not \
             ready. The telephone can have a window of its own.",
        ),
    };
    Some(Texts::new(zh, ko, en).say(language).to_owned())
}
