//! What things are called, in the language of the page.

import { language } from '../language/language.svelte';
import { house, type Family } from './house.svelte';

/** What something is called; as the plan calls it when it has no other name. */
export function nameOf(family: Family, of: string): string {
  return family === 'skills' ? skillName(of) : named(family, of);
}

function named(family: Family, of: string): string {
  return house.name(family, of, language.tag.slice(0, 2) as 'zh' | 'ko' | 'en') ?? of;
}

export const queueName = (of: string): string => named('queues', of);
export const lineName = (of: string): string => named('lines', of);
/** What an announcement says. */
export const promptText = (of: string): string => named('prompts', of);

/** A language that is spoken is a skill as well. */
export function skillName(of: string): string {
  const spoken = /^lang\.(.+)$/.exec(of)?.[1];
  return spoken === undefined ? named('skills', of) : language.format.language(spoken);
}
