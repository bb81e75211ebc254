// The first visit to a demonstration: ways in, and what to try behind them.
import { step } from '../browser.mjs';

export async function first(watched, mock, shown) {
  const { page } = watched;
  await step('a first visit says what to try, in every language, and one click signs in', async () => {
    mock.state.demonstration = shown;
    await page.goto('/');
    await page.getByText('sip:15881002@127.0.0.1:5060').waitFor();
    await watched.everyWay('start');
    await watched.everySize('start', ['tablet', 'screen']);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in as supervisor' }).click();
    await page.getByRole('link', { name: 'Wallboard' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    mock.state.demonstration = null;
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await watched.everyWay('sign-in');
  });
  watched.quiet('first visit');
}
