// Wallboard, queue and agent: figures lead to contacts, commands are pending until they are confirmed.
import assert from 'node:assert/strict';
import { step, watch } from '../browser.mjs';

const text = (page, pattern) => page.getByText(pattern).first();

export async function board(watched, mock, browser) {
  const { page } = watched;

  await step('every figure opens its contacts', async () => {
    const addresses = await page.locator('dl .tile .value a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.equal(addresses.length, 8);
    for (const address of addresses) assert.match(address, /^\/contacts\?(phase=queued|indicator=\w+)/);
    const cells = await page.locator('tbody tr').first().locator('td a').count();
    assert.equal(cells, 8);
    await page.locator('dl .tile a').first().click();
    await page.waitForURL(/\/contacts\?phase=queued/);
    await page.locator('.rows tbody tr').first().waitFor();
    const phases = await page.locator('.rows tbody [data-phase]').evaluateAll((all) => [...new Set(all.map((one) => one.dataset.phase))].toSorted());
    assert.deepEqual(phases, ['offered', 'waiting']);
    await page.goBack();
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    await watched.everyWay('floor-wallboard');
    await watched.everySize('floor-wallboard', ['tablet', 'screen', 'wall']);
  });

  await step('an agent’s state is pending, then confirmed, and taken back; a refusal says why', async () => {
    mock.state.delay = 600;
    await page.locator('[data-change]').first().click();
    const bar = page.locator('.bar');
    const who = await bar.locator('b').innerText();
    await bar.getByRole('button', { name: 'Send on a pause' }).click();
    await text(page, 'waiting for confirmation').waitFor();
    await watched.picture('floor-pending');
    await text(page, `${who}: state changed`).waitFor();
    assert.equal(mock.world.agents.find((agent) => agent.id === who).not_ready, 'pause');
    await page.getByRole('button', { name: 'Undo' }).click();
    await text(page, 'Undone').waitFor();
    mock.state.refuse = { status: 409, type: 'application/problem+json', body: { type: 'urn:heliotrope:problem:conflict', detail: 'the agent has signed out' } };
    await bar.getByRole('button', { name: 'Make ready' }).click();
    await text(page, 'This was refused.').waitFor();
    await text(page, '(the agent has signed out)').waitFor();
    await watched.accessible('a refusal');
    await watched.picture('floor-refused');
    mock.state.refuse = null;
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.keyboard.press('Escape');
    assert.equal(await bar.count(), 0);
    watched.quiet('commands', /409/);
  });

  await step('an announcement is set by keys alone, shown to all, stopped and taken back', async () => {
    await page.getByRole('button', { name: 'Emergency announcement …' }).focus();
    await page.keyboard.press('Enter');
    // What asks is loaded when somebody is about to announce.
    await page.getByRole('button', { name: 'Announce', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Emergency announcement …' }).waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SELECT');
    await page.keyboard.press('ArrowDown');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.on', { hasText: 'emergency-weather' }).waitFor();
    await text(page, /since \d\d:\d\d, by supervisor/).waitFor();
    await watched.everyWay('floor-announced');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Stop announcing' }).click();
    await page.locator('.on form').getByRole('button', { name: 'Stop announcing' }).click();
    await text(page, 'Announcement stopped').waitFor();
    assert.deepEqual(mock.world.announcements, []);
    await page.locator('.on').getByRole('button', { name: 'Undo' }).click();
    await watched.until('the announcement again', () => mock.world.announcements.length, (length) => length === 1);
    mock.world.announcements = [];
  });

  await step('a queue is closed with a question, says who closed it, and is opened', async () => {
    await page.locator('tbody th a', { hasText: 'cards' }).click();
    await page.getByRole('heading', { name: 'Queue cards' }).waitFor();
    await text(page, 'Agents with the skills').waitFor();
    await page.locator('.chart svg').waitFor();
    await watched.everyWay('floor-queue');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: /^Why\?/ }).first().click();
    await text(page, 'Everybody who could serve it is busy: 7').waitFor();
    await watched.accessible('why still waiting');
    await watched.picture('floor-queue-why');
    await page.getByRole('button', { name: 'Close queue' }).click();
    await text(page, /Close cards\?/).waitFor();
    await watched.picture('floor-queue-question');
    await page.getByRole('button', { name: 'Close queue' }).click();
    await text(page, /closed by hand at .* by supervisor/).waitFor();
    await text(page, 'cards is closed').waitFor();
    assert.equal(mock.world.closed.get('cards').flush, false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await watched.until('the open queue', () => mock.world.closed.size, (size) => size === 0);
    await watched.everySize('floor-queue', ['tablet', 'wall']);
  });

  await step('the day’s curve is read by keys and leads to an interval’s contacts', async () => {
    await page.locator('.chart[role=slider]').focus();
    await page.keyboard.press('End');
    const said = await page.locator('.chart[role=slider]').getAttribute('aria-valuetext');
    assert.match(said, /\d\d:\d\d–\d\d:\d\d, Arrivals \d+/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/contacts\?indicator=offered&.*queue=cards/);
    await text(page, 'The contacts behind “Offered”').waitFor();
    await page.goBack();
  });

  await step('an agent’s page shows the day and the contacts', async () => {
    await page.goto('/agents/A-6');
    await page.getByRole('heading', { name: 'Agent A-6' }).waitFor();
    await page.locator('.line span[data-doing]').first().waitFor();
    await page.getByText('Show as a table').first().click();
    await watched.everyWay('floor-agent');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Day before' }).click();
    assert.match(page.url(), /day=\d{4}-\d\d-\d\d/);
    await page.goto('/agents/A-99999');
    await text(page, 'Nothing was found').waitFor();
    await page.goto('/queues/nowhere');
    await text(page, 'Nothing was found').waitFor();
    watched.quiet('missing things', /404/);
    await watched.everySize('floor-agent', ['tablet']);
  });

  await step('an agent who is not there says so once, under a title; a queue speaks the page’s language', async () => {
    await page.goto('/agents/A-77777');
    await page.getByRole('heading', { name: 'Agent A-77777' }).waitFor();
    await page.getByText('Nothing was found').waitFor();
    assert.equal(await page.getByText('Nothing was found').count(), 1);
    assert.equal(await page.getByRole('heading', { name: 'Contacts served' }).count(), 0);
    await watched.everyWay('floor-nobody');
    await page.goto('/queues/nope');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('未找到，请核对编号。').first().waitFor();
    assert.equal(await page.locator('main [lang=en]').count(), 0);
    await page.getByRole('button', { name: 'English' }).click();
    watched.quiet('what is not there', /404/);
  });

  await step('whoever may not command sees no commands', async () => {
    const viewer = await watch(browser, { url: mock.url, pictures: watched.pictures });
    await viewer.context.addInitScript(() => sessionStorage.setItem('heliotrope.token', 'hlt_viewer'));
    await viewer.page.goto('/wallboard');
    await viewer.page.getByRole('heading', { name: /Queues|队列/ }).waitFor();
    await viewer.page.locator('section[data-doing] li').first().waitFor();
    await viewer.page.waitForTimeout(500);
    assert.equal(await viewer.page.locator('[data-change], .set').count(), 0);
    await viewer.page.goto('/queues/cards');
    await viewer.page.locator('dl .tile').first().waitFor();
    assert.equal(await viewer.page.locator('.commanded').count(), 0);
    await viewer.picture('floor-viewer');
    await viewer.context.close();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
  });
}
