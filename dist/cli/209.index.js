export const id = 209;
export const ids = [209];
export const modules = {

/***/ 39590:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatJUnit: () => (/* binding */ formatJUnit)
/* harmony export */ });
/* harmony import */ var _units_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31285);

/** JUnit XML for readers of test reports: a suite for each check that was asked for, a case for each thing looked at. */
function formatJUnit(report) {
    const cases = casesOf(report);
    const suites = [...new Set(cases.map(({ suite }) => suite))];
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites${attributes({ name: 'volume-backup-action', ...counts(cases), time: seconds(report.durationMs) })}>`,
        ...suites.flatMap((name) => suiteOf(name, cases.filter(({ suite }) => suite === name), report)),
        '</testsuites>',
        ''
    ].join('\n');
}
function casesOf(report) {
    const checks = report.checks.map(caseOfCheck);
    const cases = checks.length > 0 ? checks : report.volumes.map((volume) => caseOfVolume(report.operation, volume));
    const red = cases.some(({ kind }) => kind === 'failure');
    // A run that failed elsewhere, or looked at nothing, may not come out green.
    if (!report.error || red)
        return cases;
    const { code, message, hint } = report.error;
    return [
        ...cases,
        {
            suite: report.operation,
            className: `${report.operation}.run`,
            name: 'the run itself',
            durationMs: report.durationMs,
            kind: 'error',
            message: `${code}: ${message}`,
            body: hint === undefined ? [message] : [message, `hint: ${hint}`],
            output: []
        }
    ];
}
function caseOfCheck(check) {
    const findings = (check.findings ?? []).flatMap(({ severity, subject, message, hint }) => [
        `${severity}: ${subject}: ${message}`,
        `hint: ${hint}`
    ]);
    const differences = (check.differences ?? []).map(({ path, kind, fields }) => kind === 'changed' ? `changed: ${path} (${fields.join(', ')})` : `${kind}: ${path}`);
    const body = [check.detail, ...findings, ...differences];
    return {
        suite: check.name,
        className: check.id,
        name: check.subject,
        durationMs: check.durationMs ?? 0,
        kind: check.outcome === 'failed' ? 'failure' : check.outcome === 'skipped' ? 'skipped' : 'passed',
        message: check.detail,
        body,
        output: [
            ...(check.outcome === 'warned' ? ['warning', ...body] : []),
            ...(check.outcome === 'passed' ? body : []),
            ...(check.evidence ?? [])
        ]
    };
}
function caseOfVolume(operation, { key, outcome, durationMs = 0, notes }) {
    return {
        suite: operation,
        className: `${operation}.${outcome}`,
        name: key,
        durationMs,
        kind: 'passed',
        message: '',
        body: [],
        output: notes
    };
}
function suiteOf(name, cases, report) {
    const ms = cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const facts = { 'run-id': report.runId, project: report.project, 'backup-id': report.backupId };
    const head = { name, ...counts(cases), time: seconds(ms), timestamp: report.startedAt.replace(/Z$/, '') };
    return [
        `  <testsuite${attributes(head)}>`,
        '    <properties>',
        ...Object.entries(facts).flatMap(([property, value]) => value === undefined ? [] : [`      <property${attributes({ name: property, value })}/>`]),
        '    </properties>',
        ...cases.flatMap(testCase),
        '  </testsuite>'
    ];
}
function testCase({ className, name, durationMs, kind, message, body, output }) {
    const head = `    <testcase${attributes({ classname: className, name, time: seconds(durationMs) })}`;
    const inside = [
        ...(kind === 'skipped' ? [`      <skipped${attributes({ message })}/>`] : []),
        ...(kind === 'failure' || kind === 'error'
            ? [`      <${kind}${attributes({ message, type: className })}>${textOf(body)}</${kind}>`]
            : []),
        ...(output.length > 0 ? [`      <system-out>${textOf(output)}</system-out>`] : [])
    ];
    return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, '    </testcase>'];
}
function counts(cases) {
    const count = (kind) => cases.filter((one) => one.kind === kind).length;
    return {
        tests: cases.length,
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped')
    };
}
function seconds(ms) {
    return (ms / 1000).toFixed(3);
}
function attributes(values) {
    return Object.entries(values)
        .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
        .join('');
}
function textOf(lines) {
    return lines
        .flatMap((line) => line.split('\n'))
        .map(escapeXml)
        .join('\n');
}
/** What XML 1.0 cannot hold is written out, so no name can break the file. */
function escapeXml(text) {
    return (0,_units_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}


/***/ })

};
