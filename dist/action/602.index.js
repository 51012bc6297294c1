export const id = 602;
export const ids = [602];
export const modules = {

/***/ 94602:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  formatHtml: () => (/* binding */ formatHtml)
});

// EXTERNAL MODULE: ./lib/js/report/units.js
var units = __webpack_require__(31285);
;// CONCATENATED MODULE: ./lib/js/report/html-parts.js

/** Lists of a page end here: a page that no browser opens helps nobody. */
const mostItems = 1000;
/** Markup with texts in it; whatever is not markup itself is escaped. */
function html(parts, ...values) {
    return { markup: parts.map((part, at) => `${at === 0 ? '' : render(values[at - 1])}${part}`).join('') };
}
function raw(markup) {
    return { markup };
}
function render(content) {
    if (content === undefined)
        return '';
    if (typeof content === 'string')
        return escapeHtml(content);
    if (typeof content === 'number')
        return String(content);
    return 'markup' in content ? content.markup : content.map(render).join('');
}
/** What nobody sees is written out, so that no name looks like another. */
function escapeHtml(text) {
    return (0,units/* visible */.RK)(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
}
/** A foreign text of several lines. */
function lines(text) {
    return text.split('\n').map((line, at) => (at === 0 ? line : html `<br>${line}`));
}
/** The first of them, and how many there are besides. */
function listed(items, show) {
    return items.slice(0, mostItems).map(show);
}
function rest(count) {
    return count > mostItems
        ? html `<p class="rest">and ${(count - mostItems).toLocaleString('en-US')} more: the JSON report has them all</p>`
        : undefined;
}
function section(title, ...content) {
    return html `<section><h2>${title}</h2>${content}</section>\n`;
}
/** The first column names the row. It scrolls by itself where it is too wide, so it can be reached by keyboard. */
function table(caption, columns, rows) {
    const mark = ({ kind }) => (kind ? html ` class="${kind}"` : undefined);
    const line = (row) => html `<tr>${columns.map((column, at) => at === 0
        ? html `<th scope="row"${mark(column)}>${column.cell(row) || '–'}</th>`
        : html `<td${mark(column)}>${column.cell(row)}</td>`)}</tr>\n`;
    return html `<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html `<th scope="col"${mark(column)}>${column.title}</th>`)}</tr></thead>
<tbody>
${listed(rows, line)}</tbody></table></div>${rest(rows.length)}`;
}
function folded(title, content, open = false) {
    return html `<details${open ? raw(' open') : undefined}><summary>${title}</summary><div class="inside">${content}</div></details>\n`;
}
/** Pairs of a name and what it is; those without a value are left out. */
function facts(className, pairs) {
    const known = pairs.filter(([, value]) => value !== undefined);
    return html `<dl class="${className}">${known.map(([name, value]) => html `<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>\n`;
}
const shapes = {
    good: 'M4.2 8.4 7 11.2 12 5.4',
    warn: 'M8 4.2v4.6M8 11.6v.2',
    bad: 'M5 5l6 6M11 5l-6 6',
    skip: 'M4.8 8h6.4'
};
/** Beside a word, never instead of one. */
function icon(tone) {
    return raw(`<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="8"/><path d="${shapes[tone]}"/></svg>`);
}
/** `2026-03-14 02:30:00 UTC` */
function formatTime(iso) {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` : iso;
}

;// CONCATENATED MODULE: ./lib/js/report/html-svg.js


/** A drawing that says in words what it shows. */
function drawing(id, size, words, content) {
    return html `<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${size.width} ${size.height}">
<title id="${id}-title">${words.title}</title><desc id="${id}-desc">${words.description}</desc>
${content}</svg>\n`;
}
const width = 760;
const labelWidth = 214;
const rowHeight = 24;
const groupHeight = 32;
const room = width - labelWidth;
/** Bars on a common scale, one below the other, with their labels at the left. */
function bars(id, words, rows, axis) {
    const ticks = niceTicks(axis.most);
    const most = ticks.at(-1) ?? 1;
    // A note stands behind its bar, also behind the longest one.
    const noteWidth = Math.min(room / 2, 16 + Math.max(...rows.map(({ note }) => note.length)) * 7);
    const scale = (value) => labelWidth + (value / most) * (room - noteWidth);
    let top = 26;
    const drawn = rows.map((row) => {
        const head = row.group
            ? html `<text class="group" x="0" y="${fixed(top + 21)}">${row.group}</text>\n`
            : undefined;
        top += row.group ? groupHeight : 0;
        const line = barLine(row, top, scale);
        top += rowHeight;
        return [head, line];
    });
    const grid = ticks.map((tick) => html `<line class="grid" x1="${fixed(scale(tick))}" x2="${fixed(scale(tick))}" y1="20" y2="${top + 4}"/><text class="tick" x="${fixed(scale(tick))}" y="12" text-anchor="middle">${axis.format(tick)}</text>\n`);
    return drawing(id, { width, height: top + 6 }, words, [patterns(id), grid, drawn]);
}
function barLine({ label, note, parts }, top, scale) {
    const end = Math.max(...parts.map(({ start, length }) => scale(start + length)), scale(0));
    const middle = top + rowHeight / 2;
    return html `<text class="label" x="${labelWidth - 12}" y="${fixed(middle + 4)}" text-anchor="end">${shortened(label, 25)}</text>${parts.map(({ start, length, look }) => html `<rect class="${look}" x="${fixed(scale(start))}" y="${fixed(top + 4)}" width="${fixed(Math.max(2.5, scale(start + length) - scale(start)))}" height="${rowHeight - 8}" rx="3"/>`)}<text class="note" x="${fixed(end + 8)}" y="${fixed(middle + 4)}">${note}</text>\n`;
}
/** So that bars can be told apart without their colours. */
function patterns(id) {
    return html `<defs><pattern id="${id}-stripes" class="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/><line x1="0" x2="0" y1="0" y2="6"/></pattern></defs>`;
}
/** Round numbers from zero to at least the most; for times in steps that people count in. */
function niceTicks(most) {
    if (!(most > 0))
        return [0, 1];
    const rough = most / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
    return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => at * step);
}
/** By the room that it takes in most fonts, in widths of a common letter. */
function shortened(text, most) {
    const letters = [...(0,units/* visible */.RK)(text)];
    let used = 0;
    for (const [at, letter] of letters.entries()) {
        used += widthOf(letter);
        if (used > most)
            return `${letters.slice(0, Math.max(0, at - 1)).join('')}…`;
    }
    return letters.join('');
}
function widthOf(letter) {
    if (/[\u1100-\uffff\u{10000}-\u{10ffff}]/u.test(letter))
        return 2;
    if (/[mwMW@%]/.test(letter))
        return 1.5;
    if (/[A-Z]/.test(letter))
        return 1.2;
    return /[ijl.,:;'| ]/.test(letter) ? 0.6 : 1;
}
function fixed(value) {
    return String(Math.round(value * 10) / 10);
}

// EXTERNAL MODULE: ./lib/js/report/sizes.js
var sizes = __webpack_require__(35748);
// EXTERNAL MODULE: ./lib/js/report/timeline.js
var timeline = __webpack_require__(49619);
;// CONCATENATED MODULE: ./lib/js/report/html-charts.js





const mostPoints = 60;
const mostBars = 80;
/** One small chart for each volume, on its own scale: what matters is how each one goes on. */
function sizesOverTime(report) {
    const series = (0,sizes/* sizeSeries */.Z)(report).filter(({ points }) => points.length > 1);
    if (series.length === 0)
        return undefined;
    return section('Sizes over time', html `<div class="charts">${listed(series, sizeChart)}</div>`, rest(series.length));
}
function sizeChart({ key, points: all }, number) {
    const points = all.slice(-mostPoints);
    const [first, before, last] = [points[0], points.at(-2), points.at(-1)];
    if (!first || !before || !last)
        return html ``;
    const change = (0,sizes/* formatChange */.e)(last.contentBytes, before.contentBytes, units/* formatBytes */.z3);
    return html `<figure><figcaption><strong>${key}</strong><span>${(0,units/* formatBytes */.z3)(last.contentBytes)} <small>${change}</small></span></figcaption>
${drawing(`size-${number}`, { width: 300, height: 96 }, {
        title: `Content of ${key}`,
        description: `${(0,units/* plural */.LS)(points.length, 'backup')}, from ${(0,units/* formatBytes */.z3)(first.contentBytes)} on ${formatTime(first.at)} to ${(0,units/* formatBytes */.z3)(last.contentBytes)} on ${formatTime(last.at)}`
    }, sizeLine(points, first, last))}${folded('Figures', sizeTable(key, all))}</figure>\n`;
}
function sizeLine(points, first, last) {
    const most = Math.max(1, ...points.map(({ contentBytes }) => contentBytes));
    const [left, right, top, bottom] = [5, 295, 8, 74];
    const times = points.map(({ at }) => Date.parse(at));
    const [start, end] = [Math.min(...times), Math.max(...times)];
    const place = ({ contentBytes }, at) => [
        left +
            (end > start ? ((times[at] ?? start) - start) / (end - start) : at / (points.length - 1)) *
                (right - left),
        bottom - (contentBytes / most) * (bottom - top)
    ];
    const places = points.map(place);
    const path = places.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(' ');
    return [
        html `<polygon class="area" points="${left},${bottom} ${path} ${right},${bottom}"/><line class="base" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><polyline class="line" points="${path}"/>`,
        places.map(([x, y]) => html `<circle class="point" cx="${fixed(x)}" cy="${fixed(y)}" r="2.6"/>`),
        html `<text class="tick" x="${left}" y="92">${first.at.slice(0, 10)}</text><text class="tick" x="${right}" y="92" text-anchor="end">${last.at.slice(0, 10)}</text>`
    ];
}
function sizeTable(key, points) {
    return table(`Sizes of ${key}`, [
        { title: 'Backup', cell: ({ backupId }) => backupId },
        { title: 'Entries', kind: 'number', cell: ({ entries }) => entries.toLocaleString('en-US') },
        { title: 'Content', kind: 'number', cell: ({ contentBytes }) => (0,units/* formatBytes */.z3)(contentBytes) },
        { title: 'Archive', kind: 'number', cell: ({ archiveBytes }) => (0,units/* formatBytes */.z3)(archiveBytes) }
    ], points.toReversed());
}
/** What took how long, and how long services stood still for it. */
function html_charts_timeline(report) {
    const spans = (0,timeline/* timelineOf */.h)(report);
    if (spans.length === 0)
        return undefined;
    const shown = spans.slice(0, mostBars);
    const held = spans.find(({ group }) => group === 'held');
    const most = Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs));
    const description = `${(0,units/* plural */.LS)(spans.length, 'span')} within ${(0,units/* formatDuration */.a3)(most)}${held ? `; ${held.name} for ${(0,units/* formatDuration */.a3)(held.durationMs)}` : ''}`;
    return section('Timeline', html `<figure class="wide">${html_charts_scroll('Timeline of the run', bars('timeline', { title: 'Timeline of the run', description }, shown.map(spanBar), {
        most,
        format: formatTick
    }))}${folded('Figures', spanTable(spans))}</figure>`);
}
function spanBar({ group, name, startMs, durationMs }, at, all) {
    return {
        label: name,
        note: (0,units/* formatDuration */.a3)(durationMs),
        parts: [{ start: startMs, length: durationMs, look: `bar ${group}` }],
        group: all[at - 1]?.group === group ? undefined : timeline/* spanGroups */.L[group]
    };
}
function spanTable(spans) {
    return table('Timeline of the run', [
        { title: 'What', kind: 'name', cell: ({ name }) => name },
        { title: 'Kind', cell: ({ group }) => timeline/* spanGroups */.L[group] },
        { title: 'Began after', kind: 'number', cell: ({ startMs }) => (0,units/* formatDuration */.a3)(startMs) },
        { title: 'Took', kind: 'number', cell: ({ durationMs }) => (0,units/* formatDuration */.a3)(durationMs) }
    ], spans);
}
/** Of the entries that a comparison names, by kind. */
function differencesChart(checks) {
    const rows = checks.flatMap(({ subject, differences = [] }) => {
        const count = (kind) => differences.filter((one) => one.kind === kind).length;
        const counted = { subject, missing: count('missing'), extra: count('extra'), changed: count('changed') };
        return differences.length > 0 ? [counted] : [];
    });
    if (rows.length === 0)
        return undefined;
    const most = Math.max(...rows.map(({ missing, extra, changed }) => missing + extra + changed));
    const words = {
        title: 'Entries that differ',
        description: rows.map((row) => `${row.subject}: ${counts(row)}`).join('; ')
    };
    const chart = bars('differences', words, rows.slice(0, mostBars).map((row) => ({
        label: row.subject,
        note: counts(row),
        parts: [
            { start: 0, length: row.missing, look: 'bar missing' },
            { start: row.missing, length: row.extra, look: 'bar extra' },
            { start: row.missing + row.extra, length: row.changed, look: 'bar changed' }
        ].filter(({ length }) => length > 0)
    })), { most, format: (value) => (Number.isInteger(value) ? String(value) : '') });
    const figures = table('Entries that differ', [
        { title: 'Of', kind: 'name', cell: ({ subject }) => subject },
        { title: 'Missing', kind: 'number', cell: ({ missing }) => missing },
        { title: 'Extra', kind: 'number', cell: ({ extra }) => extra },
        { title: 'Changed', kind: 'number', cell: ({ changed }) => changed }
    ], rows);
    return section('Differences', html `<figure class="wide">${html_charts_scroll('Entries that differ', chart)}${folded('Figures', figures)}</figure>`);
}
function counts(row) {
    return ['missing', 'extra', 'changed']
        .filter((kind) => row[kind] > 0)
        .map((kind) => `${row[kind]} ${kind}`)
        .join(', ');
}
function html_charts_scroll(label, content) {
    return html `<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}
function formatTick(ms) {
    return ms === 0
        ? '0'
        : ms < 1000
            ? `${Math.round(ms)} ms`
            : (0,units/* formatDuration */.a3)(ms).replace('.0 s', ' s').replace(' 0 s', '');
}

// EXTERNAL MODULE: ./lib/js/report/report.js
var report = __webpack_require__(57450);
;// CONCATENATED MODULE: ./lib/js/report/html-checks.js



const tones = { passed: 'good', warned: 'warn', failed: 'bad', skipped: 'skip' };
/** The numbered checks, those of a name together. */
function checkList(checks) {
    if (checks.length === 0)
        return undefined;
    const numbered = checks.map((check, at) => ({ check, number: at + 1 })).slice(0, 1000);
    const names = [...new Set(numbered.map(({ check }) => check.name))];
    return section('Checks', html `<p class="count">${(0,report/* countChecks */.l)(checks)}</p>`, names.map((name) => group(name, numbered.filter(({ check }) => check.name === name))), rest(checks.length));
}
function group(name, checks) {
    return html `<h3>${name}</h3>\n<ol class="checks">\n${checks.map(one)}</ol>\n`;
}
function one({ check, number }) {
    const { id, subject, outcome, looked, detail, durationMs } = check;
    const counted = looked > 0 ? `${looked.toLocaleString('en-US')} looked at` : 'nothing looked at';
    const took = durationMs === undefined ? '' : ` · ${(0,units/* formatDuration */.a3)(durationMs)}`;
    return html `<li value="${number}" class="${tones[outcome]}">
<p class="number" aria-hidden="true">${number}</p>
<p class="outcome">${icon(tones[outcome])}${outcome}</p>
<div class="what"><p><strong>${subject}</strong></p><p class="detail">${lines(detail)}</p>${more(check)}</div>
<p class="small"><code>${id}</code> <span>${counted}${took}</span></p></li>\n`;
}
function more({ outcome, findings = [], evidence = [], differences = [] }) {
    const open = outcome === 'failed';
    return [
        findings.length > 0
            ? folded((0,units/* plural */.LS)(findings.length, 'finding'), html `<ul class="findings">${listed(findings, finding)}</ul>${rest(findings.length)}`, open || outcome === 'warned')
            : undefined,
        differences.length > 0
            ? folded((0,units/* plural */.LS)(differences.length, 'difference'), html `<ul class="paths">${listed(differences, ({ path, kind, fields }) => html `<li><span class="kind">${kind}</span> <code>${path}</code>${fields.length > 0 ? ` differs in ${fields.join(', ')}` : ''}</li>`)}</ul>${rest(differences.length)}`, open)
            : undefined,
        evidence.length > 0
            ? folded(`Evidence: ${(0,units/* plural */.LS)(evidence.length, 'line')}`, html `<pre>${listed(evidence, (line) => html `${lines(line)}\n`)}</pre>${rest(evidence.length)}`, open)
            : undefined
    ];
}
function finding({ severity, subject, message, hint }) {
    return html `<li><span class="severity ${severity === 'error' ? 'bad' : 'warn'}">${severity}</span> <strong>${subject}</strong><p>${lines(message)}</p>${facts('todo', [['What to do', lines(hint)]])}</li>\n`;
}

;// CONCATENATED MODULE: ./lib/js/report/html-style.js
/** System fonts alone; every pair of colours has a contrast of 4.5 at least, in both modes. */
const style = `
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
`;

;// CONCATENATED MODULE: ./lib/js/report/html-tables.js





function volumeTable(volumes) {
    if (volumes.length === 0)
        return undefined;
    const noted = volumes.some(({ notes, rollbackCopy }) => notes.length > 0 || rollbackCopy !== undefined);
    return section('Volumes', table((0,units/* plural */.LS)(volumes.length, 'volume'), [
        {
            title: 'Volume',
            kind: 'name',
            cell: ({ key, description }) => html `${key}${description ? html `<small>${description}</small>` : undefined}`
        },
        { title: 'Priority', cell: ({ priority }) => priority },
        {
            title: 'Outcome',
            cell: ({ outcome, consistency }) => html `${outcome}${consistency ? html `<small>${consistency}</small>` : undefined}`
        },
        { title: 'Entries', kind: 'number', cell: ({ entries }) => entries?.toLocaleString('en-US') },
        { title: 'Content', kind: 'number', cell: contentOf },
        { title: 'Archive', kind: 'number', cell: ({ archiveBytes }) => sizeOf(archiveBytes) },
        {
            title: 'Took',
            kind: 'number',
            cell: ({ durationMs }) => (durationMs === undefined ? '' : (0,units/* formatDuration */.a3)(durationMs))
        },
        ...(noted ? [{ title: 'Notes', kind: 'name', cell: notesOf }] : [])
    ], volumes));
}
function contentOf({ contentBytes, before }) {
    if (contentBytes === undefined || !before)
        return sizeOf(contentBytes);
    return html `${(0,units/* formatBytes */.z3)(contentBytes)}<small>${(0,sizes/* formatChange */.e)(contentBytes, before.contentBytes, units/* formatBytes */.z3)}</small>`;
}
function sizeOf(bytes) {
    return bytes === undefined ? '' : (0,units/* formatBytes */.z3)(bytes);
}
function notesOf({ notes, rollbackCopy }) {
    return [...notes, ...(rollbackCopy === undefined ? [] : [`old content in ${rollbackCopy}`])].map((note) => html `<small>${note}</small>`);
}
/** The stack on copies of its volumes: what started, in which image, and when it was ready. */
function drillResult(drill) {
    if (!drill)
        return undefined;
    const { services, source, backupId } = drill;
    const origin = source === 'backup' ? `copies from the backup ${backupId ?? ''}` : 'copies of the live volumes';
    return section('Drill', services.length === 0
        ? html `<p class="count">The stack was not started on ${origin}: they did not pass their checks.</p>`
        : html `<p class="count">The stack was started on ${origin}, beside the one that runs.</p>`, table('Services of the drill', [
        { title: 'Service', kind: 'name', cell: ({ name }) => name },
        { title: 'Image', kind: 'name', cell: ({ image }) => image },
        { title: 'State', cell: ({ state }) => state },
        { title: 'Health', cell: ({ health }) => health },
        {
            title: 'Ready after',
            kind: 'number',
            cell: ({ readyMs }) => (readyMs === undefined ? 'never' : (0,units/* formatDuration */.a3)(readyMs))
        }
    ], services), readyChart(services));
}
function readyChart(services) {
    const ready = services
        .flatMap(({ name, readyMs }) => (readyMs === undefined ? [] : [{ name, readyMs }]))
        .slice(0, 80);
    if (ready.length === 0)
        return undefined;
    const description = ready.map(({ name, readyMs }) => `${name} after ${(0,units/* formatDuration */.a3)(readyMs)}`).join(', ');
    const rows = ready.map(({ name, readyMs }) => ({
        label: name,
        note: (0,units/* formatDuration */.a3)(readyMs),
        parts: [{ start: 0, length: readyMs, look: 'bar phase' }]
    }));
    const most = Math.max(...ready.map(({ readyMs }) => readyMs));
    return html `<figure class="wide">${html_charts_scroll('When each service was ready', bars('ready', { title: 'When each service was ready', description }, rows, { most, format: formatTick }))}</figure>`;
}
function leftOut({ leftOut: volumes }) {
    if (volumes.length === 0)
        return undefined;
    const columns = [
        { title: 'Volume', kind: 'name', cell: ({ key }) => key },
        { title: 'Priority', cell: ({ priority }) => priority },
        { title: 'Why', cell: ({ reason }) => reason.replaceAll('-', ' ') }
    ];
    return section('Left out', folded((0,units/* plural */.LS)(volumes.length, 'volume'), table('Volumes left out', columns, volumes), volumes.length <= 20));
}

;// CONCATENATED MODULE: ./lib/js/report/html.js






const nouns = { backup: 'backup', restore: 'restore', validate: 'validation' };
const endings = {
    backup: { success: 'is complete', partial: 'is incomplete', failed: 'failed' },
    restore: { success: 'is complete', partial: 'is incomplete', failed: 'failed' },
    validate: { success: 'passed', partial: 'passed in part', failed: 'failed' }
};
const html_tones = { success: 'good', partial: 'warn', failed: 'bad' };
/** A page that stands alone: no script, nothing loaded from anywhere, fit for the screen, for paper and for an archive. */
function formatHtml(report) {
    const title = `The ${nouns[report.operation]} ${endings[report.operation][report.result]}${report.dryRun ? ' (dry run)' : ''}`;
    const name = report.project ?? report.backupId;
    return html `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="volume-backup-action">
<title>${name ? `${name}: ` : ''}${title}</title>
<style>${raw(style)}</style>
</head>
<body class="${html_tones[report.result]}">
${head(report, title)}<main>
${problem(report)}${guidance(report)}${warnings(report)}${checkList(report.checks)}${differencesChart(report.checks)}${drillResult(report.drill)}${volumeTable(report.volumes)}${sizesOverTime(report)}${html_charts_timeline(report)}${leftOut(report)}</main>
<footer><p>Run ${report.runId} · report ${report.reportVersion} of volume-backup-action</p></footer>
</body>
</html>
`.markup;
}
function head(report, title) {
    const { project, backupId, location, startedAt, durationMs, held, verified } = report;
    return html `<header>
<p class="kind">Volume ${nouns[report.operation]} report</p>
<h1>${icon(html_tones[report.result])}<span>${title}</span></h1>
<p class="lead">${lead(report)}</p>
${figures(report)}${facts('facts', [
        ['Project', project],
        ['Backup', backupId],
        ['Store', location],
        ['Began', formatTime(startedAt)],
        ['Took', (0,units/* formatDuration */.a3)(durationMs)],
        [
            'Services held',
            held && held.containers.length > 0 ? `${held.containers.join(', ')} (${held.mode})` : undefined
        ],
        ['Proof', verified ? 'every stored byte decoded again and compared' : 'nothing was verified']
    ])}</header>
`;
}
function lead(report) {
    if (report.checks.length > 0)
        return verdictOf(report.checks);
    if (report.volumes.length === 0)
        return 'No volume was reached.';
    return `${(0,units/* plural */.LS)(report.volumes.length, 'volume')}, ${(0,units/* formatBytes */.z3)(sum(report, 'contentBytes'))} of content`;
}
function verdictOf(checks) {
    const count = (outcome) => checks.filter((check) => check.outcome === outcome).length;
    if (count('failed') > 0)
        return `${count('failed')} of ${(0,units/* plural */.LS)(checks.length, 'check')} failed.`;
    if (count('warned') > 0)
        return `Nothing failed, and ${(0,units/* plural */.LS)(count('warned'), 'remark')} should be read.`;
    return count('skipped') > 0 ? 'Nothing failed; some checks were skipped.' : 'Every check passed.';
}
/** What people ask for first, in large. */
function figures(report) {
    const { checks, drill, held, volumes } = report;
    const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
    const stood = held && held.containers.length > 0 ? (0,units/* formatDuration */.a3)(held.ms) : undefined;
    return facts('figures', [
        ['Checks passed', checks.length > 0 ? html `${passed}<small> of ${checks.length}</small>` : undefined],
        [
            'Recovery time',
            drill
                ? drill.recoveryTimeMs === undefined
                    ? 'never healthy'
                    : (0,units/* formatDuration */.a3)(drill.recoveryTimeMs)
                : undefined
        ],
        ['Age of the data', drill?.recoveryPointMs === undefined ? undefined : (0,units/* formatAge */.nV)(drill.recoveryPointMs)],
        ['Volumes', volumes.length > 0 ? volumes.length : undefined],
        ['Content', volumes.length > 0 ? (0,units/* formatBytes */.z3)(sum(report, 'contentBytes')) : undefined],
        [
            'Archives',
            volumes.some(({ archiveBytes }) => archiveBytes !== undefined)
                ? (0,units/* formatBytes */.z3)(sum(report, 'archiveBytes'))
                : undefined
        ],
        ['Downtime', stood]
    ]);
}
function sum({ volumes }, member) {
    return volumes.reduce((total, volume) => total + (volume[member] ?? 0), 0);
}
function problem({ error }) {
    if (!error)
        return undefined;
    return html `<section class="problem"><h2>What went wrong</h2><p>${lines(error.message)}</p>${facts('todo', [
        ['What to do', error.hint === undefined ? undefined : lines(error.hint)],
        ['Code', html `<code>${error.code}</code>`]
    ])}</section>\n`;
}
function guidance({ guidance: texts }) {
    if (texts.length === 0)
        return undefined;
    return section('What to do next', html `<pre>${listed(texts, (text) => html `${lines(text)}\n`)}</pre>`, rest(texts.length));
}
function warnings({ warnings: texts }) {
    if (texts.length === 0)
        return undefined;
    return section('Warnings', html `<ul class="warnings">${listed(texts, (text) => html `<li>${lines(text)}</li>\n`)}</ul>`, rest(texts.length));
}


/***/ })

};
