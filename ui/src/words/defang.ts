/**
 * `text` with its links made unclickable: `http` becomes `hxxp`, the dots of host names and the `@` of addresses get brackets.
 * For a selection, which the program has never seen; whole messages come defanged. The same rules as `defang` of the core crate.
 */
export function defang(text: string): string {
  return text.replace(/\S+/gu, word);
}

function word(text: string): string {
  const colon = text.indexOf('://');
  const scheme = colon < 0 ? '' : text.slice(0, colon + 3);
  const rest = text.slice(scheme.length);
  const end = rest.search(/[/?#]/u);
  const host = end < 0 ? rest : rest.slice(0, end);
  const path = end < 0 ? '' : rest.slice(end);
  const harmless = scheme === '' && !looksLikeAHost(host);
  const shown = harmless ? host : host.replaceAll('[.]', '.').replaceAll('[@]', '@').replaceAll('.', '[.]').replaceAll('@', '[@]');
  return scheme.replaceAll('http', 'hxxp').replaceAll('HTTP', 'HXXP') + shown + path;
}

/** Letters on both sides of a dot and a last label of letters: `mail.example`, not `1.5` or `Wait.` */
function looksLikeAHost(text: string): boolean {
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return /^.+\.\p{L}{2,}$/u.test(bare);
}
