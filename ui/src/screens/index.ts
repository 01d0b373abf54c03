import type { Component } from 'svelte';
import type { ScreenId } from '../state/shakedown.svelte';
import Triage from './Triage.svelte';

type Entry = { id: ScreenId; load: () => Promise<{ default: Component }> };

/**
 * Every screen that the navigation names, in its order. The first run and the locked store come before them. Triage comes with the
 * window; the others are fetched while the analyst reads.
 */
export const screens: Entry[] = [
  { id: 'triage', load: () => Promise.resolve({ default: Triage }) },
  { id: 'board', load: () => import('./Board.svelte') },
  { id: 'cases', load: () => import('./Cases.svelte') },
  { id: 'case', load: () => import('./Case.svelte') },
  { id: 'search', load: () => import('./Search.svelte') },
  { id: 'observables', load: () => import('./Observables.svelte') },
  { id: 'actors', load: () => import('./Actors.svelte') },
  { id: 'rules', load: () => import('./Rules.svelte') },
  { id: 'jobs', load: () => import('./Jobs.svelte') },
  { id: 'settings', load: () => import('./Settings.svelte') },
  { id: 'help', load: () => import('./Help.svelte') },
];

const ready = new Map<ScreenId, Component>([['triage', Triage]]);

/** The screen, where it has been fetched. */
export function atHand(id: ScreenId): Component | undefined {
  return ready.get(id);
}

/** Fetch a screen. */
export async function fetchScreen(id: ScreenId): Promise<Component> {
  const entry = screens.find((one) => one.id === id) ?? (screens[0] as Entry);
  const { default: screen } = await entry.load();
  ready.set(id, screen);
  return screen;
}

/** Fetch every screen, so that none has to be waited for. */
export async function fetchScreens(): Promise<void> {
  await Promise.all(screens.map(({ id }) => fetchScreen(id)));
}
