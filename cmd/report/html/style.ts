/** The look of every page: light and dark by the reader's own setting, narrow screens, and paper. */
export const style = `
:root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--page:#fff;--line:#d0d7de;--panel:#f6f8fa;--good:#1a7f37;--busy:#9a6700;--bad:#b62324;--accent:#0550ae}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9da7b3;--page:#0d1117;--line:#3d444d;--panel:#161b22;--good:#57ab5a;--busy:#d4a72c;--bad:#ff7b72;--accent:#79c0ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1rem 1.25rem 3rem;font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--page)}
h1{font-size:1.5rem;margin:.5rem 0 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
.soft,.count{color:var(--soft);font-weight:400}
.cards{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.cards li{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .9rem;min-width:8rem}
.cards b{display:block;font-size:1.25rem}
.tools{display:flex;flex-wrap:wrap;gap:1rem;margin:.5rem 0}.tools[hidden]{display:none}
input,select,button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:.3rem;padding:.25rem .5rem}
th button{border:0;padding:0;background:none;font-weight:600;cursor:pointer;text-align:inherit}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
thead th{position:sticky;top:0;background:var(--panel)}
.number{text-align:right;font-variant-numeric:tabular-nums}
b.good,.good .word.tone{color:var(--good)}b.busy,.busy .word.tone{color:var(--busy)}b.bad,.bad .word.tone{color:var(--bad)}
table.limited tr.more{display:none}
th[aria-sort=ascending] button::after{content:" \\25B2"}th[aria-sort=descending] button::after{content:" \\25BC"}
svg{max-width:100%;height:auto}svg text{fill:var(--text);font-size:13px}
@media (max-width:40rem){body{padding:.75rem}th,td{padding:.25rem .4rem;font-size:14px}.cards li{flex:1 1 40%}}
@media print{:root{--text:#000;--page:#fff;--panel:#fff;--line:#999}body{max-width:none;font-size:11px}.tools,button{display:none!important}th button{display:inline!important}.scroll{overflow:visible}thead th{position:static}table.limited tr.more{display:table-row}tr{break-inside:avoid}}
`
