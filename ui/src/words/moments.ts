const units: Record<string, number> = { m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The moment that an analyst types: `2026-03-02 09:30` or `2026-03-02` in UTC, or counted from `now` (milliseconds since 1970):
 * `+72h`, `+3d`, `+30m`. RFC 3339 in UTC; null for anything else.
 */
export function readMoment(typed: string, now: number): string | null {
  const text = typed.trim();
  const counted = /^\+\s*(\d{1,4})\s*(m|min|h|d)$/i.exec(text);
  if (counted) return iso(now + Number(counted[1]) * (units[(counted[2] ?? '').toLowerCase()] ?? 0));
  const written = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?(?: ?(?:UTC|Z))?$/i.exec(text);
  if (!written) return null;
  const time = Date.parse(`${written[1]}T${(written[2] ?? '00:00').padStart(5, '0')}:00Z`);
  return Number.isNaN(time) ? null : iso(time);
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
