/**
 * The look of every page: light and dark by the reader's own setting, narrow screens, and paper. A table scrolls in a box of its own, so
 * that its header and its first column stay in sight; on a phone, on paper where it is too wide, and everywhere where it has very many
 * columns, each row becomes a card.
 */
import { colours } from './colours.ts'

/** Rows as cards. `of` is the table they are for; the box before it outranks what columns ask for. */
const cards = (of: string) => {
  const at = `.box ${of}`
  return `${at} thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
${at},${at} tbody{display:block}
${at} tbody tr{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.15rem 1rem;padding:.6rem .75rem;border-bottom:1px solid var(--line)}
${at} tbody th,${at} tbody td{display:block;position:static;border:0;padding:0;text-align:start;background:none;max-width:none;min-width:0;white-space:normal;overflow-wrap:anywhere}
${at} tbody small{white-space:normal;overflow-wrap:anywhere}
${at} tbody th{grid-column:1/-1;font-size:1.05em}
${at} tbody td.text,${at} tbody td.id,${at} tbody td.none{grid-column:1/-1}
${at} tbody td:empty{display:none}
${at} tbody td[data-label]::before{content:attr(data-label) " ";color:var(--soft);font:400 .8rem system-ui,sans-serif;margin-inline-end:.35rem}`
}

export const style = `${colours}
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0 auto;max-width:96rem;padding:0 1.5rem 4rem;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--text);background:var(--page)}
h1,h2,h3,p,dl,dd,ol,ul,figure{margin:0;padding:0}
ol,ul{list-style:none}
a{color:var(--accent)}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.soft,.count{color:var(--soft);font-weight:400}
.unseen,.skip:not(:focus){position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.skip:focus{position:fixed;top:.5rem;left:.5rem;z-index:9;background:var(--page);padding:.5rem .75rem;border-radius:.4rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
header{padding:2.25rem 0 1.25rem}
.rehearsal{margin:1rem 0 0;padding:.6rem 1rem;border:3px dashed var(--busy);border-radius:.4rem;background:var(--panel);font-weight:600}
.eyebrow{font-size:.8rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--accent)}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:.15rem 0 .5rem;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:.1rem 1.5rem;font-size:.87rem}
.facts div{display:flex;gap:.4rem}.facts dt{color:var(--soft)}
.lead{max-width:60rem;font-size:1.1rem;margin-bottom:1.25rem}
.notice{border-inline-start:4px solid var(--edge);background:var(--panel);border-radius:.25rem;padding:.6rem 1rem;margin-bottom:.6rem}
.notice.bad{border-color:var(--bad)}.notice.busy{border-color:var(--busy)}.notice.good{border-color:var(--good)}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem;margin:1.25rem 0}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.15rem}
.panel h2{font-size:.87rem;font-weight:600;color:var(--soft)}
.panel .big{font-size:1.75rem;font-weight:650;letter-spacing:-.015em;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.panel .big small{display:block;font-size:.87rem;line-height:1.3;font-weight:400;letter-spacing:0;color:var(--soft)}
.panel dl{margin-top:.5rem;font-size:.93rem}
.panel dl div{display:flex;justify-content:space-between;gap:1rem;padding:.16rem 0}
.panel dd{font-weight:600;min-width:max-content;max-width:100%;font-variant-numeric:tabular-nums;text-align:end}
.big.good,dd.good{color:var(--good)}.big.busy,dd.busy{color:var(--busy)}.big.bad,dd.bad{color:var(--bad)}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1rem;align-items:start}
figure{min-width:0;border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.15rem}
figcaption{font-weight:600;margin-bottom:.75rem}
figcaption small{display:block;font-size:.87rem;font-weight:400;color:var(--soft)}
svg{display:block;max-width:100%;height:auto}
svg text{fill:var(--text);font-size:13px}svg .amount{fill:var(--soft)}
svg.narrow{display:none}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin-top:.75rem;font-size:.87rem;color:var(--soft)}
.days>li{position:relative;display:grid;grid-template-columns:8rem minmax(0,1fr);gap:0 2.6rem;padding-bottom:1.1rem}
.days>li::before{content:"";position:absolute;inset-inline-start:8.95rem;top:.42rem;width:.65rem;height:.65rem;border-radius:50%;background:var(--page);border:2px solid var(--edge);z-index:1}
.days>li::after{content:"";position:absolute;inset-inline-start:9.2rem;top:.9rem;bottom:-.5rem;border-inline-start:2px solid var(--line)}
.days>li:last-child{padding-bottom:0}.days>li:last-child::after{content:none}
.days>li.now::before{background:var(--accent);border-color:var(--accent)}
.days time{font-weight:600;font-variant-numeric:tabular-nums}.days small{display:block;color:var(--soft);font-size:.82rem}
.lanes{display:grid;gap:.6rem}p+.lanes{margin-top:.4rem}
.lane p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
.lane b{font-weight:600;overflow-wrap:anywhere}.lane p small{display:inline}
.bar{width:100%;height:.6rem;border-radius:.3rem;margin-top:.2rem;background:var(--soft-tint)}
.fill-good{fill:var(--good-fill)}.fill-busy{fill:var(--busy-fill)}.fill-bad{fill:var(--bad-fill)}.fill-soft{fill:var(--soft-fill)}.fill-accent{fill:var(--accent-fill)}.fill-edge{fill:var(--edge)}.fill-strong{fill:var(--accent)}
nav{position:sticky;top:0;z-index:5;margin:1.75rem -1.5rem 0;padding:.55rem 1.5rem;background:var(--page);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:1.25rem;overflow-x:auto;padding:.15rem}
nav a{white-space:nowrap;text-decoration:none;font-weight:600}nav a:hover{text-decoration:underline}
nav.views{position:static;margin-top:0;margin-bottom:1.25rem}nav.views ul{flex-wrap:wrap;gap:.25rem 1.25rem}nav.views [aria-current]{color:var(--text);text-decoration:underline;text-underline-offset:.3rem}
.notice[hidden],.notice [hidden]{display:none}
section{margin-top:2rem}
section>h2{font-size:1.2rem;letter-spacing:-.01em}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;margin:.6rem 0}.tools[hidden]{display:none}
.tools label{color:var(--soft);font-size:.87rem}
input,select,button{font:inherit;font-size:.93rem;color:var(--text);background:var(--page);border:1px solid var(--edge);border-radius:.4rem;padding:.3rem .6rem}
select{max-width:14rem}input{width:15rem;max-width:100%}
button{cursor:pointer}button:hover{background:var(--panel)}
.box{max-height:min(80vh,60rem);overflow:auto;border:1px solid var(--line);border-radius:.6rem}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.92rem}
th,td{text-align:start;vertical-align:top;padding:.42rem .6rem;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th{position:sticky;top:0;z-index:2;background:var(--panel);font-weight:600;font-size:.85rem;white-space:nowrap}
thead th button{border:0;padding:0;background:none;font:inherit;color:inherit;text-align:inherit}
thead th button:hover{text-decoration:underline}
thead th button::after{content:"\\2195";display:inline-block;width:1em;text-align:center;color:var(--soft);opacity:.75}
th[aria-sort=ascending] button::after{content:"\\2191";color:var(--accent);opacity:1}th[aria-sort=descending] button::after{content:"\\2193";color:var(--accent);opacity:1}
tbody th{font-weight:600;min-width:9rem;max-width:22rem;overflow-wrap:anywhere;position:sticky;inset-inline-start:0;background:var(--page)}
thead th:first-child{inset-inline-start:0;z-index:3}
tbody tr:hover>*{background:var(--panel)}
td.text{min-width:8rem;overflow-wrap:anywhere}
td.word{min-width:5rem}
.number,.money{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
td.id,tbody th.id,td small,th small{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8rem;font-weight:400}
td.id{white-space:nowrap}
td small,th small{display:block;color:var(--soft);font-size:.74rem}
.none{text-align:center;color:var(--soft)}
.pill{display:inline-block;padding:0 .55rem;border-radius:.7rem;font-size:.87rem;font-weight:600;background:var(--soft-tint);color:var(--text)}
.good .pill{background:var(--good-tint);color:var(--good)}.busy .pill{background:var(--busy-tint);color:var(--busy)}.bad .pill{background:var(--bad-tint);color:var(--bad)}.soft .pill{background:var(--soft-tint);color:var(--soft)}
tr.soft{color:var(--text)}
${cards('table.many')}
.box table.many tbody tr{grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
.box table.many tbody td.text,.box table.many tbody td.id{grid-column:auto}
.more{margin-top:.5rem;color:var(--soft);font-size:.87rem}.more[hidden]{display:none}
footer{margin-top:3rem;color:var(--soft);font-size:.87rem}
@media (max-width:44rem){
body{padding:0 1rem 3rem}header{padding-top:1.25rem}h1{font-size:1.5rem}
nav{margin-inline:-1rem;padding-inline:1rem}
svg.wide{display:none}svg.narrow{display:block}
.days>li{grid-template-columns:minmax(0,1fr);padding-inline-start:1.4rem}.days>li::before{inset-inline-start:0}.days>li::after{inset-inline-start:.25rem}.days small{display:inline;margin-inline-start:.4rem}
.tools label{flex:1 1 100%;display:flex;justify-content:space-between;align-items:center;gap:.75rem}.tools input,.tools select{flex:0 1 14rem;min-width:0}
.box{max-height:none;overflow:visible}
${cards('table')}
}
@media print{
body{max-width:none;padding:0;font-size:10pt}
nav,.tools,.more,.skip{display:none!important}
.box{max-height:none;overflow:visible;border:0}
thead th{position:static}thead{display:table-header-group;break-inside:avoid}thead th button{display:contents}thead th button::after{content:none!important}
table{font-size:8pt}th,td{padding:.15rem .35rem}
tbody th{position:static;min-width:5rem}td.text{min-width:4rem}td.id{white-space:normal;overflow-wrap:anywhere}td small,th small{white-space:normal;font-size:6.5pt;overflow-wrap:anywhere}
tr,li,.panel,figure,.notice{break-inside:avoid}h2{break-after:avoid}
.pill{background:none!important;padding:0;font-size:1em}.panels{grid-template-columns:repeat(auto-fit,minmax(11rem,1fr))}
${cards('table.wide')}
}
`
