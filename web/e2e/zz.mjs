import { launch, watch } from './browser.mjs';
import { signIn } from './desk/life.mjs';
const url='http://127.0.0.1:18094';
const browser = await launch();
const { sign_ins: all } = await (await fetch(`${url}/api/demonstration`)).json();
const token = all.find((w) => w.role === 'agent').token;
const { page } = await watch(browser, { url });
await signIn({ page }, token);
await page.getByRole('button', { name: /Line quality/ }).waitFor();
for (let i=0;i<24;i++){ console.log(i*15, await page.evaluate(async()=>[globalThis.peers.length, globalThis.peers.at(-1).connectionState])); await page.waitForTimeout(15000);}
await browser.close();
