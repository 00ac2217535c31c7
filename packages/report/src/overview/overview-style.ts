import { style } from "../html-style.ts";

/** To look into each of ten thousand cells for code would take a browser longer than all else. */
const quickStyle = style.replaceAll("td:not(:has(code))", "td");

/** The report's style, and what a table of a class needs beside it. */
export const overviewStyle = `${quickStyle}
:root {
  --pass: #0f5a26; --fail: #8c1d18; --fail-paper: #fdeceb; --skip: #4a535c; --error: #5b2a91; --error-paper: #f4ecfb;
  --dot: #0a66c2; --dot-edge: #ffffff; --limit: #8c1d18; --target: #fff3cd;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --pass: #6fd58b; --fail: #ffaca5; --fail-paper: #3a1f1e; --skip: #b4bec8; --error: #dcc0fa; --error-paper: #33244a;
    --dot: #58a6ff; --dot-edge: #15181b; --limit: #ffaca5; --target: #46390a;
  }
}
main { max-width: 84rem; padding-inline: clamp(1rem, 3vw, 2.5rem); }
section > p, header > p, .group > p, .group > ul, .waiting > p, .waiting li, .messages { max-width: 52rem; }
section > h2 { margin-top: 2.6rem; }
.verdict > span, .aloud { font-size: 0; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 1.2rem 0; }
.tile { display: flex; flex-direction: column-reverse; justify-content: flex-end; min-width: 7rem; padding: 0.6rem 0.9rem; border: 1px solid var(--rule); border-radius: 0.4rem; }
.tile dt { font-size: 0.85rem; line-height: 1.3; }
.tile dd { margin: 0; font-size: 1.7rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile.error, .tile.undecided { border-width: 2px; }
.tile.error { border-color: var(--error); }
.tile.undecided { border-color: var(--fail); }
.waiting { margin: 1rem 0; padding: 0.1rem 0 0.1rem 1rem; border-left: 4px solid var(--rule); }
.waiting.error { border-color: var(--error); }
.waiting.undecided { border-color: var(--fail); }
.waiting h3 { margin-top: 0.4rem; }
.waiting h3::first-letter { text-transform: uppercase; }
.waiting li > p { margin: 0.1rem 0 0.4rem; }
.names { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; padding: 0; list-style: none; }
#controls { display: flex; flex-wrap: wrap; gap: 0.6rem 1.2rem; align-items: end; margin: 0.8rem 0; }
#controls[hidden] { display: none; }
#controls label { display: grid; gap: 0.15rem; font-size: 0.85rem; }
#controls :is(input, select, button) { font: inherit; font-size: 1rem; min-height: 2.2rem; max-width: 100%; padding: 0.2rem 0.5rem; color: var(--text); background: var(--paper); border: 1px solid var(--base); border-radius: 0.3rem; }
#controls button { cursor: pointer; }
#shown { padding-bottom: 0.4rem; font-variant-numeric: tabular-nums; }
:is(a, button, input, select, summary, .scroll):focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 0.85rem; }
.legend > ::before { margin-right: 0.4em; font-weight: 700; }
:is(.legend > *, .verdict).pass::before { content: "✓" / ""; }
:is(.legend > *, .verdict).fail::before { content: "✗" / ""; }
:is(.legend > *, .verdict).skip::before { content: "–" / ""; }
:is(.legend > *, .verdict).error::before { content: "!" / ""; }
.scroll { position: relative; contain: content; overflow: auto; border: 1px solid var(--rule); border-radius: 0.4rem; }
#class { margin: 0; font-size: 0.9rem; border-collapse: separate; border-spacing: 0; }
#class :is(th, td) { padding: 0.25rem 0.5rem; vertical-align: middle; white-space: nowrap; }
#class tbody tr:last-child > * { border-bottom: 0; }
#class thead th { position: sticky; top: 0; z-index: 2; background: var(--soft); vertical-align: bottom; font-weight: 600; }
#class tbody th { font-weight: 400; background: var(--paper); white-space: normal; overflow-wrap: anywhere; width: 16rem; min-width: 9rem; max-width: 16rem; }
#class td:nth-child(2) { max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
#class tbody tr:hover > * { background-color: var(--soft); }
#class tbody tr:target > * { background-color: var(--target); }
#class thead button { all: unset; cursor: pointer; white-space: nowrap; }
#class thead button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
#class thead button::after { display: inline-block; margin-inline-start: 0.3em; writing-mode: horizontal-tb; content: "\\2195" / ""; opacity: 0.45; }
#class thead [aria-sort] button::after { opacity: 1; }
#class thead [aria-sort=ascending] button::after { content: "\\2191" / ""; }
#class thead [aria-sort=descending] button::after { content: "\\2193" / ""; }
#class thead .check { padding: 0.5rem 0.2rem; text-align: center; font-weight: 500; }
#class thead .check, #class thead .check button { writing-mode: vertical-rl; }
#class .verdict { text-align: center; padding-inline: 0.2rem; }
.pass { color: var(--pass); }
.fail { color: var(--fail); }
.skip { color: var(--skip); }
td.fail { background: var(--fail-paper); font-weight: 700; }
td.error, .legend .error { color: var(--error); font-weight: 700; }
td.error { background: var(--error-paper); }
td.undecided, td.refused { color: var(--fail); }
td.missing { color: var(--skip); }
.score { font-weight: 600; }
.by-hand, .comment { font-weight: 400; font-size: 0.85rem; }
.by-hand, .comment { display: block; width: 10.5rem; white-space: normal; line-height: 1.35; }
.late { padding: 0 0.35em; border: 1px solid currentColor; border-radius: 0.3em; color: var(--fail); font-size: 0.85em; }
#class .size { text-align: right; }
figure > svg { overflow: visible; }
.columns { display: flex; gap: clamp(1px, 0.6vw, 8px); align-items: end; max-width: 52rem; margin-top: 0.8rem; }
.column { flex: 1 1 0; min-width: 0; text-align: center; font-size: 0.85rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.column .bar { height: 9rem; max-width: none; border-bottom: 1px solid var(--base); }
.column span { display: block; min-height: 1.4em; }
.strip { display: block; margin-top: 0.6rem; font-size: 0.8rem; }
.strip text { fill: var(--text); }
.strip circle { fill: var(--dot); fill-opacity: 0.8; stroke: var(--dot-edge); stroke-width: 1; }
.strip.dense circle { fill-opacity: 1; stroke: none; }
.strip a:hover circle { fill-opacity: 1; stroke: var(--text); }
.strip :is(.axis, .tick) { stroke: var(--base); }
.strip line.mark { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 4 3; }
.strip text.mark { fill: var(--limit); }
.bars { max-width: 64rem; }
.bars caption { text-align: left; padding-bottom: 0.4rem; }
.bars th[scope=row] { font-weight: 400; }
.bars :is(th, td) { white-space: normal; vertical-align: middle; }
.bars :is(th, td):nth-child(n + 3) { text-align: right; width: 4.5rem; }
.bars .title { display: block; font-size: 0.85rem; }
.bars .drawn { width: 40%; min-width: 5rem; }
.failures .part { fill: var(--fail); }
.failures .skipped { fill: var(--base); opacity: 0.55; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; }
details table { width: auto; }
details :is(th, td) { padding-right: 1.6rem; }
details td:nth-child(n + 2) { white-space: nowrap; }
blockquote { margin: 0.3rem 0; padding: 0.1rem 0 0.1rem 0.9rem; border-left: 3px solid var(--rule); }
.messages > li { margin: 0.8rem 0; }
.messages pre { max-height: 16rem; overflow: auto; }
.count { font-weight: 600; }
.who { font-size: 0.9rem; }
.group { margin: 1.4rem 0; padding: 0; }
.beside { display: flex; gap: 1rem; padding: 0 1rem; }
.beside > div { flex: 1 0 20rem; max-width: 40rem; }
@media screen and (max-width: 40rem) {
  #class tbody th { width: 9rem; max-width: 9rem; }
  #class td:nth-child(2) { max-width: 6.5rem; }
}
@media screen and (min-width: 40rem) {
  #class tbody th { position: sticky; left: 0; z-index: 1; }
  #class thead th:first-child { left: 0; z-index: 3; }
  .scroll.class { max-height: 85vh; }
}
@media (max-width: 40rem) {
  .tile { min-width: 5.5rem; flex: 1 1 auto; }
  .bars .drawn { width: 25%; }
  .column { font-size: 0.7rem; }
  .strip .between { display: none; }
}
@media print {
  #controls, #class thead button::after { display: none; }
  .scroll { overflow: visible; border: 0; }
  #class { font-size: 0.7rem; }
  #class thead th { position: static; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
