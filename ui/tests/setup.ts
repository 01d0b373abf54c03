import { configure } from '@testing-library/svelte';

// Whether a stylesheet hides something is for the real window; asking jsdom for it on every query takes most of the time.
configure({ defaultHidden: true });

/** What jsdom lacks and the engines have: sizes that never change, modal dialogs, animations that end at once. */
class StillObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

globalThis.ResizeObserver ??= StillObserver;
globalThis.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as unknown as typeof matchMedia;

HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
  (this.querySelector<HTMLElement>('input, button') ?? this).focus();
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
