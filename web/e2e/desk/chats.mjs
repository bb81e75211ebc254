// Chats beside a call: offered, accepted, written in, finished; by keys, in every language and theme.
import assert from 'node:assert/strict';
import { step } from '../browser.mjs';
import { bar } from './life.mjs';

export async function chats(watched, desk) {
  const { page } = watched;
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

  await step('a call beside it, and a second chat with something unread', async () => {
    desk.ring({ language: 'zh' });
    await bar(page).getByRole('button', { name: 'Answer' }).waitFor();
    await page.keyboard.press('F2');
    await bar(page).getByText('Talking').waitFor();
    const two = desk.chatComes();
    desk.says(two, 'customer', 'a second matter');
    await hand.getByLabel('1 unread').waitFor();
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: `Chat ${two.chat.id}` }).waitFor();
    assert.equal(await hand.getByLabel('1 unread').count(), 0);
    await page.keyboard.press('g');
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await watched.everyWay('chat-and-call');
    await english();
    await page.locator('h1').first().click({ force: true }).catch(() => {});
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: `Chat ${one.chat.id}` }).waitFor();
    assert.equal(await field.inputValue(), 'a draft', 'what is typed stays with its chat');
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
