//! Makes somebody look who looks elsewhere: the title of a page in the background, and a notification.

import { title } from '../shell/title';

const FLASH = 1_000;

/** Until the returned function is called. Does nothing on a page that is in view. */
export function attract(says: string, body: string): () => void {
  let on = false;
  const flash = setInterval(() => {
    on = document.visibilityState === 'hidden' && !on;
    title.alert(on ? says : null);
  }, FLASH);
  const hidden = document.visibilityState === 'hidden';
  const notification =
    hidden && 'Notification' in globalThis && Notification.permission === 'granted'
      ? new Notification(says, { body, tag: 'heliotrope.ring', requireInteraction: true })
      : null;
  if (notification) {
    notification.onclick = () => {
      focus();
      notification.close();
    };
  }
  return () => {
    clearInterval(flash);
    title.alert(null);
    notification?.close();
  };
}

/** Whether the browser may be asked to show notifications: only ever when somebody clicks. */
export function askable(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'default';
}

export async function askForNotifications(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted';
}
