import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './backend/backend';
import { tauri } from './backend/tauri';
import { fetchScreens } from './screens';
import { Shakedown } from './state/shakedown.svelte';

/** In a plain browser (`npm run dev`) an invented program stands in for the real one; no build for people holds it. */
async function backend(): Promise<Backend> {
  if (import.meta.env.MODE !== 'production' && !('__TAURI_INTERNALS__' in window)) {
    return (await import('./backend/fake/fake')).fake();
  }
  return tauri;
}

const app = new Shakedown(await backend());
app.preferences.apply();
mount(App, { target: document.body, props: { app } });
void app.start().then(() => setTimeout(() => void fetchScreens(), 300));
