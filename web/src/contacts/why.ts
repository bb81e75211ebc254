//! Why a contact waits, in words.

import type { Api, Schemas } from '../api/client';
import type { Words } from './journal';

export type Routing = Schemas['Routing'];
type Reason = Schemas['WaitReason'];
type Needs = readonly (readonly Schemas['NeededSkill'][])[];

export function readRouting(api: Api, contact: string): Promise<Routing> {
  return api.request<Routing>('GET', `/api/contacts/${encodeURIComponent(contact)}/routing`);
}

/** Below this everybody who has a skill at all has enough of it. */
const ANY = 1;

export function told(reason: Reason, words: Omit<Words, 'word'>): string {
  const { t, format, name } = words;
  switch (reason.reason) {
    case 'next':
      return t('why.next', { agent: reason.agent });
    case 'nobody_able':
      return t('why.nobody_able', { needs: needed(reason.needs, words) });
    case 'nobody_signed_in':
      return t('why.nobody_signed_in', { able: format.number(reason.able), needs: needed(reason.needs, words) });
    case 'all_busy':
      return t('why.all_busy', { count: format.number(reason.signed_in) });
    case 'kept_for':
      return t('why.kept_for', { agent: reason.agent, until: format.time(reason.until) });
    case 'kept_from':
      return t('why.kept_from', { agent: reason.agent });
    case 'behind':
      return t('why.behind', { count: format.number(reason.contacts) });
    case 'widens':
      return t('why.widens', { at: format.time(reason.at), stage: format.number(reason.stage) });
    case 'overflows':
      return t('why.overflows', { at: format.time(reason.at), to: reason.queue === null ? (reason.flow ?? '') : name('queues', reason.queue) });
  }
}

/** The order in which its queue's contacts are served. */
export function order({ order: by, weight, level }: Pick<Routing, 'order' | 'weight' | 'level'>, { t, format }: Omit<Words, 'word'>): string {
  const says = by === 'weighted' ? t('why.order.weighted', { weight: format.number(weight ?? 1) }) : t(`why.order.${by}`);
  return level > 0 ? `${says}${t('list.end')}${t('why.level', { level: format.number(level) })}` : says;
}

/** Sets of skills, any of which would do. */
function needed(needs: Needs, { t, name }: Omit<Words, 'word'>): string {
  const skill = ({ skill: of, at_least }: Schemas['NeededSkill']): string =>
    at_least > ANY ? t('why.skill', { skill: name('skills', of), level: at_least }) : name('skills', of);
  return needs.map((skills) => skills.map(skill).join(t('why.and'))).join(t('why.or'));
}
