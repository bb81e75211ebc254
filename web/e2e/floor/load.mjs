// 300 agents and 40 events a second: how much script the wallboard runs.
import { step, watch } from '../browser.mjs';
import { start } from './mock.mjs';

const SECONDS = 15;

export async function load(watched, _, browser) {
  await step('a wallboard of 300 agents', async () => {
    const mock = await start({ agents: 300, rate: 40 });
    const crowd = await watch(browser, { url: mock.url, pictures: watched.pictures });
    await crowd.context.addInitScript(() => sessionStorage.setItem('heliotrope.token', 'hlt_supervisor'));
    await crowd.page.goto('/wallboard');
    await crowd.page.locator('section[data-doing] li').nth(250).waitFor();
    const devtools = await crowd.context.newCDPSession(crowd.page);
    // Time on the page's own thread: a busy machine takes nothing away, and adds nothing.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => Object.fromEntries((await devtools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    await crowd.page.waitForTimeout(5_000);
    const before = await spent();
    await crowd.page.waitForTimeout(SECONDS * 1_000);
    const after = await spent();
    const each = (name) => `${(((after[name] - before[name]) / SECONDS) * 1_000).toFixed(1)} ms`;
    process.stdout.write(`script ${each('ScriptDuration')} a second, layout ${each('LayoutDuration')}, style ${each('RecalcStyleDuration')} (limit: 30 ms of script) … `);
    await crowd.accessible('300 agents');
    await crowd.picture('floor-crowd');
    await crowd.everySize('floor-crowd', ['wall']);
    await crowd.context.close();
    mock.close();
  });
}
