/** System fonts alone; every pair of colours has a contrast of 4.5 at least, in both modes. */
export const style = `
:root{--paper:#fdfcfa;--card:#fff;--ink:#1d1c1a;--soft:#605d57;--line:#e6e2da;--good:#17693b;--warn:#865000;--bad:#b3261e;--skip:#605d57;--tint:#f5f2ec;--good-tint:#e9f4ed;--warn-tint:#fbf1de;--bad-tint:#fcebe9;--blue:#2f64ad;--area:#dfe9f6;--teal:#11766e}
@media screen and (prefers-color-scheme:dark){:root{--paper:#131416;--card:#1a1c1f;--ink:#ecebe7;--soft:#aaa79f;--line:#33363b;--good:#77d3a1;--warn:#f1bc62;--bad:#ff968f;--skip:#aaa79f;--tint:#202327;--good-tint:#172a20;--warn-tint:#2e2616;--bad-tint:#351d1c;--blue:#8ebbf5;--area:#21324a;--teal:#6cd0c4}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;border-top:.375rem solid var(--tone);overflow-wrap:anywhere}
.good{--tone:var(--good);--tint-of:var(--good-tint)}.warn{--tone:var(--warn);--tint-of:var(--warn-tint)}.bad{--tone:var(--bad);--tint-of:var(--bad-tint)}.skip{--tone:var(--skip);--tint-of:var(--tint)}
header,main,footer{max-width:58rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3.5rem}
main{padding-bottom:2rem}
footer{padding-top:1.5rem;padding-bottom:3rem;color:var(--soft);font-size:.8125rem}
p,h1,h2,h3,dl,dd,figure,ul,ol,pre{margin:0}
.kind{color:var(--soft);font-size:.875rem;letter-spacing:.02em}
h1{display:flex;align-items:center;gap:.875rem;margin-top:.375rem;font-size:clamp(1.75rem,5vw,2.375rem);font-weight:650;line-height:1.2;letter-spacing:-.022em}
h1 .icon{width:1.15em;height:1.15em}
.lead{margin-top:.625rem;font-size:1.125rem;color:var(--soft)}
h2{margin:0 0 1rem;font-size:1.3125rem;font-weight:650;letter-spacing:-.012em;line-height:1.3}
h3{margin:2rem 0 .625rem;font-size:.9375rem;font-weight:650;text-transform:capitalize}
section{margin-top:3.5rem}
.icon{flex:none;width:1rem;height:1rem}
.icon circle{fill:var(--tone)}.icon path{fill:none;stroke:var(--paper);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.figures{display:flex;flex-wrap:wrap;gap:1.5rem 3.25rem;margin-top:2.25rem}
.figures dt{color:var(--soft);font-size:.8125rem}
.figures dd{font-size:1.625rem;font-weight:600;line-height:1.25;letter-spacing:-.018em}
.figures small{font-size:.9375rem;font-weight:400;letter-spacing:0;color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1.125rem 2rem;margin-top:2.25rem;padding-top:1.5rem;border-top:1px solid var(--line);font-size:.875rem}
.facts dt,.todo dt{color:var(--soft);font-size:.8125rem}
.problem{padding:1.5rem 1.75rem;border-radius:.75rem;background:var(--bad-tint);border-left:.3125rem solid var(--bad)}
.problem h2{margin-bottom:.5rem;color:var(--bad)}
.problem .todo dt,.findings .todo dt{color:var(--ink);font-weight:600}
.todo{margin-top:.75rem;display:grid;gap:.625rem;font-size:.9375rem}
.count{margin-bottom:1rem;color:var(--soft)}
code,pre{font:.875em/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
pre{padding:.875rem 1.125rem;border-radius:.5rem;background:var(--tint);white-space:pre-wrap}
.checks{list-style:none;padding:0;border-top:1px solid var(--line)}
.checks>li{display:grid;grid-template-columns:1.5rem 5.5rem minmax(0,1fr) minmax(9rem,auto);gap:0 1rem;padding:.8125rem 0;border-bottom:1px solid var(--line)}
.checks p.number{color:var(--soft);font-size:.875rem;line-height:1.715;text-align:right}
.what strong{font-weight:600}
.detail{color:var(--soft);font-size:.9375rem}
.bad>.what>.detail,.warn>.what>.detail{color:var(--ink)}
.checks .small{text-align:right;max-width:14rem}
.checks .small span{display:block}
.outcome{display:flex;align-items:center;gap:.4375rem;height:1.6rem;color:var(--tone);font-weight:600;font-size:.875rem}
.small,.rest{color:var(--soft);font-size:.8125rem}
.rest{margin-top:.75rem}
details{margin-top:.5rem}
summary{display:inline-block;padding:.125rem 0;color:var(--soft);font-size:.875rem;cursor:pointer}
summary::before{content:"";display:inline-block;margin-right:.5rem;border:solid currentColor;border-width:0 1.5px 1.5px 0;width:.375rem;height:.375rem;transform:translateY(-.0625rem) rotate(-45deg)}
details[open]>summary::before{transform:translateY(-.125rem) rotate(45deg)}
summary::-webkit-details-marker{display:none}
summary:hover{color:var(--ink)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:.1875rem}
.inside{margin-top:.5rem}
.findings,.paths,.warnings{padding:0;list-style:none}
.findings>li{padding:.875rem 1.125rem;border-radius:.5rem;background:var(--tint);font-size:.9375rem}
.findings>li+li{margin-top:.5rem}
.findings .todo{margin-top:.5rem}
.severity{margin-right:.375rem;padding:.0625rem .5rem;border-radius:1rem;background:var(--tone);color:var(--paper);font-size:.75rem;font-weight:600}
.paths{display:grid;gap:.25rem;font-size:.9375rem}
.paths .kind{display:inline-block;min-width:4.25rem}
.warnings{display:grid;gap:.5rem}
.warnings>li{padding:.625rem 1rem;border-left:.1875rem solid var(--warn);border-radius:.375rem;background:var(--warn-tint)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.45}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.625rem 1.125rem .625rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;min-width:4.5rem}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-size:.8125rem;white-space:nowrap}
tbody th{font-weight:600}
td small,th small{display:block;color:var(--soft);font-size:.8125rem;font-weight:400}
.number:is(td,th){text-align:right;white-space:nowrap}
thead th.number{color:var(--soft);font-size:.8125rem}
.name:is(td,th){min-width:11rem}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:2rem 2.5rem}
figcaption{font-size:.875rem;line-height:1.45}
figcaption strong{display:block;font-weight:600}
figcaption span{display:flex;justify-content:space-between;gap:1rem}
figcaption small{color:var(--soft);font-size:.8125rem}
figure .chart{display:block;width:100%;height:auto;margin-top:.5rem}
.wide{margin-top:1.25rem}
.wide .chart{min-width:36rem}
svg text{fill:var(--ink);font-size:12.5px}
svg .tick{fill:var(--soft);font-size:11.5px}
svg .note{fill:var(--soft)}
svg .group{font-weight:600;fill:var(--soft);font-size:11.5px}
.grid,.base{stroke:var(--line);stroke-width:1}
.line{fill:none;stroke:var(--blue);stroke-width:2;stroke-linejoin:round}
.area{fill:var(--area)}
.point{fill:var(--paper);stroke:var(--blue);stroke-width:1.75}
.bar{fill:var(--blue)}
.bar.check,.bar.changed{fill:var(--area);stroke:var(--blue)}
.bar.phase{fill:var(--teal)}
.bar.held,.bar.missing{fill:var(--bad)}
.bar.held{fill:url(#timeline-stripes);stroke:var(--warn)}
.bar.extra{fill:url(#differences-stripes);stroke:var(--warn)}
.stripes rect{fill:var(--warn-tint)}.stripes line{stroke:var(--warn);stroke-width:4}
@media (max-width:40rem){header,main,footer{padding-left:1.125rem;padding-right:1.125rem}header{padding-top:2rem}.checks>li{grid-template-columns:1.25rem minmax(0,1fr);gap:0 .75rem}.checks>li>:not(.number){grid-column:2}.checks .small{text-align:left;max-width:none}}
@media print{
@page{size:A4 portrait;margin:15mm 14mm}
html{font-size:9.5pt;color-scheme:light;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{background:#fff;--paper:#fff}
header,main,footer{max-width:none;padding:0}
section{margin-top:2.25rem}
h2,h3,summary{break-after:avoid}
.checks>li,figure,tr,.findings>li,.problem{break-inside:avoid}
.scroll{overflow:visible}
.wide .chart{min-width:0}
th,td{padding-right:.625rem;min-width:0}
.name:is(td,th){min-width:0}
details::details-content{display:block;content-visibility:visible;block-size:auto}
summary::before{display:none}
.charts{grid-template-columns:repeat(2,1fr)}
thead{display:table-header-group}
}
`
