/** Numbers, sizes and times for people. English, UTC, the same on every machine. */

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `1234567` → `1,234,567`. */
export function whole(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1, 'message'` → `1 message`; `2, 'message'` → `2 messages`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${whole(value)} ${value === 1 ? noun : plural}`;
}

/** A length in bytes: exact below 1 kB, else with one decimal in powers of 1,000. */
export function bytes(value: number): string {
  if (value < 1000) return count(value, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value;
  let unit = '';
  for (const next of units) {
    if (scaled < 999.5) break;
    scaled /= 1000;
    unit = next;
  }
  return `${scaled < 99.95 ? scaled.toFixed(1) : whole(scaled)} ${unit}`;
}

/** Log-odds with their sign: `+2.4`, `−1.1`, `0.0`. */
export function points(value: number): string {
  const shown = Math.abs(value).toFixed(1);
  if (shown === '0.0') return shown;
  return `${value > 0 ? '+' : '−'}${shown}`;
}

/** A score of 0–100 in whole points; never one that claims certainty. */
export function score(value: number): string {
  if (value > 99) return '>99';
  return value < 1 ? '<1' : Math.round(value).toString();
}

/** An RFC 3339 moment in UTC, to the minute: `2025-07-08 12:59 UTC`; as it stands where it is no moment. */
export function moment(rfc3339: string): string {
  const time = Date.parse(rfc3339);
  if (Number.isNaN(time)) return rfc3339;
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How far a moment lies from `now` (milliseconds since 1970): `in 2 d 4 h`, `in 35 min`, `3 h ago`, `now`. */
export function relative(rfc3339: string, now: number): string {
  const time = Date.parse(rfc3339);
  if (Number.isNaN(time)) return '';
  const minutes = Math.round(Math.abs(time - now) / 60_000);
  if (minutes === 0) return 'now';
  const words = span(minutes);
  return time > now ? `in ${words}` : `${words} ago`;
}

function span(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days >= 14) return `${days} d`;
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return hours < 12 && minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${minutes} min`;
}

/** The day of a wall time `2025-07-05 12:38:21`: `Saturday 5 July 2025`; null where there is none. */
export function day(time: string | null): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(time ?? '');
  if (!found) return null;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return `${weekday} ${date} ${months[month - 1] ?? month} ${year}`;
}

/** The clock of a wall time: `12:38:21`; all of it where it has no day in front. */
export function clock(time: string): string {
  return /^\d{4}-\d{2}-\d{2}[ T](.+)$/.exec(time)?.[1] ?? time;
}

/** The first and last eight digits of a hash: `3f2a91c0…9be41d77`. */
export function shortHash(sha256: string): string {
  return sha256.length > 20 ? `${sha256.slice(0, 8)}…${sha256.slice(-8)}` : sha256;
}

/** How long something takes, milliseconds: `3 s`, `2 min`, `1 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 90 ? `${seconds} s` : span(Math.round(seconds / 60));
}
