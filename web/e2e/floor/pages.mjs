// Figures of a day, a month and a year; files; imported logs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { step } from '../browser.mjs';

export async function figures(watched) {
  const { page } = watched;

  await step('a day: indicators with what they are made of, curve, hours, intervals', async () => {
    await page.goto('/figures');
    await page.getByRole('heading', { name: 'Indicators' }).waitFor();
    await page.locator('.chart svg').waitFor();
    const made = page.locator('section[aria-labelledby=indicators] tr', { hasText: 'Service level' }).first().locator('.made a');
    const parts = await made.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.match(parts[0], /^\/contacts\?indicator=service_level&part=numerator&from=/);
    assert.match(parts[1], /^\/contacts\?indicator=service_level&part=denominator&from=/);
    await page.getByRole('button', { name: 'Service level', exact: true }).click();
    await watched.everyWay('floor-figures');
    await page.getByRole('button', { name: 'English' }).click();
    await watched.everySize('floor-figures', ['tablet', 'screen', 'wall']);
  });

  await step('a month leads into a day, a year into a month', async () => {
    await page.getByRole('button', { name: 'Day', exact: true }).click();
    await page.waitForURL(/view=day/);
    await page.locator('.body:not(.loading) .chart svg').waitFor();
    await page.locator('.chart[role=slider]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.search.includes('view=') && url.search.includes('day='));
    await page.getByRole('button', { name: 'Month', exact: true }).click();
    await page.waitForURL(/view=month/);
    await watched.until('months', () => page.locator('section[aria-labelledby=rows] tbody tr').count(), (rows) => rows > 5);
    await watched.everyWay('floor-figures-year');
    await page.getByRole('button', { name: 'English' }).click();
  });

  await step('imported logs are a click away, with the alarm; rows by queue', async () => {
    await page.getByRole('button', { name: /Imported: 1 Jan 1999 to 31 Jan 1999/ }).click();
    await page.waitForURL(/view=day&day=1999-01-31&imported=true/);
    await page.getByText('Unusually many ultra-short services').waitFor();
    await page.getByRole('combobox', { name: 'Breakdown' }).selectOption('queue');
    await page.locator('section[aria-labelledby=by] tbody tr').first().waitFor();
    await watched.everyWay('floor-figures-imported');
    await page.getByRole('button', { name: 'English' }).click();
  });

  await step('a file is handed over', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
    assert.match(download.suggestedFilename(), /^figures-1999-01-01\.csv$/);
    assert.match(readFileSync(await download.path(), 'utf8'), /offered/);
    watched.quiet('figures');
  });
}
