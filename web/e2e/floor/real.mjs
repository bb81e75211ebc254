// The supervisor's pages against a centre that runs: every figure against the contacts it opens, commands against
// the centre that carries them out, a stream that stalls, a recording that is heard.
import assert from 'node:assert/strict';
import { SOON, step } from '../browser.mjs';

const number = (text) => Number(/[\d,]+/.exec(text)[0].replaceAll(',', ''));
const text = (page, pattern) => page.getByText(pattern).first();

/** How many contacts an address lists, all pages of it. */
async function listed(page, address) {
  await page.goto(address);
  const count = page.locator('.line [role=status]').first();
  await count.waitFor();
  for (;;) {
    const says = await count.innerText();
    const older = page.getByRole('button', { name: 'Older contacts' });
    if (/in all/.test(says)) return number(says);
    await older.click();
    await page.waitForFunction((before) => document.querySelector('.line [role=status]')?.textContent !== before, says);
  }
}

export async function real(watched, ask) {
  const { page } = watched;
  const there = async (path) => {
    const answer = await ask('GET', path);
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  const english = async () => page.getByRole('button', { name: 'English', exact: true }).click();

  /**
   * Reads figures with their addresses, opens each, reads them again: what is listed lies between. A call that goes on
   * may come and go between the looks (it has talked for less than 10 s, and then it has not): what does not agree is
   * looked at again.
   */
  async function same(what, read) {
    let before = await read();
    assert.ok(before.length > 0, what);
    const count = before.length;
    for (let look = 1; before.length > 0; look += 1) {
      const seen = [];
      for (const { name, value, address } of before) seen.push({ name, value, contacts: await listed(page, address), address });
      const after = new Map((await read()).map((figure) => [figure.name, figure]));
      const off = seen.filter(({ name, value, contacts }) => contacts < value || contacts > (after.get(name)?.value ?? contacts));
      const says = off.map(({ name, value, contacts, address }) => `${what} ${name}: ${value} … ${after.get(name)?.value} shown, ${contacts} listed by ${address}`);
      assert.ok(look < 5 || off.length === 0, says.join('\n'));
      before = off.flatMap(({ name }) => after.get(name) ?? []);
    }
    return count;
  }

  /** Numbers that count contacts, with where they lead: shares by the parts they are made of. */
  const tiles = (at) => async () => {
    await page.goto(at);
    await page.locator('dl .tile').first().waitFor();
    return page.locator('dl .tile').evaluateAll((all) =>
      all.flatMap((tile) => {
        const name = tile.querySelector('dt').textContent;
        const [value, made] = [tile.querySelector('.value a'), tile.querySelector('.note a')];
        const parts = (made?.textContent ?? '').match(/[\d,]+/g)?.map((part) => Number(part.replaceAll(',', ''))) ?? [];
        const whole = /^[\d,]+$/.test(value.textContent) ? Number(value.textContent.replaceAll(',', '')) : parts.length === 2 ? parts[0] : null;
        return [
          // Who waits comes and goes: it is looked at by itself.
          ...(whole === null || value.getAttribute('href').includes('phase=') ? [] : [{ name, value: whole, address: value.getAttribute('href') }]),
          ...(made ? [{ name: `${name}, below`, value: parts.at(-1), address: made.getAttribute('href') }] : []),
        ];
      }),
    );
  };

  await step('each figure of the wallboard opens as many contacts as it counts, above and below its line', async () => {
    await watched.until('contacts', async () => (await there('/api/queues')).today.answered, (answered) => answered >= 5);
    const compared = await same('wallboard', tiles('/wallboard'));
    process.stdout.write(`${compared} figures … `);
  });

  await step('so does each of a queue’s, and each cell of the table of queues', async () => {
    const { queues } = await there('/api/queues');
    const busiest = queues.toSorted((one, other) => other.today.offered - one.today.offered)[0].name;
    await same('queue', tiles(`/queues/${busiest}`));
    await page.goto('/wallboard');
    await page.locator('tbody tr').first().waitFor();
    await same('table', async () => {
      await page.goto('/wallboard');
      await page.locator('section[aria-labelledby=queues] tbody tr').first().waitFor();
      return page.locator('section[aria-labelledby=queues] tbody tr').evaluateAll((rows) =>
        rows.flatMap((row) =>
          [...row.querySelectorAll('td a')].filter((link) => /^\d[\d,]*$/.test(link.textContent) && !link.getAttribute('href').includes('phase='))
            .map((link) => ({ name: link.getAttribute('href'), value: Number(link.textContent.replaceAll(',', '')), address: link.getAttribute('href') })),
        ),
      );
    });
  });

  await step('each figure of the page of figures, too', async () => {
    const compared = await same('figures', async () => {
      await page.goto('/figures');
      await page.locator('section[aria-labelledby=indicators] tbody tr').first().waitFor();
      return page.locator('section[aria-labelledby=indicators] .made a').evaluateAll((links) =>
        links.filter((link) => /^\d[\d,]*$/.test(link.textContent)).map((link) => ({ name: link.getAttribute('href').replace(/&(from|to)=[^&]*/g, ''), value: Number(link.textContent.replaceAll(',', '')), address: link.getAttribute('href') })),
      );
    });
    process.stdout.write(`${compared} figures … `);
  });

  await step('an agent is sent on a pause and brought back by undoing; the centre did both', async () => {
    await page.goto('/wallboard');
    await english();
    const agent = (await there('/api/agents')).agents.find((one) => one.state !== 'not_ready' && one.not_ready === null);
    const is = async () => (await there(`/api/agents/${agent.id}`)).not_ready;
    await page.locator(`[data-change="${agent.id}"]`).click();
    const bar = page.locator('.bar');
    await bar.getByRole('button', { name: 'Send on a pause' }).click();
    await text(page, `${agent.id}: state changed`).waitFor();
    assert.equal(await is(), 'pause');
    await bar.getByRole('button', { name: 'Undo' }).click();
    await text(page, 'Undone').waitFor();
    assert.equal(await is(), null);
    await page.keyboard.press('Escape');
  });

  await step('an announcement is set, heard of by all, stopped, and set again by undoing', async () => {
    const set = async () => (await there('/api/announcements')).announcements.length;
    await page.getByRole('button', { name: 'Emergency announcement …' }).click();
    await page.getByRole('button', { name: 'Announce', exact: true }).click();
    await page.locator('.on', { hasText: 'all lines' }).waitFor();
    assert.equal(await set(), 1);
    await watched.everyWay('real-announced');
    await english();
    await page.getByRole('button', { name: 'Stop announcing' }).click();
    await page.locator('.on form').getByRole('button', { name: 'Stop announcing' }).click();
    await text(page, 'Announcement stopped').waitFor();
    assert.equal(await set(), 0);
    await page.locator('.on').getByRole('button', { name: 'Undo' }).click();
    await watched.until('the announcement again', set, (count) => count === 1);
    assert.equal((await ask('DELETE', '/api/announcements/all')).status, 200);
  });

  await step('a queue is closed after a question, and opened again by undoing', async () => {
    const { name } = (await there('/api/queues')).queues.at(-1);
    const shut = async () => (await there(`/api/queues/${name}`)).by_hand;
    await page.goto(`/queues/${name}`);
    await page.getByRole('button', { name: 'Close queue' }).click();
    await page.locator('form').getByRole('button', { name: 'Close queue' }).click();
    await text(page, /closed by hand at/).waitFor();
    assert.equal((await shut()).flush, false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await watched.until('the open queue', shut, (closed) => closed === null);
    await text(page, 'to be answered within').waitFor();
  });

  await step('who waits says why: beside the queue, and on the contact', async () => {
    const serving = (await there('/api/agents')).agents.filter((agent) => agent.not_ready === null);
    const make = (agent, wish) => ask('PUT', `/api/agents/${agent.id}/state`, wish);
    for (const agent of serving) await make(agent, { ready: false, reason: 'pause' });
    try {
      const waits = await watched.until('somebody who waits', async () => {
        for (const { name } of (await there('/api/queues')).queues.filter((queue) => queue.waiting > 0)) {
          const found = (await there(`/api/queues/${name}`)).contacts.find((one) => one.agent === null);
          if (found) return { queue: name, contact: found.contact };
        }
        return null;
      }, (found) => found !== null);
      await page.goto(`/queues/${waits.queue}`);
      await page.getByRole('button', { name: `Why? ${waits.contact}` }).click();
      await text(page, 'Why still waiting').waitFor();
      await page.locator('.why li').first().waitFor();
      await watched.everyWay('real-why');
      await english();
      await page.goto(`/contacts/${waits.contact}`);
      await page.locator('.why li').first().waitFor();
      process.stdout.write(`“${await page.locator('.why li').first().innerText()}” … `);
      await watched.picture('real-why-contact');
    } finally {
      for (const agent of serving) await make(agent, { ready: true });
    }
    watched.quiet('waiting', /404/);
  });

  await step('a centre that falls silent makes the board late, and says how old it is', async () => {
    await page.goto('/wallboard');
    await text(page, 'Live').waitFor();
    await watched.context.setOffline(true);
    const fell = Date.now();
    await text(page, /Data is 0:0\d old/).waitFor();
    process.stdout.write(`late after ${((Date.now() - fell) / 1000).toFixed(1)} s … `);
    await watched.accessible('late');
    await watched.picture('real-late');
    await watched.context.setOffline(false);
    await watched.until('fresh data', () => page.getByText(/Data is/).count(), (late) => late === 0);
    watched.quiet('silence', /ERR_INTERNET_DISCONNECTED|ERR_NETWORK|network/i);
  });

  await step('a view is kept, renamed, found again and dropped', async () => {
    const names = async () => (await there('/api/views')).views.map((view) => view.name);
    const { name } = (await there('/api/queues')).queues[0];
    await page.goto(`/contacts?queue=${name}&open=false`);
    await page.getByRole('button', { name: 'Save as a view …' }).click();
    await page.getByRole('textbox', { name: 'View name' }).fill('今日信用卡');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename …' }).click();
    await page.getByRole('textbox', { name: 'View name' }).fill('오늘 카드');
    await page.keyboard.press('Enter');
    await watched.until('the new name', names, (all) => all.join() === '오늘 카드');
    await page.goto('/contacts');
    await page.getByRole('combobox', { name: 'Saved views' }).selectOption('오늘 카드');
    await page.waitForURL(/open=false&queue=/);
    await page.getByRole('button', { name: 'Delete' }).click();
    await watched.until('no view', names, (all) => all.length === 0);
  });

  await step('a served contact: its way, why this agent, its journal, its recording heard', async () => {
    const found = await watched.until('a recording', async () => {
      const { contacts } = await there('/api/contacts?open=false&limit=200');
      for (const contact of contacts.filter((one) => one.talk > 8)) {
        if ((await there(`/api/contacts/${contact.id}/recording`)).state === 'ready') return contact;
      }
      return null;
    }, (contact) => contact !== null);
    await page.goto(`/contacts/${found.id}`);
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.getByText('Why this agent').waitFor();
    const slider = page.getByRole('slider', { name: 'Position' });
    await slider.waitFor({ timeout: SOON });
    await page.keyboard.press('p');
    await watched.until('sound', async () => Number(await slider.getAttribute('aria-valuenow')), (second) => second >= 2);
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('>');
    await page.keyboard.press('>');
    await watched.until('half as fast again', async () => Number(await slider.getAttribute('aria-valuenow')), (second) => second >= 3);
    await page.keyboard.press('p');
    const box = await slider.boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.6);
    const at = Number(await slider.getAttribute('aria-valuenow'));
    const whole = Number(await slider.getAttribute('aria-valuemax'));
    assert.ok(Math.abs(at - whole / 2) <= 1, `${at} of ${whole}`);
    await watched.everyWay('real-contact');
    await english();
    const bare = (await page.locator('.body').innerText()).match(/\b[a-z]+_[a-z_]+\b/g);
    assert.deepEqual(bare, null, 'words of the API in place of words');
  });

  await step('every page in every language, both themes, every size, nothing found', async () => {
    const { queues } = await there('/api/queues');
    const { agents } = await there('/api/agents');
    for (const [name, address] of [['wallboard', '/wallboard'], ['queue', `/queues/${queues[0].name}`], ['agent', `/agents/${agents[0].id}`], ['contacts', '/contacts'], ['figures', '/figures'], ['month', '/figures?view=day']]) {
      await page.goto(address);
      await page.waitForLoadState('networkidle').catch(() => {});
      await page.waitForTimeout(1_000);
      await watched.everyWay(`real-${name}`);
      await english();
      await watched.everySize(`real-${name}`, ['tablet', 'lying', 'wall']);
    }
    watched.quiet('pages');
  });
}
