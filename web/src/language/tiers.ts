//! The catalogue's rows for what customers are to the bank, and by which way they come.

import { learn, type Row } from './catalogue';

export const TIERS = {
  'tier.standard': ['普通', '일반', 'Standard'],
  'tier.gold': ['金卡', '골드', 'Gold'],
  'tier.platinum': ['白金', '플래티넘', 'Platinum'],
  'tier.private': ['私人银行', '프라이빗 뱅킹', 'Private banking'],
  'channel.voice': ['电话', '전화', 'Telephone'],
  'channel.chat': ['在线聊天', '채팅', 'Chat'],
} as const satisfies Record<string, Row>;

learn(TIERS);
