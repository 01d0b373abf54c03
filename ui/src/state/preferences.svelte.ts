const themes = ['system', 'light', 'dark'] as const;
const densities = ['cosy', 'compact'] as const;

export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];

/** How the window looks on this machine. Kept by the webview; nothing of a case is in it. */
export class Preferences {
  theme = $state<Theme>(kept('theme', themes));
  density = $state<Density>(kept('density', densities));

  nextTheme(): void {
    this.theme = after(this.theme, themes);
    this.apply();
  }

  nextDensity(): void {
    this.density = after(this.density, densities);
    this.apply();
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

function kept<T extends string>(key: string, values: readonly [T, ...T[]]): T {
  const found = localStorage.getItem(key);
  return values.find((value) => value === found) ?? values[0];
}

function after<T>(value: T, values: readonly T[]): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}
