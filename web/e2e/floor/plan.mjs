// The plan: its versions, what another would change, faults, and bringing one into force.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';

const seconds = (at, by) => new Date(at + by * 1_000).toISOString();

/** Versions of a made-up plan. */
export function madeUp(now) {
  const versions = [
    { version: 'J-4821', since: seconds(now, -1_800), by: 'kim', changes: [{ part: 'queue', name: 'cards', change: 'changed' }, { part: 'agent', name: 'A-31', change: 'added' }] },
    { version: 'J-17', since: seconds(now, -86_400), by: null, changes: null },
  ];
  return { versions, file: 'differs' };
}

const FAULTS = [{ line: 21, place: 'queue cards', key: 'ring', reason: 'rings for ever; give a time such as "20s"' }, { file: 'flows/main.flow', line: 7, reason: 'leads nowhere' }];

/** Answers what is asked about the plan; undefined for all else. */
export function answerPlan(plan, key, body, now, over) {
  const inForce = () => ({ ...plan.versions[0], changes: undefined, file: plan.file, at_next_start: [] });
  const outlook = { position: 2, agents: 4, agents_at_last: 6, overflow: { at: seconds(now, 40), to_queue: 'general', to_flow: null }, closes: null, callback: 'from', callback_from_s: 180, ring_s: 20 };
  const faulty = body?.text?.includes('faulty');
  const problem = (status, type, detail, more = {}) => ({ status, type: 'application/problem+json', body: { type: `urn:heliotrope:problem:${type}`, title: type, status, detail, ...more } });
  switch (key) {
    case 'GET plan':
      return { status: 200, type: 'application/json', body: inForce() };
    case 'GET plan/*':
      return { status: 200, type: 'application/json', body: { versions: plan.versions } };
    case 'POST plan/*':
      if (faulty) return problem(422, 'invalid-plan', 'the plan does not hold together: 2 faults, each with its line', { faults: FAULTS });
      return {
        status: 200, type: 'application/json',
        body: {
          at: seconds(now, 0), version: plan.versions[0].version, changes: [{ part: 'queue', name: 'cards', change: 'changed' }], waiting: 9, finishing: ['A-31'], at_next_start: ['voice.media_ports'],
          contacts: [
            { contact: 'C-1201', queue: 'cards', before: outlook, after: { ...outlook, overflow: { ...outlook.overflow, at: seconds(now, 100) }, callback: 'none', callback_from_s: null, ring_s: 15 }, offered_to: null, stranded: false },
            { contact: 'C-1207', queue: 'cards', before: { ...outlook, position: 3 }, after: { ...outlook, position: 3, agents: 0, agents_at_last: 0, closes: seconds(now, 5_400) }, offered_to: null, stranded: true },
            { contact: 'C-1210', queue: 'general', before: { ...outlook, overflow: null }, after: { ...outlook, position: 1, agents: 7, overflow: null }, offered_to: 'A-7', stranded: false },
          ],
        },
      };
    case 'PUT plan':
      if (over !== `"${plan.versions[0].version}"`) return problem(412, 'stale', 'another version is in force');
      plan.versions.unshift({ version: `J-${4_821 + plan.versions.length}`, since: seconds(now, 0), by: 'supervisor', changes: [{ part: 'queue', name: 'cards', change: 'changed' }] });
      plan.file = 'same';
      return { status: 200, type: 'application/json', body: inForce() };
    default:
      return undefined;
  }
}

export async function plan(watched) {
  const { page } = watched;
  const part = (name) => page.getByRole('region', { name, exact: true });

  await step('versions of the plan: when, by whom, what each changed', async () => {
    await page.goto('/plan');
    await part('Versions').getByRole('row', { name: /J-4821.*kim.*queue cards changed, agent A-31 added/ }).waitFor();
    await part('In force').getByText('The configuration file says otherwise').waitFor();
  });

  await step('a trial tells for whom of those who wait what would change', async () => {
    await part('Versions').getByRole('button', { name: 'Try going back' }).click();
    const trial = part('If it came into force now');
    for (const says of [/Waiting: 9. For 3 of them/, /Overflow: in 0:40 to general → in 1:40 to general/, /Call-back: offered from a wait of 3:00 → none/, /Ring time: 0:20 → 0:15/, /nobody signed in could serve it/]) {
      await trial.getByText(says).first().waitFor();
    }
    await watched.everyWay('plan-trial');
    await page.getByRole('button', { name: 'English' }).click();
  });

  await step('it comes into force after a second word, and only over the version it was tried against', async () => {
    const trial = part('If it came into force now');
    await trial.getByRole('button', { name: 'Bring it into force' }).click();
    await trial.getByRole('button', { name: 'Yes, now' }).click();
    await part('In force').getByText(/Version J-\d+ is in force/).waitFor();
    assert.equal(await trial.count(), 0);
    await part('Versions').getByRole('row', { name: /supervisor/ }).waitFor();
  });

  await step('faults of a plan are told by their lines', async () => {
    await page.getByLabel('Files').setInputFiles({ name: 'heliotrope.toml', mimeType: 'text/plain', buffer: Buffer.from('# faulty') });
    await page.getByRole('button', { name: 'Try it' }).click();
    await part('In force').getByText('line 21 · queue cards · ring').waitFor();
    await part('In force').getByText('flows/main.flow · line 7').waitFor();
    watched.quiet('faults', /status of 422/);
    await watched.everyWay('plan-faults');
    await page.getByRole('button', { name: 'English' }).click();
  });
}
