// Firefox, which hears a tone.
import { Firefox } from '../bidi.mjs';
import { PRELUDE } from './prelude.mjs';

export async function start({ tone }) {
  const firefox = await Firefox.start({ 'media.navigator.audio.fake_frequency': Number(tone) });
  await firefox.before(PRELUDE);
  return {
    async open(url) {
      const tab = await firefox.open(url);
      await tab.front();
      return tab;
    },
    complaints: () => firefox.log.splice(0).filter((line) => /^(error|warn)/.test(line)),
    close: () => firefox.close(),
  };
}
