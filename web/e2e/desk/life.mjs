// From the sign-in to the next call: what an agent does all day.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';

export async function signIn({ page }, token) {
  await page.goto('/');
  await page.getByRole('button', { name: 'English', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Token' });
  // A demonstration shows the token's field at once.
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Sign in with an access token' }).click();
  await field.fill(token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'My work' }).waitFor();
}

/** The bar, where everything about the call stands. */
export const bar = (page) => page.getByRole('region', { name: 'Telephone bar' });

/** Loudness of what the page plays, from what its receivers say. */
async function heard(page) {
  return page.evaluate(async () => {
    const audio = globalThis.peers.at(-1);
    let energy = 0;
    (await audio.getStats()).forEach((stats) => {
      if (stats.type === 'inbound-rtp') energy = stats.totalAudioEnergy ?? 0;
    });
    return energy;
  });
}

export async function life(watched, centre) {
  const { page } = watched;

  await step('the telephone connects by itself, as G.711', async () => {
    await page.getByRole('button', { name: 'Line quality: Good' }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Telephone', exact: true }).waitFor();
    await page.getByText('PCMU').waitFor();
    await watched.until('a beep of the microphone', () => page.getByRole('meter').getAttribute('aria-valuenow').then(Number), (level) => level > 10);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => localStorage[key].includes('hlt_'))), []);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('heading', { name: 'Telephone', exact: true }).count(), 0);
  });

  await step('another microphone is heard at once, and after a reload', async () => {
    const sent = () => page.evaluate(() => globalThis.peers.at(-1)?.getSenders()[0]?.track?.label);
    const shown = async (chosen) => {
      await page.keyboard.press('t');
      const choice = page.getByRole('combobox', { name: 'Microphone' });
      if (chosen) await choice.selectOption({ label: chosen });
      const label = await choice.locator('option:checked').textContent();
      await page.keyboard.press('Escape');
      return label;
    };
    for (const label of ['Fake Audio Input 2', 'Fake Audio Input 1']) {
      await shown(label);
      await watched.until(`the sound of ${label}`, sent, (now) => now === label);
    }
    await page.reload();
    await page.getByRole('button', { name: 'Line quality: Good' }).waitFor();
    assert.equal(await sent(), 'Fake Audio Input 1');
    assert.equal(await shown(), 'Fake Audio Input 1');
    // One that is gone is no reason to be without sound.
    await page.evaluate(() => localStorage.setItem('heliotrope.phone.microphone', 'unplugged'));
    await page.reload();
    await page.getByRole('button', { name: 'Line quality: Good' }).waitFor();
    assert.equal(await sent(), 'Fake Default Audio Input');
    await shown('System default');
  });

  await step('an agent who goes ready gets a call', async () => {
    const [before] = await Promise.all([page.getByRole('heading', { name: 'No contact in hand' }).count()]);
    if (before > 0) await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Waiting for the next call' }).waitFor();
    centre.ring({ language: 'zh' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor({ timeout: centre.patience });
    // A ring is no talk, and a number is no proof.
    assert.match(await bar(page).innerText(), /Ringing/);
    assert.doesNotMatch(await bar(page).innerText(), /Talking|(?<!not )Verified/);
    await watched.picture('ring');
  });

  await step('one key answers, while the agent types or not', async () => {
    await page.getByRole('textbox', { name: 'Note' }).focus();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'the focus stays where it was');
  });

  await step('the voice of the other side is heard', async () => {
    const before = await heard(page);
    await watched.until('sound', () => heard(page), (energy) => energy > before);
  });

  await step('hold and back, mute and back', async () => {
    await page.keyboard.press('F8');
    await bar(page).getByText('On hold').waitFor();
    await watched.picture('held');
    await page.keyboard.press('F8');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('F9');
    await bar(page).getByRole('button', { name: 'Unmute' }).waitFor();
    await bar(page).getByText('Muted').waitFor();
    await page.keyboard.press('F9');
    await bar(page).getByRole('button', { name: 'Mute', exact: true }).waitFor();
  });

  await step('key tones go out', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Send key 5' }).click();
    await page.getByRole('status').filter({ hasText: '5' }).waitFor();
    await page.keyboard.press('Escape');
  });

  await step('a note is kept while it is typed, and survives a reload in the middle of the call', async () => {
    await page.keyboard.press('n');
    await page.keyboard.type('asks about the limit');
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.keyboard.type(', before a journey');
    await page.reload();
    await bar(page).getByText('Talking').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'asks about the limit, before a journey');
    await page.getByText('Saved', { exact: true }).waitFor();
    if (centre.desk) assert.equal(centre.desk.note(centre.desk.contact.id), 'asks about the limit, before a journey');
    await page.getByRole('button', { name: /Line quality/ }).waitFor();
  });

  await step('the bar stays on every page', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.waitForURL('**/contacts');
    await bar(page).getByText('Talking').waitFor();
    await page.keyboard.press('1');
    await page.getByRole('heading', { name: 'My work' }).waitFor();
  });

  await step('hang up, outcome by typing, finish: the contact is in the list', async () => {
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    await bar(page).getByText('You hung up').waitFor();
    const id = await bar(page).getByRole('link').innerText().catch(() => null);
    await page.keyboard.press('o');
    await page.keyboard.type('enq');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Enquiry answered', selected: true }).waitFor();
    await page.keyboard.press('Control+Enter');
    // In a demonstration the next call may ring at once.
    if (centre.desk) await page.getByRole('heading', { name: /Waiting for the next call|No contact in hand/ }).waitFor();
    const rows = page.getByRole('region', { name: 'My work' }).getByRole('link');
    const row = id ? rows.filter({ hasText: id }) : rows.first();
    await row.getByText('Enquiry answered').waitFor();
    if (id) assert.match(await row.innerText(), new RegExp(id));
  });
  watched.quiet('the life of a call');
  await watched.held('the life of a call');
}
