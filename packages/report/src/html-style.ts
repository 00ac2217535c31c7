/** The page's style: text first, in the reader's own light or dark, and light on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1b1f24; --paper: #ffffff; --soft: #f1f3f5; --rule: #c5cbd2;
  --link: #0b4f9c; --layer: #0a66c2; --base: #68737f; --points: #1a7f37; --whole: #e4e8ec;
  --mark: #ffe9a3;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #e6e9ec; --paper: #15181b; --soft: #23282d; --rule: #4a525b;
    --link: #82bbff; --layer: #58a6ff; --base: #97a3af; --points: #4ac26b; --whole: #2b3137;
    --mark: #574500;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
}
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.2rem 0 0.6rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.6rem 0 0.4rem; }
p { margin: 0.6rem 0; }
a { color: var(--link); }
code { font: 0.875em/1.4 ui-monospace, monospace; background: var(--soft); padding: 0.1em 0.3em; border-radius: 0.25em; }
pre { background: var(--soft); padding: 0.7rem 0.9rem; border-radius: 0.4rem; white-space: break-spaces; }
pre code { padding: 0; background: none; }
mark { background: var(--mark); color: inherit; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
th, td:not(:has(code)) { overflow-wrap: normal; }
figure { margin: 1.2rem 0; }
figcaption { font-weight: 600; }
.group { margin: 0.9rem 0 0.3rem; }
.row { display: grid; grid-template-columns: minmax(0, 20rem) minmax(0, 1fr) 5rem; gap: 0 0.8rem; align-items: center; padding: 0.15rem 0; }
.what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bytes { text-align: right; font-variant-numeric: tabular-nums; }
.bar { display: block; width: 100%; height: 0.8rem; }
.bar.points { max-width: 20rem; }
.whole { fill: var(--whole); }
.base .part { fill: var(--base); }
.layer .part { fill: var(--layer); }
.points .part { fill: var(--points); }
@media (min-width: 40rem) {
  td:not(:has(code)) { white-space: nowrap; }
}
@media (max-width: 40rem) {
  .row { grid-template-columns: minmax(0, 1fr) 5rem; }
  .what { grid-column: 1 / -1; }
}
@media print {
  main { max-width: none; padding: 0; }
  h1, h2, h3, figcaption, .group { break-after: avoid; }
  pre, tr, .row { break-inside: avoid; }
}
`;
