// Contacts: filters, views that the account keeps, and one contact in full.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';

export async function contacts(watched, mock) {
  const { page } = watched;
  const first = () => page.locator('.rows tbody tr').first();

  await step('a filter is kept under a name, found again, dropped and taken back', async () => {
    await page.goto('/contacts?queue=vip&open=false');
    await first().waitFor();
    await page.getByRole('button', { name: 'Save as a view …' }).click();
    await page.getByRole('textbox', { name: 'View name' }).fill('贵宾，已结束');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    assert.deepEqual(mock.world.views, [{ name: '贵宾，已结束', page: 'contacts', query: 'open=false&queue=vip' }]);
    await page.goto('/contacts');
    await page.getByRole('combobox', { name: 'Saved views' }).selectOption('贵宾，已结束');
    await page.waitForURL(/open=false&queue=vip/);
    await first().waitFor();
    await watched.everyWay('floor-views');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Rename …' }).click();
    await page.getByRole('textbox', { name: 'View name' }).fill('VIP');
    await page.keyboard.press('Enter');
    await watched.until('the new name', () => mock.world.views.map((view) => view.name).join(), (names) => names === 'VIP');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('deleted').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await watched.until('the view again', () => mock.world.views.length, (length) => length === 1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  await step('days narrow the list, and an indicator says what it is', async () => {
    await page.goto('/contacts?indicator=abandonment&part=denominator&short=out&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z');
    await page.getByText('The contacts that “Abandonment” is divided by').waitFor();
    await page.getByText('short abandons left out').waitFor();
    await watched.everyWay('floor-behind');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Remove this filter' }).click();
    await page.waitForURL((url) => !url.search.includes('indicator'));
  });

  await step('what an address says and no filter understands is told, and can be dropped', async () => {
    await page.goto('/contacts?phase=nonsense&from=2026-13-45&before=abc&queue=vip');
    const strange = page.getByRole('status').filter({ hasText: 'Not understood in the address' });
    await strange.waitFor();
    for (const told of ['nonsense', '2026-13-45', 'abc']) assert.ok((await strange.innerText()).includes(told), told);
    await watched.everyWay('floor-strange');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Remove from the address' }).click();
    await page.waitForURL((url) => url.search === '?queue=vip');
    assert.equal(await strange.count(), 0);
  });

  await step('a day is chosen from a calendar that speaks the page’s language, by keys alone', async () => {
    await page.goto('/contacts');
    const from = page.getByRole('button', { name: /^From/ });
    await from.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'From' }).waitFor();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowLeft');
    const chosen = await page.evaluate(() => document.activeElement.dataset.day);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('from') === `${chosen}T00:00:00.000Z`);
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(chosen)));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'From' }).waitFor();
    await watched.accessible('calendar');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await from.click();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForURL((url) => !url.search.includes('from'));
  });

  await step('one contact: its way, its legs, its note', async () => {
    await page.goto('/contacts');
    await first().waitFor();
    const served = mock.world.contacts.find((contact) => contact.phase === 'closed' && contact.agent && contact.talk > 90 && ![3, 5, 7, 9].includes(Number(contact.id.slice(2)) % 20));
    await page.goto(`/contacts/${served.id}`);
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.locator('summary', { hasText: 'Legs: 2' }).click();
    await page.getByText('Enquiry answered').waitFor();
    await page.locator('.text').waitFor();
    await watched.everyWay('floor-contact');
    await page.getByRole('button', { name: 'English' }).click();
    await watched.everySize('floor-contact', ['tablet', 'screen', 'wall']);
  });
}
