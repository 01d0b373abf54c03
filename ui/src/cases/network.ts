import type { CaseNetwork } from '../bindings/wire';

/** A case in the picture: where its middle is, in pixels, how many steps from the case that was asked for, and the case before it on the way there. */
export type Spot = { x: number; y: number; hop: number; via: number | null };
/** The whole picture; `named` where there is room for titles. The edges are those of the network. */
export type Picture = { width: number; height: number; spots: Spot[]; named: boolean };

/** So many cases bear their titles; more are numbers alone. */
const FEW = 10;
const NAMED = { slot: 150, step: 200, wide: 1, high: 0.5, edge: { x: 88, y: 26 } };
const NUMBERED = { slot: 46, step: 60, wide: 1.3, high: 0.85, edge: { x: 32, y: 22 } };
/** Between the rings into which a crowded ring is parted. */
const APART = 34;

/** Lay out the cases that hang together: the one that was asked for in the middle, what it is tied to around it, and so on outwards. The same network gives the same picture. */
export function layOut({ cases, edges }: Pick<CaseNetwork, 'cases' | 'edges'>): Picture {
  const named = cases.length <= FEW;
  const form = named ? NAMED : NUMBERED;
  const spots: Spot[] = cases.map(() => ({ x: 0, y: 0, hop: 0, via: null }));
  const children = treeOf(spots, edges);
  const angles = anglesOf(children);
  const leaves = Math.max(1, angles.leaves);
  let reached = 0;
  for (let hop = 1; ; hop += 1) {
    const ring = spots.flatMap((spot, at) => (spot.hop === hop ? [at] : [])).sort((a, b) => (angles.of[a] ?? 0) - (angles.of[b] ?? 0));
    if (ring.length === 0) break;
    // All in one ring would need this radius; in several rings, each bears its share, and the outermost is as near as can be.
    const alone = (leaves * form.slot) / (2 * Math.PI);
    const nearest = reached + form.step;
    const best = named ? 1 : Math.max(1, Math.round(Math.sqrt(alone / APART)));
    const parts = Math.min(ring.length, alone / best > nearest ? best : Math.ceil(alone / nearest));
    const first = Math.max(nearest, alone / parts);
    ring.forEach((at, index) => {
      const radius = first + (index % parts) * APART;
      const angle = angles.of[at] ?? 0;
      const spot = spots[at];
      if (spot) [spot.x, spot.y] = [radius * form.wide * Math.cos(angle), radius * form.high * Math.sin(angle)];
    });
    reached = first + (parts - 1) * APART;
  }
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const [left, top] = [Math.min(0, ...xs) - form.edge.x, Math.min(0, ...ys) - form.edge.y];
  for (const spot of spots) [spot.x, spot.y] = [Math.round(spot.x - left), Math.round(spot.y - top)];
  return { width: Math.round(Math.max(0, ...xs) + form.edge.x - left), height: Math.round(Math.max(0, ...ys) + form.edge.y - top), spots, named };
}

/** Walk outwards from the first case: each is reached by its strongest tie to those before it. Gives each one's children. */
function treeOf(spots: Spot[], edges: CaseNetwork['edges']): number[][] {
  const near = spots.map((): { to: number; strength: number }[] => []);
  for (const { from, to, strength } of edges) {
    near[from]?.push({ to, strength });
    near[to]?.push({ to: from, strength });
  }
  const children = spots.map((): number[] => []);
  const seen = new Set([0]);
  for (let ring = [0], hop = 1; ring.length > 0; hop += 1) {
    const ties = ring.flatMap((from) => (near[from] ?? []).map((tie) => ({ from, ...tie }))).filter(({ to }) => !seen.has(to));
    ring = [];
    for (const { from, to } of ties.sort((a, b) => b.strength - a.strength || a.to - b.to)) {
      const spot = spots[to];
      if (seen.has(to) || !spot) continue;
      seen.add(to);
      [spot.hop, spot.via] = [hop, from];
      children[from]?.push(to);
      ring.push(to);
    }
  }
  return children;
}

/** The direction of each case from the middle, radians: each branch gets as much of the circle as it has ends. */
function anglesOf(children: number[][]): { of: number[]; leaves: number } {
  const sizes = children.map(() => 1);
  const order = [0];
  for (const at of order) order.push(...(children[at] ?? []));
  for (const at of order.toReversed()) {
    const below = children[at] ?? [];
    if (below.length > 0) sizes[at] = below.reduce((sum, child) => sum + (sizes[child] ?? 1), 0);
  }
  const leaves = sizes[0] ?? 1;
  const starts = children.map(() => 0);
  const of = children.map(() => 0);
  for (const at of order) {
    let start = starts[at] ?? 0;
    for (const child of children[at] ?? []) {
      starts[child] = start;
      const size = sizes[child] ?? 1;
      of[child] = ((start + (size - 1) / 2) / leaves) * 2 * Math.PI;
      start += size;
    }
  }
  return { of, leaves };
}

const ways: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The nearest case in the direction of an arrow key; none for another key, or where nothing lies that way. */
export function towards(key: string, from: number, spots: Spot[]): number | null {
  const way = ways[key];
  const here = spots[from];
  if (!way || !here) return null;
  const ahead = spots.flatMap((spot, at) => {
    const [dx, dy] = [spot.x - here.x, spot.y - here.y];
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1] + dy * way[0]);
    return at !== from && along > 0 && aside <= 2 * along ? [{ at, cost: along + 2 * aside }] : [];
  });
  return ahead.sort((a, b) => a.cost - b.cost)[0]?.at ?? null;
}

/** The cases on the way from the middle to this one, this one last. */
export function wayTo(at: number, spots: Spot[]): number[] {
  const way = [at];
  for (let via = spots[at]?.via ?? null; via !== null && way.length <= spots.length; via = spots[via]?.via ?? null) way.unshift(via);
  return way;
}
