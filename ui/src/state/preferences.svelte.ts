import type { Backend } from '../backend/backend';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['cosy', 'compact'] as const;
/** Per cent. */
export const zooms = [80, 90, 100, 110, 125, 150, 175, 200] as const;

export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];

/** How the window looks on this machine. Kept by the webview; nothing of a case is in it. */
export class Preferences {
  theme = $state<Theme>(kept('theme', themes));
  density = $state<Density>(kept('density', densities));
  zoom = $state<number>(Number(kept('zoom', zooms.map(String), '100')));

  /** The height of a row of a table, as `--row` of the tokens. Pixels. */
  rowHeight = $derived(this.density === 'compact' ? 32 : 40);

  nextTheme(): void {
    this.theme = after(this.theme, themes);
    this.apply();
  }

  nextDensity(): void {
    this.density = after(this.density, densities);
    this.apply();
  }

  /** Larger or smaller by one step; as made with 0. */
  async zoomBy(step: -1 | 0 | 1, backend: Backend): Promise<void> {
    const at = zooms.findIndex((one) => one >= this.zoom);
    const next = step === 0 ? 100 : zooms[Math.min(Math.max(at + step, 0), zooms.length - 1)];
    await this.zoomTo(backend, next);
  }

  /** Show everything at this size, and keep it. */
  async zoomTo(backend: Backend, zoom: number = this.zoom): Promise<void> {
    this.zoom = zoom;
    localStorage.setItem('zoom', String(zoom));
    await backend.setZoom(zoom / 100);
  }

  /** Show it on the page, and keep it. */
  apply(): void {
    const root = document.documentElement;
    root.dataset.theme = this.theme;
    root.dataset.density = this.density;
    localStorage.setItem('theme', this.theme);
    localStorage.setItem('density', this.density);
  }
}

function kept<T extends string>(key: string, values: readonly T[], otherwise = values[0] as T): T {
  const found = localStorage.getItem(key);
  return values.find((value) => value === found) ?? otherwise;
}

function after<T>(value: T, values: readonly T[]): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
