// How fast whatsapp-chat-parser reads the item of the readers' benchmark: `node peers.js FILE`, the best of three runs.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseString } from 'whatsapp-chat-parser';

const [file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
let best = Infinity;
let messages = 0;
for (let round = 0; round < 3; round++) {
  const began = performance.now();
  messages = parseString(text).length;
  best = Math.min(best, performance.now() - began);
}
const speed = Buffer.byteLength(text) / 1e3 / best;
console.log(`${'whatsapp-chat-parser'.padEnd(23)} ${basename(file).padEnd(14)} ${speed.toFixed(1).padStart(8)} MB/s   ${messages} messages`);
