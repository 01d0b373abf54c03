import { render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import App from '../src/App.svelte';
import { type FakeOptions, fake } from '../src/backend/fake/fake';
import { fetchScreens } from '../src/screens';
import { Shakedown } from '../src/state/shakedown.svelte';

export const coop = 'Hello, we exfiltrated the data from your company. We have customer database and Coop member card data.';

/** The whole window over the invented program, at an address. */
export async function openWindow(options: FakeOptions = { state: 'open' }, hash = '#/triage') {
  location.hash = hash;
  const app = new Shakedown(fake(options));
  await fetchScreens();
  render(App, { props: { app } });
  await app.start();
  await settled();
  return { app, user: userEvent.setup() };
}

/** Until what was started has been done and drawn. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await new Promise((done) => setTimeout(done, 0));
    await tick();
  }
}
