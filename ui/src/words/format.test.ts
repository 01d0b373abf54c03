import { expect, test } from 'vitest';
import { defang } from './defang';
import { bytes, clock, count, day, moment, points, relative, score, shortHash, whole } from './format';
import { fromCodePoint, pieces } from './hidden';

const now = Date.parse('2026-03-02T12:00:00Z');

test.each([
  ['2026-03-02T12:00:20Z', 'now'],
  ['2026-03-02T12:35:00Z', 'in 35 min'],
  ['2026-03-02T15:10:00Z', 'in 3 h 10 min'],
  ['2026-03-03T08:30:00Z', 'in 20 h'],
  ['2026-03-04T16:00:00Z', 'in 2 d 4 h'],
  ['2026-03-30T12:00:00Z', 'in 28 d'],
  ['2026-03-02T09:00:00Z', '3 h ago'],
  ['2026-02-27T12:00:00Z', '3 d ago'],
  ['tomorrow', ''],
])('%s is %s', (at, words) => expect(relative(at, now)).toBe(words));

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_400, '999 kB'],
  [999_950, '1.0 MB'],
  [7_412, '7.4 kB'],
  [312_000_000, '312 MB'],
])('%i bytes are %s', (value, words) => expect(bytes(value)).toBe(words));

test('numbers, points, moments and days read as a person writes them', () => {
  expect(whole(1_234_567)).toBe('1,234,567');
  expect(count(1, 'message')).toBe('1 message');
  expect(count(2000, 'message')).toBe('2,000 messages');
  expect([points(2.44), points(-1.1), points(0.01)]).toEqual(['+2.4', '−1.1', '0.0']);
  expect([score(99.6), score(96.2), score(0.4)]).toEqual(['>99', '96', '<1']);
  expect(moment('2026-03-02T12:59:22Z')).toBe('2026-03-02 12:59 UTC');
  expect(moment('some day')).toBe('some day');
  expect(day('2026-03-02 21:04:11')).toBe('Monday 2 March 2026');
  expect(day('21:04')).toBeNull();
  expect(clock('2026-03-02 21:04:11')).toBe('21:04:11');
  expect(shortHash('a'.repeat(64))).toBe('aaaaaaaa…aaaaaaaa');
});

// The same table as the doctest of `defang` in the core crate.
test.each([
  ['https://a.example.onion/x.html', 'hxxps://a[.]example[.]onion/x.html'],
  ['pay@mail.example', 'pay[@]mail[.]example'],
  ['Wait. 1.5 BTC', 'Wait. 1.5 BTC'],
  ['see (mail.example),\nnow', 'see (mail[.]example),\nnow'],
  ['a[.]example', 'a[.]example'],
])('%j is defanged to %j', (text, safe) => expect(defang(text)).toBe(safe));

test('every hidden character is a badge of its own, and no other character is', () => {
  expect(pieces('a\u202eb\u200b')).toEqual([
    { text: 'a', badge: null },
    { text: '', badge: 'U+202E' },
    { text: 'b', badge: null },
    { text: '', badge: 'U+200B' },
  ]);
  expect(pieces('Grüße\n\tпривет 😀 ok')).toEqual([{ text: 'Grüße\n\tпривет 😀 ok', badge: null }]);
  expect(pieces('\u{e0041}')[0]?.badge).toBe('U+E0041');
  expect(fromCodePoint('U+202E')).toBe('\u202e');
  expect(pieces('')).toEqual([{ text: '', badge: null }]);
});
