import type { Component } from 'svelte';
import type { ScreenId } from '../state/shakedown.svelte';
import Case from './Case.svelte';
import Cases from './Cases.svelte';
import Help from './Help.svelte';
import Triage from './Triage.svelte';

/** Every screen that the navigation names, in its order. The first run and the locked store come before them. */
export const screens: { id: ScreenId; screen: Component }[] = [
  { id: 'triage', screen: Triage },
  { id: 'cases', screen: Cases },
  { id: 'case', screen: Case },
  { id: 'help', screen: Help },
];
