// Chats beside a call: offered, accepted, written in, finished, each with its own customer; by keys, in every language
// and theme.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function chats(watched, mock) {
  const { page } = watched;
  const { desk, finder, operations: bank } = mock;
  const customer = page.getByRole('region', { name: 'Customer', exact: true });
  const who = page.getByRole('region', { name: 'Who is writing' });
  const doing = page.getByRole('region', { name: 'Bank operations' });
  const away = () => page.getByRole('heading', { name: /^Chat C-/ }).click();
  const hand = page.getByRole('navigation', { name: 'In hand' });
  const field = page.getByRole('textbox', { name: 'Write an answer' });
  const english = () => page.getByRole('button', { name: 'English', exact: true }).click();
  let one;

  await step('a chat is offered, and one key accepts it', async () => {
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: /Waiting/ }).waitFor();
    one = desk.chatComes();
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    desk.says(one, 'customer', '你好，我的卡丢了');
    await page.getByRole('log').getByText('我的卡丢了').waitFor();
    await watched.everyWay('chat-offered');
    await english();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'End chat' }).waitFor();
  });

  await step('what is written is sent by Enter, and stays when it is not', async () => {
    await field.fill('马上为您挂失。');
    await field.press('Enter');
    await page.getByRole('log').getByText('马上为您挂失。').waitFor();
    // Emptied when the centre has it, which may be after it stands in the log.
    await page.waitForFunction((input) => input.value === '', await field.elementHandle());
    await field.fill('x'.repeat(4_001));
    await page.getByText('Too long').waitFor();
    await field.press('Enter');
    assert.equal((await field.inputValue()).length, 4_001);
    await field.fill('a draft');
    await watched.everyWay('chat-talking');
    await english();
    await page.getByRole('heading', { name: /^Chat/ }).click();
  });

  await step('who writes is found by what is written, the birthday typed, and is verified by nothing', async () => {
    await who.getByText('Nobody can be verified in a chat').waitFor();
    await customer.getByText('Somebody not signed in').waitFor();
    await page.keyboard.press('f');
    await who.getByRole('textbox').first().fill('王');
    await page.keyboard.press('Enter');
    await who.getByText('4,711 customers fit').waitFor();
    const born = who.getByRole('textbox', { name: 'Birthday' });
    await born.fill('31.02.1979');
    await born.press('Enter');
    assert.equal(await born.evaluate((input) => input.validity.valid), false, 'no day is not looked for');
    await born.fill('790418');
    await born.press('Enter');
    await who.locator('[data-customer]').waitFor();
    assert.deepEqual(finder.asked.at(-1), { by: 'name', text: '王', born: '1979-04-18' });
    await watched.everyWay('chat-finder');
    await english();
    await who.locator('[data-customer]').click();
    await customer.getByText('Identified, not verified').first().waitFor();
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await away();
    await watched.everyWay('chat-customer');
    await english();
  });

  await step('two keys do something for the customer of a chat, a key promises, and a third party sees little', async () => {
    await away();
    await page.keyboard.press('d');
    await doing.getByRole('button', { name: /Freeze/ }).first().waitFor();
    await page.keyboard.press('2');
    await doing.getByText(/Done; reference OP-/).waitFor();
    assert.equal(bank.of(one.chat.id).orders.at(-1).operation, 'freeze', 'it is ordered in the chat');
    await away();
    await page.keyboard.press('p');
    await page.keyboard.type('send the form');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Open now' }).getByText('send the form').waitFor();
    await away();
    await page.keyboard.press('l');
    await who.getByText('Third party').waitFor();
    await page.getByRole('heading', { name: 'Accounts' }).waitFor({ state: 'detached' });
    await watched.everyWay('chat-third');
    await english();
    await away();
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
  });

  await step('what is begun about one is never seen under another', async () => {
    await away();
    await page.keyboard.press('f');
    await who.getByRole('textbox').first().fill('begun in the chat');
    await away();
    await page.keyboard.press('d');
    await doing.getByRole('button', { name: /Freeze/ }).first().waitFor();
    await page.keyboard.press('Shift+Digit6');
    await doing.getByRole('textbox').first().fill('12.34');
    await away();
  });

  await step('a call beside it, and a second chat with something unread', async () => {
    desk.ring({ language: 'en' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    await customer.getByText('王**').waitFor();
    await page.keyboard.press('i');
    assert.equal(await page.getByRole('menuitem').count(), 0, 'who is looked at is not who would key in a secret');
    const two = desk.chatComes('ko', { failed: true });
    desk.says(two, 'customer', 'a second matter');
    await hand.getByLabel('1 unread').waitFor();
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: `Chat ${two.chat.id}` }).waitFor();
    assert.equal(await hand.getByLabel('1 unread').count(), 0);
    await customer.getByText('김**').waitFor();
    await customer.getByText('Signed in at the bank’s page, not verified').waitFor();
    assert.equal(await customer.getByText('王**').count(), 0);
    assert.equal(await who.getByRole('textbox').count() + await doing.getByRole('textbox').count(), 0, 'what was begun stays with its contact');
    const accounts = page.getByRole('region', { name: 'Accounts' });
    await accounts.getByText('The bank did not give this').waitFor();
    await accounts.getByRole('button', { name: 'Ask again' }).click();
    await accounts.getByText('110-***-4821').waitFor();
    await page.keyboard.press('g');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await customer.getByText('Miller').waitFor();
    assert.equal(await customer.getByText('김**').count() + await doing.getByRole('textbox').count(), 0);
    await watched.everyWay('chat-and-call');
    await english();
    await page.locator('h1').first().click({ force: true }).catch(() => {});
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: `Chat ${one.chat.id}` }).waitFor();
    assert.equal(await field.inputValue(), 'a draft', 'what is typed stays with its chat');
    assert.equal(await who.getByRole('textbox').first().inputValue(), 'begun in the chat');
    assert.equal(await doing.getByRole('textbox').first().inputValue(), '12.34');
    await customer.getByText('王**').waitFor();
    await watched.everySize('chat', ['screen', 'tablet', 'lying']);
    desk.chatGoes(two);
    await page.keyboard.press('F4');
    await bar(page).getByText('Wrap-up').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
  });

  await step('it is ended, said what it was, and finished', async () => {
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.getByRole('group', { name: /The chat is over/ }).waitFor();
    await watched.everyWay('chat-wrap-up');
    await english();
    const outcome = page.getByRole('group', { name: /The chat is over/ }).getByRole('button').first();
    await outcome.click();
    await page.waitForFunction(() => document.querySelector('fieldset [aria-pressed=true]') !== null);
    await page.getByRole('button', { name: 'Finish' }).last().click();
    await page.waitForFunction(() => document.querySelector('.chat') === null);
    assert.equal(await hand.count(), 0);
  });
  watched.quiet('chats');
}
