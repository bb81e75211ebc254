// What goes wrong around a call, and what the agent sees of it.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function failures(watched, mock, token) {
  const { page, context } = watched;
  const { desk } = mock;
  const ringing = async (how) => {
    const contact = desk.ring(how);
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    return contact;
  };
  const talking = async (how) => {
    const contact = await ringing(how);
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    return contact;
  };
  const finish = async () => {
    if (desk.contact?.phase === 'talking') desk.ends('customer_hung_up');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    // Without an outcome the first press only asks for it.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /No contact in hand|Waiting/ }).waitFor();
  };

  /** The telephone's window shows all of its bar, in every language. */
  const roomy = async (popup) => {
    await popup.setViewportSize({ width: 400, height: 640 });
    for (const [tag, spoken] of [['zh-CN', '电话'], ['ko', '전화'], ['en', 'Telephone']]) {
      await popup.evaluate((language) => localStorage.setItem('heliotrope.language', language), tag);
      await popup.reload();
      await popup.getByRole('heading', { name: spoken, exact: true }).first().waitFor();
      await popup.locator('.bar .level').waitFor();
      const out = await popup.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.bar .line > *, .bar button')]
          .map((part) => ({ says: part.textContent.trim().slice(0, 40), right: Math.max(part.getBoundingClientRect().right, part.scrollWidth) }))
          .filter(({ right }) => right > innerWidth),
      );
      assert.deepEqual(out, [], `what does not fit into the telephone's window in ${tag}`);
      if (watched.pictures) await popup.screenshot({ path: `${watched.pictures}/phone-${await bar(page).getAttribute('data-phase')}-${tag}.png` });
    }
  };

  await step('a late panel comes, a failed one is asked for again', async () => {
    await talking({ language: 'zh', late: true, failed: true });
    await page.getByText('Waiting for the bank').waitFor();
    await page.getByText('The bank did not give this').waitFor();
    await page.getByRole('tab', { name: /Recent contacts/ }).click();
    await page.getByRole('heading', { name: 'Recent contacts' }).waitFor();
    desk.panel('cards');
    await page.getByText('622123******9021').waitFor();
    await page.getByRole('button', { name: 'Ask again', exact: true }).click();
    await page.getByText('9558 **** 3310').waitFor();
    desk.verified();
    await bar(page).getByText('Verified', { exact: true }).waitFor();
    await finish();
  });

  await step('a number the bank does not know is nobody', async () => {
    await talking({ language: 'en', known: false });
    await page.getByText('The bank does not know this number').waitFor();
    await bar(page).getByText('Not identified').waitFor();
    await watched.everyWay('unknown');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await finish();
  });

  await step('a caller who leaves, and a call that is refused', async () => {
    await ringing({ language: 'ko' });
    desk.ringEnds('caller_left');
    await bar(page).getByText('The caller hung up before you answered').waitFor();
    await ringing({ language: 'ko' });
    await page.keyboard.press('F4');
    await bar(page).getByText(/You refused the call/).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Waiting for the next call' }).waitFor();
  });

  await step('the telephone is cut off in a talk: the customer waits, and it comes back', async () => {
    await talking({ language: 'en' });
    desk.parted();
    await bar(page).getByText('Your telephone is cut off').waitFor();
    await watched.accessible('parted');
    await watched.picture('parted');
    desk.returned();
    await bar(page).getByText('Talking').waitFor();
  });

  await step('the connection is lost in a talk: what is typed stays, and is sent when it is back', async () => {
    const { id } = desk.contact;
    await page.getByRole('textbox', { name: 'Note' }).focus();
    const hello = desk.asked.filter((frame) => frame.type === 'hello').length;
    desk.cut();
    await bar(page).getByText('Connection lost').waitFor();
    await page.keyboard.type('typed while nobody heard');
    await watched.picture('broken');
    await watched.until('another hello', () => desk.asked.filter((frame) => frame.type === 'hello').length, (count) => count > hello);
    await watched.until('the note', () => desk.note(id), (text) => text === 'typed while nobody heard');
    await bar(page).getByText('Talking').waitFor();
  });

  await step('somebody else wrote meanwhile: nothing is replaced unasked', async () => {
    const { id } = desk.contact;
    desk.writeElsewhere(id, 'written by a colleague');
    await page.keyboard.type(' and more');
    await page.getByText('Something newer was written in another window').waitFor();
    await watched.accessible('newer');
    await watched.picture('newer');
    await page.getByRole('button', { name: 'Keep both' }).click();
    await watched.until('both', () => desk.note(id), (text) => text === 'written by a colleague\ntyped while nobody heard and more');
    await page.keyboard.press('Escape');
    await finish();
  });

  await step('a supervisor changes the state, and the centre says so', async () => {
    // In the language of the page, whichever was told when it connected.
    desk.made('supervisor', 'A supervisor made you not ready.');
    await bar(page).getByText('A supervisor made you not ready at').waitFor();
    await page.getByRole('button', { name: '中文', exact: true }).click();
    await page.getByText('将您设为未就绪').waitFor();
    await page.getByRole('button', { name: 'English', exact: true }).click();
    // As the supervisors' pages call it, whatever the centre calls it.
    desk.made('break', null);
    await page.getByRole('button', { name: '中文', exact: true }).click();
    await page.getByRole('region', { name: '通话栏' }).getByText('休息').waitFor();
    await page.getByRole('button', { name: 'English', exact: true }).click();
  });

  await step('the header stays on one line when events do not come, in every language', async () => {
    await context.route('**/api/events*', (route) => route.abort());
    await page.reload();
    for (const [name, says] of [['中文', '连接中断'], ['한국어', '연결이 끊겨'], ['English', 'Connection lost, reconnecting']]) {
      await page.getByRole('button', { name, exact: true }).click();
      const standing = page.locator('.top .standing').filter({ hasText: says });
      await standing.waitFor();
      const [top, row] = await page.evaluate(() => ['.top', '.top .account'].map((part) => document.querySelector(part).getBoundingClientRect().height));
      assert.ok(top < 2 * row, `${name}: the header is ${top} px high, its row ${row}`);
      await watched.picture(`header-${name}`);
    }
    await context.unroute('**/api/events*');
    await page.reload();
    await page.getByRole('heading', { name: 'My work' }).waitFor();
    // Of events that do not come the browser complains.
    watched.quiet('no events', /ERR_FAILED/);
  });

  await step('a reload does not forget why the agent is not ready', async () => {
    desk.made('unreachable', null);
    await page.reload();
    await bar(page).getByText('A call could not reach your telephone at').waitFor();
    await page.setViewportSize({ width: 400, height: 640 });
    const cut = await bar(page).locator('.notice').evaluate((notice) => [notice, notice.parentElement].some((part) => part.scrollHeight > part.clientHeight + 1));
    assert.equal(cut, false, 'the sentence is cut off in a small window');
    await page.setViewportSize({ width: 1366, height: 768 });
    await watched.picture('unreachable');
  });

  await step('a closed queue is marked, and a refusal speaks the language of the page', async () => {
    await talking({ language: 'en' });
    await page.keyboard.press('x');
    await page.getByRole('menuitemradio', { name: /lost.*closed/ }).waitFor();
    await watched.picture('closed-queue');
    await page.getByRole('menuitemradio', { name: /lost/ }).click();
    await bar(page).getByText('Not transferred').waitFor();
    await bar(page).getByRole('link', { name: /C-/ }).waitFor();
    await watched.everyWay('refused');
    await page.getByRole('button', { name: '中文', exact: true }).click();
    await page.getByText('未转接').waitFor();
    assert.doesNotMatch(await page.locator('header').innerText(), /takes nobody/);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await bar(page).getByRole('button', { name: 'Close', exact: true }).click();
    assert.equal(await bar(page).getByText('Not transferred').count(), 0);
  });

  await step('a key that is pressed while nothing answers does nothing later', async () => {
    const before = desk.asked.length;
    await page.evaluate(() => {
      dispatchEvent(new Event('offline'));
      dispatchEvent(new KeyboardEvent('keydown', { key: 'F8', code: 'F8' }));
    });
    const beats = desk.beats;
    await watched.until('two beats', () => desk.beats, (count) => count >= beats + 2);
    await bar(page).getByText('Talking').waitFor();
    assert.deepEqual(desk.asked.slice(before).filter(({ type }) => type === 'hold'), []);
  });

  await step('a key that is held down asks once', async () => {
    await page.keyboard.press('F4');
    await bar(page).getByRole('button', { name: 'Finish' }).waitFor();
    const before = desk.asked.length;
    for (let press = 0; press < 8; press += 1) await page.keyboard.down('m');
    await page.keyboard.up('m');
    await watched.until('more time', () => desk.asked.slice(before).filter(({ type }) => type === 'wrap_up_more').length, (count) => count === 1);
    await finish();
  });

  await step('a key can be changed, not twice the same, and all are as they were again', async () => {
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Change the key: Answer' }).click();
    await page.keyboard.press('F4');
    await page.getByText('F4 is taken by: Hang up or refuse').waitFor();
    await page.getByRole('button', { name: 'Change the key: Answer' }).click();
    await page.keyboard.press('F5');
    await page.getByText('F5 belongs to the browser').waitFor();
    await page.getByRole('button', { name: 'Change the key: Answer' }).click();
    await page.keyboard.press('Alt+a');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('heading', { name: 'My work' }).waitFor();
    await ringing({ language: 'en' });
    await page.keyboard.press('F2');
    await page.keyboard.press('Alt+a');
    await bar(page).getByText('Talking').waitFor();
    await finish();
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'All keys as they were' }).click();
    await page.keyboard.press('Escape');
  });

  await step('a telephone in its own window takes over, mutes from the desk, and gives back', async () => {
    await page.getByRole('button', { name: /Line quality/ }).waitFor();
    await page.keyboard.press('t');
    const [popup] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Open the telephone in its own window' }).click()]);
    await popup.getByRole('button', { name: 'Line quality: Good' }).waitFor();
    await bar(page).getByRole('button', { name: 'Telephone in its own window' }).waitFor();
    await popup.screenshot({ path: watched.pictures ? `${watched.pictures}/phone.png` : undefined });
    await page.bringToFront();
    await ringing({ language: 'zh' });
    await roomy(popup);
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await roomy(popup);
    await page.keyboard.press('F9');
    await popup.getByRole('button', { name: 'Unmute' }).waitFor();
    await bar(page).getByRole('button', { name: 'Unmute' }).waitFor();
    await popup.close();
    await bar(page).getByRole('button', { name: /Line quality/ }).waitFor();
    await finish();
  });

  await step('a second desk takes over in mid-call; the first says so, can take it back, and gets it back', async () => {
    await talking({ language: 'zh' });
    // What is typed is in a field that is taken away with the desk.
    await page.getByRole('textbox', { name: 'Note' }).fill('asks about the journey');
    const other = await context.newPage();
    await other.addInitScript((token) => sessionStorage.setItem('heliotrope.token', token), token);
    await other.goto('/desk');
    await other.getByRole('heading', { name: 'My work' }).waitFor();
    await page.getByText('An agent works in one window at a time').waitFor();
    await page.bringToFront();
    await watched.everyWay('superseded');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    assert.equal(await bar(page).getByText('Talking').count(), 0);
    assert.equal(await bar(page).getByRole('timer').count(), 0);
    await page.getByRole('button', { name: 'Use it here' }).click();
    await page.getByRole('heading', { name: 'My work' }).waitFor();
    await bar(page).getByText('Talking').waitFor();
    await other.getByText('An agent works in one window at a time').waitFor();
    await other.keyboard.press('h');
    await bar(other).getByText('Talking').waitFor();
    await page.getByText('An agent works in one window at a time').waitFor();
    await other.close();
    await bar(page).getByText('Talking').waitFor();
    await finish();
  });

  await step('a centre that closes is asked again', async () => {
    const hello = desk.asked.filter((frame) => frame.type === 'hello').length;
    desk.over('the service is closing; connect again in a moment');
    await watched.until('another hello', () => desk.asked.filter((frame) => frame.type === 'hello').length, (count) => count > hello);
  });

  await step('a page in the background goes on beating', async () => {
    const other = await context.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    const before = desk.beats;
    await watched.until('two beats', () => desk.beats, (beats) => beats >= before + 2);
    await other.close();
  });

  await step('a microphone that is blocked, or missing, says what to do', async () => {
    for (const [fault, says] of [['NotAllowedError', 'Microphone blocked'], ['NotFoundError', 'No microphone']]) {
      await page.addInitScript((name) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('the test says so', name));
      }, fault);
      await page.reload();
      await page.getByText(says).first().waitFor();
      await watched.everyWay(fault);
      await page.getByRole('button', { name: 'English', exact: true }).click();
    }
  });

  await step('an account without a desk lands on the wallboard and is told at the desk’s address', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with an access token' }).click();
    await page.getByRole('textbox', { name: 'Token' }).fill('hlt_supervisor');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Wallboard' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Desk', exact: true }).count(), 0);
    await page.goto('/desk');
    await page.getByText('This account has no desk').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  });
  watched.quiet('failures', /WebSocket|401|404/);
}
