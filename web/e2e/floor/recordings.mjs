// The player: heard by ticket and range, sought by click, drag and keys; and every state in words.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';

export async function recordings(watched, mock) {
  const { page } = watched;
  const of = (rest) => mock.world.contacts.find((contact) => contact.phase === 'closed' && contact.agent && contact.talk > 90 && rest.includes(Number(contact.id.slice(2)) % 20));
  const slider = page.getByRole('slider', { name: 'Position' });
  const at = async () => Number(await slider.getAttribute('aria-valuenow'));
  const play = page.locator('.player .main', { hasText: 'Play' });
  const pause = page.locator('.player .main', { hasText: 'Pause' });
  const playable = of([1, 2, 4, 6, 8, 10]);

  await step('it plays with a ticket, and stops', async () => {
    await page.goto(`/contacts/${playable.id}`);
    await slider.waitFor();
    assert.equal(mock.state.audio, 0, 'nothing is fetched before somebody plays');
    await page.keyboard.press('p');
    await pause.waitFor();
    await watched.until('sound', at, (second) => second >= 1);
    assert.ok(mock.state.audio > 0);
    await page.keyboard.press('p');
    await play.waitFor();
  });

  await step('keys seek, mark, repeat and change the speed', async () => {
    await slider.focus();
    await page.keyboard.press('Home');
    assert.equal(await at(), 0);
    await page.keyboard.press('PageUp');
    assert.equal(await at(), 10);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await at(), 9);
    await page.keyboard.press('n');
    const held = Math.round(playable.talk * 0.3);
    assert.ok(Math.abs((await at()) - held) <= 1, `${await at()} is not at the marker ${held}`);
    await page.getByText('put on hold').waitFor();
    assert.match(await slider.getAttribute('aria-valuetext'), /On hold/);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('[');
    await page.keyboard.press('.');
    await page.keyboard.press(']');
    await page.getByText('Repeats 0:10 to 0:15').waitFor();
    await page.keyboard.press('>');
    await page.keyboard.press('>');
    assert.equal(await page.getByRole('combobox', { name: 'Speed' }).inputValue(), '1.5');
    await page.keyboard.press('\\');
    assert.equal(await page.getByText('Repeats').count(), 0);
  });

  await step('a click seeks, a drag repeats a part and stays in it', async () => {
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    const point = (share) => [box.x + box.width * share, box.y + box.height * 0.6];
    await page.mouse.click(...point(0.5));
    assert.ok(Math.abs((await at()) - playable.talk / 2) <= 2);
    await page.mouse.move(...point(0.1));
    await page.mouse.down();
    await page.mouse.move(...point(0.115), { steps: 3 });
    await page.mouse.up();
    await page.getByText(/Repeats/).waitFor();
    const [from, to] = [playable.talk * 0.1, playable.talk * 0.115];
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('2');
    await play.click();
    const seen = [];
    for (let look = 0; look < 24; look += 1) {
      seen.push(await at());
      await page.waitForTimeout(200);
    }
    assert.ok(seen.every((second) => second >= Math.floor(from) - 1 && second <= Math.ceil(to) + 1), `left the loop: ${seen}`);
    const backs = seen.filter((second, place) => place > 0 && second < seen[place - 1]).length;
    assert.ok(backs >= 1, `never went back: ${seen}`);
    await pause.click();
    await watched.everyWay('floor-recording');
    await page.getByRole('button', { name: 'English' }).click();
  });

  await step('an entry of the journal is played from its place', async () => {
    await page.getByRole('button', { name: /Play from/ }).nth(1).click();
    await pause.waitFor();
    await pause.click();
  });

  await step('what cannot be heard says so', async () => {
    const cases = [[[3], 'Being sealed'], [[5], 'Recording failed'], [[7], 'Recording erased']];
    for (const [rest, says] of cases) {
      await page.goto(`/contacts/${of(rest).id}`);
      await page.getByText(says).waitFor();
      await watched.accessible(says);
    }
    await page.goto(`/contacts/${mock.world.contacts.find((contact) => contact.phase === 'talking').id}`);
    await page.getByText('Recording now').waitFor();
    await page.goto(`/contacts/${mock.world.contacts.find((contact) => contact.phase === 'closed' && !contact.agent).id}`);
    await page.getByText('No recording').waitFor();
    await page.goto(`/contacts/${of([9]).id}`);
    await slider.waitFor();
    await page.keyboard.press('p');
    await page.getByText('It cannot be played').waitFor();
    await watched.accessible('denied');
    await watched.picture('floor-recording-denied');
    watched.quiet('recordings', /403|404/);
  });
}
